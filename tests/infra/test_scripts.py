"""bootstrap.sh and deploy.sh with gcloud and terraform played: what they call, what they refuse, where secrets go."""

import base64
import os
import re
import shutil
import subprocess

import pytest

from tools.infra_checks.needs import ROOT

BASH = shutil.which("bash")
GCLOUD = """
case "$*" in
  "projects describe "*) [ -z "${NO_PROJECT:-}" ] ;;
  *print-access-token) [ -z "${NOT_SIGNED_IN:-}" ] ;;
  "storage buckets describe "*) [ -n "${DONE:-}" ] ;;
  "secrets list "*) printf 'pepper\\nsmtp-password\\n' ;;
  "secrets versions list "*) [ -z "${DONE:-}" ] || echo 1 ;;
  "secrets versions add "*) cat > "$PLACE/$4" ;;
esac
"""
TERRAFORM = '[ -z "${NO_STATE:-}" ]'


class Played:
    """Runs a script of infra/; `calls` are the command lines that its tools were given."""

    def __init__(self, folder) -> None:
        self.folder = folder
        for tool, answer in (("gcloud", GCLOUD), ("terraform", TERRAFORM)):
            path = folder / tool
            path.write_text(f'#!{BASH}\necho "{tool} $*" >> "$PLACE/calls"\n{answer}\n')
            path.chmod(0o700)

    def run(self, script, *arguments, typed="", **settings):
        environment = {"PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}", "PLACE": str(self.folder), **settings}
        command = [BASH, str(ROOT / "infra" / script), *arguments]
        return subprocess.run(command, env=environment, input=typed, capture_output=True, text=True, check=False)

    @property
    def calls(self):
        path = self.folder / "calls"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def played(tmp_path):
    return Played(tmp_path)


def test_secrets_are_made_or_asked_for_and_stand_on_no_command_line_and_no_screen(played):
    done = played.run("bootstrap.sh", "dev", typed="rahasia-relai\n")
    assert done.returncode == 0, done.stderr
    assert (played.folder / "smtp-password").read_text() == "rahasia-relai"
    pepper = (played.folder / "pepper").read_text().strip()
    assert len(base64.b64decode(pepper, validate=True)) == 32
    seen = "\n".join([*played.calls, done.stdout, done.stderr])
    assert "rahasia-relai" not in seen
    assert pepper not in seen


def test_what_is_there_stays(played):
    assert played.run("bootstrap.sh", "dev", DONE="yes").returncode == 0
    assert not [call for call in played.calls if re.search(r"buckets create|versions add", call)]


def test_nothing_typed_ends_in_a_refusal_and_no_empty_secret(played):
    done = played.run("bootstrap.sh", "dev", typed="")
    assert done.returncode == 1
    assert "smtp-password: nothing given" in done.stderr
    assert not (played.folder / "smtp-password").exists()


@pytest.mark.parametrize(
    ("script", "arguments", "settings", "line"),
    [
        ("bootstrap.sh", [], {}, "usage"),
        ("bootstrap.sh", ["test"], {}, "no such environment: test"),
        ("bootstrap.sh", ["dev"], {"NO_PROJECT": "yes"}, "project belajar-id-dev .* cannot be seen"),
        ("bootstrap.sh", ["dev"], {"NOT_SIGNED_IN": "yes"}, "Terraform is not signed in"),
        ("deploy.sh", ["test"], {}, "no such environment: test"),
        ("deploy.sh", ["dev"], {"NO_STATE": "yes"}, "is it bootstrapped"),
    ],
)
def test_what_cannot_work_is_refused_in_one_line_before_anything_changes(played, script, arguments, settings, line):
    done = played.run(script, *arguments, **settings)
    assert done.returncode == 1
    assert re.search(line, done.stderr)
    assert len(done.stderr.splitlines()) == 1
    assert not [call for call in played.calls if re.search("apply|create|enable", call)]


@pytest.mark.parametrize(("answer", "asks"), [("yes", False), ("no", True), ("", True)])
def test_a_plan_is_applied_unasked_only_where_that_was_said(played, answer, asks):
    assert played.run("deploy.sh", "dev", AUTO_APPROVE=answer).returncode == 0
    [apply] = [call for call in played.calls if "apply" in call]
    assert ("-auto-approve" not in apply) is asks
    assert "environments/dev/values.tfvars" in apply


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_every_call_names_the_environments_own_project_or_state(played, environment):
    assert played.run("bootstrap.sh", environment, DONE="yes").returncode == 0
    own = f"belajar-id-{environment}"
    calls = [call for call in played.calls if "print-access-token" not in call and not call.startswith("terraform")]
    assert [call for call in calls if own not in call] == []
