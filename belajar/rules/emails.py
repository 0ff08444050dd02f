"""Email addresses as people type them. Syntax only: whether a mailbox lives is learnt from bounces."""

from typing import Final

from email_validator import EmailNotValidError, validate_email

_OURS: Final = "belajar.id"


def parse_email(text: str) -> str | None:
    """The address in canonical form, or None. Our own accounts are refused: they are no way back into themselves."""
    try:
        # test_environment: .test domains are reserved (RFC 2606), nobody owns one, and all sample data use them.
        email = validate_email(text, allow_smtputf8=False, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    domain = email.ascii_domain.lower()
    return None if domain == _OURS or domain.endswith(f".{_OURS}") else email.normalized
