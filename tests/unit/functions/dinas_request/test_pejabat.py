"""By kode referral: from the form to an approved request, and why nobody learns anything from a wrong code."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from belajar.ports import Put
from belajar.rules.matching import nik_hash
from belajar.rules.request_people import person_id
from schemas.people import JenisLain
from schemas.requests import RequestState
from tests.support.records import person

WRONG = {
    "unknown": ({}, {"kode_referral": "3204-00000000"}),
    "revoked": ({"revoked_at": timedelta(0)}, {}),
    "expired": ({"valid_until": timedelta(0)}, {}),
    "not yet valid": ({"valid_from": timedelta(days=1)}, {}),
    "other region": ({"kode_wilayah": "3205"}, {}),
    "other tipe": ({"tipe_dinas": "provinsi"}, {}),
    "quota used up": ({"used": {"kepala_dinas": 1}}, {}),
    "office without quota": ({"quota": {"kepala_bidang": 1}}, {}),
    "locked": ({"locked_at": timedelta(0)}, {}),
}


class CountedStore:
    """Notes the shape of every operation: how many documents of which collections."""

    def __init__(self, store) -> None:
        self._store, self.operations = store, []

    def get(self, *paths):
        self.operations.append(("get", [path.partition(":")[0].partition("/")[0] for path in paths]))
        return self._store.get(*paths)

    def query(self, query):
        self.operations.append(("query", query.collection))
        return self._store.query(query)

    def commit(self, writes):
        self.operations.append(("commit", [(type(write), write.path.partition(":")[0]) for write in writes]))
        return self._store.commit(writes)


def test_a_right_code_opens_a_request_and_a_code_goes_to_the_phone(office):
    office.issue()
    reply = office.dinas()
    assert (reply.status, reply.body["keadaan"], reply.body["kode_berlaku_detik"]) == (202, "awaiting_code", 600)
    assert reply.body["kontak"] == {"email": "ra***@p***.test", "ponsel": "0812-****-7890"}
    request = office.request(reply.body["id"])
    [sent] = office.events("code-requested")
    assert (sent["nomor"], sent["number"], sent["deadline"]) == (request.nomor, 1, "2026-07-13T01:10:00Z")
    assert (request.phone, request.phone_proven) == ("+6281234567890", False)
    assert office.events("account-requested") == []


def test_the_right_one_time_code_approves_and_counts_the_referral(office):
    path = office.issue()
    token = office.dinas().body["id"]
    reply = office.prove(token)
    assert (reply.status, reply.body["keadaan"]) == (200, "approved")
    request = office.request(token)
    assert (request.phone_proven, office.document(path)["used"]) == (True, {"kepala_dinas": 1})
    assert office.document(f"request_locks/{request.nik_hash}") == {"nomor": request.nomor}
    owner = office.document(f"people/{request.person_id}")
    assert (owner["nomor_ponsel"], owner["email_pribadi"]) == ("+6281234567890", "rahmat@pejabat.test")
    assert (owner["jenis"], owner["request"], owner["lookup_key"]) == ("dinas", request.nomor, None)
    assert office.events("account-requested") == [{"person_id": request.person_id, "import_id": None}]
    assert office.events("request-changed") == [{"nomor": request.nomor, "state": "approved"}]


@pytest.mark.parametrize("reason", WRONG)
def test_whatever_is_wrong_with_a_code_the_answer_and_the_operations_are_the_same(office, reason):
    stored, typed = WRONG[reason]
    times = {name: office.clock.now() + value for name, value in stored.items() if isinstance(value, timedelta)}
    office.issue("3204-1111AAAA")
    office.issue(**stored | times)
    counted = CountedStore(office.store)
    office.serve(replace(office.deps, store=counted))
    expected = office.dinas(kode_referral="3204-ZZZZZZZZ", nik="3204011705700002", nomor_ponsel="081299998888")
    first, counted.operations = counted.operations, []
    reply = office.dinas(**typed)
    assert (reply.status, reply.code) == (422, "kode_referral_tidak_sesuai")
    assert (reply.body, reply.headers) == (expected.body, expected.headers)
    assert reply.body["title"].startswith("Maaf, kode referral Anda tidak sesuai dengan Data Dinas")
    assert counted.operations == first
    assert office.bus.messages == []


def test_a_code_may_be_typed_with_small_letters_and_without_its_dash(office):
    office.issue()
    assert office.dinas(kode_referral="3204 7k2m9qxa").status == 202


def test_the_sixth_try_from_one_origin_is_put_off_even_with_the_right_code(office):
    office.issue()
    tries = [office.dinas("198.51.100.7", kode_referral="3204-00000000").code for _ in range(5)]
    late = office.dinas("198.51.100.7")
    assert set(tries) == {"kode_referral_tidak_sesuai"}
    assert (late.status, late.code) == (429, "terlalu_banyak_percobaan")
    assert int(late.headers["Retry-After"]) > 0
    assert office.dinas().status == 202, "another origin is not put off"


def test_thirty_failures_from_one_origin_are_too_many_wherever_they_are(office):
    office.issue()
    forms = [{"kode_wilayah": f"32{number:02}", "kode_referral": "3204-00000000"} for number in range(20, 51)]
    answers = [office.dinas("198.51.100.7", **form).code for form in forms]
    assert answers == ["kode_referral_tidak_sesuai"] * 30 + ["terlalu_banyak_percobaan"]


def test_nobody_is_told_of_a_region_that_has_no_code(office):
    for _ in range(25):
        assert office.dinas(kode_wilayah="9999", kode_referral="3204-00000000").code == "kode_referral_tidak_sesuai"
    assert office.events("referral-locked") == []


def test_the_twentieth_failure_locks_the_region_for_a_day_and_reviewers_hear_of_it_once(office):
    office.issue()
    for _ in range(45):
        office.dinas(kode_referral="3204-00000000")
    assert office.events("referral-locked") == [{"kode_wilayah": "3204", "tipe_dinas": "kabupaten_kota"}]
    assert office.dinas().code == "kode_referral_tidak_sesuai"
    office.clock.advance(hours=24)
    assert office.dinas().status == 202
    assert len(office.events("referral-locked")) == 1


def test_of_many_twentieth_failures_at_once_one_locks_and_tells(office):
    office.issue()
    for _ in range(19):
        office.dinas(kode_referral="3204-00000000")
    replies = office.gather("throttles/referral-", [partial(office.dinas, kode_referral="3204-00000000")] * 10)
    assert {reply.code for reply in replies} == {"kode_referral_tidak_sesuai"}
    assert len(office.events("referral-locked")) == 1


def test_a_lock_that_comes_after_the_form_does_not_refuse_its_applicant(office):
    office.issue()
    token = office.dinas().body["id"]
    office.issue(locked_at=office.clock.now())
    assert office.prove(token).body["keadaan"] == "approved"


def test_fifty_people_with_one_code_of_quota_one_get_one_account(office):
    path = office.issue()
    people = [
        {"nik": f"32040117057{number:05}", "nomor_ponsel": f"0812345{number:05}", "email_pribadi": f"p{number}@p.test"}
        for number in range(50)
    ]
    tokens = [reply.body["id"] for reply in office.crowd([partial(office.dinas, **one) for one in people])]
    replies = office.gather("referrals/", [partial(office.prove, token) for token in tokens])
    states = [(reply.body["keadaan"], reply.body["alasan"]) for reply in replies]
    assert sorted(states) == [("approved", None), *[("refused", "kuota_habis")] * 49]
    assert len(office.events("account-requested")) == 1
    assert office.document(path)["used"] == {"kepala_dinas": 1}


@pytest.mark.parametrize(("change", "reason"), [
    ({"used": {"kepala_dinas": 1}}, "kuota_habis"),
    ({"valid_until": timedelta(0)}, "data_tidak_sesuai"),
])  # fmt: skip
def test_a_code_that_is_used_up_or_over_in_the_meantime_refuses_with_its_reason(office, change, reason):
    office.issue()
    token = office.dinas().body["id"]
    office.issue(**{name: office.clock.now() if name == "valid_until" else value for name, value in change.items()})
    reply = office.prove(token)
    assert (reply.body["keadaan"], reply.body["alasan"]) == ("refused", reason)
    assert office.events("request-changed") == [{"nomor": token.partition("-")[0], "state": "refused"}]


def test_who_has_an_account_is_refused_with_the_way_to_reset_it(office):
    path = office.issue()
    token = office.dinas().body["id"]
    hashed = nik_hash(b"p" * 32, "3204011705700001")
    owner = person(person_id(hashed, JenisLain.DINAS), account_state="created", jenis="dinas")
    office.store.commit([Put(f"people/{owner.sumber_id}", owner.model_dump())])
    reply = office.prove(token)
    assert (reply.body["keadaan"], reply.body["alasan"]) == ("refused", "sudah_punya_akun")
    assert "Lupa Kata Sandi" in reply.body["keterangan"]
    assert (office.document(path)["used"], office.all("request_locks")) == ({}, [])


def test_a_second_request_is_told_that_the_first_is_running_and_may_go_on_when_it_has_ended(office):
    office.issue(quota={"kepala_dinas": 9})
    first = office.dinas().body["id"]
    office.prove(first)
    second = office.dinas(nomor_ponsel="081299998888").body["id"]
    running = office.prove(second)
    assert (running.status, running.code) == (409, "pengajuan_masih_berjalan")
    assert office.request(second).state is RequestState.AWAITING_CODE
    ended = office.request(first).model_copy(update={"state": RequestState.REFUSED})
    gone = person(ended.person_id, account_state="refused", jenis="dinas")
    office.store.commit(
        [Put(f"requests/{ended.nomor}", ended.model_dump()), Put(f"people/{gone.sumber_id}", gone.model_dump())]
    )
    assert office.prove(second).body["keadaan"] == "approved"


@pytest.mark.parametrize(("field", "value"), [
    ("email_pribadi", "rahmat@guru.sd.belajar.id"), ("email_pribadi", "rahmat.test"), ("nomor_ponsel", "021 555 0000"),
    ("jabatan", "penilik"), ("nama_lengkap", "https://contoh.test"), ("tanggal_lahir", "2025-01-01"),
    ("nik", "32040117"), ("kode_wilayah", "320"), ("nip", "1"),
])  # fmt: skip
def test_a_wrong_field_is_pointed_at_and_its_value_not_repeated(office, field, value):
    office.issue()
    reply = office.dinas(**{field: value})
    assert (reply.status, reply.code) == (422, "isi_tidak_sah")
    assert [error["pointer"] for error in reply.body["errors"]] == [f"/{field}"]
    assert value not in str(reply.body)


def test_all_wrong_fields_are_told_at_once(office):
    reply = office.dinas(email_pribadi="x@belajar.id", nomor_ponsel="12345678", nama_lengkap="4321")
    assert {error["pointer"] for error in reply.body["errors"]} == {"/email_pribadi", "/nomor_ponsel", "/nama_lengkap"}


@pytest.mark.parametrize("name", ["Suharto", "Dr. H. Nur'aini, M.Pd.", "Ni Luh Ayu-Dewi"])
def test_names_of_one_word_with_titles_and_apostrophes_are_names(office, name):
    office.issue()
    assert office.dinas(nama_lengkap=name).status == 202


def test_identifiers_that_disagree_only_warn_the_reviewer(office):
    office.issue()
    form = {"nik": "3204015205700001", "nip": "196001011990031001"}
    request = office.request(office.dinas(**form).body["id"])
    assert request.peringatan == ["nik_tanggal_lahir", "nip_tanggal_lahir"]
    assert request.nip_hash


def test_a_woman_whose_identifiers_agree_is_not_warned_of(office):
    office.issue()
    request = office.request(office.dinas(nik="3204015705700001", nip="197005171990032001").body["id"])
    assert request.peringatan == []


def test_a_person_known_by_an_older_pepper_stays_one_person(office):
    office.issue(quota={"kepala_dinas": 9})
    first = office.dinas().body["id"]
    office.prove(first)
    office.serve(replace(office.deps, peppers=(b"n" * 32, b"p" * 32)))
    again = office.dinas(nomor_ponsel="081299998888").body["id"]
    assert office.request(again).person_id == office.request(first).person_id
    assert office.prove(again).code == "pengajuan_masih_berjalan"
