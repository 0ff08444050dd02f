"""Every alert says what to do, and looks for words that our log lines have."""

import pytest

from devstack.topology import topology
from tools.infra_checks.alerts import missing_pages, pages, silent_policies, unknown_words
from tools.infra_checks.needs import ROOT

CODE = "".join(path.read_text() for path in sorted((ROOT / "functions").rglob("*.py")))
ALERTS = "modules/monitoring/alerts.tf"


def test_every_alert_leads_to_a_page(terraform):
    assert missing_pages(terraform, ROOT / "docs" / "runbooks") == []


def test_every_alert_is_heard_and_says_what_to_do(terraform):
    assert silent_policies(terraform) == []


def test_alerts_look_for_words_that_are_logged(terraform):
    assert unknown_words(terraform, topology(), CODE) == []


def test_a_missing_page_is_found(terraform, tmp_path):
    for page in pages(terraform) - {"breach"}:
        (tmp_path / f"{page}.md").touch()
    assert missing_pages(terraform, tmp_path) == ["docs/runbooks/breach.md is missing"]


@pytest.mark.parametrize(("old", "new"), [("var.runbooks", "var.project"), ("notification_channels", "user_labels")])
def test_a_policy_that_nobody_hears_or_understands_is_found(copy, old, new):
    assert silent_policies(copy.spoil(ALERTS, old, new)) != []


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        (ALERTS, "keys_unavailable", "keys_gone", "reason keys_gone: unknown"),
        (ALERTS, "outcome_unknown", "outcome_odd", "reason outcome_odd: unknown"),
        (ALERTS, '\\"sweeper\\"', '\\"swept\\"', "function swept: unknown"),
        ("modules/monitoring/metrics.tf", "import is stuck", "import stuck", "nobody logs: import stuck"),
        (
            "modules/monitoring/objectives.tf",
            "code-requested-v1.notify",
            "code-v1.notify",
            "subscription code-v1.notify",
        ),
        ("modules/monitoring/objectives.tf", '\\"lookup\\"', '\\"look\\"', "service look: unknown"),
    ],
)
def test_a_word_that_is_never_logged_is_found(copy, file, old, new, finding):
    assert any(each.startswith(finding) for each in unknown_words(copy.spoil(file, old, new), topology(), CODE))
