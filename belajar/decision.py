"""What a step returns: the runtime carries it out, the step itself changes nothing (DESIGN section 3)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from belajar.errors import Reason
from belajar.ports import Write
from schemas.event import Event

if TYPE_CHECKING:  # the citizen-facing functions have no staff, and start sooner without
    from belajar.rules.access import Action
    from schemas.staff import Petugas


@dataclass(frozen=True, slots=True)
class Call:
    """What a step may know of the message or request that started it."""

    id: str
    correlation_id: str
    now: datetime
    origin: str = ""
    """HTTP only: address of the caller, for throttles. Never stored or logged in the clear."""
    params: Mapping[str, str] = field(default_factory=dict)
    """HTTP only: the variable parts of the path."""
    query: Mapping[str, str] = field(default_factory=dict)
    """HTTP only: what stands behind the question mark; of a name given twice the first."""
    petugas: "Petugas | None" = None
    """Privileged triggers only: the member of staff who asks, signed in and active."""
    proof: str = field(default="", repr=False)
    """Signed triggers only: what the route's `verify` returned."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: `body` as JSON, or `stream` piece by piece, whose Content-Type must be among the `headers`.

    Whatever can fail must have been done before a stream begins: its status has been sent by then.
    """

    status: int
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    stream: Iterable[bytes] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Audit:
    """What a member of staff did or saw: codes and ids, no personal data. `target`: path of a document, or a region.

    `whom`: path of the person, as the row outlives what was done about them; empty where there are many.
    """

    action: "Action"
    target: str
    reason: str = ""
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Emit:
    """One outgoing event. `key` tells several outputs of one run apart; the event's id is derived from it."""

    event: Event
    key: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Documents to write (one atomic commit, with the ledger and the events), and what to answer.

    `then`: an outside effect. The runtime first commits `writes` as the intent together with a claim, then calls it
    with the new version of each document written; it returns the Decision that records the result (or a next intent).
    After a crash in between, the step runs again and must ask the outside what happened. Events belong to the last
    Decision only. A Decision without writes, events and effect leaves no trace, not even in the ledger.
    `once`: HTTP only: requests with the same key are carried out once.
    """

    writes: Sequence[Write] = ()
    events: Sequence[Emit] = ()
    answer: Answer | None = None
    then: "Callable[[Mapping[str, str]], Decision] | None" = None
    once: str | None = None
    refused: Reason | None = None
    detail: str = ""
    """Of a refusal: numbers and codes of the other side, for the log; nothing that a person has written."""
    audit: Audit | None = None
    """Privileged triggers must give one; it is committed with the writes."""
