"""The website's "Periksa Akun Pembelajaran".

Consumes: POST /v1/akun/periksa, POST /v1/akun/kirim-detail. Publishes: details requested.
Touches: lookup, throttles, stats/sync (read).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.rules.policy import POLICY
from belajar.runtime.http import HttpFunction, Route
from functions.lookup.send_details import kirim_detail
from functions.lookup.step import Deps, periksa
from functions.lookup.ticket import Tickets
from schemas.http import KirimDetailRequest, PeriksaRequest


def _deps() -> Deps:
    peppers = wiring.peppers()
    return Deps(wiring.store(), peppers, Tickets(peppers, POLICY.lookup_ticket_seconds))


FUNCTION = HttpFunction(
    "lookup",
    [
        Route("POST", "/v1/akun/periksa", PeriksaRequest, periksa),
        Route("POST", "/v1/akun/kirim-detail", KirimDetailRequest, kirim_detail),
    ],
    wiring.runtime,
    _deps,
)


@functions_framework.http
def lookup(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
