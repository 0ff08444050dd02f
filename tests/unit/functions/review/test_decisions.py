"""A request is decided once, by somebody who may, and everything that follows is in one commit."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from belajar.ports import Put
from belajar.rules.audit_chain import first_fault
from schemas.documents import AccountState, Person
from schemas.people import JenisLain
from schemas.requests import Alasan, Request, RequestState
from tests.support.records import person
from tests.support.staff import REVIEWER, audited, put_petugas

OTHER = "peninjau.32@dinas.belajar.id"
REFUSAL = {"alasan": "surat_tidak_sah", "catatan": "Stempel tidak terbaca."}


def now(store, request) -> Request:
    return Request.model_validate(store.get(f"requests/{request.nomor}")[0].data)


def test_approving_asks_for_an_account_with_the_proven_contacts(desk, submit, store):
    request = submit()
    status, body = desk.ask("POST", f"/v1/tinjauan/{request.nomor}/setujui", {})
    assert (status, body["keadaan"], now(store, request).reviewed_by) == (200, "approved", REVIEWER)
    made = Person.model_validate(store.get(f"people/{request.person_id}")[0].data)
    assert (made.jenis, made.request, made.account_state) == (JenisLain.DINAS, request.nomor, "requested")
    assert (made.email_pribadi, made.nomor_ponsel) == (request.email, request.phone)
    assert desk.topics() == ["account-requested-v1", "request-changed-v1"]


def test_a_phone_that_no_code_has_proven_is_not_taken_over(desk, submit, store):
    request = submit(phone_proven=False)
    desk.ask("POST", f"/v1/tinjauan/{request.nomor}/setujui", {})
    assert store.get(f"people/{request.person_id}")[0].data["nomor_ponsel"] is None


def test_who_has_an_account_already_is_refused_instead(desk, submit, store):
    request = submit()
    held = person(request.person_id, account_state=AccountState.CREATED, jenis=JenisLain.DINAS)
    store.commit([Put(f"people/{request.person_id}", held.model_dump())])
    status, body = desk.ask("POST", f"/v1/tinjauan/{request.nomor}/setujui", {})
    assert (status, body["keadaan"], now(store, request).alasan) == (200, "refused", Alasan.SUDAH_PUNYA_AKUN)
    assert desk.topics() == ["request-changed-v1"]
    assert [row["reason"] for row in audited(store)] == ["sudah_punya_akun"]


def test_refusing_keeps_the_reason_and_the_reviewers_words(desk, submit, store):
    request = submit()
    status, body = desk.ask("POST", f"/v1/tinjauan/{request.nomor}/tolak", REFUSAL)
    assert (status, body["keadaan"]) == (200, "refused")
    kept = now(store, request)
    assert (kept.alasan, kept.catatan) == (Alasan.SURAT_TIDAK_SAH, REFUSAL["catatan"])
    assert store.get(f"people/{request.person_id}") == [None]
    assert desk.topics() == ["request-changed-v1"]
    [row] = audited(store)
    assert (row["action"], row["target"], row["reason"], row["whom"]) == (
        "refuse_request",
        f"requests/{request.nomor}",
        "surat_tidak_sah",
        f"people/{request.person_id}",
    )


@pytest.mark.parametrize("alasan", ["kode_salah", "akun_gagal", "tidak_suka", ""])
def test_only_reasons_of_reviewers_may_be_given(desk, submit, store, alasan):
    request = submit()
    status, body = desk.ask("POST", f"/v1/tinjauan/{request.nomor}/tolak", {"alasan": alasan})
    assert (status, body["errors"][0]["pointer"]) == (422, "/alasan")
    assert now(store, request).state is RequestState.IN_REVIEW


@pytest.mark.parametrize("state", [state for state in RequestState if state is not RequestState.IN_REVIEW])
@pytest.mark.parametrize(("verb", "body"), [("setujui", {}), ("tolak", REFUSAL)])
def test_only_a_waiting_request_is_decided(desk, submit, store, state, verb, body):
    request = submit(state=state)
    status, answer = desk.ask("POST", f"/v1/tinjauan/{request.nomor}/{verb}", body)
    assert (status, answer["code"]) == (409, "pengajuan_sudah_diputuskan")
    assert now(store, request) == request
    assert audited(store) == []


def test_of_many_decisions_at_once_one_counts_and_the_others_are_told(desk, submit, store):
    put_petugas(store, OTHER, "32")
    request = submit()

    def decide(number: int) -> int:
        verb, body = ("setujui", {}) if number % 2 else ("tolak", REFUSAL)
        by = OTHER if number % 3 else REVIEWER
        return desk.ask("POST", f"/v1/tinjauan/{request.nomor}/{verb}", body, by)[0]

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(decide, range(16)))
    assert sorted(told) == [200] + [409] * 15
    assert len(audited(store)) == 1
    assert desk.topics().count("request-changed-v1") == 1


@pytest.mark.parametrize("same", [{"nik_hash": "n1"}, {"address": "penilik@contoh.test"}])
@pytest.mark.parametrize(("verb", "body"), [("setujui", {}), ("tolak", REFUSAL)])
def test_nobody_decides_on_their_own_request(desk, submit, store, same, verb, body):
    me = put_petugas(store, **({"address": "sendiri@dinas.belajar.id", "scope": "nasional"} | same))
    request = submit(email="Penilik@Contoh.test", nik_hash="n", other_nik_hashes=["n1"])
    status, _ = desk.ask("POST", f"/v1/tinjauan/{request.nomor}/{verb}", body, me.address)
    assert (status, now(store, request).state, audited(store)) == (403, "in_review", [])


def test_the_rows_of_a_reviewer_are_one_whole_chain(desk, submit, store):
    for number in range(1, 4):
        desk.ask("POST", f"/v1/tinjauan/{submit(number).nomor}/setujui", {})
    [head] = store.get(f"audit_heads/{REVIEWER}")
    assert len(audited(store)) == 3
    assert first_fault(REVIEWER, audited(store), head.data) is None
    assert len({row["whom"] for row in audited(store)}) == 3
