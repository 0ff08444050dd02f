"""Phone numbers as people type them. Imported only where numbers are taken in: the tables cost start-up time."""

import re
import unicodedata

import phonenumbers

_PLAUSIBLE = re.compile(r"\+?[\d\s().\-\u2010-\u2015\u2212]+")
_NOT_DIGIT = re.compile(r"\D+")
_PREFIX = re.compile(r"(?:(?:00)?620?|0)?(?=8)")


def parse_mobile(text: str) -> str | None:
    """E.164 of an Indonesian mobile number, or None. Takes 0812, 812 (a lost zero), +62, 62, 0062 and +62 (0).

    The country code is put in front before parsing: without a plus, 62812345678 passes for a landline.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if not _PLAUSIBLE.fullmatch(text):
        return None
    digits = "".join(str(unicodedata.digit(digit)) for digit in _NOT_DIGIT.sub("", text))
    prefix = _PREFIX.match(digits)
    if not prefix:
        return None
    return _checked(f"+62{digits[prefix.end() :]}")


def _checked(e164: str) -> str | None:
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return None
    mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    return e164 if mobile else None
