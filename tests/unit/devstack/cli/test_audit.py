"""`belajar audit verify` finds what was done to the record, in the very database."""

import json
import sqlite3

import pytest

from belajar.ports import Delete, Merge, Put
from belajar.runtime.staff import audit_row
from devstack.cli.audit_chains import verify
from tests.support.clock import ManualClock

ONE, TWO = "a.peninjau@dinas.belajar.id", "cli:operator"


@pytest.fixture
def acts(store) -> None:
    """Two actors, some acts each, as the runtime writes them."""
    clock = ManualClock()
    for number in range(12):
        actor = ONE if number % 3 else TWO
        clock.advance(seconds=1)
        store.commit(audit_row(store, actor, clock.now(), "show_request", f"requests/{number}", ""))


def path(number: int, chain: str = ONE) -> str:
    return f"audit/{chain}:{number:010}"


@pytest.mark.usefixtures("acts")
def test_an_untouched_record_is_whole(belajar):
    result = belajar("audit", "verify")
    assert (result.exit_code, "whole: 12 rows in 2 chains" in result.output) == (0, True)


def test_an_empty_record_is_whole(belajar, store):
    assert belajar("audit", "verify").exit_code == 0


@pytest.mark.usefixtures("acts")
@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        ([Merge(path(3), {"target": "requests/99"})], "row 3 was changed"),
        ([Delete(path(3))], "row 3 is missing"),
        ([Delete(path(8))], "the head does not agree with row 7"),
        ([Delete(path(1))], "row 1 is missing"),
        ([Delete(path(number)) for number in range(1, 9)], "the head does not agree with row 0"),
        ([Delete(f"audit_heads/{ONE}")], "the head does not agree"),
        ([Put(f"audit/{ONE}:0000000003x", {"number": 3})], "row 4 is missing, or another stands in its place"),
        ([Put(path(9), {"number": 9, "chain": ONE})], "row 9 does not follow the one before"),
        ([Put(path(9), {"number": "9"})], "row 9 is missing, or another stands in its place"),
        ([Put("audit/tersesat", {"number": 1})], "tersesat: the head does not agree"),
        ([Put("audit/x:ü", {"number": 1})], "x: row 1 is missing, or another stands in its place"),
    ],
)
def test_what_was_done_to_a_row_is_named(belajar, store, tamper, fault):
    store.commit(tamper)
    result = belajar("audit", "verify")
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert fault in result.output


@pytest.mark.usefixtures("acts")
def test_a_row_changed_behind_the_stores_back_is_found(belajar, store, root):
    with sqlite3.connect(root / "embedded" / "store.sqlite") as connection:
        changed = "UPDATE documents SET body = replace(body, 'requests/5', 'requests/6') WHERE path = ?"
        assert connection.execute(changed, (path(4),)).rowcount == 1
    connection.close()
    assert "row 4 was changed" in belajar("audit", "verify").output


@pytest.mark.usefixtures("acts")
def test_one_chain_may_be_looked_at_alone(belajar, store):
    store.commit([Delete(path(3))])
    assert belajar("audit", "verify", "--chain", TWO).exit_code == 0
    assert belajar("audit", "verify", "--chain", ONE).exit_code == 1


@pytest.mark.usefixtures("acts")
def test_a_chain_rewritten_together_with_its_head_shows_in_the_digest(store):
    before = verify(store).digest
    assert verify(store).digest == before
    for number in range(5, 9):
        store.commit([Delete(path(number))])
    store.commit([Put(f"audit_heads/{ONE}", {"number": 4, "hash": store.get(path(4))[0].data["hash"]})])
    assert (verify(store).faults, verify(store).digest == before) == ({}, False)


def test_the_latest_acts_of_one_actor_are_shown_with_whom_they_concern(belajar, store):
    store.commit(audit_row(store, "k@belajar.id", ManualClock().now(), "show_reset", "resets/1", "", "people/77"))
    assert "people/77" in belajar("audit", "show", "k@belajar.id").output
    [row] = json.loads(belajar("audit", "show", "k@belajar.id", "--json").output)
    assert (row["target"], row["whom"]) == ("resets/1", "people/77")


@pytest.mark.usefixtures("acts")
def test_the_latest_acts_of_one_actor_are_shown(belajar):
    shown = json.loads(belajar("audit", "show", TWO, "--limit", 2, "--json").output)
    assert [row["target"] for row in shown] == ["requests/6", "requests/9"]
    assert "requests/9" in belajar("audit", "show", TWO).output
