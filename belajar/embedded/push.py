"""One delivery on the wire: the body Pub/Sub pushes, and the POST that carries it."""

import base64
import contextlib
import http.client
import json
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from belajar.embedded.claims import Claim

ACKS: Final = frozenset({102, 200, 201, 202, 204})
"""Statuses that Pub/Sub takes as an acknowledgement (docs: push subscriptions)."""
NO_ANSWER: Final = 0


def push_body(claim: Claim, project: str) -> dict[str, Any]:
    """As Pub/Sub writes it, both spellings included."""
    message = {
        "attributes": json.loads(claim.attributes),
        "data": base64.b64encode(claim.data).decode(),
        "messageId": claim.message_id,
        "message_id": claim.message_id,
        "publishTime": claim.published,
        "publish_time": claim.published,
    }
    subscription = f"projects/{project}/subscriptions/{claim.subscription.name}"
    return {"message": message, "subscription": subscription, "deliveryAttempt": claim.attempt}


class HttpPush:
    """POSTs over connections that stay open, one per address. For one thread."""

    def __init__(self) -> None:
        self._open: dict[str, http.client.HTTPConnection] = {}

    def post(self, url: str, body: dict[str, Any], timeout_seconds: float) -> int:
        """Status of the answer, NO_ANSWER if none came. May send twice when a kept connection turns out dead."""
        target = urlsplit(url)
        content = json.dumps(body).encode()
        kept = self._open.pop(target.netloc, None)
        with contextlib.suppress(ConnectionError):
            if kept is not None:
                return self._send(kept, target, content, timeout_seconds)
        try:
            fresh = http.client.HTTPConnection(target.netloc)
            return self._send(fresh, target, content, timeout_seconds)
        except ConnectionError:
            return NO_ANSWER

    def close(self) -> None:
        """Close what is open."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _send(
        self, connection: http.client.HTTPConnection, target: SplitResult, content: bytes, timeout_seconds: float
    ) -> int:
        """Raises ConnectionError if the line is or goes dead; the connection is kept only after a whole answer."""
        connection.timeout = timeout_seconds
        if connection.sock is not None:
            connection.sock.settimeout(timeout_seconds)
        try:
            connection.request("POST", _path(target), content, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
        except ConnectionError:
            connection.close()
            raise
        except (OSError, http.client.HTTPException):
            connection.close()
            return NO_ANSWER
        self._open[target.netloc] = connection
        return answer.status


def _path(target: SplitResult) -> str:
    path = target.path or "/"
    return f"{path}?{target.query}" if target.query else path
