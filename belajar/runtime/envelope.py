"""Opens a Pub/Sub push body: one of our own events, a schedule's tick, or Cloud Storage's word of a new object."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from belajar.runtime.outgoing import digest
from schemas.events import CATALOGUE, Event, LetterUploaded, RosterReceived
from schemas.identifiers import EventId

_EVENT_ID: Final = TypeAdapter(EventId)
LETTERS: Final = "surat/"
"""Objects under this prefix are letters of applicants, all others rosters."""


class UnreadableError(Exception):
    """The message can never be understood; the argument is a short reason without any of its content."""


@dataclass(frozen=True, slots=True)
class Received:
    """One event as it came in."""

    id: str
    event: Event
    correlation_id: str
    causation_id: str
    attempt: int


def open_push(raw: bytes) -> Received | None:
    """Read a push body; None = a notification nobody asked for (an object deleted); raises UnreadableError."""
    message, attempt = _message(raw)
    attributes = message.get("attributes") or {}
    if "ce-type" not in attributes and "bucketId" in attributes:
        return _storage_notification(attributes, attempt)
    model = CATALOGUE.get(attributes.get("ce-type", ""))
    if model is None:
        raise UnreadableError("unknown type")
    try:
        event = model.model_validate_json(base64.b64decode(message.get("data") or "e30=", validate=True))
    except (ValidationError, binascii.Error, ValueError) as error:
        raise UnreadableError(f"data does not fit {model.__name__}") from error
    event_id = _id(attributes.get("ce-id") or _tick_id(model, message))
    correlation_id = _id(attributes.get("ce-correlationid") or event_id)
    causation = attributes.get("ce-causationid")
    return Received(event_id, event, correlation_id, _id(causation) if causation else "", attempt)


def _message(raw: bytes) -> tuple[dict[str, Any], int]:
    try:
        body = json.loads(raw)
        message = dict(body["message"])
        attempt = int(body.get("deliveryAttempt") or 0)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise UnreadableError("not a push body") from error
    attributes = message.get("attributes") or {}
    if not (isinstance(attributes, dict) and all(isinstance(value, str) for value in attributes.values())):
        raise UnreadableError("not a push body")
    if not isinstance(message.get("data") or "", str):
        raise UnreadableError("not a push body")
    return message, attempt


def _id(text: str) -> str:
    """Ids become document names and stand in logs: whatever else somebody put there must not."""
    try:
        return _EVENT_ID.validate_python(text)
    except ValidationError:
        raise UnreadableError("an id is not one of ours") from None


def _tick_id(model: type[Event], message: dict[str, Any]) -> str:
    """The schedule sends the same words every time: its minute is its identity."""
    minute = str(message.get("publishTime") or message.get("publish_time") or "")[:16]
    if not model.__name__.endswith("Ticked") or not minute:
        raise UnreadableError("no ce-id")
    return f"{model.topic()}.{minute}"


def _storage_notification(attributes: dict[str, str], attempt: int) -> Received | None:
    """Cloud Storage's own message about an object (https://cloud.google.com/storage/docs/pubsub-notifications)."""
    if attributes.get("eventType") != "OBJECT_FINALIZE":
        return None
    try:
        bucket, name, generation = (attributes[key] for key in ("bucketId", "objectId", "objectGeneration"))
    except KeyError as error:
        raise UnreadableError("incomplete storage notification") from error
    event_id = digest(f"{bucket}/{name}#{generation}")
    kind = LetterUploaded if name.startswith(LETTERS) else RosterReceived
    return Received(event_id, kind(bucket=bucket, name=name, generation=generation), event_id, "", attempt)
