"""Prices of what is not an operation: computing, storage, logs, the way in, and what others send for us."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rate:
    """Dollars for one `unit`, where that is written, and when."""

    unit: str
    dollars: float
    source: str


_RUN: Final = "ESTIMATE: Tier 1 of the Cloud Run price page x 1.4; Jakarta is Tier 2 (run/docs/locations)"
_STORE: Final = "ESTIMATE: a region's row as a third party quotes it; Jakarta's own could not be read"
_ARMOR: Final = "ESTIMATE: Cloud Armor Standard as commonly quoted; the price page could not be read"
RATES: Final[Mapping[str, Rate]] = {
    "vcpu_second": Rate("Cloud Run vCPU-second, active", 0.0000336, _RUN),
    "gib_second": Rate("Cloud Run GiB-second, active", 0.0000035, _RUN),
    "vcpu_second_idle": Rate("Cloud Run vCPU-second, idle minimum instance", 0.0000035, _RUN),
    "requests": Rate("Cloud Run requests, a million", 0.40, "Cloud Run price page, as quoted 2026"),
    "stored_gib": Rate("Firestore GiB-month", 0.115, _STORE),
    "backup_gib": Rate("Firestore backup GiB-month", 0.038, _STORE),
    "key_version": Rate("KMS HSM key version, a month", 1.00, "KMS pricing page of 2025-03-17"),
    "secret_version": Rate("secret version, a month", 0.06, "Secret Manager pricing page, read 2026-10"),
    "log_gib": Rate("Cloud Logging GiB", 0.50, "Cloud Observability pricing page, rate of 2018-07-01, still quoted"),
    "metric_mib": Rate("Cloud Monitoring MiB of own metrics", 0.258, "Cloud Observability pricing page"),
    "job": Rate("Cloud Scheduler job, a month", 0.10, "ESTIMATE: as commonly quoted"),
    "balancer_hour": Rate("load balancer, up to 5 forwarding rules, an hour", 0.025, "ESTIMATE: as commonly quoted"),
    "balancer_gib": Rate("load balancer GiB, in or out", 0.012, "ESTIMATE: as commonly quoted"),
    "armor_policy": Rate("Cloud Armor policy, a month", 5.0, _ARMOR),
    "armor_rule": Rate("Cloud Armor rule, a month", 1.0, _ARMOR),
    "armor_requests": Rate("Cloud Armor requests, a million", 0.75, _ARMOR),
    "egress_gib": Rate("GiB to the internet", 0.12, "ESTIMATE: Premium tier as commonly quoted"),
}
"""By name of what is billed."""
