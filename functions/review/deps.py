"""What the steps of this function need, and how they read a request."""

import re
from dataclasses import dataclass

from belajar.ports import Files, Identities, Snapshot, Store
from belajar.rules.access import Target
from belajar.runtime.problems import ProblemError
from schemas.requests import Request

_NOMOR = re.compile(r"[0-9a-f]{16}")
NOWHERE = "-"
"""A region that only national staff cover: to the others an unknown number looks like one outside their scope."""


@dataclass(frozen=True, slots=True)
class Deps:
    """What the steps of this function need."""

    store: Store
    identities: Identities
    files: Files
    letter_bucket: str


def find(nomor: str, deps: Deps) -> Snapshot | None:
    """The request as it is now; what is no number is no request."""
    if not _NOMOR.fullmatch(nomor):
        return None
    [seen] = deps.store.get(f"requests/{nomor}")
    return seen


def target_of(seen: Snapshot | None) -> Target:
    """Whom an act on this request concerns."""
    if seen is None:
        return Target(NOWHERE)
    request = Request.model_validate(seen.data)
    return Target(request.kode_wilayah, request.nik_hashes, frozenset({request.email}))


def whom(request: Request) -> str:
    """For the audit: the applicant, whatever becomes of the request. Nobody is found there before it is approved."""
    return f"people/{request.person_id}"


def existing(seen: Snapshot | None) -> Snapshot:
    """To be asked after the rights. Raises ProblemError 404."""
    if seen is None:
        raise ProblemError("pengajuan_tidak_ditemukan")
    return seen
