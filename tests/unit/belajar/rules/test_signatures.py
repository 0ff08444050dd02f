from datetime import UTC, datetime, timedelta

import pytest

from belajar.rules.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, is_signed, sign

NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
KEYS = (b"new key", b"old key")
BODY = b'{"message_id": "x"}'


def headers(key=b"new key", at=NOW, body=BODY):
    timestamp = str(int(at.timestamp()))
    return {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: sign(key, timestamp, body)}


def test_the_signature_is_hex_hmac_sha256_over_timestamp_dot_body():
    # printf '1.{}' | openssl dgst -sha256 -hmac kunci
    assert sign(b"kunci", "1", b"{}") == "a132c0b384d4693e3fa6eda0786ae67f04252024cab8abbcd8a00f210f7c7a4b"


@pytest.mark.parametrize("key", KEYS)
def test_every_current_key_is_accepted_during_a_rotation(key):
    assert is_signed(KEYS, headers(key), BODY, NOW)


def test_an_unknown_key_is_refused():
    assert not is_signed(KEYS, headers(b"other key"), BODY, NOW)


def test_another_body_is_refused():
    assert not is_signed(KEYS, headers(), BODY + b" ", NOW)


def test_another_timestamp_than_the_signed_one_is_refused():
    moved = {**headers(), TIMESTAMP_HEADER: str(int(NOW.timestamp()) + 1)}
    assert not is_signed(KEYS, moved, BODY, NOW)


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_signature_holds_for_five_minutes_to_either_side(seconds):
    assert is_signed(KEYS, headers(at=NOW + timedelta(seconds=seconds)), BODY, NOW)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_signature_from_outside_the_window_is_refused(seconds):
    assert not is_signed(KEYS, headers(at=NOW + timedelta(seconds=seconds)), BODY, NOW)


@pytest.mark.parametrize("timestamp", ["", "soon", "-5", "1e9", "٣", "9" * 13])
def test_a_timestamp_that_is_no_plain_number_is_refused_even_when_signed(timestamp):
    signed = {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: sign(KEYS[0], timestamp, BODY)}
    assert not is_signed(KEYS, signed, BODY, NOW)


@pytest.mark.parametrize("given", [{}, {SIGNATURE_HEADER: "é"}, {TIMESTAMP_HEADER: str(int(NOW.timestamp()))}])
def test_missing_or_garbled_headers_are_refused(given):
    assert not is_signed(KEYS, given, BODY, NOW)


def test_without_keys_nothing_is_accepted():
    assert not is_signed((), headers(), BODY, NOW)
