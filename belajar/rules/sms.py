"""What one SMS holds: Indonesian networks split a longer text or one of other letters, and may lose a part."""

from typing import Final

ONE_SMS: Final = 160
"""In letters of seven bits."""
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")


def fits_one_sms(text: str) -> bool:
    """At most 160 letters of the default alphabet (3GPP TS 23.038), where an extended one such as [ counts twice."""
    if not set(text) <= _BASIC | _EXTENDED:
        return False
    return len(text) + sum(letter in _EXTENDED for letter in text) <= ONE_SMS
