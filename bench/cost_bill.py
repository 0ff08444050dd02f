"""The bill of a year, line by line as Google and others write it."""

from collections.abc import Mapping, Sequence
from typing import Final

from bench.cost_assumptions import Year
from bench.cost_prices import RATES
from bench.cost_year import MINUTES, Work, second
from bench.prices import PRICES
from devstack.topology import topology

MONTHS: Final = 12
SECONDS: Final = MINUTES * 60
GIB: Final = 2**30
ARMOR_RULES: Final = 9
"""infra/modules/edge/protection.tf: attacks, limits and the last one."""
SECRETS: Final = 5
SERIES_PER_FUNCTION: Final = 10
"""Outcomes and reasons that are usual; a point of 8 bytes a minute each."""
Bill = dict[str, float]


def bill(year: Year, done: Sequence[Work], stored: Mapping[str, float]) -> Bill:
    """Dollars by item, the largest first."""
    items = (
        _operations(done) | _computing(year, done) | _keeping(year, stored) | _edge(year, done) | _watching(year, done)
    )
    items |= {
        "SMS": sum(work.total("texts") for work in done) * year.sms_dollars,
        "mail relay": sum(work.total("mails") for work in done) * year.mail_dollars,
    }
    return dict(sorted(items.items(), key=lambda item: -item[1]))


def _operations(done: Sequence[Work]) -> Bill:
    groups = {
        "Firestore operations": ("reads", "writes", "deletes", "expiring"),
        "Pub/Sub": ("bytes",),
        "KMS signatures": ("macs",),
    }
    return {
        name: sum(work.total(unit) * PRICES[unit].per_million / 1e6 for work in done for unit in units)
        for name, units in groups.items()
    }


def _computing(year: Year, done: Sequence[Work]) -> Bill:
    runs = sum(work.total("runs") for work in done)
    idle = sum(
        each.min_instances
        * (each.cpu * RATES["vcpu_second_idle"].dollars + each.memory_mb / 1024 * RATES["gib_second"].dollars)
        for each in topology().functions.values()
    )
    return {
        "Cloud Run, at work": sum(work.times * work.seconds(year) for work in done) * second(),
        "Cloud Run, requests": runs / 1e6 * RATES["requests"].dollars,
        "Cloud Run, minimum instances": idle * SECONDS,
    }


def _keeping(year: Year, stored: Mapping[str, float]) -> Bill:
    gib = year.accounts * stored["bytes kept"] * year.index_factor / GIB
    passing = year.moves * stored["bytes expiring"] * year.index_factor / GIB
    return {
        "Firestore storage": (gib + passing / MONTHS) * MONTHS * RATES["stored_gib"].dollars,
        "point-in-time recovery, at most": gib * MONTHS * RATES["stored_gib"].dollars,
        "Firestore backups": gib * year.backup_days * MONTHS * RATES["backup_gib"].dollars,
        "keys, secrets, schedules": MONTHS
        * (
            RATES["key_version"].dollars
            + SECRETS * RATES["secret_version"].dollars
            + len(topology().schedules) * RATES["job"].dollars
        ),
    }


def _edge(year: Year, done: Sequence[Work]) -> Bill:
    requests = sum(work.times * work.by_request for work in done)
    gib = requests * year.answer_kb * 1000 / GIB
    armor = RATES["armor_policy"].dollars + ARMOR_RULES * RATES["armor_rule"].dollars
    return {
        "load balancer": MINUTES / 60 * RATES["balancer_hour"].dollars + gib * RATES["balancer_gib"].dollars,
        "Cloud Armor": MONTHS * armor + requests / 1e6 * RATES["armor_requests"].dollars,
        "answers to the internet": gib * RATES["egress_gib"].dollars,
    }


def _watching(year: Year, done: Sequence[Work]) -> Bill:
    lines = sum(work.total("logged") + work.total("runs") * year.request_log_bytes for work in done)
    points = len(topology().functions) * SERIES_PER_FUNCTION * MINUTES * 8
    return {
        "logging": lines / GIB * RATES["log_gib"].dollars,
        "metrics of our own": points / 2**20 * RATES["metric_mib"].dollars,
    }
