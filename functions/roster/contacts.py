"""Which contacts of a row can be used. A wrong one is dropped and reported, never a reason to refuse the person."""

from typing import Final

from email_validator import EmailNotValidError, validate_email

from belajar.rules.phones import parse_mobile
from functions.roster.sentences import BAD_EMAIL, BAD_PHONE
from schemas.roster import RosterRow

_OURS: Final = "belajar.id"


def usable_contacts(row: RosterRow) -> tuple[RosterRow, list[tuple[str, str]]]:
    """The row with each contact in canonical form or None, and column and sentence of each one dropped."""
    email = _email(row.email_pribadi) if row.email_pribadi else None
    phone = parse_mobile(row.nomor_ponsel) if row.nomor_ponsel else None
    dropped = []
    if row.email_pribadi and not email:
        dropped.append(("email_pribadi", BAD_EMAIL))
    if row.nomor_ponsel and not phone:
        dropped.append(("nomor_ponsel", BAD_PHONE))
    return row.model_copy(update={"email_pribadi": email, "nomor_ponsel": phone}), dropped


def _email(text: str) -> str | None:
    """Syntax only: whether the mailbox lives is learnt from bounces. Our own accounts are no way back into them."""
    try:
        # test_environment: .test domains are reserved (RFC 2606), nobody owns one, and all sample data use them.
        email = validate_email(text, allow_smtputf8=False, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    domain = email.ascii_domain.lower()
    return None if domain == _OURS or domain.endswith(f".{_OURS}") else email.normalized
