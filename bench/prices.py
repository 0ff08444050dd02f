"""List prices, in one table. US dollars, without free quotas and discounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MINIMUM_BYTES: Final = 1000
"""Pub/Sub bills a message as at least so many bytes, once when published and once when delivered."""


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for a million of `unit`, and where that is written."""

    unit: str
    per_million: float
    source: str


_FIRESTORE: Final = "ESTIMATE: a region's row as a third party quotes it; Jakarta's own could not be read"
_PUBSUB: Final = "$40 per TiB, 1,000 bytes at least per request; Pub/Sub pricing page as quoted 2026-10"
PRICES: Final[Mapping[str, Price]] = {
    "reads": Price("Firestore document read", 0.38, _FIRESTORE),
    "writes": Price("Firestore document write", 1.15, _FIRESTORE),
    "deletes": Price("Firestore document delete", 0.13, _FIRESTORE),
    "expiring": Price("Firestore delete by TTL, later", 0.13, _FIRESTORE),
    "bytes": Price("Pub/Sub byte, published or delivered", 40 / 2**40 * 1e6, _PUBSUB),
    "macs": Price("Cloud KMS MAC signing", 3.00, "$0.03 per 10,000, software and HSM; KMS pricing page of 2025-03-17"),
    "directory": Price("Directory API call", 0.0, "free of charge within its quota"),
}
"""By name of the count."""


def dollars_per_million(counts: Mapping[str, float]) -> float:
    """What a million operations cost of which one has these counts; counts without a price are free or left out."""
    return sum(counts.get(name, 0) * price.per_million for name, price in PRICES.items())


def billed_bytes(size: int) -> int:
    """Of one message, published and delivered alone."""
    return 2 * max(MINIMUM_BYTES, size)
