"""What a check answers in the rarer cases; the usual ones are in tests/flow/test_owner.py."""

from datetime import date

import pytest

from belajar.ports import Merge, Put
from belajar.rules.matching import lookup_keys, strict_hash
from functions.lookup.send_details import kirim_detail
from functions.lookup.step import Deps, periksa
from functions.lookup.ticket import Tickets
from schemas.documents import AccountState, LookupPerson
from schemas.http import KirimDetailRequest, PeriksaRequest
from schemas.people import Jenis
from tests.support.records import ADDRESS, LONG_AGO, PERSON_ID

OLD, NEW = b"o" * 32, b"n" * 32
FORM = {
    "nama_lengkap": "Hasan Basri", "nama_ibu_kandung": "Rukmini", "tipe_pengguna": "peserta_didik",
    "tanggal_lahir": "2014-05-17", "npsn": "20100001",
}  # fmt: skip


def deps(store, *peppers: bytes) -> Deps:
    return Deps(store, peppers or (NEW,), Tickets(peppers or (NEW,), 900))


def put(store, nama: str, person_id: str = PERSON_ID, pepper: bytes = NEW, **changed) -> None:
    [key] = lookup_keys([pepper], Jenis.PESERTA_DIDIK, nama, "Rukmini", date(2014, 5, 17), "20100001")
    facts = {
        "strict": strict_hash(pepper, nama, "Rukmini"), "state": AccountState.CREATED, "refreshed_at": LONG_AGO,
        "address": ADDRESS, "email_masked": "w***@k***.test",
    }  # fmt: skip
    shown = LookupPerson.model_validate(facts | changed).model_dump()
    store.commit([Merge(f"lookup/{key}", {"persons": {person_id: shown}})])


def ask(store, call, *peppers: bytes, **changed: str):
    decision = periksa(PeriksaRequest.model_validate(FORM | changed), call(), deps(store, *peppers))
    return decision.answer


@pytest.mark.parametrize(
    ("state", "word", "sendable"),
    [
        (AccountState.REQUESTED, "Sedang Dibuat", False),
        (AccountState.RESERVED, "Sedang Dibuat", False),
        (AccountState.CREATED, "Belum Aktif", True),
        (AccountState.ACTIVE, "Aktif", False),
        (AccountState.SUSPENDED, "Tidak Aktif", False),
        (AccountState.REFUSED, "Sedang Dibuat", False),
    ],
)
def test_every_state_has_its_word_and_advice(store, call, state, word, sendable):
    put(store, "Hasan Basri", state=state)
    body = ask(store, call).body
    assert (body["status"], body["dapat_kirim_detail"], body["tiket"] is not None) == (word, sendable, sendable)
    assert body["saran"]


def test_a_person_without_contact_is_shown_a_way(store, call):
    put(store, "Hasan Basri", email_masked=None)
    body = ask(store, call).body
    assert body["dapat_kirim_detail"] is False
    assert "operator sekolah" in body["saran"]


def test_twins_with_near_equal_names_are_told_apart_by_exact_spelling(store, call):
    put(store, "Hasan Basri", "1" * 8, address="hasan.basri11@sd.belajar.id")
    put(store, "Hassan Basri", "2" * 8, address="hassan.basri22@sd.belajar.id")
    assert ask(store, call).body["akun"] == "hasan.basri11@sd.belajar.id"
    assert ask(store, call, nama_lengkap="HASSAN BASRI").body["akun"] == "hassan.basri22@sd.belajar.id"


def test_two_people_equal_to_the_letter_are_shown_to_nobody(store, call):
    put(store, "Hasan Basri", "1" * 8)
    put(store, "Hasan Basri", "2" * 8)
    assert ask(store, call).status == 404


def test_during_a_pepper_rotation_old_entries_still_match(store, call):
    put(store, "Hasan Basri", pepper=OLD)
    assert ask(store, call, NEW).status == 404
    assert ask(store, call, NEW, OLD).status == 200


def test_twins_are_told_apart_while_one_is_still_under_the_old_pepper(store, call):
    """An extract brings people under the new one chunk by chunk, and twins may be in two."""
    put(store, "Hasan Basri", "1" * 8, address="hasan.basri11@sd.belajar.id")
    put(store, "Hassan Basri", "2" * 8, OLD, address="hassan.basri22@sd.belajar.id")
    assert ask(store, call, NEW, OLD).body["akun"] == "hasan.basri11@sd.belajar.id"
    assert ask(store, call, NEW, OLD, nama_lengkap="HASSAN BASRI").body["akun"] == "hassan.basri22@sd.belajar.id"
    assert ask(store, call, NEW, OLD, nama_lengkap="Hasan Bassri").status == 404


def test_two_people_equal_to_the_letter_are_shown_to_nobody_under_two_peppers_either(store, call):
    put(store, "Hasan Basri", "1" * 8)
    put(store, "Hasan Basri", "2" * 8, OLD)
    assert ask(store, call, NEW, OLD).status == 404


def test_of_one_person_under_two_peppers_the_newest_is_shown(store, call):
    put(store, "Hasan Basri", state=AccountState.ACTIVE)
    put(store, "Hasan Basri", pepper=OLD)
    assert ask(store, call, NEW, OLD).body["status"] == "Aktif"


def test_a_ticket_of_the_old_pepper_is_honoured_during_a_rotation(store, call):
    put(store, "Hasan Basri", pepper=OLD)
    ticket = ask(store, call, OLD).body["tiket"]
    body = KirimDetailRequest(tiket=ticket)
    assert kirim_detail(body, call(), deps(store, NEW, OLD)).answer.status == 202


def test_a_ticket_does_not_outlive_its_entry(store, call):
    put(store, "Hasan Basri")
    ticket = ask(store, call).body["tiket"]
    [key] = lookup_keys([NEW], Jenis.PESERTA_DIDIK, "Hasan Basri", "Rukmini", date(2014, 5, 17), "20100001")
    store.commit([Put(f"lookup/{key}", {"persons": {}})])
    with pytest.raises(Exception, match="tiket_tidak_berlaku"):
        kirim_detail(KirimDetailRequest(tiket=ticket), call(), deps(store))


def test_the_event_carries_ids_and_the_throttle_nothing_personal(store, call):
    put(store, "Hasan Basri")
    ticket = ask(store, call).body["tiket"]
    decision = kirim_detail(KirimDetailRequest(tiket=ticket), call(), deps(store))
    assert decision.events[0].event.model_dump() == {"person_id": PERSON_ID, "address": ADDRESS}
    assert decision.writes[0].path == f"throttles/details:{PERSON_ID}"


def test_a_miss_stores_only_keyed_hashes(store, call):
    decision = periksa(PeriksaRequest.model_validate(FORM), call(), deps(store))
    text = str(decision.writes)
    assert not any(value in text for value in (*FORM.values(), "Hasan", "198.51.100.7"))
