"""The Keys port: a key file, and Cloud KMS on the wire."""

import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor

import pytest

from belajar.errors import Reason, RetryableError


def test_the_tag_is_hmac_sha256_under_the_newest_version(keys, key_bytes):
    mac = keys.mac(b"message")

    assert mac.version == "10"
    assert mac.value == hmac.digest(key_bytes["10"], b"message", hashlib.sha256)


def test_an_older_version_still_makes_its_tags(keys, key_bytes):
    mac = keys.mac(b"message", "9")

    assert mac.version == "9"
    assert mac.value == hmac.digest(key_bytes["9"], b"message", hashlib.sha256)


def test_the_same_message_has_the_same_tag_and_another_has_another(keys):
    assert keys.mac(b"one") == keys.mac(b"one")
    assert keys.mac(b"one").value != keys.mac(b"two").value


def test_an_unknown_version_is_retryable_because_the_key_must_be_brought_back(keys):
    with pytest.raises(RetryableError) as caught:
        keys.mac(b"message", "77")
    assert caught.value.reason == Reason.KEYS_UNAVAILABLE


def test_a_tag_is_not_shown_in_print(keys):
    assert keys.mac(b"message").value.hex() not in repr(keys.mac(b"message"))
    assert "value" not in repr(keys.mac(b"message"))


def test_many_threads_get_the_same_tags(keys):
    with ThreadPoolExecutor(8) as pool:
        tags = list(pool.map(lambda n: (n % 5, keys.mac(b"%d" % (n % 5)).value), range(100)))

    assert len(set(tags)) == 5
