"""Folders as buckets: whole files only, and never outside the folder."""

import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from belajar.embedded.files import FolderFiles

REPOSITORY = Path(__file__).parents[4]

WRITER = """
import sys
from pathlib import Path
from belajar.embedded.files import FolderFiles

files = FolderFiles(Path(sys.argv[1]))
while True:
    for letter in (b"a", b"b"):
        files.write("rosters", "in/file.csv", letter * 3_000_000)
        print("written", flush=True)
"""


@pytest.fixture
def files(tmp_path):
    return FolderFiles(tmp_path / "buckets")


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../other/x", "in/../../x", "in/./x", "in//x", "in/", "in\\x", "a\0b", "a\nb", "x" * 1025],
)
def test_a_name_that_could_lead_elsewhere_is_refused(files, name):
    with pytest.raises(ValueError, match="not an object name"):
        files.write("rosters", name, b"x")


@pytest.mark.parametrize("bucket", ["", "..", ".arriving", "a/b", "Rosters", "x"])
def test_a_bucket_name_that_could_lead_elsewhere_is_refused(files, bucket):
    with pytest.raises(ValueError, match="not a bucket name"):
        files.list(bucket, "")


def test_a_writer_killed_at_any_moment_leaves_a_whole_file(files, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "buckets")], cwd=REPOSITORY, stdout=subprocess.PIPE
    )
    assert process.stdout
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()

    found = files.read("rosters", "in/file.csv", 0, 4_000_000)
    assert found in {b"a" * 3_000_000, b"b" * 3_000_000}
    assert files.list("rosters", "") == ["in/file.csv"]


def test_two_writes_have_two_change_times(files):
    times = []
    for _ in range(20):
        files.write("rosters", "file", b"x")
        times.append(files.path("rosters", "file").stat().st_mtime_ns)

    assert times == sorted(set(times))


def test_a_stream_that_breaks_off_leaves_the_old_file(files):
    class Broken(BytesIO):
        def read(self, size=-1, /):
            raise ConnectionResetError

    files.write("rosters", "file", b"old")
    with pytest.raises(Exception, match="files_unavailable"):
        files.write_from("rosters", "file", Broken())

    assert files.read("rosters", "file", 0, 10) == b"old"
    assert [path for path in files.path("rosters", "file").parent.parent.rglob("*") if path.is_file()] == [
        files.path("rosters", "file")
    ]
