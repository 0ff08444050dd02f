"""requirements.txt is made of entries of the lock, unchanged."""

import pytest

from tools.package import PackagingError
from tools.package.lock import read_lock, requirements

LOCK = """# by hand
Flask==3.1.3 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
typing_extensions==4.16.0 ; python_version < '3.13' \\
    --hash=sha256:cc
"""


@pytest.fixture
def lock(tmp_path):
    (tmp_path / "run.lock").write_text(LOCK)
    return read_lock(tmp_path / "run.lock")


def test_an_entry_is_taken_whole_with_marker_and_all_hashes(lock):
    assert requirements(["typing-extensions", "flask"], lock) == LOCK.partition("\n")[2]


def test_what_is_not_asked_for_is_left_out(lock):
    assert "flask" not in requirements(["typing-extensions"], lock).lower()


def test_what_the_lock_does_not_hold_is_named(lock):
    with pytest.raises(PackagingError, match="not in the lock: zxcvbn"):
        requirements(["flask", "zxcvbn"], lock)


@pytest.mark.parametrize("entry", ["flask==3.1.3\n", "flask>=3 \\\n    --hash=sha256:aa\n"])
def test_an_entry_without_hash_or_version_is_refused(tmp_path, entry):
    (tmp_path / "run.lock").write_text(entry)
    with pytest.raises(PackagingError, match="not pinned"):
        read_lock(tmp_path / "run.lock")
