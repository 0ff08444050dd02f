"""Alerts, the pages they lead to and the words of our log lines that they look for."""

import re
from pathlib import Path
from typing import Final

from belajar.errors import Reason
from devstack.topology import Topology
from tools.infra_checks.hcl import Terraform, nested, text

MODULE: Final = "modules/monitoring"
PAGE: Final = re.compile(r"/([a-z-]+)\.md")


def pages(terraform: Terraform) -> set[str]:
    """Runbooks that alerts and the budget lead to."""
    policies = terraform.resources("google_monitoring_alert_policy")
    linked = {page for block in policies for page in PAGE.findall(text(block.body.get("documentation")))}
    linked |= {
        page for block in terraform.resources("google_billing_budget") for page in PAGE.findall(text(block.body))
    }
    return linked | set(terraform.locals[MODULE]["alerts"])


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


def unknown_words(terraform: Terraform, topology: Topology, code: str) -> list[str]:
    """Reasons, functions, subscriptions and sentences that no log line or metric ever has. `code`: all our sources."""
    blocks = [block.body for block in terraform.blocks if block.module == MODULE]
    source = text([terraform.locals[MODULE], blocks]).replace("\\", "")
    asked = re.findall(r'labels\.reason = (?:one_of\(([^)]*)\)|"([a-z_]+)")', source)
    reasons = {word for pair in asked for word in re.findall(r"[a-z_]+", " ".join(pair))}
    functions = set(re.findall(r'labels\.function = "([a-z_]+)"', source))
    services = set(re.findall(r'service_name="([a-z-]+)"', source))
    deliveries = {subscription.name for subscription in topology.deliveries()}
    waits = set(nested(terraform.locals[MODULE]["waits"], "subscription"))
    sentences = set(re.findall(r'jsonPayload\.message="([^"]+)"', source))
    return [
        *(f"reason {word}: unknown" for word in sorted(reasons - set(Reason))),
        *(f"function {name}: unknown" for name in sorted(functions - topology.functions.keys())),
        *(f"service {name}: unknown" for name in sorted(services - {n.replace("_", "-") for n in topology.functions})),
        *(f"subscription {name}: unknown" for name in sorted(waits - deliveries)),
        *(f"nobody logs: {sentence}" for sentence in sorted(sentences) if f'"{sentence}"' not in code),
    ]
