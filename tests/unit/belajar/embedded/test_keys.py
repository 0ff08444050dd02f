"""The key file of the local stack."""

import base64
import hashlib
import hmac
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from belajar.embedded.keys import FileKeys

OLD, NEW = b"o" * 32, b"n" * 32


def line(version, key):
    return f"{version} {base64.b64encode(key).decode()}\n"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "secrets" / "keys"


def test_the_tag_is_hmac_sha256_under_the_first_line(tmp_path):
    path = tmp_path / "keys"
    path.write_text(line(2, NEW) + "\n" + line(1, OLD))
    keys = FileKeys(path)

    assert keys.mac(b"message").value == hmac.digest(NEW, b"message", hashlib.sha256)
    assert keys.mac(b"message").version == "2"
    assert keys.mac(b"message", "1").value == hmac.digest(OLD, b"message", hashlib.sha256)


def test_a_new_key_file_is_for_its_owner_only(path):
    FileKeys.create(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_an_existing_key_file_is_kept(path):
    first = FileKeys.create(path).mac(b"message")

    assert FileKeys.create(path).mac(b"message") == first


def test_all_who_create_the_file_at_once_use_the_same_key(path):
    with ThreadPoolExecutor(8) as pool:
        tags = list(pool.map(lambda _: FileKeys.create(path).mac(b"message").value, range(32)))

    assert len(set(tags)) == 1


@pytest.mark.parametrize(
    "text",
    ["", "\n", "1\n", "1 not-base64!\n", line(1, b"short"), line(1, OLD) + line(1, NEW), "1 a b\n"],
    ids=["empty", "blank", "no key", "not base64", "short key", "version twice", "three words"],
)
def test_a_malformed_key_file_is_refused_at_once_and_without_showing_it(tmp_path, text):
    path = tmp_path / "keys"
    path.write_text(text)

    with pytest.raises(ValueError, match=r"key") as caught:
        FileKeys(path)
    assert caught.value.__cause__ is None
    assert "not-base64!" not in str(caught.value)
