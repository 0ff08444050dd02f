"""Staff are appointed and dismissed at the command line, and each time it is written down who did it."""

import json

import pytest

from belajar.rules.access import Action, Target, may, scopes
from belajar.runtime.staff import known_as
from devstack.cli.acting import operator
from schemas.staff import Petugas
from tests.support.staff import audited

ADDRESS = "peninjau.3204@dinas.belajar.id"
GIVEN = ("--nama", "Contoh Peninjau", "--role", "peninjau", "--scope")


def member(store) -> Petugas:
    return Petugas.model_validate(store.get(f"petugas/{ADDRESS}")[0].data)


def test_an_appointed_reviewer_may_decide_in_the_scope(belajar, store):
    assert belajar("petugas", "add", ADDRESS.upper(), *GIVEN, "3204").exit_code == 0
    assert may(member(store), Action.APPROVE_REQUEST, Target("3204"))
    assert not may(member(store), Action.APPROVE_REQUEST, Target("3205"))


def test_the_list_says_what_log_lines_call_them(belajar, store):
    belajar("petugas", "add", ADDRESS, *GIVEN, "3204")
    [shown] = json.loads(belajar("petugas", "list", "--json").output)
    assert shown["in_logs"] == known_as(ADDRESS, store)


def test_a_second_role_does_not_take_the_first_away(belajar, store):
    belajar("petugas", "add", ADDRESS, *GIVEN, "3204")
    belajar("petugas", "add", ADDRESS, "--nama", "Contoh", "--role", "helpdesk", "--scope", "nasional")
    assert member(store).roles == {"peninjau": "3204", "helpdesk": "nasional"}


def test_who_is_dismissed_has_no_rights_and_may_be_appointed_again(belajar, store):
    belajar("petugas", "add", ADDRESS, *GIVEN, "32")
    assert belajar("petugas", "disable", ADDRESS).exit_code == 0
    assert not member(store).active
    belajar("petugas", "add", ADDRESS, *GIVEN, "32")
    assert member(store).active


def test_the_nik_comes_from_a_file_and_only_its_hash_is_kept(belajar, store, tmp_path, personal):
    personal.person({"nik": "3204017103900001"})
    (tmp_path / "nik.txt").write_text("3204017103900001\n")
    result = belajar("petugas", "add", ADDRESS, *GIVEN, "3204", "--nik-file", tmp_path / "nik.txt")
    assert (result.exit_code, len(member(store).nik_hash)) == (0, 64)
    listed = belajar("petugas", "list", "--json").output
    assert member(store).nik_hash not in listed
    belajar("petugas", "add", ADDRESS, *GIVEN, "32")
    assert member(store).nik_hash, "a later change of role does not forget it"


def test_who_comes_back_has_none_of_the_earlier_roles(belajar, store):
    belajar("petugas", "add", ADDRESS, "--nama", "Contoh", "--role", "admin", "--scope", "nasional")
    belajar("petugas", "disable", ADDRESS)
    belajar("petugas", "add", ADDRESS, *GIVEN, "3204")
    assert member(store).roles == {"peninjau": "3204"}


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("operator", "20100001"),
        ("kepala_satuan_pendidikan", "P2010001"),
        ("kapten", "32"),
        ("co_kapten", "3204"),
        ("helpdesk", "nasional"),
    ],
)
def test_whoever_helps_with_passwords_is_appointed_for_a_scope_of_their_role(belajar, store, role, scope):
    assert belajar("petugas", "add", ADDRESS, "--nama", "Contoh", "--role", role, "--scope", scope).exit_code == 0
    assert member(store).roles == {role: scope}
    assert scopes(member(store), Action.ASSIST_RESET) == [scope]


@pytest.mark.parametrize(
    "words",
    [
        ("add", ADDRESS, *GIVEN, "320"),
        ("add", ADDRESS, *GIVEN, "Nasional"),
        ("add", ADDRESS, *GIVEN, "20100001"),
        ("add", ADDRESS, "--nama", "x", "--role", "operator", "--scope", "3204"),
        ("add", ADDRESS, "--nama", "x", "--role", "kepala_satuan_pendidikan", "--scope", "nasional"),
        ("add", ADDRESS, "--nama", "x", "--role", "kapten", "--scope", "3204"),
        ("add", ADDRESS, "--nama", "x", "--role", "kapten", "--scope", "nasional"),
        ("add", ADDRESS, "--nama", "x", "--role", "co_kapten", "--scope", "32"),
        ("add", ADDRESS, "--nama", "x", "--role", "helpdesk", "--scope", "32"),
        ("add", ADDRESS, "--nama", "x", "--role", "kaisar", "--scope", "3204"),
        ("add", "bukan alamat", *GIVEN, "3204"),
        ("disable", "bukan/alamat@x"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_no_trace(belajar, store, words):
    assert belajar("petugas", *words).exit_code == 2
    assert store.get(f"petugas/{ADDRESS}", f"audit_heads/{operator()}") == [None, None]


def test_a_file_without_a_nik_is_refused(belajar, store, tmp_path):
    (tmp_path / "nik.txt").write_text("123")
    assert belajar("petugas", "add", ADDRESS, *GIVEN, "3204", "--nik-file", tmp_path / "nik.txt").exit_code == 2
    assert store.get(f"petugas/{ADDRESS}") == [None]


def test_somebody_unknown_cannot_be_dismissed(belajar, store):
    assert belajar("petugas", "disable", ADDRESS).exit_code == 1
    assert audited(store) == []


def test_every_change_is_one_row_of_the_operators_chain(belajar, store):
    belajar("petugas", "add", ADDRESS, *GIVEN, "3204")
    belajar("petugas", "disable", ADDRESS)
    assert [(row["chain"], row["action"], row["target"], row["reason"]) for row in audited(store)] == [
        (operator(), "add_petugas", f"petugas/{ADDRESS}", "peninjau=3204"),
        (operator(), "disable_petugas", f"petugas/{ADDRESS}", ""),
    ]
    assert belajar("audit", "verify").exit_code == 0


def test_the_list_shows_roles_and_who_has_left(belajar, store):
    belajar("petugas", "add", ADDRESS, *GIVEN, "3204")
    belajar("petugas", "disable", ADDRESS)
    [one] = json.loads(belajar("petugas", "list", "--json").output)
    assert (one["address"], one["roles"], one["active"]) == (ADDRESS, {"peninjau": "3204"}, False)
    assert "peninjau=3204" in belajar("petugas", "list").output
