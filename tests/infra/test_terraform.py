"""What Terraform and Checkov themselves say, where they are installed."""

import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from devstack.topology import read_topology, topology
from schemas.events import CATALOGUE
from tools.infra_checks.needs import ROOT

INFRA = ROOT / "infra"
TERRAFORM = shutil.which("terraform")
CHECKOV = shutil.which("checkov", path=f"{ROOT / '.venv' / 'checkov' / 'bin'}{os.pathsep}{os.environ['PATH']}")
NO_PROVIDER = ("Failed to query available provider packages", "could not connect to", "Failed to install provider")

needs_terraform = pytest.mark.skipif(not TERRAFORM, reason="needs terraform: not on PATH")
needs_checkov = pytest.mark.skipif(not CHECKOV, reason="needs Checkov: `make infra` installs it")


def terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    command = [TERRAFORM, f"-chdir={folder}", *arguments]
    return subprocess.run(command, env=clean, capture_output=True, text=True, check=False)


@pytest.fixture
def derive(tmp_path):
    """Run module topology, which needs no provider, on a list; gives its outputs."""
    shutil.copytree(INFRA / "modules" / "topology", tmp_path / "module", ignore=shutil.ignore_patterns(".terraform*"))

    def run(path: Path):
        source = f'module "topology" {{\n  source = "./module"\n  path = "{path}"\n}}\n'
        (tmp_path / "main.tf").write_text(f'{source}output "all" {{\n  value = module.topology\n}}\n')
        done = [terraform(tmp_path, "init", "-input=false"), terraform(tmp_path, "apply", "-auto-approve")]
        assert [each.returncode for each in done] == [0, 0], done[-1].stderr
        return json.loads(terraform(tmp_path, "output", "-json", "all").stdout)

    return run


@needs_terraform
def test_terraform_files_are_in_the_house_format():
    done = terraform(INFRA, "fmt", "-check", "-recursive", "-diff")
    assert (done.returncode, done.stdout) == (0, "")


@needs_terraform
def test_terraform_reads_the_list_as_the_local_stack_does(derive):
    derived = derive(INFRA / "topology.yaml")
    own = topology()
    names = {subscription.name for subscription in own.deliveries()}
    assert derived["deliveries"].keys() == names
    for subscription in own.deliveries():
        times = derived["deliveries"][subscription.name]
        listening = own.subscriptions[subscription.topic]
        assert {name: times[name] for name in ("lease_seconds", "ack_deadline_seconds", "retention_days")} == {
            name: getattr(listening, name) for name in ("lease_seconds", "ack_deadline_seconds", "retention_days")
        }
    for name, function in own.functions.items():
        mine = function.model_dump()
        if function.publishes == ["*"]:
            mine["publishes"] = [*derived["topics"]]
        assert mine.items() <= derived["functions"][name].items()
    listeners = {subscription.function for subscription in own.deliveries()}
    assert {name for name, function in derived["functions"].items() if function["listens"]} == listeners


@needs_terraform
def test_every_route_reaches_its_function_and_no_other_comes_before(derive):
    paths = [(pattern(path["template"]), path["function"]) for path in derive(INFRA / "topology.yaml")["paths"]]
    for name, function in topology().functions.items():
        for route in function.routes:
            example = re.sub(r"\{[^}]*\}", "7K2M-PQ", route.split(" ")[1])
            assert next(function for fits, function in paths if fits.fullmatch(example)) == name, route


@needs_terraform
def test_what_terraform_derives_for_firestore_and_the_clock_is_what_the_list_says(derive):
    derived, own = derive(INFRA / "topology.yaml"), topology()
    assert [*derived["indexes"].values()] == sorted(own.indexes, key=key)
    ttl = {field["collection"]: field["field"] for field in derived["fields"].values() if field["ttl"]}
    assert ttl == own.ttl
    indexed = {(field["collection"], field["field"]) for field in derived["fields"].values() if field["indexed"]}
    assert indexed == {(collection, field) for collection, fields in own.indexed.items() for field in fields}
    types = {model.topic(): kind for kind, model in CATALOGUE.items()}
    assert {each["topic"]: each["type"] for each in derived["schedules"].values()} == {
        schedule.topic: types[schedule.topic] for schedule in own.schedules.values()
    }


@needs_terraform
def test_a_path_of_two_functions_is_refused(derive, tmp_path):
    spoilt = tmp_path / "topology.yaml"
    spoilt.write_text((INFRA / "topology.yaml").read_text().replace("POST /v1/surat/laporan", "GET /v1/akun/periksa"))
    assert read_topology(spoilt).functions["mail_report"].routes == ["GET /v1/akun/periksa"]
    with pytest.raises(AssertionError, match="one"):
        derive(spoilt)


@needs_terraform
def test_terraform_finds_the_whole_system_valid(tmp_path):
    copy = tmp_path / "infra"
    shutil.copytree(INFRA, copy, ignore=shutil.ignore_patterns(".terraform*"))
    prepared = terraform(copy, "init", "-backend=false", "-input=false")
    if any(words in prepared.stderr for words in NO_PROVIDER):
        pytest.skip("needs Terraform's registry: the provider hashicorp/google cannot be had")
    done = terraform(copy, "validate", "-no-color")
    assert done.returncode == 0, done.stdout + done.stderr


@needs_checkov
def test_checkov_has_nothing_to_say():
    done = checkov(ROOT)
    assert done.returncode == 0, done.stdout
    assert "Failed checks: 0" in done.stdout


@needs_checkov
def test_checkov_speaks_up_when_there_is_something(tmp_path):
    shutil.copytree(INFRA / "modules" / "packages", tmp_path / "infra")
    shutil.copy(INFRA / ".checkov.yaml", tmp_path / "infra")
    bucket = tmp_path / "infra" / "main.tf"
    bucket.write_text(bucket.read_text().replace("uniform_bucket_level_access = true", ""))
    done = checkov(tmp_path)
    assert done.returncode != 0
    assert "CKV_GCP_29" in done.stdout


def checkov(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [CHECKOV, "--config-file", "infra/.checkov.yaml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def key(index: dict) -> str:
    return f"{index['collection']}.{'.'.join(index['fields'])}"


@cache
def pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.escape(template).replace(r"\*", "[^/]+"))
