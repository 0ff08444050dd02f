"""The gateway's side of the wire: takes texts, except where the number itself asks for a failure."""

import hmac
import json
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.wrappers import Request, Response

from belajar.ports import Clock
from devstack.texts.database import TextInbox
from devstack.workspace.wire import drop

REFUSED: Final = "0000"
DOWN: Final = "1111"
HANGING: Final = "2222"
UNANSWERED: Final = "3333"
"""Last digits of numbers that always fail: never taken, not now, no answer and not taken, taken without an answer."""
HANG_SECONDS: Final = 30


class Submission(BaseModel):
    """What a client posts."""

    model_config = ConfigDict(extra="forbid")

    id: str
    to: str
    text: str


class Gateway:
    """Knows one bearer token. Idempotent by Idempotency-Key."""

    def __init__(self, inbox: TextInbox, token: str, clock: Clock) -> None:
        self._inbox, self._token, self._clock = inbox, token, clock

    def submit(self, request: Request) -> Response:
        """`POST messages`. Raises ConnectionError where no answer is to come."""
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {self._token}".encode()):
            return answer(401, "unauthorized")
        key = request.headers.get("Idempotency-Key", "")
        try:
            text = Submission.model_validate_json(request.get_data())
        except ValidationError:
            return answer(400, "malformed")
        if not key:
            return answer(400, "no idempotency key")
        return self._taken(request, text, key, self._clock.now())

    def _taken(self, request: Request, text: Submission, key: str, now: datetime) -> Response:
        if text.to.endswith(REFUSED) or not text.to.startswith("+"):
            return answer(422, "number refused")
        if text.to.endswith(DOWN):
            return answer(503, "try again later")
        if text.to.endswith(HANGING):
            self._clock.sleep(HANG_SECONDS)
            drop(request, reset=False)
        self._inbox.add(key, text.to, text.text, now)
        if text.to.endswith(UNANSWERED):
            drop(request, reset=False)
        return answer(202, "accepted")


def answer(status: int, word: str) -> Response:
    """JSON with one word."""
    body: dict[str, Any] = {"status": word}
    return Response(json.dumps(body), status, content_type="application/json")
