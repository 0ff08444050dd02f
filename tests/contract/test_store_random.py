"""Random writes to both engines at once: same outcome, same documents, and versions that move at the same times."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from belajar.embedded.store import SqliteStore
from belajar.errors import PreconditionError
from belajar.ports import DELETE_FIELD, MISSING, Delete, Increment, Merge, Put, Store, Write

STEPS = 300
KEYS = ("a", "b", "c", "a.b", "x y", "`", "\\", "é", "0", "-", "a`b.c\\")
SCALARS = (
    None, True, False, 0, 1, -1, 2**63 - 1, -(2**63), 1.5, 0.0, 1.0, 1e300, "", "x", "\x00", "é", {}, [],
    datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)  # fmt: skip
NEVER = {SqliteStore: "1"}
"""Versions that no document has; Firestore's are microseconds."""


def value(random: Random, depth: int = 0) -> Any:
    kind = random.randrange(12) if depth < 4 else 9
    if kind < 2:
        return {random.choice(KEYS): value(random, depth + 1) for _ in range(random.randrange(4))}
    if kind == 2:
        items = [value(random, depth + 1) for _ in range(random.randrange(3))]
        return [item for item in items if not isinstance(item, list)]
    return random.choice(SCALARS)


def patch(random: Random, depth: int = 0) -> dict[str, Any]:
    def part() -> Any:
        deeper = depth < 4 and random.random() < 0.4
        return patch(random, depth + 1) if deeper else random.choice((leaf, value))(random)

    return {random.choice(KEYS): part() for _ in range(random.randrange(4))}


def leaf(random: Random) -> Any:
    return random.choice((DELETE_FIELD, Increment(random.choice((0, 1, -1, 5, 2**62)))))


def write(store: Store, path: str, seed: int) -> Write:
    """The same for both stores, but for the versions they know."""
    random = Random(seed)
    [seen] = store.get(path)
    version = seen.version if seen else NEVER.get(type(store), "1700000000000000")
    expect = random.choice((None, None, version, MISSING))
    kind = random.random()
    if kind < 0.2:
        return Put(path, {random.choice(KEYS): value(random) for _ in range(3)}, expect)
    if kind < 0.3:
        return Delete(path, version if expect is version else None)
    return Merge(path, patch(random), expect)


def outcome(store: Store, paths: list[str], seed: int) -> list[Any]:
    before = store.get(*paths)
    try:
        store.commit([write(store, path, seed + number) for number, path in enumerate(paths)])
        word = "written"
    except PreconditionError:
        word = "refused"
    after = store.get(*paths)
    kept = [bool(old and new and old.version == new.version) for old, new in zip(before, after, strict=True)]
    return [word, kept, [found and typed(found.data) for found in after]]


def typed(data: Any) -> str:
    """Text that tells 1, 1.0 and true apart, which Python's == does not."""
    return json.dumps(data, sort_keys=True, default=repr)


@pytest.fixture
def firestore(emulator_project: str) -> Iterator[Store]:
    from belajar.cloud.store import FirestoreStore

    store = FirestoreStore(emulator_project, "(default)")
    yield store
    store.close()


@pytest.mark.emulators
def test_random_writes_mean_the_same_on_both_engines(firestore: Store, tmp_path: Path):
    sqlite, random = SqliteStore(tmp_path / "store.sqlite"), Random(1)
    words = set()
    for step in range(STEPS):
        paths = [f"c/{name}" for name in random.sample("abc", random.randrange(1, 3))]
        seed = random.randrange(2**32)
        expected = outcome(firestore, paths, seed)
        assert outcome(sqlite, paths, seed) == expected, f"step {step}"
        words.add(expected[0])
    sqlite.close()
    assert words == {"written", "refused"}
