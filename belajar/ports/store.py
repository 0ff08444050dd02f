"""Documents: the Store port and the plain values it speaks in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol


class Missing:
    """Expectation that a document does not exist yet."""


MISSING: Final = Missing()


class DeleteField:
    """Leaf value of a `Merge`: the field goes away."""


DELETE_FIELD: Final = DeleteField()


@dataclass(frozen=True, slots=True)
class Increment:
    """Leaf value of a `Merge`: add to the number that is there (absent counts as 0), atomically, without a read."""

    by: int = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One document as it was read. `version` is opaque and changes with every change of content."""

    path: str
    data: dict[str, Any]
    version: str


@dataclass(frozen=True, slots=True)
class Put:
    """Write a whole document. `expect`: MISSING = must not exist; a version = unchanged since that read; None = any."""

    path: str
    data: Mapping[str, Any]
    expect: Missing | str | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Deep-merge nested fields into a document, creating it if absent. Lists are replaced whole.

    Leaves may be `Increment` or `DELETE_FIELD`. An empty mapping as a leaf replaces what is there. `expect`: as `Put`.
    """

    path: str
    data: Mapping[str, Any]
    expect: Missing | str | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a document; a missing one is no error unless `expect` names a version."""

    path: str
    expect: str | None = None


Write = Put | Merge | Delete
Op = Literal["==", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Query:
    """Documents of one collection that match every filter, ordered by `order_by` then id; no order = by id.

    Fields are dotted paths; a document without the field does not match. A range filter needs `order_by` on its field.
    `after` continues behind that path (only for queries ordered by id). Every query used needs its entry in
    infra/topology.yaml `indexes` unless automatic.
    """

    collection: str
    where: tuple[tuple[str, Op, Any], ...] = ()
    order_by: str | None = None
    limit: int = 100
    after: str | None = None


class Store(Protocol):
    """Documents `collection/id`. Values: None, bool, int, float, str, aware datetime (microseconds), list, dict."""

    def get(self, *paths: str) -> list[Snapshot | None]:
        """Read several documents in ONE round trip, in the order asked. Raises RetryableError."""
        ...

    def query(self, query: Query) -> list[Snapshot]:
        """Run one query. Raises RetryableError."""
        ...

    def commit(self, writes: Sequence[Write]) -> list[str]:
        """Apply all writes or none; returns the new version of each (empty string for a delete).

        Raises PreconditionError when an expectation fails (nothing written) and RetryableError when the store is
        down, in which case the outcome may be unknown. At most 450 writes and 9 MiB; one write per document.
        """
        ...
