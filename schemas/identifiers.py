"""Identifiers, all kept as text (domain facts: Identifiers). Patterns only; meaning is checked in belajar.rules."""

import re
from datetime import date
from typing import Annotated, Final

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso(value: object) -> object:
    """Pydantic would also take a Unix time or a timestamp; the register's form is YYYY-MM-DD and nothing else."""
    if isinstance(value, int | float) or (isinstance(value, str) and not _ISO_DATE.fullmatch(value)):
        raise PydanticCustomError("date_form", "not YYYY-MM-DD")
    return value


IsoDate = Annotated[date, BeforeValidator(_iso)]
"""A calendar date written YYYY-MM-DD."""

Npsn = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z][0-9]{7}$")]
"""School number: 8 characters, a letter may come first."""
Nisn = Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$")]
Nuptk = Annotated[str, StringConstraints(pattern=r"^[0-9]{16}$")]
Nik = Annotated[str, StringConstraints(pattern=r"^[0-9]{16}$")]
Nip = Annotated[str, StringConstraints(pattern=r"^[0-9]{18}$")]
"""Civil servant number YYYYMMDD YYYYMM G NNN; PPPK have a 2-digit code in place of the month."""
KodeWilayahDinas = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]([0-9]{2})?$")]
"""Region of an education office: province 2 digits, kabupaten/kota 4."""
KodeWilayah = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}([0-9]{2})?([0-9]{2})?$")]
"""Region (Kemendagri): province 2 digits, district 4; Dapodik also writes kecamatan with 6."""
SumberId = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", to_lower=True)
]
"""Dapodik's UUID of a person: the stable source key."""
Address = Annotated[str, StringConstraints(pattern=r"^[a-z0-9._-]{1,64}@[a-z0-9.-]+$", max_length=254)]
"""An account address under belajar.id, lower case."""
EventId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:._-]{1,128}$")]
