"""Who may do what to whom."""

from datetime import UTC, datetime

import pytest

from belajar.rules.access import RIGHTS, SCOPE_WIDE, Action, Target, is_scope, may, scopes
from schemas.staff import Petugas, Role

ONE_REQUEST = [action for action in Action if action not in SCOPE_WIDE]


def petugas(scope: str = "3204", role: str = Role.PENINJAU, **changed) -> Petugas:
    facts = {"address": "peninjau@dinas.belajar.id", "nama": "Contoh", "roles": {role: scope}, "active": True,
             "nik_hash": "mine", "since": datetime(2026, 7, 1, tzinfo=UTC)}  # fmt: skip
    return Petugas.model_validate(facts | changed)


@pytest.mark.parametrize(
    ("scope", "covered", "foreign"),
    [
        ("3204", ["3204"], ["3205", "32", "33", "00", "-"]),
        ("32", ["32", "3204", "3273"], ["33", "3301", "00", "-"]),
        ("nasional", ["3204", "32", "00", "-"], []),
    ],
)
@pytest.mark.parametrize("action", ONE_REQUEST)
def test_a_scope_covers_its_own_region_and_what_lies_within(action, scope, covered, foreign):
    assert [region for region in covered + foreign if may(petugas(scope), action, Target(region))] == covered


@pytest.mark.parametrize("scope", ["", "3", "320", "00", "320401", "20100001", "Nasional", "3204 ", "32\n"])
def test_a_scope_that_is_none_gives_no_rights(scope):
    assert not is_scope(scope)
    assert not any(may(petugas(scope), action, Target(region)) for action in Action for region in ("", "3204", "00"))


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PENINJAU, Role.ADMIN}] + ["kaisar"])
@pytest.mark.parametrize("action", [Action.LIST_REQUESTS, *ONE_REQUEST])
def test_requests_are_the_business_of_reviewers_only(action, role):
    assert not may(petugas("nasional", role), action, Target("3204"))


@pytest.mark.parametrize("action", ONE_REQUEST)
def test_a_target_without_a_region_is_nobodys(action):
    assert not may(petugas("nasional"), action, Target())


def test_the_own_scope_may_be_listed_without_naming_a_region():
    assert may(petugas(), Action.LIST_REQUESTS, Target())
    assert not may(petugas(roles={}), Action.LIST_REQUESTS, Target())


@pytest.mark.parametrize("action", Action)
def test_who_is_no_longer_active_may_nothing(action):
    assert not may(petugas("nasional", active=False), action, Target("3204"))


@pytest.mark.parametrize(
    "own",
    [{"nik_hashes": frozenset({"mine", "m"})}, {"addresses": frozenset({"x@y.test", "Peninjau@Dinas.belajar.id"})}],
)
@pytest.mark.parametrize("action", ONE_REQUEST)
def test_nobody_acts_on_their_own_request(action, own):
    assert may(petugas(), action, Target("3204", frozenset({"other"}), frozenset({"x@y.test"})))
    assert not may(petugas(), action, Target("3204", **own))


def test_unknown_people_are_not_taken_for_each_other():
    assert may(petugas(nik_hash=None), Action.APPROVE_REQUEST, Target("3204"))


def test_every_act_is_somebodys():
    assert RIGHTS.keys() == set(Action)
    assert all(RIGHTS.values())


def test_scopes_are_those_of_the_roles_that_may():
    both = petugas(roles={"peninjau": "3204", "admin": "33", "helpdesk": "nasional"})
    assert sorted(scopes(both, Action.LIST_REQUESTS)) == ["3204", "33"]
