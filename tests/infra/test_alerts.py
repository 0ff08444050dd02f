"""Every alert says what to do, and looks for words that our log lines have."""

import json

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from belajar.errors import Reason, RetryableError
from belajar.rules.policy import POLICY
from belajar.runtime.clock import SystemClock
from belajar.runtime.events import EventFunction
from belajar.runtime.http import HttpFunction, Route
from belajar.runtime.run import Runtime
from devstack.topology import topology
from schemas.events import SyncTicked
from tools.infra_checks.alerts import (
    deaf_filters,
    missing_pages,
    pages,
    silent_policies,
    unfit_filters,
    unknown_fields,
    unknown_words,
)
from tools.infra_checks.needs import ROOT
from tools.runbook_checks import log_fields

CODE = "".join(path.read_text() for path in sorted((ROOT / "functions").rglob("*.py")))
ALERTS = "modules/monitoring/alerts.tf"
GUESSING = "modules/monitoring/guessing.tf"


def test_every_alert_leads_to_a_page(terraform):
    assert missing_pages(terraform, ROOT / "docs" / "runbooks") == []


def test_every_alert_is_heard_and_says_what_to_do(terraform):
    assert silent_policies(terraform) == []


def test_alerts_look_for_words_that_are_logged(terraform):
    assert unknown_words(terraform, topology(), CODE) == []


def test_metrics_ask_for_fields_that_lines_have(terraform):
    assert unknown_fields(terraform, log_fields()) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (GUESSING, "EXTRACT(jsonPayload.petugas)", "EXTRACT(jsonPayload.staff)"),
        ("modules/monitoring/metrics.tf", '"outcome", "reason"', '"staff", "reason"'),
    ],
)
def test_a_metric_of_a_field_that_no_line_has_is_found(copy, file, old, new):
    assert unknown_fields(copy.spoil(file, old, new), log_fields()) == ["staff: no line has it"]


def test_no_single_origin_can_raise_the_alarm_of_guessed_codes(terraform):
    limit, codes = terraform.locals["modules/monitoring"]["wrong_codes"], POLICY.codes_per_origin
    most = codes.count * limit["minutes"] * 60 / codes.window_seconds * POLICY.wrong_codes
    assert limit["above"] > most == 250


def keys_are_gone(*_):
    raise RetryableError(Reason.KEYS_UNAVAILABLE)


class Nothing:
    """Store and bus that cannot be used either."""

    def __getattr__(self, _) -> object:
        return keys_are_gone


@pytest.fixture
def lines(capsys):
    """What a function of each kind writes when the keys cannot be used."""
    asked = HttpFunction("reset", [Route("GET", "/v1/x", None, keys_are_gone)], keys_are_gone, keys_are_gone)
    asked.handle(Request(EnvironBuilder("/v1/x").get_environ()))
    push = {"message": {"data": "e30=", "attributes": {"ce-type": SyncTicked.type, "ce-id": "1"}}}
    runtime = Runtime(Nothing(), Nothing(), SystemClock())
    pushed = EventFunction("sync", {SyncTicked: keys_are_gone}, lambda: runtime, keys_are_gone)
    pushed.handle(Request(EnvironBuilder("/", method="POST", json=push).get_environ()))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_alerts_hear_a_reason_from_events_and_from_requests(terraform, lines):
    assert [line["function"] for line in lines] == ["reset", "sync"]
    assert deaf_filters(terraform, lines, Reason.KEYS_UNAVAILABLE) == []


@pytest.mark.parametrize(("label", "unheard"), [("reason", "reset"), ("outcome", "sync")])
def test_an_alert_that_hears_one_kind_only_is_found(copy, lines, label, unheard):
    spoilt = copy.spoil(ALERTS, 'for label in ["reason", "outcome"]', f'for label in ["{label}"]')
    [finding] = deaf_filters(spoilt, lines, Reason.KEYS_UNAVAILABLE)
    assert f"'{unheard}'" in finding


def test_a_label_that_the_metric_does_not_have_is_found(copy, lines):
    spoilt = copy.spoil("modules/monitoring/metrics.tf", '"outcome", "reason"', '"outcome"')
    assert deaf_filters(spoilt, lines, Reason.KEYS_UNAVAILABLE) == ["reason: no label of the metric"]


def test_every_number_names_its_kind_of_resource(terraform):
    assert unfit_filters(terraform) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('_outcomes = "resource.type =', '_outcomes = "project ='),
        ('all = "resource.type =', 'all = "project ='),
        ('filter   = "${local._outcomes} AND', 'filter   = "'),
    ],
)
def test_a_filter_that_google_refuses_is_found(copy, old, new):
    assert unfit_filters(copy.spoil(ALERTS, old, new)) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('reset         = "${local._outcomes} AND', 'reset         = "'),
        ('filter          = "${local._user}/', 'filter          = "'),
    ],
)
def test_a_filter_about_guessing_that_google_refuses_is_found(copy, old, new):
    assert len(unfit_filters(copy.spoil(GUESSING, old, new))) == 1


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
        (GUESSING, "kode_salah", "kode_keliru", "outcome kode_keliru: unknown"),
        (GUESSING, '\\"dinas_request\\"', '\\"dinas\\"', "function dinas: unknown"),
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
