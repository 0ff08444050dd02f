"""The two families of failure every step knows, and the closed list of reasons (DESIGN section 3).

Messages hold codes and ids only: an exception text ends in a log, and a log must never hold personal data.
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why something was refused or put off. Closed: logs, ledger, events and docs use these words only."""

    # final: the same input will fail again
    INVALID_EVENT = "invalid_event"
    INVALID_TOKEN = "invalid_token"  # noqa: S105
    CODE_EXPIRED = "code_expired"
    NUMBER_REFUSED = "number_refused"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_REQUEST = "unknown_request"
    UNKNOWN_RESET = "unknown_reset"
    UNKNOWN_CORRECTION = "unknown_correction"
    UNKNOWN_TICKET = "unknown_ticket"
    TOO_OFTEN = "too_often"
    PASSWORD_REFUSED = "password_refused"  # noqa: S105
    INVALID_NAME = "invalid_name"
    INVALID_REQUEST = "invalid_request"
    NO_ADDRESS_LEFT = "no_address_left"
    ALREADY_ACTIVE = "already_active"
    NOT_READY = "not_ready"
    NO_CONTACT = "no_contact"
    MAILBOX_REFUSED = "mailbox_refused"
    UNKNOWN_MESSAGE = "unknown_message"
    NOT_A_LETTER = "not_a_letter"
    LETTER_TOO_LARGE = "letter_too_large"
    NOT_CSV = "not_csv"
    WRONG_ENCODING = "wrong_encoding"
    MISSING_COLUMN = "missing_column"
    DUPLICATE_COLUMN = "duplicate_column"
    UNKNOWN_COLUMN = "unknown_column"
    EMPTY_FILE = "empty_file"
    MISSING_FILE = "missing_file"
    REPLACED_FILE = "replaced_file"
    # retryable: redeliver with backoff
    CONFLICT = "conflict"
    TOO_SOON = "too_soon"
    ALREADY_CLAIMED = "already_claimed"
    STORE_UNAVAILABLE = "store_unavailable"
    BUS_UNAVAILABLE = "bus_unavailable"
    FILES_UNAVAILABLE = "files_unavailable"
    KEYS_UNAVAILABLE = "keys_unavailable"
    MAIL_UNAVAILABLE = "mail_unavailable"
    TEXT_UNAVAILABLE = "text_unavailable"
    IDENTITY_UNAVAILABLE = "identity_unavailable"
    DIRECTORY_RATE_LIMITED = "directory_rate_limited"
    DIRECTORY_DELAYED = "directory_delayed"
    DIRECTORY_BLOCKED = "directory_blocked"
    OUTCOME_UNKNOWN = "outcome_unknown"


class BelajarError(Exception):
    """Base of both families. `reason` is the only thing a reader may act upon."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        """`detail` must be free of personal data: a code, a header name, an id of ours."""
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail


class RetryableError(BelajarError):
    """A dependency is down, slow or contended: redeliver with backoff. Nothing of the step was committed."""


class FinalError(BelajarError):
    """The same input will always fail: recorded as refused with its reason and acknowledged."""


class PreconditionError(Exception):
    """A commit found a document other than expected: nothing was written, decide again on fresh reads."""


class OutcomeUnknownError(RetryableError):
    """An outside effect may or may not have happened: ask the outside before doing it again."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(Reason.OUTCOME_UNKNOWN, detail)


class DuplicateUserError(Exception):
    """Workspace already holds a user (or alias, or group) under this address. It may be ours."""


class DirectoryDelayedError(RetryableError):
    """Workspace has not finished an earlier change (404 or 403 soon after insert, 412 not complete)."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(Reason.DIRECTORY_DELAYED, detail)


class DirectoryBusyError(RetryableError):
    """Workspace asks to slow down (403 rate and quota reasons, 429, 503): back off, then try again."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(Reason.DIRECTORY_RATE_LIMITED, detail)


class DirectoryBlockedError(RetryableError):
    """Workspace refuses for a cause that only an engineer can mend (rights, licences, domain): page someone.

    The person's data are not at fault, so the request is kept: it goes to the dead letters and is replayed.
    """

    def __init__(self, detail: str = "") -> None:
        super().__init__(Reason.DIRECTORY_BLOCKED, detail)
