"""What an instance is told at its start, and what a wrong word there may repeat."""

import base64

import pytest
from pydantic import ValidationError

from belajar.runtime.settings import read_settings, secret_keys

OLD, NEW = b"o" * 32, b"n" * 40


def lines(*keys: bytes) -> bytes:
    return b"\n".join(base64.b64encode(key) for key in keys)


def test_keys_come_newest_first_and_blank_lines_do_not_count(tmp_path):
    (tmp_path / "secret").write_bytes(b"\n" + lines(NEW, OLD) + b"\r\n\n")
    assert secret_keys(tmp_path / "secret") == (NEW, OLD)


@pytest.mark.parametrize(
    "content",
    [b"!!!!", lines(b"s" * 31), lines(NEW) + b"\n*", lines(NEW)[:-4] + b"*" + lines(NEW)[-4:], b"c2hvcnQ="],
    ids=["no base64", "short", "second garbled", "garbled inside", "short word"],
)
def test_a_damaged_key_stops_the_start_instead_of_becoming_one_that_can_be_guessed(tmp_path, content):
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(ValueError, match="not base64 or shorter than 32 bytes") as error:
        secret_keys(tmp_path / "secret")
    assert error.value.__cause__ is None


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_an_empty_secret_stops_the_start(tmp_path, content):
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(ValueError, match="missing or empty"):
        secret_keys(tmp_path / "secret")


def test_a_secret_in_the_wrong_variable_is_named_but_never_repeated():
    with pytest.raises(ValidationError) as error:
        read_settings(
            {"BELAJAR_PROJECT": "demo-belajar", "BELAJAR_SMTP_PASSWORD": "rahasia", "BELAJAR_SMTP_PORT": "x1y"}
        )
    assert "smtp_password" in str(error.value)
    assert "rahasia" not in str(error.value)
    assert "x1y" not in str(error.value)
