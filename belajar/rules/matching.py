"""Keyed hashes under which people are found: mother's name, birth date and NIK exist nowhere else (DESIGN section 6).

Every hash is HMAC-SHA256 in hex under the look-up pepper, with a purpose of its own: none can stand for another.
"""

import hmac
from collections.abc import Sequence
from datetime import date
from ipaddress import IPv6Address, IPv6Network, ip_address

from belajar.rules.framing import framed
from belajar.rules.names import normalise, strict
from schemas.people import Jenis


def lookup_keys(peppers: Sequence[bytes], tipe: Jenis, nama: str, ibu: str, lahir: date, npsn: str) -> list[str]:
    """Ids of `lookup/<key>` for the five form fields, one per pepper, newest first; names may vary in spelling."""
    fields = (tipe.value, normalise(nama), normalise(ibu), lahir.isoformat(), npsn.strip().upper())
    message = framed("lookup/v1", *fields)
    return [_tag(pepper, message) for pepper in peppers]


def identity_key(pepper: bytes, tipe: Jenis, nama: str, lahir: date, npsn: str) -> str:
    """The CLAIMED identity, for throttles: guessing mother's name does not change it."""
    fields = (tipe.value, normalise(nama), lahir.isoformat(), npsn.strip().upper())
    return _tag(pepper, framed("identity/v1", *fields))


def strict_hash(pepper: bytes, nama: str, ibu: str) -> str:
    """Exact spelling of both names: tells twins with near-equal names apart under one look-up key."""
    return _tag(pepper, framed("strict/v1", strict(nama), strict(ibu)))


def nik_hash(pepper: bytes, nik: str) -> str:
    """NIK, as written."""
    return _tag(pepper, framed("nik/v1", nik))


def nip_hash(pepper: bytes, nip: str) -> str:
    """NIP, as written."""
    return _tag(pepper, framed("nip/v1", nip))


def identity_hash(pepper: bytes, nik: str, lahir: date) -> str:
    """NIK and birth date together: what somebody must know who asks about a request or account again."""
    return _tag(pepper, framed("nik-birth/v1", nik, lahir.isoformat()))


def contact_hash(pepper: bytes, contact: str) -> str:
    """Email address (case does not matter) or phone in E.164."""
    return _tag(pepper, framed("contact/v1", contact.strip().casefold()))


def origin_hash(pepper: bytes, origin: str) -> str:
    """Address a request came from, for throttles; IPv6 counts by /64, which is what one subscriber holds."""
    return _tag(pepper, framed("origin/v1", _network(origin)))


def row_digest(pepper: bytes, values: Sequence[str]) -> str:
    """Whole register row, in column order: equal digests = nothing has changed."""
    return _tag(pepper, framed("row/v1", *values))


def _tag(pepper: bytes, message: bytes) -> str:
    return hmac.digest(pepper, message, "sha256").hex()


def _network(origin: str) -> str:
    try:
        address = ip_address(origin)
    except ValueError:
        return origin
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), 64), strict=False))
