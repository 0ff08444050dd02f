import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from devstack.host.event_log import Delivery, EventLog
from schemas.events import SyncPaged


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    return EventLog(tmp_path / "events.sqlite")


@pytest.fixture
def delivery() -> Callable[..., Delivery]:
    def make(**changes) -> Delivery:
        usual = {
            "at": 1_783_904_400.0,
            "event_id": "e1",
            "type": "id.belajar.sync.paged.v1",
            "correlation": "case-1",
            "causation": "",
            "function": "sync",
            "attempt": 1,
            "status": 204,
            "duration_ms": 12.5,
        }
        return Delivery(**(usual | changes))

    return make


@pytest.fixture
def push() -> bytes:
    """A push body as the bus posts it."""
    event = SyncPaged(run="r", page_token=None, page=0)
    ids = {"ce-id": "e1", "ce-correlationid": "case-1", "ce-causationid": "cause-1", "ce-type": event.type}
    data = base64.b64encode(event.model_dump_json().encode()).decode()
    body = {"message": {"data": data, "attributes": ids}}
    return json.dumps(body | {"deliveryAttempt": 3, "subscription": "projects/p/subscriptions/s"}).encode()
