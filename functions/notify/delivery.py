"""One mail: record the intent, hand it to the relay, record what became of it. At least once, stable Message-ID.

sending --relay took it--> sent        sending --refused for ever--> failed        retryable: stays sending
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from belajar.decision import Call, Decision
from belajar.errors import FinalError, RetryableError
from belajar.ports import MISSING, Mail, Mailer, Merge, Put, Snapshot
from belajar.rules.contacts import mask_email, mask_phone
from belajar.rules.matching import contact_hash
from functions.notify.bounced import contact_bounced
from functions.notify.compose import MailKind, compose
from functions.notify.deps import Deps
from schemas.documents import MailRecord, MailState

RETENTION = timedelta(days=90)
"""Of the record. Bounces come within days; three months answer "was it ever sent?" at the helpdesk."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said to whom. `values` may hold the initial password: never stored or logged.

    `key` tells several mails of one event apart.
    """

    kind: MailKind
    person_id: str
    to: str = field(repr=False)
    values: Mapping[str, str] = field(repr=False)
    key: str = ""


def mail_id(call: Call, key: str = "") -> str:
    """One event makes one mail per key, however often it is delivered."""
    return hashlib.sha256(f"{call.id}|{key}".encode() if key else call.id.encode()).hexdigest()[:32]


def record_path(call: Call, key: str = "") -> str:
    """Where the record of this event's mail is."""
    return f"messages/{mail_id(call, key)}"


def settled(earlier: Snapshot | None) -> bool:
    """Whether an earlier delivery of the same event brought its mail to an end."""
    return earlier is not None and earlier.data["state"] != MailState.SENDING


def deliver(letter: Letter, earlier: Snapshot | None, call: Call, deps: Deps) -> Decision:
    """Send once more unless `earlier` (the record as read) is settled. A refused mailbox is marked on the person."""
    if settled(earlier):
        return Decision()
    path = record_path(call, letter.key)
    record = new_record(letter.kind, letter.person_id, letter.to, call, deps)
    mail = compose(letter.kind, mail_id(call, letter.key), letter.to, **letter.values)

    def effect(versions: Mapping[str, str]) -> Decision:
        try:
            _hand_over(deps.mailer, mail, resend=earlier is not None)
        except FinalError as error:
            failed = Merge(path, {"state": MailState.FAILED, "reason": error.reason.value}, expect=versions[path])
            dead = contact_bounced(deps.store, deps.peppers, record)
            return Decision([failed, *dead], refused=error.reason, detail=error.detail)
        return Decision([Merge(path, {"state": MailState.SENT, "sent_at": call.now}, expect=versions[path])])

    return Decision([intent(path, record, earlier)], then=effect)


def ask_again(failed: RetryableError) -> Callable[[Mapping[str, str]], Decision]:
    """An effect that only asks for a redelivery, behind the commit of what did go out."""

    def effect(_: Mapping[str, str]) -> Decision:
        raise failed

    return effect


def given_up(earlier: Snapshot | None, reason: str) -> list[Merge]:
    """Close the record of a mail that was begun and may no longer be sent."""
    if earlier is None or settled(earlier):
        return []
    return [Merge(earlier.path, {"state": MailState.FAILED, "reason": reason}, expect=earlier.version)]


def _hand_over(mailer: Mailer, mail: Mail, *, resend: bool) -> None:
    """First retry at once (policies: provider calls); further ones are the redelivery's."""
    try:
        mailer.send(mail, resend=resend)
    except RetryableError:
        mailer.send(mail, resend=True)


def intent(path: str, record: MailRecord, earlier: Snapshot | None) -> Put:
    """The record before the sending; a later try keeps the time of the first."""
    if earlier is None:
        return Put(path, record.model_dump(), expect=MISSING)
    return Put(path, {**record.model_dump(), "created_at": earlier.data["created_at"]}, expect=earlier.version)


def new_record(kind: str, person_id: str, to: str, call: Call, deps: Deps) -> MailRecord:
    """A record with nothing sent yet. `to`: email address, or phone in E.164."""
    return MailRecord(
        kind=kind,
        person_id=person_id,
        state=MailState.SENDING,
        to_masked=mask_email(to) if "@" in to else mask_phone(to),
        to_hash=contact_hash(deps.peppers[0], to),
        created_at=call.now,
        expire_at=call.now + RETENTION,
    )
