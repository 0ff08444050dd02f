"""THE table of all collections: what each holds about a person, and what an erasure does to it.

A test compares it with every collection that the code names, so that a new one cannot be forgotten here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """What an erasure does."""

    DELETED = "deleted"
    EMPTIED = "emptied"
    """The part about this person goes, the rest stays."""
    KEPT = "kept"
    NOBODY = "nobody"
    """Nothing in it can be found by a person: ids of work, counts, secrets of nobody."""


@dataclass(frozen=True, slots=True)
class Holding:
    """`why`: the reason of the fate, for whoever has to answer for it."""

    fate: Fate
    why: str


HOLDINGS: Final = {
    "people": Holding(Fate.DELETED, "the facts of the register"),
    "accounts": Holding(Fate.EMPTIED, "the address stays reserved for ever, so that nobody else ever gets it"),
    "lookup": Holding(Fate.EMPTIED, "the entry may serve a twin of the same name"),
    "messages": Holding(Fate.DELETED, "mails and SMS to the person"),
    "requests": Holding(Fate.DELETED, "what the person handed in"),
    "request_locks": Holding(Fate.DELETED, "keyed hash of the NIK"),
    "official_addresses": Holding(Fate.DELETED, "the mailbox may prove somebody else from now on"),
    "resets": Holding(Fate.DELETED, "links of earlier resets end with it"),
    "reset_locks": Holding(Fate.DELETED, "named by the address"),
    "corrections": Holding(Fate.DELETED, "contacts in the clear"),
    "correction_locks": Holding(Fate.DELETED, "named by the person"),
    "tickets": Holding(Fate.DELETED, "complaints of the person"),
    "suspended": Holding(Fate.DELETED, "named by the address"),
    "petugas": Holding(Fate.DELETED, "name and roles of a member of staff; refused while they are active"),
    "throttles": Holding(Fate.KEPT, "keyed hashes and counts; they end by themselves within days"),
    "audit": Holding(
        Fate.KEPT, "who acted on the person, and the person's own acts as staff: the chain must stay whole"
    ),
    "audit_heads": Holding(Fate.KEPT, "end of the chain of the person's own acts as staff"),
    "ledger": Holding(Fate.NOBODY, "ids of events, 30 days"),
    "outbox": Holding(Fate.NOBODY, "events on their way, seconds"),
    "quarantine": Holding(Fate.NOBODY, "what could not be read, 30 days"),
    "imports": Holding(Fate.NOBODY, "counts of a file"),
    "stats": Holding(Fate.NOBODY, "counts"),
    "referrals": Holding(Fate.NOBODY, "codes of offices"),
}
