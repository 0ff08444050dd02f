"""What an unhappy answer of the Directory API means for us: one table, first match wins.

Google says the same thing in several shapes (JSON with a reason, JSON with a status only, HTML, plain text) and
different things under one reason, so a row may look at HTTP status, reason and message text together.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Literal

from belajar.errors import (
    DirectoryBlockedError,
    DirectoryBusyError,
    DirectoryDelayedError,
    DuplicateUserError,
    FinalError,
    OutcomeUnknownError,
    Reason,
)

Method = Literal["insert", "get", "list", "patch", "signOut"]

HTTP_SERVER_ERROR = 500


class AbsentError(Exception):
    """The user asked for by `get` is not there, or not visible yet."""


DirectoryFailure = (
    AbsentError
    | DirectoryBlockedError
    | DirectoryBusyError
    | DirectoryDelayedError
    | DuplicateUserError
    | FinalError
    | OutcomeUnknownError
)


class Meaning(Enum):
    """What follows from an answer; `failure` turns it into an error of ours."""

    ABSENT = auto()
    DUPLICATE = auto()
    DELAYED = auto()
    FORBIDDEN = auto()
    BUSY = auto()
    BAD_NAME = auto()
    BAD_PASSWORD = auto()
    BAD_REQUEST = auto()
    BLOCKED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer other than success. `message` may hold names and addresses: it is matched, never passed on."""

    status: int
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """Statuses to which the row applies, patterns for the whole reason and for a part of the message."""

    statuses: Iterable[int]
    meaning: Meaning
    reason: str = ".*"
    message: str = ""

    def matches(self, refusal: Refusal) -> bool:
        """Case does not count: Google itself varies it."""
        return (
            refusal.status in self.statuses
            and re.fullmatch(self.reason, refusal.reason, re.IGNORECASE) is not None
            and re.search(self.message, refusal.message, re.IGNORECASE) is not None
        )


_RATE_REASONS = "(user)?rateLimitExceeded|quotaExceeded|dailyLimitExceeded|resource_exhausted"
_RATE_TEXTS = "quota exceeded|request rate higher than configured"

# Sources: Google's pages on limits, users.insert and managing users; for what they leave out, the reactions of GAM.
TABLE = (
    Row([400], Meaning.UNKNOWN, message="a system error has occurred"),
    Row([400], Meaning.BAD_NAME, message="(given|family).?name"),
    Row([400], Meaning.BAD_PASSWORD, reason="invalid", message="password"),
    Row([400], Meaning.BLOCKED, message="org ?unit|ou[_ ]id"),  # our table of units is wrong, not the pupil
    Row([400, 404], Meaning.BLOCKED, message=r"\bdomain\b"),
    Row([400], Meaning.BLOCKED, reason="failed_?precondition"),
    Row([400], Meaning.BAD_REQUEST, reason="invalid"),  # any other 400 is a slip of ours, not of one person
    Row([401], Meaning.BLOCKED),
    Row([403], Meaning.BUSY, reason=_RATE_REASONS),
    Row([403], Meaning.BUSY, message=_RATE_TEXTS),
    Row([403], Meaning.FORBIDDEN, reason="forbidden"),
    Row([404], Meaning.ABSENT, reason="not_?found"),  # not the 404 page of some proxy
    Row([409], Meaning.DELAYED, reason="conflict|aborted"),
    Row([409], Meaning.DELAYED, message="conflicting requests"),
    Row([409], Meaning.DUPLICATE),
    Row([412], Meaning.BLOCKED, message="limit reached|licen[cs]e"),
    Row([412], Meaning.DELAYED, reason="conditionNotMet|failed_precondition"),
    Row([429, 503], Meaning.BUSY),
    Row([408, *range(HTTP_SERVER_ERROR, 600)], Meaning.UNKNOWN),
)


def read_refusal(status: int, body: bytes) -> Refusal:
    """Take an error body apart, whatever its shape."""
    text = body.decode("utf-8", "replace")
    try:
        error = json.loads(text)["error"]
        return Refusal(status, _reason(error), str(error.get("message", "")))
    except (ValueError, LookupError, TypeError, AttributeError):
        return Refusal(status, "", text)


def _reason(error: dict[str, Any]) -> str:
    details = error.get("errors") or [{}]
    return str(details[0].get("reason") or error.get("status") or "")


def meaning_of(refusal: Refusal) -> Meaning:
    """Look the answer up; what the table does not know is for an engineer, never the person's fault."""
    return next((row.meaning for row in TABLE if row.matches(refusal)), Meaning.BLOCKED)


def failure(method: Method, refusal: Refusal) -> DirectoryFailure:
    """Error to raise. Details hold reason and status only."""
    meaning, detail = meaning_of(refusal), _detail(refusal)
    special = _by_method(method, meaning, detail)
    return special or _plain(meaning, detail)


def _by_method(method: Method, meaning: Meaning, detail: str) -> DirectoryFailure | None:
    """Where the same answer means another thing to another method."""
    match meaning, method:
        case Meaning.ABSENT, "get":
            return AbsentError()
        # Of a user whom we made: not all of Google's servers know it yet.
        case (Meaning.ABSENT, "patch" | "signOut") | (Meaning.FORBIDDEN, "get"):
            return DirectoryDelayedError(detail)
        case Meaning.DUPLICATE, "insert":
            return DuplicateUserError()
        case Meaning.BAD_PASSWORD, "patch":  # the owner's choice; that of an insert is ours
            return FinalError(Reason.PASSWORD_REFUSED, detail)
        case Meaning.UNKNOWN, _:
            return no_answer(method, detail)
    return None


def _plain(meaning: Meaning, detail: str) -> DirectoryFailure:
    match meaning:
        case Meaning.DELAYED | Meaning.DUPLICATE:  # a 409 may come after a change that succeeded
            return DirectoryDelayedError(detail)
        case Meaning.BUSY:
            return DirectoryBusyError(detail)
        case Meaning.BAD_NAME:
            return FinalError(Reason.INVALID_NAME, detail)
        case Meaning.BAD_REQUEST | Meaning.BAD_PASSWORD:
            return FinalError(Reason.INVALID_REQUEST, detail)
        case _:
            return DirectoryBlockedError(detail)


def no_answer(method: Method, detail: str) -> OutcomeUnknownError | DirectoryBusyError:
    """Nobody knows whether a write happened; a read may simply be tried again later.

    To repeat a change is no harm either. That it may have happened is said all the same: whoever waits for a new
    password must not be told that the old one still holds.
    """
    return DirectoryBusyError(detail) if method in ("get", "list") else OutcomeUnknownError(detail)


def _detail(refusal: Refusal) -> str:
    reason = refusal.reason if re.fullmatch("[A-Za-z_]{1,40}", refusal.reason) else "unnamed"
    return f"{reason} {refusal.status}"
