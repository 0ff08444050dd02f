"""What the command says of a plan and of a project, and with which exit code."""

import json

import pytest

from devstack.cli.deploy import GOOGLE_URL
from devstack.topology import topology
from tests.support.google_apis import LOCATED, PROJECT, FakeGoogle
from tests.support.serving import serving
from tests.support.terraform_plan import plan


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan(topology())))
    return path


@pytest.fixture
def google(monkeypatch):
    made = FakeGoogle(topology())
    with serving(made) as url:
        monkeypatch.setenv(GOOGLE_URL, url)
        yield made


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_plan_as_listed_is_said_with_exit_code_0(belajar, plan_file):
    done = belajar("deploy", "check", "--plan", plan_file)
    assert (done.exit_code, done.output) == (0, "Nothing differs from the topology.\n")


def test_differences_of_a_plan_are_a_table_with_exit_code_1(belajar, plan_file):
    change(plan_file, '"timeout_seconds": 15', '"timeout_seconds": 16')
    done = belajar("deploy", "check", "--plan", plan_file)
    assert done.exit_code == 1
    assert "1 differences" in done.output
    assert [word for word in ("functions", "timeout_seconds", "15", "16") if word not in done.output] == []


def test_differences_for_scripts_are_json_with_the_same_exit_code(belajar, plan_file):
    change(plan_file, "*/30 * * * *", "0 3 * * *")
    done = belajar("deploy", "check", "--plan", plan_file, "--json")
    assert (done.exit_code, json.loads(done.output)) == (
        1,
        [{"section": "schedules", "name": "sync", "setting": "cron", "wanted": "*/30 * * * *", "found": "0 3 * * *"}],
    )


def test_another_region_than_asked_for_is_a_difference(belajar, plan_file):
    done = belajar("deploy", "check", "--plan", plan_file, "--region", "europe-west1", "--json")
    assert {(one["section"], one["setting"]) for one in json.loads(done.output)} == {
        ("buckets", "location"),
        ("databases", "location"),
    }


def test_a_file_that_is_no_plan_is_exit_code_2(belajar, tmp_path):
    (tmp_path / "plan.json").write_text("{}")
    for path in (tmp_path / "plan.json", tmp_path / "none.json"):
        done = belajar("deploy", "check", "--plan", path)
        assert (done.exit_code, "terraform show -json" in done.output) == (2, True)


@pytest.mark.parametrize("words", [(), ("--plan", "a.json", "--project", PROJECT)])
def test_exactly_one_source_is_asked_for(belajar, words):
    done = belajar("deploy", "check", *words)
    assert (done.exit_code, "either --plan or --project" in done.output) == (2, True)


@pytest.mark.usefixtures("google")
def test_a_project_as_listed_is_exit_code_0(belajar):
    assert belajar("deploy", "check", "--project", PROJECT).exit_code == 0


def test_a_project_that_differs_is_exit_code_1(belajar, google):
    google.items("/jobs")[0]["state"] = "PAUSED"
    done = belajar("deploy", "check", "--project", PROJECT, "--json")
    assert (done.exit_code, [one["setting"] for one in json.loads(done.output)]) == (1, ["paused"])


def test_a_plan_that_does_not_know_a_name_yet_is_exit_code_2(belajar, plan_file):
    document = json.loads(plan_file.read_text())
    for part in document["planned_values"]["root_module"]["child_modules"]:
        for own in part["resources"]:
            if own["type"] == "google_storage_notification":
                del own["values"]["bucket"]
    plan_file.write_text(json.dumps(document))
    done = belajar("deploy", "check", "--plan", plan_file)
    assert (done.exit_code, "form unknown" in done.output) == (2, True)


def test_an_answer_of_another_form_is_exit_code_2(belajar, google):
    google.items("/subscriptions")[0].pop("topic")
    assert belajar("deploy", "check", "--project", PROJECT).exit_code == 2


@pytest.mark.parametrize("text", ["", "functions: {", "functions: {}", "[]"])
def test_a_list_that_is_none_is_exit_code_2(belajar, plan_file, tmp_path, text):
    (tmp_path / "list.yaml").write_text(text)
    done = belajar("deploy", "check", "--plan", plan_file, "--topology", tmp_path / "list.yaml")
    assert (done.exit_code, "is no topology" in done.output) == (2, True)


def test_a_project_that_may_not_be_read_is_exit_code_2(belajar, google):
    google.status[f"cloudfunctions/v2/{LOCATED}/functions"] = 403
    done = belajar("deploy", "check", "--project", PROJECT)
    assert (done.exit_code, "you lack the right" in done.output) == (2, True)
