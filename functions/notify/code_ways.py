"""The two ways of a one-time code to its owner, SMS and mail, and one try on either."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from belajar.decision import Call
from belajar.errors import OutcomeUnknownError, RetryableError
from belajar.ports import Mail, Mailer, Text
from functions.notify.compose import MailKind, compose
from functions.notify.delivery import mail_id
from functions.notify.deps import Deps

SMS = "one_time_code_sms"
"""Kind of the record of a text message."""


@dataclass(frozen=True, slots=True)
class Way:
    """Kind of the record, and the address or the phone in E.164."""

    kind: str
    to: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a code says by mail (kind and values of the template) and by SMS."""

    mail: MailKind
    values: Mapping[str, str] = field(repr=False)
    text: str = field(repr=False)


def sender(way: Way, spoken: Spoken, deadline: datetime, call: Call, deps: Deps) -> Callable[[], None]:
    """A single try. It raises FinalError, OutcomeUnknownError, or RetryableError when it was surely not taken."""
    if "@" in way.to:
        mail = compose(spoken.mail, mail_id(call), way.to, situs=deps.site_url, **spoken.values)
        return partial(_mail_once, deps.mailer, mail)
    seconds = max(1, int((deadline - call.now).total_seconds()))
    return partial(deps.texter.send, Text(mail_id(call), way.to, spoken.text, seconds))


def minutes_left(deadline: datetime, call: Call) -> int:
    """How long a code is still good, as people say it; at least one minute."""
    return max(1, round((deadline - call.now).total_seconds() / 60))


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
