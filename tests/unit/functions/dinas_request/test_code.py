"""The one-time code: counted before it is compared, good once, never late."""

from dataclasses import replace
from functools import partial

import pytest

from belajar.embedded.keys import FileKeys
from belajar.errors import Reason, RetryableError
from belajar.ports import Merge, Put
from belajar.rules.policy import POLICY
from belajar.rules.request_tokens import token
from belajar.runtime.throttling import count


@pytest.fixture
def waiting(office):
    """A request that waits for its code."""
    office.issue()
    return office.dinas().body["id"]


def test_a_wrong_code_says_how_many_tries_are_left(office, waiting):
    reply = office.post(f"/{waiting}/kode", {"kode": office.wrong(waiting)})
    assert (reply.status, reply.code) == (422, "kode_salah")
    assert "4 kali" in reply.body["detail"]
    assert office.prove(waiting).status == 200


def test_the_fifth_wrong_code_closes_the_request(office, waiting):
    replies = [office.post(f"/{waiting}/kode", {"kode": office.wrong(waiting)}) for _ in range(5)]
    assert [reply.code for reply in replies] == ["kode_salah"] * 5
    assert (office.request(waiting).state, office.request(waiting).alasan) == ("refused", "kode_salah")
    assert office.prove(waiting).code == "kode_tidak_berlaku"
    assert [event["state"] for event in office.events("request-changed")] == ["refused"]


def test_a_new_code_brings_no_new_tries(office, waiting):
    for _ in range(4):
        office.post(f"/{waiting}/kode", {"kode": office.wrong(waiting)})
    office.clock.advance(minutes=2)
    office.post(f"/{waiting}/kirim-ulang")
    office.post(f"/{waiting}/kode", {"kode": office.wrong(waiting)})
    assert office.request(waiting).state == "refused"


def test_a_code_is_good_for_ten_minutes(office, waiting):
    office.clock.advance(seconds=599)
    assert office.get(waiting).body["kode_berlaku_detik"] == 1
    office.clock.advance(seconds=1)
    late = office.prove(waiting)
    assert (late.status, late.code) == (409, "kode_tidak_berlaku")
    assert office.get(waiting).body["kode_berlaku_detik"] == 0


def test_a_code_is_good_once(office, waiting):
    typed = office.right(waiting)
    assert [office.post(f"/{waiting}/kode", {"kode": typed}).status for _ in range(2)] == [200, 409]
    assert len(office.events("account-requested")) == 1


def test_kirim_ulang_makes_the_code_before_worthless(office, waiting):
    old = office.right(waiting)
    early = office.post(f"/{waiting}/kirim-ulang")
    assert (early.status, early.code) == (429, "kode_terlalu_sering")
    assert int(early.headers["Retry-After"]) > 0
    office.clock.advance(seconds=90)
    assert office.post(f"/{waiting}/kirim-ulang").status == 202
    assert [sent["number"] for sent in office.events("code-requested")] == [1, 2]
    assert office.post(f"/{waiting}/kode", {"kode": old}).code == "kode_salah"
    assert office.prove(waiting).status == 200


def test_five_codes_an_hour_go_to_one_phone_whatever_the_request(office):
    office.issue()
    statuses = []
    for number in range(6):
        statuses.append(office.dinas(nik=f"320401170570000{number}").status)
        office.clock.advance(seconds=90)
    assert statuses == [202] * 5 + [429]


def test_twenty_five_codes_in_five_minutes_go_out_for_one_origin(office):
    office.issue()
    phones = [f"08123450{number:04}" for number in range(26)]
    statuses = [office.dinas("198.51.100.7", nomor_ponsel=phone).status for phone in phones]
    assert statuses == [202] * 25 + [429]


def test_a_crowd_that_spends_all_codes_of_the_open_form_does_not_stop_the_other_ways(office):
    office.issue()
    limit = POLICY.codes_per_way
    spent = count("throttles/code-way:ringkas", office.clock.now(), limit, None)
    office.store.commit([spent])
    office.store.commit([Merge(spent.path, {"buckets": dict.fromkeys(spent.data["buckets"], limit.count)})])
    late = office.ringkas()
    assert (late.status, late.code) == (503, "layanan_sibuk")
    assert int(late.headers["Retry-After"]) > 0
    assert (office.events("code-requested"), office.all("requests")) == ([], [])
    assert office.dinas().status == 202
    office.clock.advance(hours=2)
    assert office.ringkas(nomor_ponsel="081299998888").status == 202


def test_every_code_counts_for_its_way(office):
    office.ringkas()
    assert sum(office.document("throttles/code-way:ringkas")["buckets"].values()) == 1


def test_a_request_that_is_past_its_code_gets_no_new_one(office, waiting):
    office.prove(waiting)
    office.clock.advance(minutes=2)
    assert office.post(f"/{waiting}/kirim-ulang").code == "kode_tidak_berlaku"


def test_fifty_wrong_codes_at_once_are_compared_five_times_at_most(office, waiting):
    wrong = office.wrong(waiting)
    acts = [partial(office.post, f"/{waiting}/kode", {"kode": wrong}) for _ in range(50)]
    replies = office.gather("requests/", acts)
    compared = [reply for reply in replies if reply.code == "kode_salah"]
    assert len(compared) <= 5
    assert {reply.code for reply in replies} <= {"kode_salah", "kode_tidak_berlaku", "layanan_sibuk"}
    [tries] = [data["calls"] for data in office.all("throttles") if "calls" in data]
    assert len(tries) == 5


def test_fifty_right_codes_at_once_are_good_once(office, waiting):
    right = office.right(waiting)
    acts = [partial(office.post, f"/{waiting}/kode", {"kode": right}) for _ in range(50)]
    replies = office.gather("requests/", acts)
    assert [reply.status for reply in replies].count(200) == 1
    assert len(office.events("account-requested")) == 1
    assert office.request(waiting).state == "approved"


def test_no_sixth_code_is_compared_though_the_fifth_was_only_counted(office, waiting):
    nomor, later = waiting.partition("-")[0], office.clock.now()
    office.store.commit([Put(f"throttles/code-tries:{nomor}", {"calls": list("abcde"), "expire_at": later})])
    reply = office.prove(waiting)
    assert (reply.status, reply.code) == (409, "kode_tidak_berlaku")
    assert "ajukan kembali" in reply.body["detail"]


def test_a_code_that_cannot_be_derived_now_costs_no_try(office, waiting):
    class NoKeys:
        def mac(self, message, version=None):
            raise RetryableError(Reason.KEYS_UNAVAILABLE)

    right, whole = office.right(waiting), office.deps
    office.serve(replace(whole, keys=NoKeys()))
    assert office.post(f"/{waiting}/kode", {"kode": right}).status == 503
    assert [data for data in office.all("throttles") if "calls" in data] == []
    office.serve(whole)
    assert office.prove(waiting).status == 200


def test_a_code_outlives_a_rotation_of_the_key(office, waiting, tmp_path):
    typed = office.right(waiting)
    rotated = tmp_path / "rotated"
    rotated.write_text(f"2 {'B' * 43}=\n{(tmp_path / 'keys').read_text()}")
    office.serve(replace(office.deps, keys=FileKeys(rotated)))
    assert office.post(f"/{waiting}/kode", {"kode": typed}).status == 200


@pytest.mark.parametrize(("method", "way", "body"), [
    ("GET", "", b""), ("POST", "/kode", b'{"kode": "000000"}'), ("POST", "/kirim-ulang", b""),
    ("POST", "/surat", b'{"jenis_berkas": "image/png", "ukuran": 1}'),
])  # fmt: skip
def test_forged_damaged_and_unknown_tokens_are_answered_alike(office, waiting, method, way, body):
    nomor, _, tag = waiting.partition("-")
    tokens = [
        token(b"p" * 32, "0" * 16), token(b"x" * 32, nomor), f"{nomor}-{tag[::-1]}", nomor, "x", "ringkas",
    ]  # fmt: skip
    replies = [office.send(method, f"/{forged}{way}", body) for forged in tokens]
    assert {reply.status for reply in replies} == {404}
    assert [reply.body for reply in replies] == [replies[0].body] * len(replies)
    assert replies[0].code == "pengajuan_tidak_ditemukan"


@pytest.mark.parametrize("typed", ["12345", "1234567", "abcdef", ""])
def test_what_is_no_code_costs_no_try(office, waiting, typed):
    assert office.post(f"/{waiting}/kode", {"kode": typed}).code == "isi_tidak_sah"
    assert [data for data in office.all("throttles") if "calls" in data] == []
