"""Turns a template and its values into a mail: text and HTML say the same, headers hold nothing a person wrote."""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from belajar.ports import Mail

MAIL_DOMAIN = "surat.belajar.id"


class MailKind(StrEnum):
    """What a mail is about; also the name of its templates."""

    ACCOUNT_READY = "account_ready"
    ACCOUNT_DETAILS = "account_details"
    ACCOUNT_REFUSED = "account_refused"
    ONE_TIME_CODE = "one_time_code"
    REQUEST_CHANGED = "request_changed"
    REVIEW_DUE = "review_due"
    REFERRAL_LOCKED = "referral_locked"
    DETAILS_VOID = "details_void"
    RESET_CODE = "reset_code"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PASSWORD_RESET = "password_reset"  # noqa: S105
    ACCOUNT_FROZEN = "account_frozen"
    CORRECTION_WAITING = "correction_waiting"
    CORRECTION_APPLIED = "correction_applied"
    CORRECTION_OBJECTED = "correction_objected"
    CORRECTION_STOPPED = "correction_stopped"
    TICKET_OPENED = "ticket_opened"


TO_STAFF = frozenset(
    {
        MailKind.ACCOUNT_REFUSED,
        MailKind.REVIEW_DUE,
        MailKind.REFERRAL_LOCKED,
        MailKind.CORRECTION_STOPPED,
        MailKind.TICKET_OPENED,
    }
)
"""Ids and codes only, and a mailbox that does not work is no matter of the person concerned."""
SUBJECTS = {
    MailKind.ACCOUNT_READY: "Akun Pembelajaran Anda sudah siap",
    MailKind.ACCOUNT_DETAILS: "Detail Akun Pembelajaran Anda",
    MailKind.ACCOUNT_REFUSED: "Akun tidak dapat dibuat: perlu ditangani",
    MailKind.ONE_TIME_CODE: "Kode verifikasi pengajuan Akun Pembelajaran",
    MailKind.REQUEST_CHANGED: "Pengajuan Akun Pembelajaran: {status}",
    MailKind.REVIEW_DUE: "Pengajuan menunggu peninjauan",
    MailKind.REFERRAL_LOCKED: "Kode referral terkunci: terlalu banyak percobaan",
    MailKind.DETAILS_VOID: "Kata sandi Akun Pembelajaran Anda sudah pernah diganti",
    MailKind.RESET_CODE: "Kode reset kata sandi Akun Pembelajaran",
    MailKind.PASSWORD_CHANGED: "Kata sandi Akun Pembelajaran Anda diganti",
    MailKind.PASSWORD_RESET: "Kata sandi sementara Akun Pembelajaran Anda",
    MailKind.ACCOUNT_FROZEN: "Akun Pembelajaran Anda dibekukan",
    MailKind.CORRECTION_WAITING: "Kontak Akun Pembelajaran Anda akan diganti",
    MailKind.CORRECTION_APPLIED: "Kontak Akun Pembelajaran Anda sudah diganti",
    MailKind.CORRECTION_OBJECTED: "Penggantian kontak Akun Pembelajaran dihentikan",
    MailKind.CORRECTION_STOPPED: "Koreksi kontak ditolak pemilik akun",
    MailKind.TICKET_OPENED: "Tiket baru untuk layanan bantuan",
}
"""`{status}` is one of our own words; nothing a person wrote comes into a header."""


def compose(kind: MailKind, mail_id: str, to: str, **values: str) -> Mail:
    """The mail `<mail_id>@surat.belajar.id`. Raises jinja2.UndefinedError for a value the template lacks."""
    words = {name: one_line(value) for name, value in values.items()}
    subject = SUBJECTS[kind].format(status=words.get("status", ""))
    text, html = (
        _templates().get_template(f"{kind}.{form}.j2").render(judul=subject, **words) for form in ("txt", "html")
    )
    return Mail(f"{mail_id}@{MAIL_DOMAIN}", to, subject, text, html)


def one_line(text: str) -> str:
    """Without line breaks and control characters, so that a name cannot add lines of its own to a mail."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def unlinked(name: str) -> str:
    """A typed name without anything that a mail program would make a link: a space behind every dot."""
    return re.sub(r"\.(?=\S)", ". ", name)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
