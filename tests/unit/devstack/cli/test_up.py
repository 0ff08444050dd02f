import os
import re
import socket
import subprocess
import sys
from pathlib import Path

from devstack.cli.up import PAGES, PEOPLE, SCHOOLS, SEED, trial
from devstack.sample.generate import generate

ROOT = Path(__file__).parents[4]


def up(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "devstack.cli", "--folder", str(folder), "up", *options]
    return subprocess.run(
        command, check=False, cwd=ROOT, env={**os.environ, **environment}, text=True, capture_output=True, timeout=60
    )


def test_a_taken_port_is_one_sentence_and_exit_code_1(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = up(tmp_path, "--port", str(taken.getsockname()[1]))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "choose another with `bin/belajar up --port`" in done.stderr


def test_emulators_refuse_an_environment_of_a_real_project(tmp_path):
    done = up(tmp_path, "--port", "0", "--engine", "emulators", GOOGLE_CLOUD_PROJECT="belajar-produksi")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "GOOGLE_CLOUD_PROJECT" in done.stderr


def test_the_sentence_to_try_names_somebody_of_the_sample_it_names():
    sentence = trial()
    assert f"--people {PEOPLE} --schools {SCHOOLS} --seed {SEED}" in sentence
    people = [line.person for line in generate(PEOPLE, SCHOOLS, SEED) if line.person]
    [named] = [
        person for person in people if all(value in sentence for value in (person.nama, person.nama_ibu_kandung))
    ]
    assert named.email_pribadi
    assert named.npsn in sentence


def test_the_pages_are_those_that_the_readme_names_and_that_need_no_token():
    named = re.findall(r"^\| `(/[^`<.]*)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert "/reset" in named
    assert [path or "/" for path, _ in PAGES] == named
