"""The two ways of a one-time code to its owner, and what it says there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from belajar.codes import one_time_code
from belajar.decision import Call
from belajar.errors import OutcomeUnknownError, RetryableError
from belajar.ports import Mail, Mailer, Text
from functions.notify.compose import MailKind, compose
from functions.notify.delivery import mail_id
from functions.notify.deps import Deps
from schemas.events import CodeRequested
from schemas.requests import Jalur, Request

SMS = "one_time_code_sms"
"""Kind of the record of a text message."""


@dataclass(frozen=True, slots=True)
class Way:
    """Kind of the record, and the address or the phone in E.164."""

    kind: str
    to: str = field(repr=False)


def way_of(request: Request) -> Way | None:
    """Ministry staff prove their official address, everybody else the phone; None without a phone."""
    if request.jalur is Jalur.KEMDIKBUD:
        return Way(MailKind.ONE_TIME_CODE, request.email)
    return Way(SMS, request.phone) if request.phone else None


def code_sender(way: Way, event: CodeRequested, version: str | None, call: Call, deps: Deps) -> Callable[[], None]:
    """A single try. It raises FinalError, OutcomeUnknownError, or RetryableError when it was surely not taken."""
    code = one_time_code(event.nomor, event.number, deps.keys, version)
    minutes = max(1, round((event.deadline - call.now).total_seconds() / 60))
    if way.kind == SMS:
        return partial(deps.texter.send, Text(mail_id(call), way.to, code_text(code, minutes)))
    values = {"kode": code, "menit": str(minutes), "situs": deps.site_url}
    return partial(_mail_once, deps.mailer, compose(MailKind.ONE_TIME_CODE, mail_id(call), way.to, **values))


def code_text(code: str, minutes: int) -> str:
    """One SMS of GSM-7 letters. Begins with the brand, or operators block it; carries no link."""
    return (
        f"belajar.id: {code} adalah kode verifikasi pengajuan akun Anda, berlaku {minutes} menit. "
        "Jangan berikan kode ini kepada siapa pun."
    )


def _mail_once(mailer: Mailer, mail: Mail) -> None:
    """A relay's passing failure does not tell whether the mail was taken."""
    try:
        mailer.send(mail)
    except RetryableError as error:
        raise OutcomeUnknownError(error.reason.value) from None
