"""CRC-32C (Castagnoli, RFC 3720 B.4), which Cloud KMS wants with its calls and Python does not have.

Written out, because our inputs are some dozen bytes and a library with compiled parts would be one more to ship.
"""

from typing import Final

_POLYNOMIAL: Final = 0x82F63B78
_ALL_BITS: Final = 0xFFFFFFFF


def _entry(index: int) -> int:
    for _ in range(8):
        index = index >> 1 ^ (_POLYNOMIAL if index & 1 else 0)
    return index


_TABLE: Final = tuple(_entry(index) for index in range(256))


def crc32c(data: bytes) -> int:
    """Checksum as an unsigned 32-bit number."""
    crc = _ALL_BITS
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ _ALL_BITS
