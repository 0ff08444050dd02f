"""What a step may ask of the outside: small protocols and the plain values they speak in.

Adapters: `belajar.embedded` (SQLite, local files) and `belajar.cloud` (Google Cloud, Workspace, SMTP). One contract
suite per port (tests/contract) runs on both. Adapters translate every foreign error into `belajar.errors`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, Protocol

# --- documents -------------------------------------------------------------------------------------------------


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


# --- messages --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """One message for a topic (short id, as in infra/topology.yaml)."""

    topic: str
    data: bytes
    attributes: Mapping[str, str]


class Bus(Protocol):
    """Publish-subscribe; delivery is by HTTP push to the functions, at least once, in any order."""

    def publish(self, messages: Sequence[Message]) -> None:
        """Hand over all messages; returns when the bus has them. Raises RetryableError; then any part may be out."""
        ...


# --- Google Workspace ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewUser:
    """What `users.insert` is told. Names <= 60 characters, password 8-100 ASCII, phone E.164."""

    address: str
    given_name: str
    family_name: str
    display_name: str
    password: str = field(repr=False)
    org_unit: str
    external_id: str
    cost_center: str
    recovery_email: str | None
    recovery_phone: str | None


@dataclass(frozen=True, slots=True)
class DirectoryUser:
    """What Workspace knows of a user. `external_id` is our person id when the user is ours."""

    address: str
    workspace_id: str
    external_id: str | None
    agreed_to_terms: bool
    last_login: datetime | None
    suspended: bool


@dataclass(frozen=True, slots=True)
class UserPage:
    """One page of users; `next_token` None = the last one. A token is valid for 3 days."""

    users: tuple[DirectoryUser, ...]
    next_token: str | None


class Directory(Protocol):
    """Google Workspace users. One call of a method is one call of the API; nothing is retried inside.

    Raises DirectoryBusyError, DirectoryDelayedError, DirectoryBlockedError, OutcomeUnknownError (all retryable) and
    FinalError(INVALID_NAME | INVALID_REQUEST).
    """

    def insert(self, user: NewUser) -> DirectoryUser:
        """Create a user who must change the password at first sign-in. Raises also DuplicateUserError."""
        ...

    def get(self, address: str) -> DirectoryUser | None:
        """Read one user; None = not there, or not visible yet."""
        ...

    def list_page(self, page_token: str | None, page_size: int = 500) -> UserPage:
        """Read one page of all users of the customer, in address order."""
        ...


# --- mail, keys, files, clock ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person. `message_id` is stable over retries, without angle brackets."""

    message_id: str
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)


class Mailer(Protocol):
    """Hands a mail to a relay, which takes it from there."""

    def send(self, mail: Mail, *, resend: bool = False) -> None:
        """Raises FinalError(MAILBOX_REFUSED) if it will never be taken, RetryableError otherwise (may have been sent).

        `resend`: an earlier try may have gone out. A relay that keeps Message-IDs may send again; one that replaces
        them looks among its sent mails first.
        """
        ...


@dataclass(frozen=True, slots=True)
class Mac:
    """A tag and the key version that made it."""

    value: bytes = field(repr=False)
    version: str


class Keys(Protocol):
    """Message authentication codes under a key that never leaves its keeper."""

    def mac(self, message: bytes, version: str | None = None) -> Mac:
        """HMAC-SHA256 of `message` under the given key version, or the current one. Raises RetryableError."""
        ...


@dataclass(frozen=True, slots=True)
class FileStat:
    """An object as it is now: bytes, and the generation that every replacement changes."""

    size: int
    generation: str


class Files(Protocol):
    """Objects in buckets."""

    def stat(self, bucket: str, name: str) -> FileStat | None:
        """What is there, None if it does not exist."""
        ...

    def read(self, bucket: str, name: str, start: int, length: int, generation: str | None = None) -> bytes:
        """Up to `length` bytes from `start`; fewer only at the end.

        Raises FinalError(MISSING_FILE), and FinalError(REPLACED_FILE) when another generation than asked for is there.
        """
        ...

    def write(self, bucket: str, name: str, data: bytes) -> None:
        """Create or replace the object whole; readers see the old or the new, never a part."""
        ...

    def list(self, bucket: str, prefix: str) -> list[str]:
        """Names that begin with `prefix`, sorted."""
        ...


class Clock(Protocol):
    """Time from outside, so that tests own it."""

    def now(self) -> datetime:
        """Aware UTC time."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...
