"""The gateway that takes JSON: what HttpTexter speaks to."""

import hmac
import json
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.wrappers import Request, Response

from devstack.texts.network import Fate, Network

_ANSWERS: Final = {
    Fate.REFUSED: (422, "number refused"),
    Fate.DOWN: (503, "try again later"),
    Fate.TAKEN: (202, "accepted"),
}


class Submission(BaseModel):
    """What a client posts."""

    model_config = ConfigDict(extra="forbid")

    id: str
    to: str
    text: str
    ttl: int | None = Field(default=None, ge=1)


class Gateway:
    """Knows one bearer token. Idempotent by Idempotency-Key."""

    def __init__(self, network: Network, token: str) -> None:
        self._network, self._token = network, token

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
        return answer(*_ANSWERS[self._network.take(request, key, text.to, text.text, text.ttl)])


def answer(status: int, word: str) -> Response:
    """JSON with one word."""
    body: dict[str, Any] = {"status": word}
    return Response(json.dumps(body), status, content_type="application/json")
