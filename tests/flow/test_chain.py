"""From a register file to working accounts: everything arrives once, whatever happens on the way."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from belajar.embedded.claims import Patience
from devstack.sample.generate import SampleLine, generate, header
from schemas.documents import AccountState
from tests.support.roster_files import invented, roster_file
from tests.support.world import World, world


def sample(people: int = 24, schools: int = 4, bad: int = 3, seed: int = 7) -> tuple[bytes, list[SampleLine]]:
    lines = list(generate(people, schools, seed, bad))
    return b"\n".join([header(), *(line.data for line in lines)]) + b"\n", lines


def assert_whole(made: World, lines: list[SampleLine]) -> None:
    """The promise of the chain, for every accepted row."""
    people = {line.person.sumber_id: line.person for line in lines if line.person}
    users = made.users()
    assert Counter(users.values()) == Counter(list(people)), "one Workspace user per person, one person per address"
    stored = made.documents("people")
    assert set(stored) == set(people), "no accepted row without a person, no bad row with one"
    assert {data["account_state"] for data in stored.values()} == {AccountState.CREATED}
    assert {data["address"]: person_id for person_id, data in stored.items()} == users
    accounts = made.documents("accounts")
    assert {address for address, data in accounts.items() if data["state"] == "created"} == set(users)
    mailed = {person_id for person_id, data in stored.items() if data["email_pribadi"]}
    sent = made.documents("messages")
    assert {data["person_id"] for data in sent.values() if data["state"] == "sent"} == mailed, "no mail lost"
    assert len({mail.message_id for mail in made.inbox.mails(limit=10_000)}) == len(mailed), "no mail twice"
    assert made.documents("outbox") == {}
    assert made.documents("quarantine") == {}
    assert made.bus.dead_letters() == []


def assert_counted(made: World, lines: list[SampleLine]) -> None:
    """Progress is exact, however often the messages came."""
    counts = made.progress()
    good = sum(line.person is not None for line in lines)
    assert counts["rows_read"] == len(lines)
    assert counts["accepted"] == counts["created"] == counts["requested"] == counts["accounts_made"] == good
    assert counts["rejected"] == len(lines) - good


def test_the_whole_chain(tmp_path: Path):
    data, lines = sample()
    with world(tmp_path) as made:
        made.upload("a.csv", data)
        made.settle()
        assert_whole(made, lines)
        assert_counted(made, lines)
        assert made.calls()["users.insert"] == {"200": 24}, "one Directory call per account"
        [imported] = made.documents("imports").values()
        assert imported["state"] == "settled"
        rejects = made.files.read("rosters", imported["rejects"], 0, 10**6).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(rejects), delimiter=";"))
        refused = {int(row["baris"]) for row in rows if row["tingkat_masalah"] != "peringatan"}
        assert refused == {line.number for line in lines if line.fault}


@pytest.mark.parametrize("order", ["fifo", "lifo", "random"])
def test_every_message_twice_and_out_of_order(tmp_path: Path, order):
    data, lines = sample()
    with world(tmp_path, patience=Patience(order=order, duplicates=1, seed=3)) as made:
        made.upload("a.csv", data)
        made.settle()
        assert_whole(made, lines)
        assert_counted(made, lines)


def test_the_same_file_again_changes_nothing(tmp_path: Path):
    data, lines = sample()
    with world(tmp_path) as made:
        made.upload("a.csv", data)
        made.settle()
        before = {name: made.documents(name) for name in ("people", "accounts", "lookup", "messages")}
        writes = made.store.counts["writes"]
        made.upload("a.csv", data, generation="2")
        made.run()
        after = {name: made.documents(name) for name in before}
        assert after == before
        assert made.store.counts["writes"] - writes < 40, "progress and ledger only, not per person"
        assert made.progress()["unchanged"] == 24
        assert_whole(made, lines)


def effects_of_one_run(tmp_path: Path, data: bytes) -> int:
    with world(tmp_path / "count") as made:
        made.upload("a.csv", data)
        made.run()
        return len(made.fuse.effects)


@pytest.mark.parametrize("before", [False, True], ids=["after the effect", "before the effect"])
def test_a_kill_at_every_effect_of_every_step(tmp_path: Path, before):
    """Three people with every kind of contact: each of the run's effects is the last of its process once."""
    data, lines = sample(people=3, schools=1, bad=1)
    (tmp_path / "count").mkdir()
    total = effects_of_one_run(tmp_path, data)
    assert total > 30, "the walk is real"
    for kill_at in range(total):
        folder = tmp_path / f"k{kill_at}"
        folder.mkdir()
        with world(folder) as made:
            made.fuse.kill_at, made.fuse.before = kill_at, before
            made.upload("a.csv", data)
            made.settle()
            assert made.kills == 1
            assert_whole(made, lines)
            assert_counted(made, lines)


def test_many_random_kills(tmp_path: Path):
    data, lines = sample()
    rng = Random(11)
    with world(tmp_path, patience=Patience(order="random", duplicates=1)) as made:
        made.upload("a.csv", data)
        survive: Callable[[], None] = made._wake_up

        def die_again() -> None:
            survive()
            if made.kills < 12:
                made.fuse.kill_at = len(made.fuse.effects) + rng.randrange(25)

        made._wake_up = die_again  # type: ignore[method-assign]
        made.fuse.kill_at = 5
        made.settle()
        assert made.kills == 12
        assert_whole(made, lines)
        assert_counted(made, lines)


def test_people_of_one_name_imported_at_once_get_different_addresses(tmp_path: Path):
    same = invented(12, nama="Siti Aminah", email_pribadi="")
    with world(tmp_path, patience=Patience(order="random")) as made:
        made.upload("a.csv", roster_file(same))
        made.settle()
        users = made.users()
        assert Counter(users.values()) == Counter(person.sumber_id for person in same)
        assert all(address.startswith("siti.aminah") for address in users)
