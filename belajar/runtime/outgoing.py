"""Makes outgoing messages: CloudEvents 1.0 in attributes `ce-*`, data as JSON.

Identity is our id, derived from cause + step + output, so that publishing twice is one event to its consumers.
"""

import hashlib
from datetime import datetime

from belajar.ports import Message
from schemas.event import Event


def make_message(
    event: Event, event_id: str, *, correlation_id: str, causation_id: str, source: str, at: datetime
) -> Message:
    """The message that carries this event."""
    return Message(
        topic=event.topic(),
        data=event.model_dump_json().encode(),
        attributes={
            "ce-specversion": "1.0",
            "ce-id": event_id,
            "ce-type": event.type,
            "ce-source": f"//belajar.id/{source}",
            "ce-time": at.isoformat().replace("+00:00", "Z"),
            "ce-correlationid": correlation_id,
            "ce-causationid": causation_id,
            "content-type": "application/json",
        },
    )


def derived_id(cause: str, step: str, event: Event, key: str) -> str:
    """Id of an output: the same for every retry of the same cause."""
    return digest(f"{cause}|{step}|{event.type}|{key}")


def digest(text: str) -> str:
    """32 hex digits that stand for the text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
