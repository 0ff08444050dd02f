import stat
from pathlib import Path

import pytest

from devstack.host.environment import RefusedError
from devstack.host.running import Note, alone, announce, running


@pytest.fixture
def note(tmp_path: Path) -> Note:
    return Note(pid=1, url="http://127.0.0.1:1", engine="embedded", root=str(tmp_path), environment={"A": "b"})


def test_a_stack_is_found_from_its_announcement_to_its_end(tmp_path, note):
    assert running(tmp_path) is None
    with alone(tmp_path):
        assert running(tmp_path) is None
        announce(tmp_path, note)
        assert running(tmp_path) == note
    assert running(tmp_path) is None


def test_what_a_killed_stack_has_left_is_not_a_running_stack(tmp_path, note):
    announce(tmp_path, note)
    (tmp_path / "stack.lock").touch()
    assert running(tmp_path) is None
    with alone(tmp_path):
        assert running(tmp_path) is None


def test_a_second_stack_in_one_folder_is_refused(tmp_path):
    with alone(tmp_path), pytest.raises(RefusedError, match="running already"), alone(tmp_path):
        pass


def test_the_note_is_for_its_owner_only(tmp_path, note):
    announce(tmp_path, note)
    assert stat.S_IMODE((tmp_path / "stack.json").stat().st_mode) == 0o600
