"""What was done to a chain of audit rows shows."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from belajar.rules.audit_chain import GENESIS, first_fault, row_hash

CHAIN = "peninjau@dinas.belajar.id"


@pytest.fixture
def rows() -> list[dict]:
    made, previous = [], GENESIS
    for number in range(1, 6):
        row = {
            "chain": CHAIN,
            "number": number,
            "at": datetime(2026, 7, number, tzinfo=UTC),
            "actor": CHAIN,
            "action": "show_request",
            "target": f"requests/{number}",
            "reason": "",
            "previous": previous,
        }
        row["hash"] = previous = row_hash(row)
        made.append(row)
    return made


def head(rows: list[dict]) -> dict:
    return {"number": len(rows), "hash": rows[-1]["hash"]}


def test_an_untouched_chain_is_whole(rows):
    assert first_fault(CHAIN, rows, head(rows)) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor", "lain@dinas.belajar.id"),
        ("action", "approve_request"),
        ("target", "requests/9"),
        ("reason", "x"),
        ("at", datetime(2026, 7, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_changed_row_is_named(rows, field, value):
    rows[2][field] = value
    assert first_fault(CHAIN, rows, head(rows)) == "row 3 was changed"


def later_row(rows: list[dict], whom: str) -> dict:
    """As rows are written since they say whom; the fixture's are of before."""
    row = rows[-1] | {"number": len(rows) + 1, "whom": whom, "previous": rows[-1]["hash"]}
    return row | {"hash": row_hash(row)}


def test_rows_of_before_and_rows_that_say_whom_are_one_whole_chain(rows):
    rows.append(later_row(rows, "people/1"))
    assert first_fault(CHAIN, rows, head(rows)) is None


@pytest.mark.parametrize("number", [3, 6])
@pytest.mark.parametrize("whom", ["", "people/2"])
def test_whom_can_neither_be_added_nor_changed_afterwards(rows, number, whom):
    rows.append(later_row(rows, "people/1"))
    whole = head(rows)
    rows[number - 1] = rows[number - 1] | {"whom": whom}
    assert first_fault(CHAIN, rows, whole) == f"row {number} was changed"


def test_whom_cannot_be_taken_away_afterwards(rows):
    rows.append(later_row(rows, "people/1"))
    del rows[5]["whom"]
    assert first_fault(CHAIN, rows, head(rows)) == "row 6 was changed"


def test_a_changed_row_with_a_new_hash_shows_at_the_next_one(rows):
    rows[2]["target"] = "requests/9"
    rows[2]["hash"] = row_hash(rows[2])
    assert first_fault(CHAIN, rows, head(rows)) == "row 4 does not follow the one before"


def test_a_missing_row_is_named(rows):
    whole = head(rows)
    del rows[1]
    assert first_fault(CHAIN, rows, whole) == "row 2 is missing, or another stands in its place"


def test_an_inserted_row_is_found(rows):
    extra = rows[1] | {"number": 3}
    rows.insert(2, extra | {"hash": row_hash(extra)})
    assert first_fault(CHAIN, rows, head(rows)) == "row 3 does not follow the one before"


@pytest.mark.parametrize("left", [0, 1, 4])
def test_a_cut_off_tail_does_not_agree_with_the_head(rows, left):
    assert first_fault(CHAIN, rows[:left], head(rows)) == f"the head does not agree with row {left}, the last one"


def test_a_missing_head_is_a_fault(rows):
    assert first_fault(CHAIN, rows, None) is not None


def test_the_rows_of_another_are_no_chain(rows):
    assert first_fault("lain@dinas.belajar.id", rows, head(rows)) is not None


def test_a_row_without_its_fields_is_a_fault_not_a_crash(rows):
    rows[3] = {"number": 4, "chain": CHAIN, "previous": rows[2]["hash"]}
    assert first_fault(CHAIN, rows, head(rows)) == "row 4 was changed"


def test_the_same_moment_in_another_zone_is_the_same_row(rows):
    jakarta = rows[0]["at"].astimezone(timezone(timedelta(hours=7)))
    assert row_hash(rows[0] | {"at": jakarta}) == rows[0]["hash"]
