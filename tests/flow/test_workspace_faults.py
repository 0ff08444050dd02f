"""Whatever Workspace answers: one user per person, no request lost, nobody else's user taken for ours."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from belajar.ports import NewUser
from belajar.rules.account_names import candidates
from belajar.rules.domains import email_domain
from devstack.sample.people import SamplePerson
from devstack.workspace.answers import AFTER_WORK, ANSWERS
from devstack.workspace.options import Options
from schemas.people import Jenis, Jenjang
from tests.support.roster_files import invented, roster_file
from tests.support.world import World, world

DATA_AT_FAULT = {"invalidName", "invalidPassword", "invalidInput"}
"""The person's data are refused for good."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("world"), Options(visible_after_seconds=3)) as shared:
        yield shared


@pytest.fixture(scope="module")
def crowd() -> dict[str, SamplePerson]:
    """One person for every answer."""
    names = [*ANSWERS, *(f"{name}{AFTER_WORK}" for name in ANSWERS)]
    return dict(zip(names, invented(len(names), email_pribadi=""), strict=True))


def state(made: World, person: SamplePerson) -> str:
    return str(made.documents("people")[person.sumber_id]["account_state"])


def users_of(made: World, person: SamplePerson) -> list[str]:
    made.clock.advance(seconds=10)  # until everybody is visible
    return [address for address, owner in made.users().items() if owner == person.sumber_id]


@pytest.mark.parametrize("answer", sorted(ANSWERS))
def test_an_unhappy_answer_once(made: World, crowd: dict[str, SamplePerson], answer):
    person = crowd[answer]
    made.rules({"method": "users.insert", "answer": answer})
    made.upload(f"{answer}.csv", roster_file([person]))
    made.run()
    if answer in DATA_AT_FAULT:
        assert state(made, person) == "refused"
        assert users_of(made, person) == []
    else:
        assert state(made, person) == "created"
        assert len(users_of(made, person)) == 1
    assert made.bus.dead_letters() == []


@pytest.mark.parametrize("answer", sorted(set(ANSWERS) - DATA_AT_FAULT))
def test_an_unhappy_answer_although_the_user_was_made(made: World, crowd: dict[str, SamplePerson], answer):
    person = crowd[f"{answer}{AFTER_WORK}"]
    made.rules({"method": "users.insert", "answer": f"{answer}{AFTER_WORK}"})
    made.upload(f"{answer}-after.csv", roster_file([person]))
    made.run()
    assert state(made, person) == "created"
    assert len(users_of(made, person)) == 1, "made once, found again, not made twice"


def test_a_refused_person_is_told_to_operations_and_asked_for_again_when_the_register_is_mended(tmp_path: Path):
    [person] = invented(1)
    with world(tmp_path) as made:
        made.rules({"method": "users.insert", "answer": "invalidName"})
        made.upload("a.csv", roster_file([person]))
        made.run()
        [mail] = made.inbox.mails("operasi@contoh.test")
        assert b"invalid_name" in mail.raw
        assert state(made, person) == "refused"
        made.upload("a.csv", roster_file([person]), generation="2")
        made.run()
        assert state(made, person) == "refused", "the same row again mends nothing"
        [mended] = invented(1, nama="Sari Dewi")
        made.upload("b.csv", roster_file([mended]))
        made.run()
        assert state(made, person) == "created"
        assert len(users_of(made, person)) == 1


def test_a_cause_only_an_engineer_can_mend_ends_in_the_dead_letters_and_is_replayed(tmp_path: Path):
    [person] = invented(1)
    with world(tmp_path) as made:
        made.rules({"method": "users.*", "times": 100_000, "answer": "insufficientPermissions"})
        made.upload("a.csv", roster_file([person]))
        made.run()
        assert [letter.subscription for letter in made.bus.dead_letters()] == ["account-requested-v1.provision"]
        assert state(made, person) == "reserved"
        made.rules()
        made.bus.replay()
        made.run()
        assert state(made, person) == "created"
        assert users_of(made, person) == [made.documents("people")[person.sumber_id]["address"]]


def test_an_address_held_by_somebody_who_is_not_ours_is_never_taken(tmp_path: Path):
    [person] = invented(1)
    domain = email_domain(Jenis(person.jenis), Jenjang(person.jenjang))
    first, second, *_ = (f"{local}@{domain}" for local in candidates(person.nama, person.sumber_id))
    with world(tmp_path) as made:
        made.directory.insert(
            NewUser(first, "Orang", "Lain", "Orang Lain", "kata.sandi.1234", "/", "bukan-kami", "0", None, None)
        )
        made.clock.advance(seconds=30)
        made.upload("a.csv", roster_file([person]))
        made.settle()
        assert made.users() == {first: "bukan-kami", second: person.sumber_id}
        assert made.documents("accounts")[first]["state"] == "foreign"
        assert made.documents("people")[person.sumber_id]["address"] == second


def test_quotas_of_workspace_are_never_hit_by_a_whole_school(tmp_path: Path):
    with world(tmp_path) as made:
        made.upload("a.csv", roster_file(invented(120, schools=2)))
        made.run()
        assert made.calls()["users.insert"] == {"200": 120}


def test_a_soak_of_random_faults_ends_whole(tmp_path: Path):
    people = invented(40, schools=2, email_pribadi="")
    with world(tmp_path, Options(visible_after_seconds=2, seed=5)) as made:
        chances = {
            "userRateLimitExceeded": 0.1,
            "backendErrorAfterWork": 0.1,
            "closedAfterWork": 0.05,
            "transientError": 0.1,
        }
        requests.put(f"{made.workspace_url}/_simulator/chances", json=chances, timeout=5).raise_for_status()
        made.upload("a.csv", roster_file(people))
        made.settle()
        requests.put(f"{made.workspace_url}/_simulator/chances", json={}, timeout=5).raise_for_status()
        assert Counter(made.users().values()) == Counter(person.sumber_id for person in people)
        assert {data["account_state"] for data in made.documents("people").values()} == {"created"}
