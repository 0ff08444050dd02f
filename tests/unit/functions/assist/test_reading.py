"""Petugas see what waits in their scope and what they may decide on, and one reset at a time."""

import json

import pytest

from belajar.rules.policy import POLICY
from schemas.people import Jenis, Peran
from schemas.resets import ResetState
from tests.support.staff import audited, put_petugas
from tests.unit.functions.assist.conftest import CO_KAPTEN, GURU, HELPDESK, HELPDESK_2, KAPTEN, KEPALA, OPERATOR


def wait(assist, akun: str, by: str = HELPDESK_2, **facts) -> str:
    """A reset of a new account that waits: the contact is the petugas' own."""
    jenis = facts.pop("jenis", Jenis.PENDIDIK)
    assist.put(akun, jenis, email_pribadi="bersama@rumah.test", **facts)
    status, body = assist.reset(akun, by)
    assert (status, body["keadaan"]) == (202, "awaiting_second")
    assist.clock.advance(seconds=1)
    return akun


@pytest.fixture(autouse=True)
def shared(assist) -> None:
    """The contact of the second one at the helpdesk."""
    assist.put(HELPDESK_2, nik_hash=None, email_pribadi="bersama@rumah.test", npsn="20100009")


def listed(assist, by: str) -> list[str]:
    status, body = assist.ask("GET", "/v1/reset/bantuan", by=by)
    assert status == 200
    return [one["akun"].split("@")[0] for one in body["bantuan"]]


def test_each_sees_what_waits_in_the_own_scope_oldest_first(assist):
    wait(assist, "sini@sd.belajar.id")
    wait(assist, "sebelah@sd.belajar.id", npsn="20100002")
    wait(assist, "jauh@sd.belajar.id", npsn="20100003", kode_wilayah="3205")
    wait(assist, "seberang@sd.belajar.id", npsn="20100004", kode_wilayah="510101")
    assert listed(assist, OPERATOR) == listed(assist, KEPALA) == ["sini"]
    assert listed(assist, CO_KAPTEN) == ["sini", "sebelah"]
    assert listed(assist, KAPTEN) == ["sini", "sebelah", "jauh"]
    assert listed(assist, HELPDESK) == ["sini", "sebelah", "jauh", "seberang"]


def test_one_does_not_see_what_one_has_asked_for(assist):
    wait(assist, "sini@sd.belajar.id")
    assert listed(assist, HELPDESK_2) == []


def test_one_does_not_see_what_one_may_not_decide_on(assist, dinas):
    wait(assist, "admin2@admin.sd.belajar.id", jenis=Jenis.TENAGA_KEPENDIDIKAN, peran=Peran.OPERATOR)
    wait(assist, "saya@sd.belajar.id", nik_hash=f"nik-{OPERATOR}")
    assert listed(assist, OPERATOR) == []
    assert listed(assist, KAPTEN) == ["saya"]
    assert listed(assist, HELPDESK) == ["admin2", "saya"]


def test_what_is_decided_or_too_old_drops_out(assist):
    wait(assist, "tua@sd.belajar.id")
    assist.clock.advance(seconds=POLICY.second_person_seconds - 1)
    wait(assist, "muda@sd.belajar.id")
    wait(assist, "putus@sd.belajar.id")
    assist.approve(assist.resets()[-1].id, KAPTEN)
    assert listed(assist, KEPALA) == ["muda"]


def test_two_roles_show_one_list_without_doubles(assist):
    put_petugas(assist.store, KAPTEN, roles={"kapten": "32", "co_kapten": "3204"})
    wait(assist, "sini@sd.belajar.id")
    assert listed(assist, KAPTEN) == ["sini"]


def test_many_of_ones_own_do_not_hide_those_of_others(assist):
    for number in range(55):
        wait(assist, f"milik{number}@sd.belajar.id")
    put_petugas(assist.store, "lain@kapten.test", roles={"kapten": "32"}, nik_hash="nik-lain")
    assist.put("lain@kapten.test", email_pribadi="bersama@rumah.test", npsn="20100009", nik_hash="nik-lain")
    wait(assist, "orang@sd.belajar.id", "lain@kapten.test")
    assert listed(assist, HELPDESK_2) == ["orang"]
    assert len(listed(assist, HELPDESK)) == 50


def test_an_account_that_is_gone_is_left_out(assist):
    wait(assist, "hilang@sd.belajar.id")
    assist.change(f"resets/{assist.resets()[0].id}", akun="tidak.ada@sd.belajar.id")
    assert listed(assist, HELPDESK) == []


def test_one_reset_is_shown_with_masked_contacts_and_no_secret(assist):
    reset_id = assist.reset()[1]["id"]
    assist.carry_out(reset_id)
    status, body = assist.ask("GET", f"/v1/reset/bantuan/{reset_id}")
    assert (status, body["akun"], body["keadaan"]) == (200, GURU, "done")
    assert body["kontak"] == {"email": "g***@r***.test", "ponsel": None}
    assert all(secret not in json.dumps(body) for secret in ("guru@rumah.test", "nik-", "ab" * 16))


@pytest.mark.parametrize("state", ResetState)
def test_every_state_has_words_that_say_what_comes_next(assist, state):
    reset_id = assist.reset()[1]["id"]
    assist.change(f"resets/{reset_id}", state=state)
    assert len(assist.ask("GET", f"/v1/reset/bantuan/{reset_id}")[1]["keterangan"]) > 40


def test_a_bounced_address_is_not_shown_as_a_contact(assist):
    assist.put("mental@sd.belajar.id", contact_bounced=True, nomor_ponsel="+6281211112222")
    assert assist.reset("mental@sd.belajar.id")[1]["kontak"]["email"] is None


@pytest.mark.parametrize(("by", "status"), [(OPERATOR, 403), (HELPDESK, 404)])
@pytest.mark.parametrize("reset_id", ["f" * 32, "x", "..", "__x__", "y" * 3000])
def test_an_unknown_id_looks_like_one_outside_the_scope(assist, by, status, reset_id):
    assert assist.ask("GET", f"/v1/reset/bantuan/{reset_id}", by=by)[0] == status
    assert audited(assist.store) == []


def test_looking_is_audited(assist):
    reset_id = assist.reset()[1]["id"]
    assist.ask("GET", f"/v1/reset/bantuan/{reset_id}", by=KAPTEN)
    assist.ask("GET", "/v1/reset/bantuan", by=KAPTEN)
    rows = [row for row in audited(assist.store) if row["actor"] == KAPTEN]
    assert [(row["action"], row["target"], row["whom"]) for row in rows] == [
        ("show_reset", f"resets/{reset_id}", f"people/{assist.resets()[0].person_id}"),
        ("list_resets", "wilayah/32", ""),
    ]
