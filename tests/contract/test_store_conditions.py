"""Expectations, atomicity and versions: what every step's commit stands on."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from belajar.embedded.store import SqliteStore
from belajar.errors import PreconditionError
from belajar.ports import MISSING, Delete, Increment, Merge, Put, Store


@pytest.fixture
def threads(store: Store) -> int:
    """How many at once: Google's emulator loses writes to time-outs under contention."""
    return 50 if isinstance(store, SqliteStore) else 5


def data_of(store: Store, path: str):
    snapshot = store.get(path)[0]
    return snapshot and snapshot.data


def test_a_read_gives_documents_in_the_order_asked_and_none_for_missing_ones(store: Store):
    store.commit([Put("people/a", {"n": 1}), Put("accounts/a", {"n": 2})])

    found = store.get("accounts/a", "people/b", "people/a", "accounts/a")

    assert [item and (item.path, item.data) for item in found] == [
        ("accounts/a", {"n": 2}),
        None,
        ("people/a", {"n": 1}),
        ("accounts/a", {"n": 2}),
    ]


def test_reading_nothing_gives_nothing(store: Store):
    assert store.get() == []


def test_a_commit_of_nothing_does_nothing(store: Store):
    assert store.commit([]) == []


def test_a_commit_returns_the_version_a_read_will_see(store: Store):
    versions = store.commit([Put("c/a", {"n": 1}), Merge("c/b", {"n": Increment(1)}), Delete("c/none")])

    found = store.get("c/a", "c/b")

    assert versions == [*(item.version for item in found if item), ""]
    assert all(versions[:2])


@pytest.mark.parametrize("write", [Put("c/a", {"n": 2}, MISSING), Merge("c/a", {"n": 2}, MISSING)])
def test_a_document_that_must_not_exist_is_created_once(store: Store, write):
    store.commit([write])

    with pytest.raises(PreconditionError):
        store.commit([write])
    assert data_of(store, "c/a") == {"n": 2}


@pytest.mark.parametrize(
    "change",
    [
        lambda version: Put("c/a", {"n": 3}, version),
        lambda version: Merge("c/a", {"n": Increment(1)}, version),
        lambda version: Delete("c/a", version),
    ],
    ids=["put", "merge", "delete"],
)
class TestAnExpectedVersion:
    def test_lets_the_write_through_while_it_holds(self, store: Store, change):
        version = store.commit([Put("c/a", {"n": 1})])[0]
        store.commit([change(version)])
        assert data_of(store, "c/a") != {"n": 1}

    def test_stops_the_write_once_the_document_has_changed(self, store: Store, change):
        version = store.commit([Put("c/a", {"n": 1})])[0]
        store.commit([Put("c/a", {"n": 2})])
        with pytest.raises(PreconditionError):
            store.commit([change(version)])
        assert data_of(store, "c/a") == {"n": 2}

    def test_stops_the_write_when_the_document_is_gone(self, store: Store, change):
        version = store.commit([Put("c/a", {"n": 1})])[0]
        store.commit([Delete("c/a")])
        with pytest.raises(PreconditionError):
            store.commit([change(version)])
        assert data_of(store, "c/a") is None

    def test_does_not_come_back_with_the_same_content(self, store: Store, change):
        version = store.commit([Put("c/a", {"n": 1})])[0]
        store.commit([Delete("c/a")])
        store.commit([Put("c/a", {"n": 1})])
        with pytest.raises(PreconditionError):
            store.commit([change(version)])
        assert data_of(store, "c/a") == {"n": 1}


def test_nothing_is_written_when_one_of_several_expectations_fails(store: Store):
    store.commit([Put("c/taken", {"n": 1}), Put("c/kept", {"n": 1})])

    with pytest.raises(PreconditionError):
        store.commit(
            [
                Put("c/new", {"n": 1}),
                Merge("c/taken", {"n": Increment(5)}),
                Delete("c/kept"),
                Put("c/taken2", {}, "1"),
            ]
        )

    assert [item and item.data for item in store.get("c/new", "c/taken", "c/kept", "c/taken2")] == [
        None,
        {"n": 1},
        {"n": 1},
        None,
    ]


@pytest.mark.parametrize(
    "write",
    [
        Put("c/a", {"m": {"y": 2, "x": 1}}),
        Merge("c/a", {"m": {"x": 1}}),
        Merge("c/a", {}),
        Merge("c/a", {"n": Increment(0)}),
    ],
    ids=["put", "merge", "empty merge", "increment by nothing"],
)
def test_a_write_that_changes_nothing_keeps_the_version(store: Store, write):
    document = {"m": {"x": 1, "y": 2}} | ({"n": 4} if "n" in write.data else {})
    version = store.commit([Put("c/a", document)])[0]

    assert store.commit([write]) == [version]
    store.commit([Put("c/a", {"after": True}, version)])


def test_every_change_of_content_changes_the_version(store: Store):
    writes = [Put("c/a", {"n": 1}), Put("c/a", {"n": 1.0}), Merge("c/a", {"n": Increment(1)}), Put("c/a", {})]
    versions = [store.commit([write])[0] for write in writes]
    assert len(set(versions)) == len(writes)


def test_deleting_what_is_not_there_is_no_error(store: Store):
    assert store.commit([Delete("c/none")]) == [""]


def test_of_parallel_creators_of_one_document_exactly_one_wins(store: Store, threads: int):
    def create(number: int) -> bool:
        try:
            store.commit([Put("accounts/siti@sd.belajar.id", {"owner": number}, MISSING)])
        except PreconditionError:
            return False
        return True

    with ThreadPoolExecutor(threads) as pool:
        won = list(pool.map(create, range(threads)))

    assert won.count(True) == 1
    assert data_of(store, "accounts/siti@sd.belajar.id") == {"owner": won.index(True)}


def test_parallel_blind_increments_are_all_counted(store: Store, threads: int):
    def count(_: int) -> None:
        committed = False
        while not committed:
            try:
                committed = bool(store.commit([Merge("stats/a", {"by": {"x-y": Increment(1)}})]))
            except PreconditionError:
                continue

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(count, range(threads)))

    assert data_of(store, "stats/a") == {"by": {"x-y": threads}}


def test_operations_are_counted_as_they_are_billed(store: Store):
    store.commit([Put("c/a", {}), Merge("c/b", {}), Delete("c/c")])
    store.get("c/a", "c/none")
    store.get("c/a")
    assert store.counts == {"rpcs": 3, "reads": 3, "writes": 2, "deletes": 1}
