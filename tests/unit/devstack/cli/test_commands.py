import json

import pytest

from devstack.host.running import alone
from devstack.topology import topology


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("tick", "sync"),
        ("events", "watch"),
        ("dlq", "list"),
        ("dlq", "replay", "--all"),
        ("mail", "list"),
        ("petugas", "list"),
        ("petugas", "disable", "a@b.test"),
        ("referral", "list"),
        ("referral", "revoke", "3204"),
        ("audit", "verify"),
        ("audit", "show", "a@b.test"),
    ],
)
def test_a_command_that_needs_a_stack_says_so_in_one_sentence(belajar, words):
    result = belajar(*words)
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "No stack is running" in result.output


def test_the_help_of_tick_names_every_schedule(belajar):
    told = belajar("tick", "--help").output
    assert [name for name in topology().schedules if name not in told] == []


def test_an_import_without_a_stack_says_so(belajar, tmp_path):
    (tmp_path / "a.csv").write_text("x")
    result = belajar("roster", "import", tmp_path / "a.csv")
    assert (result.exit_code, "No stack is running" in result.output) == (1, True)


def test_a_sample_is_written_and_described(belajar, tmp_path):
    out = tmp_path / "contoh.csv"
    result = belajar("sample", "--people", 20, "--schools", 2, "--seed", 5, "--bad-rows", 2, "--out", out, "--json")
    told = json.loads(result.output)
    assert (told["people"], len(told["faults"])) == (20, 2)
    assert len(out.read_bytes().splitlines()) == 23


def test_wiping_asks_first(belajar, root):
    (root / "embedded").mkdir(parents=True)
    assert belajar("wipe", typed="n\n").exit_code == 1
    assert (root / "embedded").exists()
    assert belajar("wipe", typed="y\n").exit_code == 0
    assert not (root / "embedded").exists()


def test_wiping_without_asking_takes_state_keys_and_nothing_else(belajar, root):
    for name in ("embedded", "emulators", "secrets", "mine"):
        (root / name).mkdir(parents=True)
    assert belajar("wipe", "--yes").exit_code == 0
    assert [path.name for path in root.iterdir()] == ["mine"]


def test_a_running_stack_is_not_wiped(belajar, root):
    (root / "embedded").mkdir(parents=True)
    with alone(root / "run"):
        result = belajar("wipe", "--yes")
    assert result.exit_code == 1
    assert "running already" in result.output
    assert (root / "embedded").exists()


def test_an_unknown_engine_is_a_usage_error(belajar):
    result = belajar("up", "--engine", "awan")
    assert (result.exit_code, "Unknown engine awan" in result.output) == (2, True)
