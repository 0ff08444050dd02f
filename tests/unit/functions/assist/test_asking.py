"""Who may have whose password reset, where the new one goes, and how often one petugas may ask."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from belajar.rules.policy import POLICY
from schemas.documents import AccountState
from schemas.people import Jenis, Peran
from schemas.resets import ResetState, ResetWay
from tests.support.staff import audited, put_petugas
from tests.unit.functions.assist.conftest import (
    ALASAN,
    CO_KAPTEN,
    GURU,
    HELPDESK,
    HELPDESK_2,
    KAPTEN,
    KEPALA,
    MURID,
    OPERATOR,
)

CEILING = POLICY.assisted_resets_per_day.count
FROZEN = {"state": AccountState.SUSPENDED, "frozen_at": "2026-07-12T00:00:00Z"}


@pytest.mark.parametrize("by", [OPERATOR, KEPALA, CO_KAPTEN, KAPTEN, HELPDESK])
def test_those_of_the_seeds_table_reset_a_teacher_and_the_password_is_on_its_way(assist, by):
    status, body = assist.reset(by=by)
    assert (status, body["keadaan"], body["kartu"], body["petugas"]) == (202, "approved", False, by)
    [reset] = assist.resets()
    assert (reset.way, reset.state, reset.akun, reset.alasan) == (ResetWay.ASSISTED, "approved", GURU, ALASAN)
    assert (reset.npsn, reset.kode_kabupaten, reset.kode_provinsi) == ("20100001", "3204", "32")
    assert assist.topics() == ["reset-approved-v1"]
    [row] = audited(assist.store)
    assert (row["actor"], row["action"], row["target"], row["reason"], row["whom"]) == (
        by, "assist_reset", f"resets/{reset.id}", "approved", f"people/{reset.person_id}",
    )  # fmt: skip


def test_the_answer_shows_masked_contacts_and_no_password(assist):
    _, body = assist.reset()
    assert body["kontak"] == {"email": "g***@r***.test", "ponsel": None}
    assert not {"kata_sandi", "password", "kode", "issue", "nonce"} & set(body)
    assert "guru@rumah.test" not in json.dumps(body)


@pytest.mark.parametrize("by", [OPERATOR, KEPALA, CO_KAPTEN, KAPTEN])
@pytest.mark.parametrize("akun", ["op2@admin.sd.belajar.id", "pejabat@dinas.belajar.id", "kapten.guru@sd.belajar.id"])
@pytest.mark.usefixtures("dinas")
def test_admin_sekolah_dinas_and_staff_are_reset_by_the_helpdesk_only(assist, by, akun):
    assist.put("op2@admin.sd.belajar.id", Jenis.TENAGA_KEPENDIDIKAN, peran=Peran.OPERATOR)
    assist.put("kapten.guru@sd.belajar.id")
    put_petugas(assist.store, "kapten.guru@sd.belajar.id", roles={"co_kapten": "3205"})
    assert assist.reset(akun, by)[0] == 403
    assert assist.resets() == []
    assert assist.reset(akun, HELPDESK)[0] == 202


@pytest.mark.parametrize(
    ("by", "facts"),
    [
        (OPERATOR, {"npsn": "20100002"}),
        (KEPALA, {"npsn": "20100002"}),
        (CO_KAPTEN, {"kode_wilayah": "3205"}),
        (KAPTEN, {"kode_wilayah": "3301"}),
    ],
)
def test_nobody_reaches_beyond_the_own_school_or_region_and_an_unknown_account_looks_the_same(assist, by, facts):
    assist.put("jauh@sd.belajar.id", **facts)
    foreign, unknown = (assist.reset(akun, by) for akun in ("jauh@sd.belajar.id", "tidak.ada@sd.belajar.id"))
    assert foreign[0] == 403
    assert foreign == unknown
    assert assist.resets() == audited(assist.store) == []


@pytest.mark.parametrize("akun", ["salah.tulis@sd.belajar.id", OPERATOR, KEPALA])
def test_who_may_not_reads_whom_they_may_help_and_who_helps_the_others(assist, akun):
    status, body = assist.reset(akun, by=OPERATOR)
    assert status == 403
    advice = " ".join(body["saran"])
    assert all(word in advice for word in ("Periksa penulisan nama akun", "helpdesk", "Lupa Kata Sandi"))


def test_only_the_helpdesk_learns_that_an_account_is_unknown(assist):
    status, body = assist.reset("tidak.ada@sd.belajar.id", HELPDESK)
    assert (status, body["code"]) == (404, "akun_tidak_ditemukan")


@pytest.mark.parametrize(
    "facts", [{"nik_hash": "nik-helpdesk"}, {"email_pribadi": HELPDESK}, {"email_pribadi": HELPDESK.upper()}]
)
def test_nobody_resets_themselves_by_a_second_account_of_theirs(assist, facts):
    assist.put("kedua@sd.belajar.id", **facts)
    assert assist.reset("kedua@sd.belajar.id", HELPDESK)[0] == 403
    assert assist.reset("kedua@sd.belajar.id", HELPDESK_2)[0] == 202


def test_nobody_resets_the_account_they_are_signed_in_with(assist):
    assert assist.reset(OPERATOR, OPERATOR)[0] == 403
    put_petugas(assist.store, OPERATOR, roles={"helpdesk": "nasional"})
    assert assist.reset(OPERATOR, OPERATOR)[0] == 403


def test_a_frozen_account_is_the_helpdesks_business(assist):
    assist.put("beku@sd.belajar.id", held=FROZEN)
    for by in (OPERATOR, KAPTEN):
        status, body = assist.reset("beku@sd.belajar.id", by)
        assert (status, body["code"]) == (409, "akun_tidak_dapat_direset")
        assert "helpdesk" in body["saran"][0]
    assert assist.reset("beku@sd.belajar.id", HELPDESK)[0] == 202


@pytest.mark.parametrize("state", [state for state in AccountState if state not in ("created", "active")])
def test_an_account_that_does_not_work_is_not_reset_and_the_answer_says_what_to_do(assist, state):
    assist.put("mati@sd.belajar.id", held={"state": state})
    status, body = assist.reset("mati@sd.belajar.id", HELPDESK)
    assert (status, body["code"]) == (409, "akun_tidak_dapat_direset")
    assert body["saran"]
    assert assist.resets() == []


def test_an_account_its_owner_has_left_for_another_is_not_reset(assist):
    old = assist.put("lama@sd.belajar.id")
    assist.change(f"people/{old.sumber_id}", address="baru@smp.belajar.id")
    assert assist.reset("lama@sd.belajar.id")[1]["code"] == "akun_tidak_dapat_direset"


@pytest.mark.parametrize("facts", [{"email_pribadi": None}, {"contact_bounced": True}])
@pytest.mark.parametrize("by", [OPERATOR, HELPDESK])
def test_a_teacher_without_a_contact_is_not_reset_and_the_petugas_reads_what_helps(assist, facts, by):
    assist.put("sunyi@sd.belajar.id", **facts)
    status, body = assist.reset("sunyi@sd.belajar.id", by)
    assert (status, body["code"]) == (409, "kontak_tidak_ada")
    assert "perbaiki" in " ".join(body["saran"]).lower()


def test_a_phone_is_enough(assist):
    assist.put("ponsel@sd.belajar.id", email_pribadi=None, nomor_ponsel="+6281211112222")
    assert assist.reset("ponsel@sd.belajar.id")[1]["kontak"] == {"email": None, "ponsel": "0812-****-2222"}


@pytest.mark.parametrize("by", [OPERATOR, KEPALA])
def test_a_pupil_without_any_contact_gets_a_card_from_the_own_school(assist, by):
    status, body = assist.reset(MURID, by)
    assert (status, body["keadaan"], body["kartu"]) == (202, "approved", True)
    assert "kartu" in body["keterangan"]


@pytest.mark.parametrize("by", [CO_KAPTEN, KAPTEN, HELPDESK])
def test_who_is_not_of_the_school_prints_no_card(assist, by):
    status, body = assist.reset(MURID, by)
    assert (status, body["code"]) == (409, "kontak_tidak_ada")
    assert "admin sekolah" in body["saran"][0]


def test_a_pupil_with_a_contact_gets_no_card(assist):
    assist.put("punya@sd.belajar.id", Jenis.PESERTA_DIDIK)
    assert assist.reset("punya@sd.belajar.id")[1]["kartu"] is False


def test_pressing_twice_sends_one_password(assist):
    first, second = assist.reset(), assist.reset()
    assert first == second
    assert len(assist.resets()) == assist.topics().count("reset-approved-v1") == 1
    rows = audited(assist.store)
    assert [row["reason"] for row in rows] == ["approved", "repeated"]
    assert {row["whom"] for row in rows} == {f"people/{assist.resets()[0].person_id}"}


def test_pressing_twice_at_the_same_moment_sends_one_password(assist):
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: assist.reset(), range(8)))
    assert len({body["id"] for status, body in told if status == 202}) == len(assist.resets()) == 1
    assert assist.topics() == ["reset-approved-v1"]


def test_of_two_petugas_at_the_same_moment_one_resets(assist):
    assist.racing.rival = lambda: assist.reset(by=KEPALA)
    status, body = assist.reset()
    assert (status, body["code"]) == (409, "akun_tidak_dapat_direset")
    assert [reset.petugas for reset in assist.resets()] == [KEPALA]
    assert assist.topics() == ["reset-approved-v1"]


def test_after_it_was_carried_out_a_late_second_press_is_the_same_and_a_later_wish_is_a_new_one(assist):
    first = assist.reset()[1]["id"]
    assist.clock.advance(seconds=20)
    assist.carry_out(first)
    assist.clock.advance(seconds=POLICY.assisted_repeat_seconds - 21)
    assert assist.reset()[1]["id"] == first
    assist.clock.advance(seconds=1)
    assert assist.reset()[1]["id"] != first


def test_two_petugas_do_not_reset_one_account_at_once(assist):
    assist.reset()
    status, body = assist.reset(by=KEPALA)
    assert (status, body["code"]) == (409, "akun_tidak_dapat_direset")
    assert len(assist.resets()) == 1


def test_a_reset_that_nobody_carried_out_stands_in_the_way_for_a_day_only(assist):
    assist.reset()
    assist.clock.advance(seconds=POLICY.second_person_seconds)
    assert assist.reset(by=KEPALA)[0] == 202


def test_above_the_daily_ceiling_a_second_person_is_needed(assist):
    assist.spend(times=CEILING)
    before = len(assist.topics())
    status, body = assist.reset()
    assert (status, body["keadaan"]) == (202, "awaiting_second")
    assert all(word in body["keterangan"] for word in ("admin sekolah lain", "helpdesk", "14-07-2026 08:00 WIB"))
    assert len(assist.topics()) == before
    assert audited(assist.store)[-1]["reason"] == "awaiting_second"


def test_the_ceiling_is_each_petugas_own_and_opens_again(assist, tomorrow):
    assist.spend(times=CEILING)
    assert assist.reset(by=KEPALA)[1]["keadaan"] == "approved"
    assist.clock.advance(seconds=tomorrow.total_seconds() * 7 / 6)
    assert assist.reset(MURID)[1]["keadaan"] == "approved"


def test_parallel_resets_at_the_ceiling_are_let_through_one_by_one(assist):
    assist.spend(times=CEILING - 2)
    for number in range(6):
        assist.put(f"banyak{number}@sd.belajar.id")
    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(lambda number: assist.reset(f"banyak{number}@sd.belajar.id"), range(6)))
    states = [body["keadaan"] for status, body in told if status == 202]
    assert states.count("approved") <= 2
    assert assist.topics().count("reset-approved-v1") == CEILING - 2 + states.count("approved")


def test_a_contact_corrected_lately_needs_a_second_person_whoever_asks(assist):
    assist.correct(nomor_ponsel="0812 1111 2222")
    assist.apply_correction()
    assert assist.reset(by=KEPALA)[1]["keadaan"] == "awaiting_second"


def test_after_a_month_a_corrected_contact_is_as_good_as_any(assist):
    assist.correct(nomor_ponsel="0812 1111 2222")
    assist.apply_correction()
    assist.clock.advance(days=POLICY.corrected_contact_days)
    assert assist.reset()[1]["keadaan"] == "approved"


def test_a_correction_that_is_not_in_force_does_not_count(assist):
    assist.correct(nomor_ponsel="0812 1111 2222")
    assist.apply_correction()
    assist.clock.advance(days=POLICY.corrected_contact_days)
    assist.correct(by=KEPALA, nomor_ponsel="0812 3333 4444")
    assert assist.reset()[1]["keadaan"] == "approved"


def test_a_correction_that_the_register_has_overruled_is_forgotten(assist):
    assist.correct(nomor_ponsel="0812 1111 2222")
    assist.apply_correction()
    assist.change(f"people/{assist.corrections()[0].person_id}", corrected_from=None)
    assert assist.reset()[1]["keadaan"] == "approved"


@pytest.mark.parametrize("by", [OPERATOR, HELPDESK])
def test_a_password_that_would_reach_the_petugas_needs_a_second_person(assist, by):
    if by == HELPDESK:
        assist.put(HELPDESK, Jenis.PENDIDIK, nik_hash=None, email_pribadi="operator@rumah.test", npsn="20100009")
    assist.put("dekat@sd.belajar.id", email_pribadi="operator@rumah.test")
    assert assist.reset("dekat@sd.belajar.id", by)[1]["keadaan"] == "awaiting_second"
    assert assist.reset("dekat@sd.belajar.id", KEPALA)[0] == 409, "it waits for somebody to decide on it"


def test_a_pupil_reached_through_the_operator_is_reset_at_once(assist):
    assist.put("titip@sd.belajar.id", Jenis.PESERTA_DIDIK, email_pribadi="operator@rumah.test")
    assert assist.reset("titip@sd.belajar.id")[1]["keadaan"] == "approved"


def test_numbers_in_a_reason_are_not_kept(assist, personal):
    personal.add("nik", "3204011705700001")
    body = {"akun": GURU, "alasan": "Lupa, NIK 3204011705700001, lahir 1970-05-17, telepon 0812 3456 7890, kelas 4."}
    assist.ask("POST", "/v1/reset/bantuan", body)
    assert assist.resets()[0].alasan == "Lupa, NIK …, lahir …, telepon …, kelas 4."


@pytest.mark.parametrize("change", [{"alasan": "x"}, {"alasan": None}, {"akun": "bukan alamat"}, {"kata_sandi": "x"}])
def test_a_body_that_does_not_fit_leaves_nothing(assist, change):
    status, body = assist.ask("POST", "/v1/reset/bantuan", {"akun": GURU, "alasan": ALASAN} | change)
    assert (status, body["errors"][0]["pointer"]) == (422, f"/{next(iter(change))}")
    assert assist.resets() == audited(assist.store) == []


def test_a_record_of_what_was_done_is_kept_for_months(assist):
    assist.reset()
    [reset] = assist.resets()
    assert reset.expire_at == assist.clock.now() + timedelta(days=POLICY.reset_record_days)
    assert reset.state is ResetState.APPROVED
