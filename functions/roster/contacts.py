"""Which contacts of a row can be used. A wrong one is dropped and reported, never a reason to refuse the person."""

from belajar.rules.emails import parse_email
from belajar.rules.phones import parse_mobile
from functions.roster.sentences import BAD_EMAIL, BAD_PHONE
from schemas.roster import RosterRow


def usable_contacts(row: RosterRow) -> tuple[RosterRow, list[tuple[str, str]]]:
    """The row with each contact in canonical form or None, and column and sentence of each one dropped."""
    email = parse_email(row.email_pribadi) if row.email_pribadi else None
    phone = parse_mobile(row.nomor_ponsel) if row.nomor_ponsel else None
    dropped = []
    if row.email_pribadi and not email:
        dropped.append(("email_pribadi", BAD_EMAIL))
    if row.nomor_ponsel and not phone:
        dropped.append(("nomor_ponsel", BAD_PHONE))
    return row.model_copy(update={"email_pribadi": email, "nomor_ponsel": phone}), dropped
