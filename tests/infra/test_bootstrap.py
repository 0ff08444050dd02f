"""What Google needs minutes for is there before the first deployment asks for it."""

import pytest

from tools.infra_checks.bootstrap import late, targets, unknown_targets
from tools.infra_checks.needs import ROOT

SCRIPT = (ROOT / "infra" / "bootstrap.sh").read_text()


def test_everything_that_is_applied_by_name_is_there(terraform):
    assert targets(SCRIPT)
    assert unknown_targets(terraform, SCRIPT) == []


def test_what_takes_time_is_made_early(terraform):
    assert late(terraform, SCRIPT) == []


@pytest.mark.parametrize(("old", "new"), [("module.project ", "module.projekt "), ("builder_logs", "builder_lock")])
def test_a_name_that_terraform_would_pass_over_is_found(terraform, old, new):
    assert len(unknown_targets(terraform, SCRIPT.replace(old, new))) == 1


@pytest.mark.parametrize("name", ["builder_logs", "google_logging_metric.errors"])
def test_what_is_made_too_late_is_found(terraform, name):
    [found] = late(terraform, SCRIPT.replace(name, "x"))
    assert name in found
