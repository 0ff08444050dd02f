"""What an instance is told at its start, and what a wrong word there may repeat."""

import base64

import pytest
from pydantic import ValidationError

from belajar.runtime.settings import read_settings, secret_keys, secret_pair

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


def test_a_user_and_a_password_come_from_one_line(tmp_path):
    (tmp_path / "secret").write_bytes(b"\nSK1b:rahasia:dengan:titik-dua\n")
    assert secret_pair(tmp_path / "secret") == ("SK1b", "rahasia:dengan:titik-dua")


@pytest.mark.parametrize("content", [b"rahasia", b"rahasia:", b":rahasia", b":"])
def test_a_pair_that_lacks_a_half_stops_the_start_and_is_not_repeated(tmp_path, content):
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(ValueError, match="not user:password") as error:
        secret_pair(tmp_path / "secret")
    assert "rahasia" not in str(error.value)


@pytest.mark.parametrize("sender", ["+6281100000001", "MG" + "2c" * 16, "Belajar ID"])
def test_a_sender_of_texts_is_a_number_a_service_or_a_registered_name(sender):
    told = {"BELAJAR_PROJECT": "demo-belajar", "BELAJAR_TEXTER_ADAPTER": "twilio", "BELAJAR_TWILIO_SENDER": sender}
    assert read_settings(told).twilio_sender == sender


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TEXTER_ADAPTER", "telex"),
        ("TWILIO_SENDER", "+0811"),
        ("TWILIO_SENDER", "Akun Pembelajaran"),
        ("TWILIO_SENDER", "MG" + "2c" * 15),
        ("TWILIO_ACCOUNT_SID", "SK" + "0a" * 16),
        ("TWILIO_ACCOUNT_SID", "AC" + "0a" * 16 + "\n"),
    ],
)
def test_a_garbled_account_or_sender_of_texts_stops_the_start(name, value):
    with pytest.raises(ValidationError, match=name.lower()):
        read_settings({"BELAJAR_PROJECT": "demo-belajar", f"BELAJAR_{name}": value})
