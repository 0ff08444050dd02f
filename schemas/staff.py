"""Staff: who they are, what they may be, and what is kept of their acts."""

from datetime import datetime
from enum import StrEnum

from schemas.documents import Document


class Role(StrEnum):
    """Roles of petugas. Scope: npsn, province (2 digits), district (4 digits), or `nasional`."""

    OPERATOR = "operator"
    KEPALA_SATUAN_PENDIDIKAN = "kepala_satuan_pendidikan"
    KAPTEN = "kapten"
    CO_KAPTEN = "co_kapten"
    HELPDESK = "helpdesk"
    PENINJAU = "peninjau"
    ADMIN = "admin"


class Petugas(Document):
    """`petugas/<address>`: a member of staff."""

    address: str
    nama: str
    roles: dict[str, str]
    """Role -> scope."""
    active: bool
    nik_hash: str | None = None
    """So that nobody decides on their own request."""
    since: datetime


class AuditRow(Document):
    """`audit/<chain>:<number, 10 digits>`: who did what to whom and why. `hash` covers the row and the one before.

    What `target` names may be gone long before the row; the person named by `whom` stays known by the same id.
    """

    chain: str
    number: int
    at: datetime
    actor: str
    action: str
    target: str
    whom: str = ""
    """`people/<id>`; empty where the act is on a list, or the target says it. Rows of before had no such field."""
    reason: str
    previous: str
    hash: str
