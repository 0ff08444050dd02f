"""What is particular to the SQLite store: its file, its query plans, its failures."""

import sqlite3
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from belajar.embedded.queries import statement
from belajar.embedded.store import SqliteStore
from belajar.errors import Reason, RetryableError
from belajar.ports import MISSING, Merge, Put, Query


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "not" / "there" / "store.sqlite"


def test_the_folder_and_the_file_are_made_and_nothing_else_is_left_behind(path: Path):
    store = SqliteStore(path)
    assert [item.name for item in path.parent.iterdir()] == [path.name]
    assert store.query(Query("people")) == []
    store.close()


def test_documents_and_versions_outlive_the_store(path: Path):
    first = SqliteStore(path)
    version = first.commit([Put("c/a", {"n": 1})])[0]
    first.close()

    second = SqliteStore(path)
    found = second.get("c/a")[0]
    assert found
    assert (found.data, found.version) == ({"n": 1}, version)
    assert second.commit([Put("c/b", {}, MISSING)])[0] != version
    second.close()


def test_stores_made_at_once_on_an_empty_folder_lose_nothing_of_each_other(path: Path):
    together = Barrier(8)

    def make(number: int) -> None:
        together.wait()
        store = SqliteStore(path)
        store.commit([Put(f"c/{number}", {}, MISSING)])
        store.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(8)))

    store = SqliteStore(path)
    assert len(store.query(Query("c"))) == 8
    store.close()


def test_a_closed_store_can_be_used_again(path: Path):
    store = SqliteStore(path)
    store.close()
    store.commit([Put("c/a", {})])
    assert store.get("c/a")[0]
    store.close()


@pytest.mark.parametrize(
    "query",
    [Query("people"), Query("people", after="people/a"), Query("people", where=(("n", "==", 1),))],
)
def test_a_query_by_id_walks_the_range_of_its_collection_without_sorting(path: Path, query: Query):
    store = SqliteStore(path)
    store.close()
    sql, parameters = statement(query)
    connection = sqlite3.connect(path)
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    connection.close()

    assert plan[0].startswith("SEARCH documents USING INDEX sqlite_autoindex_documents_1 (path>? AND path<?)")
    assert not any("TEMP B-TREE" in step for step in plan)


def test_a_merge_that_would_make_a_document_too_large_is_refused(path: Path):
    store = SqliteStore(path)
    store.commit([Put("c/a", {"first": "x" * 600_000})])
    with pytest.raises(ValueError, match="1 MiB"):
        store.commit([Put("c/b", {}), Merge("c/a", {"second": "x" * 600_000})])
    assert store.get("c/b") == [None]
    store.close()


def test_a_broken_file_is_an_outage_told_without_its_content(path: Path):
    path.parent.mkdir(parents=True)
    path.write_bytes(b"rahasia " * 4096)
    with pytest.raises(RetryableError) as outage:
        SqliteStore(path).get("c/a")
    assert outage.value.reason is Reason.STORE_UNAVAILABLE
    assert outage.value.detail == "SQLITE_NOTADB"
    assert "rahasia" not in "".join(traceback.format_exception(outage.value))
