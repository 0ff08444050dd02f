"""The school's own list of its accounts, to hand them out.

Consumes: GET /v1/sekolah/{npsn}/akun.csv and akun.pdf (staff only). Publishes: nothing.
Touches: people and accounts (read), throttles, audit, audit_heads; petugas (read).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.rules.access import Action
from belajar.runtime.http import HttpFunction, Route
from functions.download.deps import Deps
from functions.download.step import akun_csv, akun_pdf


def _deps() -> Deps:
    return Deps(wiring.store(), wiring.identities(), wiring.keys())


FUNCTION = HttpFunction(
    "download",
    [
        Route("GET", "/v1/sekolah/{npsn}/akun.csv", None, akun_csv, action=Action.DOWNLOAD_ACCOUNTS),
        Route("GET", "/v1/sekolah/{npsn}/akun.pdf", None, akun_pdf, action=Action.DOWNLOAD_ACCOUNTS),
    ],
    wiring.runtime,
    _deps,
)


@functions_framework.http
def download(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
