"""Where petugas help owners: new credentials that go to the owner, corrected contacts.

Consumes: the routes below (staff only). Publishes: reset approved, correction changed, ticket opened.
Touches: resets, reset_locks, corrections, correction_locks, tickets, throttles, audit, audit_heads; accounts, people
and petugas (read).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.rules.access import Action
from belajar.runtime.http import HttpFunction, Route
from functions.assist.asking import bantuan
from functions.assist.card import kartu_bantuan
from functions.assist.correction import koreksi_kontak
from functions.assist.deps import Deps
from functions.assist.reading import daftar_bantuan, rinci_bantuan
from functions.assist.second import setujui_bantuan, tolak_bantuan
from schemas.http_resets import BantuanRequest, KoreksiRequest, TolakBantuanRequest

ALL = "/v1/reset/bantuan"
ONE = f"{ALL}/{{id}}"


def _deps() -> Deps:
    return Deps(wiring.store(), wiring.identities(), wiring.keys(), wiring.peppers())


FUNCTION = HttpFunction(
    "assist",
    [
        Route("POST", ALL, BantuanRequest, bantuan, action=Action.ASSIST_RESET),
        Route("GET", ALL, None, daftar_bantuan, action=Action.LIST_RESETS),
        Route("GET", ONE, None, rinci_bantuan, action=Action.SHOW_RESET),
        Route("POST", f"{ONE}/setujui", None, setujui_bantuan, action=Action.APPROVE_RESET),
        Route("POST", f"{ONE}/tolak", TolakBantuanRequest, tolak_bantuan, action=Action.REFUSE_RESET),
        Route("POST", f"{ONE}/kartu", None, kartu_bantuan, action=Action.TAKE_CARD),
        Route("POST", "/v1/kontak/koreksi", KoreksiRequest, koreksi_kontak, action=Action.CORRECT_CONTACT),
    ],
    wiring.runtime,
    _deps,
)


@functions_framework.http
def assist(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
