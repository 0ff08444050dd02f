"""Alerts, the pages they lead to and the words of our log lines that they look for."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from belajar.errors import Reason
from belajar.runtime.problems import TITLES
from devstack.topology import Topology
from tools.infra_checks.hcl import Terraform, nested, reachable, text

MODULE: Final = "modules/monitoring"
IN_TABLES: Final = ("${conditions.value}", "${each.value}")
PAGE: Final = re.compile(r"/([a-z-]+)\.md")


def pages(terraform: Terraform) -> set[str]:
    """Runbooks that alerts and the budget lead to."""
    policies = terraform.resources("google_monitoring_alert_policy")
    linked = {page for block in policies for page in PAGE.findall(text(block.body.get("documentation")))}
    linked |= {
        page for block in terraform.resources("google_billing_budget") for page in PAGE.findall(text(block.body))
    }
    return linked | {name for table in ("by_reason", "by_number") for name in terraform.locals[MODULE][table]}


def missing_pages(terraform: Terraform, folder: Path) -> list[str]:
    """Alerts without a page that exists."""
    there = {path.stem for path in folder.glob("*.md")}
    return [f"docs/runbooks/{page}.md is missing" for page in sorted(pages(terraform) - there)]


def silent_policies(terraform: Terraform) -> list[str]:
    """Policies that nobody hears, or that do not say what to do."""
    policies = terraform.resources("google_monitoring_alert_policy")
    return [
        *(f"{block.label}: no page" for block in policies if "var.runbooks" not in text(block.body)),
        *(f"{block.label}: nobody is told" for block in policies if "notification_channels" not in block.body),
    ]


def unfit_filters(terraform: Terraform) -> list[str]:
    """Filters that Google refuses: a number without its kind of resource."""
    known = terraform.locals[MODULE]
    named = [(name, filter_) for name, own in known["by_number"].items() for filter_ in own["filters"].values()]
    named.append(("alerts by reason", known["_outcomes"]))
    for policy in terraform.resources("google_monitoring_alert_policy"):
        asked = [*nested(policy.body, "condition_threshold"), *nested(policy.body, "condition_absent")]
        # What stands in a table is looked at there.
        filters = [each[name] for each in asked for name in ("filter", "denominator_filter") if name in each]
        named += [(policy.label, each) for each in filters if not each.startswith(IN_TABLES)]
    named += [(f"guessed {name}", filter_) for name, filter_ in known["guessed"].items()]
    return [
        f"{name}: no kind of resource"
        for name, filter_ in named
        if "resource.type" not in (whole := reachable(filter_, known)) and "select_slo_burn_rate" not in whole
    ]


def deaf_filters(terraform: Terraform, lines: list[dict[str, str]], word: str) -> list[str]:
    """Log lines that carry `word` where no alert on words looks. `lines`: what functions have written."""
    known = terraform.locals[MODULE]
    found = re.search(r"for label in \[([^\]]*)\]", text(known["alerts"]).replace("\\", ""))
    labels = re.findall(r"\w+", found[1]) if found else []
    return [
        *(f"{label}: no label of the metric" for label in labels if label not in text(known["outcome_labels"])),
        *(f"nobody hears {line}" for line in lines if word not in [line.get(label) for label in labels]),
    ]


def unknown_fields(terraform: Terraform, fields: Collection[str]) -> list[str]:
    """Fields that our metrics ask for and no log line has. `fields`: those that lines have."""
    metrics = text([block.body for block in terraform.resources("google_logging_metric")])
    labels = re.findall(r'"(\w+)"', terraform.locals[MODULE]["outcome_labels"])
    asked = {*re.findall(r"jsonPayload\.(\w+)", metrics), *labels}
    return [f"{name}: no line has it" for name in sorted(asked - {*fields})]


def unknown_words(terraform: Terraform, topology: Topology, code: str) -> list[str]:
    """Reasons, functions, subscriptions and sentences that no log line or metric ever has. `code`: all our sources."""
    blocks = [block.body for block in terraform.blocks if block.module == MODULE]
    source = text([terraform.locals[MODULE], blocks]).replace("\\", "")
    reasons = set(nested(terraform.locals[MODULE]["by_reason"], "reasons"))
    outcomes = set(re.findall(r'labels\.outcome = "([a-z_]+)"', source))
    functions = set(re.findall(r'labels\.function = "([a-z_]+)"', source))
    services = set(re.findall(r'service_name="([a-z-]+)"', source))
    deliveries = {subscription.name for subscription in topology.deliveries()}
    waits = set(nested(terraform.locals[MODULE]["waits"], "subscription"))
    sentences = set(re.findall(r'jsonPayload\.message="([^"]+)"', source))
    return [
        *(f"reason {word}: unknown" for word in sorted(reasons - set(Reason))),
        *(f"outcome {word}: unknown" for word in sorted(outcomes - {*Reason, *TITLES})),
        *(f"function {name}: unknown" for name in sorted(functions - topology.functions.keys())),
        *(f"service {name}: unknown" for name in sorted(services - {n.replace("_", "-") for n in topology.functions})),
        *(f"subscription {name}: unknown" for name in sorted(waits - deliveries)),
        *(f"nobody logs: {sentence}" for sentence in sorted(sentences) if f'"{sentence}"' not in code),
    ]
