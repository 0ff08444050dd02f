"""Pages for people on call name commands, words and subscriptions that exist; each check catches a wrong page."""

import re

import pytest

from belajar.cloud import directory, gmail
from belajar.rules.domains import email_domains
from devstack.topology import topology
from tools.anatomy import ROOT, http_functions
from tools.runbook_checks import commands, deliveries, log_fields, problems, queries, words

FOLDER = ROOT / "docs" / "runbooks"
PAGES = [*sorted(FOLDER.glob("*.md")), ROOT / "docs" / "deploy.md", ROOT / "docs" / "operations.md"]
PARTS = ["What fired", "What people see", "First look", "Decide", "Mend", "Verify", "Afterwards"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_exists(page):
    assert problems(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent == FOLDER and page.stem != "README"])
def test_every_runbook_goes_the_same_way_and_stands_in_the_list(page):
    text = page.read_text(encoding="utf-8")
    found = [head for head in re.findall(r"^## ([\w ]+)", text, re.MULTILINE) if head in PARTS]
    assert found == PARTS
    assert text.startswith(f"# {page.stem}: ")
    assert f"[{page.stem}]({page.name})" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_a_command_that_nobody_has_written_is_caught():
    assert commands("$ bin/belajar --project $P dlq mend ID") == ["belajar mend: no such command"]
    assert commands("run `belajar heal` now") == ["belajar heal: no such command"]


def test_an_option_that_a_command_does_not_have_is_caught():
    assert commands("$ bin/belajar dlq replay --everything") == ["belajar replay --everything: no such option"]
    assert commands("$ bin/belajar --project $P dlq replay --all   # a note --with dashes") == []


def test_a_reason_that_is_in_no_list_is_caught():
    assert words("`keys_unavailable`, `keys_broken`") == ["keys_broken: unknown"]


def test_a_query_for_a_word_that_no_line_has_is_caught():
    page = 'jsonPayload.reason=("mail_unavailable" OR "mail_lost") AND jsonPayload.outcome="finished"'
    assert queries(page) == ["outcome=finished: never", "reason=mail_lost: never"]


def test_a_query_for_a_field_that_no_line_has_is_caught():
    assert queries("table(jsonPayload.why, jsonPayload.reason)") == ["jsonPayload.why: no such field"]
    assert {"function", "correlationid", "attempt", "duration_ms", "document"} <= log_fields()


def test_a_subscription_that_is_not_there_is_caught():
    assert deliveries("code-requested-v1.notify, code-requested-v1.reset") == [
        "code-requested-v1.reset: no such subscription"
    ]


def closed(expression: str) -> set[str]:
    """Paths of ours that a condition of Cloud Armor meets."""
    paths = [route.path for function in http_functions().values() for route in function.routes.values()]
    return {path for path in paths if re.search(expression, re.sub(r"{\w+}", "0a", path))}


def test_the_page_on_guessing_closes_codes_and_leaves_every_other_way_open():
    page = (FOLDER / "code-guessing.md").read_text(encoding="utf-8")
    codes, usual, officials = dict.fromkeys(re.findall(r"'([^'\n]*\$)'", page.partition("## Mend")[2]))
    assert closed(codes) == {"/v1/reset", "/v1/reset/{id}/kirim-ulang", "/v1/reset/{id}/verifikasi"}
    assert closed(officials) == {"/v1/pengajuan/{id}/kode", "/v1/pengajuan/{id}/kirim-ulang"}
    assert usual in (ROOT / "infra" / "variables.tf").read_text(encoding="utf-8")


def test_a_condition_that_closes_too_much_would_be_seen():
    assert "/v1/reset/bantuan" in closed("^/v1/reset")


def test_the_page_of_deployment_names_every_scope_and_every_function_that_is_delegated():
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    part = page.partition("## 6.")[2].partition("## 7.")[0]
    delegated = {name for name, function in topology().functions.items() if "directory" in function.uses}
    missing = [word for word in (*directory.SCOPES, *gmail.SCOPES, *delegated) if f"`{word}`" not in part]
    assert missing == []
    assert f"{len(email_domains())} domains" in part
