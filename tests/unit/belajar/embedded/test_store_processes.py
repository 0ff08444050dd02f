"""The SQLite store under several processes, and under kill -9."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from belajar.embedded.store import SqliteStore
from belajar.ports import Query

REPOSITORY = Path(__file__).parents[4]
HEAD = """
import os, sys
from pathlib import Path
from belajar.embedded.store import SqliteStore
from belajar.errors import PreconditionError
from belajar.ports import MISSING, Increment, Merge, Put
store = SqliteStore(Path(sys.argv[1]))
"""
COUNT = """
def count(name):
    for number in range(100):
        store.commit([Merge("stats/all", {"n": Increment(1)}), Put(f"rows/{name}-{number}", {})])
"""

Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "store.sqlite"


@pytest.fixture
def start(path: Path) -> Iterator[Start]:
    """Runs code in a process of its own, which has opened the store of this test."""
    running: list[subprocess.Popen[str]] = []

    def run(code: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", HEAD + code, str(path)]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY))
        return running[-1]

    yield run
    for process in running:
        assert process.stdout
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def reader(path: Path) -> Iterator[Callable[[], SqliteStore]]:
    opened: list[SqliteStore] = []

    def read() -> SqliteStore:
        opened.append(SqliteStore(path))
        return opened[-1]

    yield read
    for store in opened:
        store.close()


def test_processes_that_start_and_write_at_once_lose_nothing(start: Start, reader):
    processes = [start(COUNT + f"count('{name}')") for name in "abc"]
    assert [process.wait() for process in processes] == [0, 0, 0]

    store = reader()
    assert store.get("stats/all")[0].data == {"n": 300}
    assert len(store.query(Query("rows", limit=1000))) == 300


def test_a_process_that_forks_after_using_the_store_shares_it_safely(start: Start, reader):
    code = """
store.commit([Put("c/before", {})])
child = os.fork()
count("child" if child == 0 else "parent")
if child == 0:
    os._exit(0)
sys.exit(os.waitpid(child, 0)[1])
"""
    assert start(COUNT + code).wait() == 0
    assert reader().get("stats/all")[0].data == {"n": 200}


def test_of_several_processes_one_creates_a_document(start: Start, reader):
    code = """
won = 0
for number in range(100):
    try:
        store.commit([Put(f"accounts/{number}", {}, MISSING)])
        won += 1
    except PreconditionError:
        pass
print(won)
"""
    outputs = [process.communicate()[0] for process in [start(code), start(code)]]
    assert sum(int(output) for output in outputs) == 100
    assert len(reader().query(Query("accounts", limit=1000))) == 100


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_process_killed_among_its_commits_leaves_whole_commits_and_all_it_was_told_of(
    start: Start, reader, after: int
):
    process = start("""
number = 0
while True:
    number += 1
    store.commit([Put(f"rows/{row:03}", {"n": number, "text": "x" * 200}) for row in range(400)])
    print(number, flush=True)
""")
    assert process.stdout
    told = [int(process.stdout.readline()) for _ in range(after)][-1]
    process.kill()
    told = int((process.communicate()[0].split() or [told])[-1])

    rows = reader().query(Query("rows", limit=1000))

    numbers = {row.data["n"] for row in rows}
    assert len(rows) == 400
    assert len(numbers) == 1
    assert told <= numbers.pop() <= told + 1
