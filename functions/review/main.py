"""Where petugas look at requests and decide on them.

Consumes: GET /v1/tinjauan and the routes below it (staff only). Publishes: account requested, request changed.
Touches: requests, people, audit, audit_heads; petugas (read), letters (links).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.rules.access import Action
from belajar.runtime.http import HttpFunction, Route
from belajar.runtime.settings import settings
from functions.review.decisions import setujui, tolak
from functions.review.deps import Deps
from functions.review.reading import daftar, rinci
from schemas.http_reviews import SetujuiRequest, TolakRequest

ONE = "/v1/tinjauan/{nomor}"


def _deps() -> Deps:
    return Deps(wiring.store(), wiring.identities(), wiring.files(), settings().letter_bucket)


FUNCTION = HttpFunction(
    "review",
    [
        Route("GET", "/v1/tinjauan", None, daftar, action=Action.LIST_REQUESTS),
        Route("GET", ONE, None, rinci, action=Action.SHOW_REQUEST),
        Route("POST", f"{ONE}/setujui", SetujuiRequest, setujui, action=Action.APPROVE_REQUEST),
        Route("POST", f"{ONE}/tolak", TolakRequest, tolak, action=Action.REFUSE_REQUEST),
    ],
    wiring.runtime,
    _deps,
)


@functions_framework.http
def review(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
