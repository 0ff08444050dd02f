from collections import Counter
from datetime import UTC, datetime

import pytest

from devstack.cli.following import ended
from schemas.imports import Import, ImportState

NOW = datetime(2026, 7, 13, tzinfo=UTC)


def document(state: ImportState) -> Import:
    return Import(bucket="rosters", name="in/a", generation="1", state=state, created_at=NOW, updated_at=NOW)


@pytest.mark.parametrize(
    ("state", "counts", "over"),
    [
        (ImportState.SCANNING, {}, False),
        (ImportState.READING, {"requested": 2, "accounts_made": 2}, False),
        (ImportState.FINISHED, {"requested": 2, "accounts_made": 1}, False),
        (ImportState.FINISHED, {"requested": 2, "accounts_made": 1, "accounts_refused": 1}, True),
        (ImportState.FINISHED, {}, True),
        (ImportState.SETTLED, {"requested": 1, "accounts_made": 1}, True),
        (ImportState.REFUSED, {}, True),
        (ImportState.STUCK, {"requested": 5}, True),
    ],
)
def test_an_import_is_over_when_all_rows_are_read_and_all_requests_answered(state, counts, over):
    assert ended(document(state), Counter(counts)) is over
