"""New passwords by their owners: a code to the contact on record, then a password of their own; and "bukan saya".

Consumes: the routes below. Publishes: reset requested, password changed, reset disowned, correction changed, ticket
opened. Touches: resets, corrections, tickets, throttles, accounts and people (read); Google Workspace.
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.http import HttpFunction, Route
from functions.reset.asked import kirim_kode_lagi, minta_kode
from functions.reset.code import verifikasi
from functions.reset.deps import Deps
from functions.reset.disown import bukan_saya
from functions.reset.pace import directory_pace
from functions.reset.password import sandi
from schemas.http_resets import BukanSayaRequest, KirimUlangRequest, ResetRequest, SandiRequest, VerifikasiRequest


def _deps() -> Deps:
    store, clock = wiring.store(), wiring.clock()
    return Deps(store, wiring.keys(), wiring.directory(), clock, wiring.peppers(), directory_pace(store, clock))


ROUTES = [
    Route("POST", "/v1/reset", ResetRequest, minta_kode),
    Route("POST", "/v1/reset/{id}/kirim-ulang", KirimUlangRequest, kirim_kode_lagi),
    Route("POST", "/v1/reset/{id}/verifikasi", VerifikasiRequest, verifikasi),
    Route("POST", "/v1/reset/{id}/sandi", SandiRequest, sandi),
    Route("POST", "/v1/bukan-saya", BukanSayaRequest, bukan_saya),
]
FUNCTION = HttpFunction("reset", ROUTES, wiring.runtime, _deps)


@functions_framework.http
def reset(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
