"""Who may do what to whom."""

from datetime import UTC, datetime

import pytest

from belajar.rules.access import RIGHTS, SCOPE_WIDE, Action, Target, Whom, is_scope, may, roles_for, scopes
from schemas.staff import Petugas, Role

REVIEWS = (Action.LIST_REQUESTS, Action.SHOW_REQUEST, Action.APPROVE_REQUEST, Action.REFUSE_REQUEST)
ONE_REQUEST = [action for action in REVIEWS if action not in SCOPE_WIDE]
ONE_RESET = (
    Action.ASSIST_RESET,
    Action.SHOW_RESET,
    Action.APPROVE_RESET,
    Action.REFUSE_RESET,
    Action.CORRECT_CONTACT,
)
AT_SCHOOL = (Action.TAKE_CARD, Action.DOWNLOAD_ACCOUNTS)
ONE = (*ONE_REQUEST, *ONE_RESET, *AT_SCHOOL)
NPSN = "20100001"
SCOPES = {
    Role.OPERATOR: NPSN,
    Role.KEPALA_SATUAN_PENDIDIKAN: NPSN,
    Role.KAPTEN: "32",
    Role.CO_KAPTEN: "3204",
    Role.HELPDESK: "nasional",
    Role.PENINJAU: "3204",
    Role.ADMIN: "nasional",
}
SCHOOL = (Role.OPERATOR, Role.KEPALA_SATUAN_PENDIDIKAN)


def petugas(scope: str = "3204", role: str = Role.PENINJAU, **changed) -> Petugas:
    facts = {"address": "peninjau@dinas.belajar.id", "nama": "Contoh", "roles": {role: scope}, "active": True,
             "nik_hash": "mine", "since": datetime(2026, 7, 1, tzinfo=UTC)}  # fmt: skip
    return Petugas.model_validate(facts | changed)


def holder(role: Role, **changed) -> Petugas:
    return petugas(SCOPES[role], role, **changed)


def target(whom: Whom = Whom.SCHOOL_PERSON, region: str = "3204", npsn: str = NPSN, **changed) -> Target:
    return Target(region=region, whom=whom, npsn=npsn, **changed)


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


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", ["", "3", "320", "00", "320401", "Nasional", "3204 ", "32\n", "2010000", "201000011"])
def test_a_scope_that_is_none_gives_no_rights(role, scope):
    assert not is_scope(role, scope)
    somebody = petugas(scope, role)
    places = [
        target(whom, region, npsn) for whom in Whom for region in ("", "3204", "00") for npsn in ("", NPSN, scope)
    ]
    assert not any(may(somebody, action, place) for action in Action for place in places)


@pytest.mark.parametrize(
    ("role", "fits"),
    [
        (Role.OPERATOR, {NPSN, "P2010001"}),
        (Role.KEPALA_SATUAN_PENDIDIKAN, {NPSN, "P2010001"}),
        (Role.KAPTEN, {"32"}),
        (Role.CO_KAPTEN, {"3204"}),
        (Role.HELPDESK, {"nasional"}),
        (Role.PENINJAU, {"32", "3204", "nasional"}),
        (Role.ADMIN, {"32", "3204", "nasional"}),
    ],
)
def test_each_role_has_its_own_form_of_scope(role, fits):
    assert {scope for scope in (NPSN, "P2010001", "32", "3204", "320401", "nasional") if is_scope(role, scope)} == fits


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PENINJAU, Role.ADMIN}])
@pytest.mark.parametrize("action", REVIEWS)
def test_requests_are_the_business_of_reviewers_only(action, role):
    assert not may(holder(role), action, Target("3204", npsn=NPSN))


@pytest.mark.parametrize("role", [Role.PENINJAU, Role.ADMIN, "kaisar"])
@pytest.mark.parametrize("action", [*ONE_RESET, *AT_SCHOOL, Action.LIST_RESETS])
def test_passwords_are_no_business_of_reviewers(action, role):
    assert not any(may(petugas("nasional", role), action, target(whom)) for whom in Whom)
    assert scopes(petugas("nasional", role), action) == []


@pytest.mark.parametrize("role", SCHOOL)
@pytest.mark.parametrize("action", ONE_RESET)
def test_admin_sekolah_act_on_teachers_and_pupils_of_their_own_school_only(action, role):
    assert may(holder(role), action, target())
    assert not may(holder(role), action, target(npsn="20100002"))
    assert not may(holder(role), action, target(npsn=""))
    assert not any(may(holder(role), action, target(whom)) for whom in Whom if whom is not Whom.SCHOOL_PERSON)


@pytest.mark.parametrize(
    ("role", "covered", "foreign"),
    [
        (Role.KAPTEN, ["32", "3204", "3273", "320401"], ["33", "3301", "00", "-", ""]),
        (Role.CO_KAPTEN, ["3204", "320401"], ["32", "3205", "00", "-", ""]),
    ],
)
@pytest.mark.parametrize("action", ONE_RESET)
def test_kapten_act_in_their_province_and_co_kapten_in_their_district(action, role, covered, foreign):
    places = [region for region in covered + foreign if may(holder(role), action, target(region=region))]
    assert places == covered
    assert not any(may(holder(role), action, target(whom)) for whom in Whom if whom is not Whom.SCHOOL_PERSON)


@pytest.mark.parametrize("action", ONE_RESET)
def test_the_helpdesk_acts_on_every_owner_of_an_account_everywhere(action):
    helpdesk = holder(Role.HELPDESK)
    covered = [whom for whom in Whom if may(helpdesk, action, target(whom))]
    assert covered == [Whom.SCHOOL_PERSON, Whom.SCHOOL_ADMIN, Whom.OUTSIDE]
    assert all(may(helpdesk, action, target(region=region, npsn="")) for region in ("3301", "00", "-"))
    assert not may(helpdesk, action, target(region=""))


@pytest.mark.parametrize("role", Role)
def test_cards_and_lists_with_passwords_are_for_the_school_itself(role):
    able = role in SCHOOL
    assert may(holder(role), Action.TAKE_CARD, target()) is able
    assert may(holder(role), Action.DOWNLOAD_ACCOUNTS, target()) is able
    assert may(holder(role), Action.DOWNLOAD_ACCOUNTS, target(Whom.SCHOOL_ADMIN, region="")) is able
    assert not may(holder(role), Action.TAKE_CARD, target(Whom.SCHOOL_ADMIN))
    assert not any(may(holder(role), action, target(npsn="20100002")) for action in AT_SCHOOL)


def test_the_roles_by_which_somebody_may_are_told_apart():
    both = petugas(roles={"operator": NPSN, "kapten": "33", "helpdesk": "nasional"})
    assert roles_for(both, Action.ASSIST_RESET, target()) == {Role.OPERATOR, Role.HELPDESK}
    assert roles_for(both, Action.ASSIST_RESET, target(region="3301", npsn="")) == {Role.KAPTEN, Role.HELPDESK}
    assert roles_for(both, Action.ASSIST_RESET, target(Whom.OUTSIDE)) == {Role.HELPDESK}


@pytest.mark.parametrize("action", ONE_REQUEST)
def test_a_target_without_a_region_is_nobodys(action):
    assert not may(petugas("nasional"), action, Target())


@pytest.mark.parametrize(
    ("role", "action"),
    [(Role.PENINJAU, Action.LIST_REQUESTS), *((role, Action.LIST_RESETS) for role in RIGHTS[Action.LIST_RESETS])],
)
def test_the_own_scope_may_be_listed_without_naming_it(role, action):
    assert may(holder(role), action, Target())
    assert scopes(holder(role), action) == [SCOPES[role]]
    assert not may(petugas(roles={}), action, Target())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_who_is_no_longer_active_may_nothing(action, role):
    gone = holder(role, active=False)
    assert not any(may(gone, action, place) for place in (Target(), Target("3204"), target()))


@pytest.mark.parametrize(
    "own",
    [
        {"nik_hashes": frozenset({"mine", "m"})},
        {"addresses": frozenset({"x@y.test", "Peninjau@Dinas.belajar.id"})},
    ],
    ids=["a second account of the same person", "the own address"],
)
@pytest.mark.parametrize("action", ONE)
def test_nobody_acts_on_themselves(action, own):
    for role in RIGHTS[action]:
        somebody = holder(role)
        whom = next(iter(RIGHTS[action][role]))
        assert may(somebody, action, target(whom, nik_hashes=frozenset({"other"}), addresses=frozenset({"x@y.test"})))
        assert not may(somebody, action, target(whom, **own))


def test_unknown_people_are_not_taken_for_each_other():
    assert may(petugas(nik_hash=None), Action.APPROVE_REQUEST, Target("3204"))


def test_every_act_is_somebodys():
    assert RIGHTS.keys() == set(Action)
    assert all(RIGHTS.values())


def test_scopes_are_those_of_the_roles_that_may():
    both = petugas(roles={"peninjau": "3204", "admin": "33", "helpdesk": "nasional"})
    assert sorted(scopes(both, Action.LIST_REQUESTS)) == ["3204", "33"]
    assert scopes(both, Action.LIST_RESETS) == ["nasional"]
