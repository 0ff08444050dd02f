"""Above the ceiling and in doubt somebody else decides: once, in time, and with open eyes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from belajar.rules.policy import POLICY
from schemas.documents import AccountState
from schemas.people import Jenis, Peran
from schemas.resets import ResetState
from tests.support.staff import audited, put_petugas
from tests.unit.functions.assist.conftest import (
    CO_KAPTEN,
    HELPDESK,
    HELPDESK_2,
    KAPTEN,
    KEPALA,
    OPERATOR,
)

AKUN = "dekat@sd.belajar.id"


@pytest.fixture
def waiting(assist) -> str:
    """A reset that waits, because the teacher's contact is the operator's."""
    assist.put(AKUN, email_pribadi="operator@rumah.test", nomor_ponsel="+6281211112222")
    status, body = assist.reset(AKUN)
    assert (status, body["keadaan"]) == (202, "awaiting_second")
    return body["id"]


def refuse(assist, reset_id, by, alasan="Pemilik tidak meminta.") -> tuple:
    return assist.ask("POST", f"/v1/reset/bantuan/{reset_id}/tolak", {"alasan": alasan}, by)


@pytest.mark.parametrize("by", [KEPALA, CO_KAPTEN, KAPTEN, HELPDESK])
def test_whoever_may_reset_the_owner_may_be_the_second_person(assist, waiting, by):
    status, body = assist.approve(waiting, by)
    assert (status, body["keadaan"], body["petugas"]) == (200, "approved", OPERATOR)
    [reset] = assist.resets()
    assert (reset.state, reset.second, reset.changed_at) == (ResetState.APPROVED, by, assist.clock.now())
    assert assist.topics() == ["reset-approved-v1"]
    [row] = [row for row in audited(assist.store) if row["actor"] == by]
    assert (row["action"], row["target"], row["whom"]) == (
        "approve_reset", f"resets/{waiting}", f"people/{reset.person_id}",
    )  # fmt: skip


def test_nobody_is_their_own_second_person(assist, waiting):
    assert assist.approve(waiting, OPERATOR)[0] == 403
    assert refuse(assist, waiting, OPERATOR)[0] == 403
    assert assist.resets()[0].state is ResetState.AWAITING_SECOND


def test_nobody_is_their_own_second_person_even_without_a_known_nik(assist):
    assist.put(HELPDESK_2, nik_hash=None, email_pribadi="bersama@rumah.test", npsn="20100009")
    assist.put(AKUN, email_pribadi="bersama@rumah.test")
    _, body = assist.reset(AKUN, HELPDESK_2)
    assert body["keadaan"] == "awaiting_second"
    assert assist.approve(body["id"], HELPDESK_2)[0] == 403
    assert assist.approve(body["id"], HELPDESK)[0] == 200


def test_nobody_is_their_own_second_person_under_another_address(assist, waiting):
    put_petugas(assist.store, "operator.lain@kapten.test", roles={"kapten": "32"}, nik_hash=f"nik-{OPERATOR}")
    assert assist.approve(waiting, "operator.lain@kapten.test")[0] == 403


def test_the_owner_does_not_decide_on_it(assist, waiting):
    put_petugas(assist.store, "pemilik@kapten.test", roles={"kapten": "32"}, nik_hash=f"nik-{AKUN}")
    assert assist.approve(waiting, "pemilik@kapten.test")[0] == 403


def test_who_is_elsewhere_does_not_decide_on_it(assist, waiting):
    assist.put("op.lain@admin.sd.belajar.id", Jenis.TENAGA_KEPENDIDIKAN, peran=Peran.OPERATOR, npsn="20100002")
    put_petugas(assist.store, "kapten.lain@kapten.test", roles={"kapten": "33"})
    for by in ("op.lain@admin.sd.belajar.id", "kapten.lain@kapten.test"):
        assert assist.approve(waiting, by)[0] == refuse(assist, waiting, by)[0] == 403


def test_who_has_corrected_the_contact_does_not_approve_a_reset_to_it(assist):
    assist.put(AKUN)
    assist.correct(AKUN, KEPALA, nomor_ponsel="0812 1111 2222")
    assist.apply_correction()
    _, body = assist.reset(AKUN, OPERATOR)
    assert body["keadaan"] == "awaiting_second"
    assert assist.approve(body["id"], KEPALA)[0] == 403
    assert assist.approve(body["id"], CO_KAPTEN)[0] == 200


def test_a_refusal_is_told_to_who_asked_and_nothing_happens(assist, waiting):
    status, body = refuse(assist, waiting, KEPALA)
    assert (status, body["keadaan"]) == (200, "closed")
    [reset] = assist.resets()
    assert (reset.second, reset.reason, reset.alasan_tolak) == (KEPALA, "refused", "Pemilik tidak meminta.")
    [row] = [row for row in audited(assist.store) if row["actor"] == KEPALA]
    assert (row["action"], row["whom"]) == ("refuse_reset", f"people/{reset.person_id}")
    assert assist.topics() == []
    _, seen = assist.ask("GET", f"/v1/reset/bantuan/{waiting}")
    assert "Pemilik tidak meminta." in seen["keterangan"]


def test_after_a_refusal_another_may_be_asked_for(assist, waiting):
    refuse(assist, waiting, KEPALA)
    assert assist.reset(AKUN, CO_KAPTEN)[1]["keadaan"] == "approved"


@pytest.mark.parametrize("state", [state for state in ResetState if state is not ResetState.AWAITING_SECOND])
def test_only_what_waits_is_decided(assist, waiting, state):
    assist.change(f"resets/{waiting}", state=state)
    for status, body in (assist.approve(waiting, KEPALA), refuse(assist, waiting, KEPALA)):
        assert (status, body["code"]) == (409, "persetujuan_tidak_menunggu")
    assert assist.resets()[0].state is state
    assert assist.topics() == []


def test_the_second_person_has_a_day_and_not_a_second_more(assist, waiting):
    assist.clock.advance(seconds=POLICY.second_person_seconds)
    assert assist.approve(waiting, KEPALA)[1]["code"] == "persetujuan_tidak_menunggu"
    assert assist.ask("GET", f"/v1/reset/bantuan/{waiting}")[1]["keadaan"] == "closed"
    assert assist.reset(AKUN)[1]["id"] != waiting


def test_until_the_end_of_the_day_it_may_be_approved(assist, waiting):
    assist.clock.advance(seconds=POLICY.second_person_seconds - 1)
    assert assist.approve(waiting, KEPALA)[0] == 200


def test_of_many_decisions_at_once_one_counts(assist, waiting):
    def decide(number: int) -> int:
        by = (KEPALA, CO_KAPTEN, KAPTEN, HELPDESK)[number % 4]
        return (assist.approve(waiting, by) if number % 2 else refuse(assist, waiting, by))[0]

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(decide, range(12)))
    assert told.count(200) == 1
    assert set(told) <= {200, 409, 503}
    assert len([row for row in audited(assist.store) if row["action"] != "assist_reset"]) == 1
    assert len(assist.topics()) <= 1


def test_a_refusal_between_decision_and_commit_counts(assist, waiting):
    assist.racing.rival = lambda: refuse(assist, waiting, CO_KAPTEN)
    assert assist.approve(waiting, KEPALA)[1]["code"] == "persetujuan_tidak_menunggu"
    assert assist.topics() == []


@pytest.mark.parametrize("thawed", [False, True])
@pytest.mark.parametrize("by", [KEPALA, HELPDESK])
def test_a_reset_that_its_owner_has_overtaken_by_freezing_the_account_is_not_approved(assist, waiting, by, thawed):
    """Nor when the helpdesk has opened the account again."""
    assist.clock.advance(seconds=1)
    assist.change(f"accounts/{AKUN}", state=AccountState.SUSPENDED, frozen_at=assist.clock.now())
    if thawed:
        assist.change(f"accounts/{AKUN}", state=AccountState.ACTIVE, frozen_at=None, was_frozen_at=assist.clock.now())
    assert assist.approve(waiting, by)[1]["code"] == "akun_tidak_dapat_direset"
    assert assist.topics() == []
    status, body = assist.reset(AKUN, HELPDESK)
    assert (status, body["keadaan"]) == (202, "approved"), "the helpdesk begins anew"


def test_a_reset_of_a_frozen_account_is_approved_by_the_helpdesk_only(assist):
    assist.put(HELPDESK_2, nik_hash=None, email_pribadi="bersama@rumah.test", npsn="20100009")
    frozen = {"state": AccountState.SUSPENDED, "frozen_at": assist.clock.now()}
    assist.put(AKUN, email_pribadi="bersama@rumah.test", held=frozen)
    _, body = assist.reset(AKUN, HELPDESK_2)
    assert assist.approve(body["id"], KEPALA)[1]["code"] == "akun_tidak_dapat_direset"
    assert assist.approve(body["id"], HELPDESK)[0] == 200


def test_an_account_whose_owner_has_left_is_not_approved(assist, waiting):
    assist.change(f"accounts/{AKUN}", state=AccountState.SUSPENDED)
    assert assist.approve(waiting, HELPDESK)[1]["code"] == "akun_tidak_dapat_direset"
    assert assist.topics() == []


def test_a_contact_that_is_gone_meanwhile_is_noticed(assist, waiting):
    assist.change(f"people/{assist.resets()[0].person_id}", email_pribadi=None, nomor_ponsel=None)
    assert assist.approve(waiting, KEPALA)[1]["code"] == "kontak_tidak_ada"


@pytest.mark.parametrize(("email", "kartu"), [(None, True), ("wali@rumah.test", False)])
def test_a_pupil_who_has_got_a_contact_meanwhile_needs_no_card(assist, email, kartu):
    assist.spend()
    owner = assist.put("murid2@sd.belajar.id", Jenis.PESERTA_DIDIK, email_pribadi=None)
    _, body = assist.reset(owner.address)
    assert (body["keadaan"], body["kartu"]) == ("awaiting_second", True)
    assist.change(f"people/{owner.sumber_id}", email_pribadi=email)
    assert assist.approve(body["id"], HELPDESK)[1]["kartu"] is kartu


def test_the_helpdesks_own_is_approved_by_another_of_the_helpdesk(assist, dinas):
    assist.spend(HELPDESK)
    _, body = assist.reset(dinas, HELPDESK)
    assert "petugas helpdesk lain" in body["keterangan"]
    assert [assist.approve(body["id"], by)[0] for by in (HELPDESK, KAPTEN, HELPDESK_2)] == [403, 403, 200]


def test_approving_counts_against_nobodys_ceiling(assist, waiting):
    before = {data["id"] for data in assist.all("resets")}
    assist.spend(KEPALA)
    assert assist.approve(waiting, KEPALA)[0] == 200
    assert before == {waiting}


@pytest.mark.parametrize(("by", "status"), [(OPERATOR, 403), (HELPDESK, 404)])
@pytest.mark.parametrize("reset_id", ["f" * 32, "x", "__x__", "..", "F" * 32])
def test_an_unknown_id_looks_like_one_outside_the_scope(assist, by, status, reset_id):
    assert assist.approve(reset_id, by)[0] == refuse(assist, reset_id, by)[0] == status


def test_the_owners_own_reset_is_no_business_of_petugas(assist, waiting):
    assist.change(f"resets/{waiting}", way="owner")
    assert assist.approve(waiting, HELPDESK)[0] == 404


def test_numbers_in_a_reason_to_refuse_are_not_kept(assist, waiting):
    refuse(assist, waiting, KEPALA, "Nomor 081234567890 bukan miliknya.")
    assert assist.resets()[0].alasan_tolak == "Nomor … bukan miliknya."
