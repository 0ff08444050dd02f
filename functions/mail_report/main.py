"""Where the mail relay reports what became of a mail.

Consumes: POST /v1/surat/laporan. Publishes: mail reported. Touches: nothing but the ledger.
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.http import HttpFunction, Route
from functions.mail_report.step import Deps, laporan_surat, verify
from schemas.http import LaporanSuratRequest


def _deps() -> Deps:
    return Deps(wiring.report_keys(), wiring.clock())


FUNCTION = HttpFunction(
    "mail_report",
    [Route("POST", "/v1/surat/laporan", LaporanSuratRequest, laporan_surat, verify)],
    wiring.runtime,
    _deps,
)


@functions_framework.http
def mail_report(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
