"""KmsKeys: which version is current, what is remembered, and what happens to garbled answers."""

import json
from datetime import timedelta

import pytest
from googleapiclient.discovery_cache import get_static_doc
from werkzeug.wrappers import Response

from belajar.cloud.keys import CURRENT_FOR, KmsKeys
from belajar.errors import Reason, RetryableError
from tests.support.clock import ManualClock
from tests.support.kms import KEY, FakeKms
from tests.support.serving import serving


@pytest.fixture
def kms(key_bytes):
    return FakeKms(key_bytes)


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def keys(kms, clock):
    with serving(kms) as url:
        keys = KmsKeys(KEY, url, clock)
        yield keys
        keys.close()


def test_a_message_asked_again_costs_no_call(keys, kms):
    first = keys.mac(b"school")
    calls = len(kms.calls)

    assert keys.mac(b"school") == keys.mac(b"school", first.version) == first
    assert len(kms.calls) == calls
    assert keys.counts == {"lists": 1, "macs": 1, "remembered": 2}


def test_only_so_many_messages_are_remembered_and_the_latest_used_stay(kms):
    with serving(kms) as url:
        keys = KmsKeys(KEY, url, remembered=3)
        for message in (b"a", b"b", b"c", b"a", b"d", b"a", b"b"):
            keys.mac(message)
        keys.close()

    assert keys.counts["macs"] == 5


def test_versions_that_are_disabled_or_of_another_algorithm_are_not_current(keys, kms):
    kms.states["10"] = "DESTROY_SCHEDULED"
    kms.keys["11"], kms.states["11"], kms.algorithms["11"] = b"z" * 32, "ENABLED", "HMAC_SHA512"

    assert keys.mac(b"message").version == "9"


def test_the_newest_version_is_found_on_whatever_page_it_stands(keys, kms):
    kms.page_size = 1

    assert keys.mac(b"message").version == "10"
    assert keys.counts["lists"] == 3


def test_a_new_version_is_noticed_after_ten_minutes_and_not_asked_for_before(keys, kms, clock):
    keys.mac(b"message")
    kms.keys["11"], kms.states["11"], kms.algorithms["11"] = b"z" * 32, "ENABLED", "HMAC_SHA256"
    clock.advance(seconds=CURRENT_FOR.total_seconds() - 1)

    assert keys.mac(b"message").version == "10"
    clock.advance(seconds=1)
    assert keys.mac(b"message").version == "11"
    assert timedelta(minutes=10) == CURRENT_FOR


def test_a_key_without_a_usable_version_is_retryable(keys, kms):
    kms.states = dict.fromkeys(kms.states, "DISABLED")

    with pytest.raises(RetryableError) as caught:
        keys.mac(b"message")
    assert caught.value.reason == Reason.KEYS_UNAVAILABLE


@pytest.mark.parametrize(
    "change",
    [
        {"mac": "AAAA"},
        {"mac": "not base64!"},
        {"macCrc32c": "1"},
        {"verifiedDataCrc32c": False},
        {"name": f"{KEY}/cryptoKeyVersions/9"},
    ],
)
def test_a_garbled_answer_is_asked_again_and_never_used(keys, kms, change):
    spoiled = iter([change, {}])
    right = keys.mac(b"other")
    kms.spoil = lambda answer: answer | next(spoiled)

    assert keys.mac(b"message", right.version).value != right.value
    assert keys.counts["macs"] == 3


def test_answers_that_stay_garbled_are_retryable(keys, kms):
    kms.spoil = lambda answer: {key: value for key, value in answer.items() if key != "verifiedDataCrc32c"}

    with pytest.raises(RetryableError, match="keys_unavailable: checksum"):
        keys.mac(b"message", "10")
    assert keys.counts["macs"] == 3


def test_a_busy_kms_is_tried_again_and_what_it_says_is_not_repeated(keys, kms, clock):
    kms.spoil = lambda _: Response("message", status=429)

    with pytest.raises(RetryableError) as caught:
        keys.mac(b"message", "10")
    assert str(caught.value) == "keys_unavailable: HTTP 429"
    assert len(kms.calls) == 3
    assert clock.slept == [1.0]


def test_the_wire_is_that_of_googles_discovery_document(keys, kms):
    document = json.loads(get_static_doc("cloudkms", "v1"))
    resource = document["resources"]["projects"]["resources"]["locations"]["resources"]["keyRings"]
    methods = resource["resources"]["cryptoKeys"]["resources"]["cryptoKeyVersions"]["methods"]
    answers = []
    kms.spoil = lambda answer: answers.append(answer) or answer
    kms.page_size = 2
    keys.mac(b"message")
    (list_path, first), (_, second), (sign_path, body) = kms.calls

    assert list_path == "GET /" + methods["list"]["path"].replace("{+parent}", KEY)
    assert set(first) | set(second) <= set(methods["list"]["parameters"])
    assert sign_path == "POST /" + methods["macSign"]["path"].replace("{+name}", f"{KEY}/cryptoKeyVersions/10")
    schemas = document["schemas"]
    assert set(body) <= set(schemas["MacSignRequest"]["properties"])
    assert set(answers[0]) <= set(schemas["ListCryptoKeyVersionsResponse"]["properties"])
    assert set(answers[0]["cryptoKeyVersions"][0]) <= set(schemas["CryptoKeyVersion"]["properties"])
    assert set(answers[-1]) <= set(schemas["MacSignResponse"]["properties"])
