"""Who a request is about, where no register gives an id: one person and kind, one id, hence one account."""

import hashlib
from uuid import UUID

from belajar.rules.framing import framed
from schemas.people import JenisLain


def person_id(nik_hash: str, jenis: JenisLain) -> str:
    """Id of `people/<id>`, in the form of the register's ids; the same for every request of the person.

    `nik_hash` must be made with one and the same pepper for ever: another one makes another person.
    """
    digest = hashlib.sha256(framed("request-person/v1", jenis.value, nik_hash)).digest()
    return str(UUID(bytes=digest[:16], version=5))
