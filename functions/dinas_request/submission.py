"""From a form to a request: only hashes of NIK, NIP and birth date go on from here."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from belajar.codes import code_key_version
from belajar.decision import Call, Decision
from belajar.ports import MISSING, Put, Snapshot, Write
from belajar.rules.identity_numbers import nik_disagrees, nip_disagrees
from belajar.rules.matching import identity_hash, nik_hash, nip_hash
from belajar.rules.policy import POLICY
from belajar.rules.request_people import person_id
from functions.dinas_request.deps import Deps
from functions.dinas_request.form import Applicant
from functions.dinas_request.found import shown
from functions.dinas_request.sending import code_event
from schemas.people import JenisLain
from schemas.requests import Jalur, Request, RequestState


class Identity:
    """Who the NIK stands for. `paths` are to be read with the rest, and given to `request`.

    The hash under an older pepper goes on being used for a person who is known by it: one person, one account.
    """

    def __init__(self, applicant: Applicant, deps: Deps) -> None:
        self._applicant, self._pepper = applicant, deps.peppers[0]
        self._jenis = JenisLain.KEMDIKBUD if applicant.jalur is Jalur.KEMDIKBUD else JenisLain.DINAS
        self._hashes = [nik_hash(pepper, applicant.nik) for pepper in deps.peppers]
        self.paths = [
            path for known in self._hashes for path in (f"people/{self._person(known)}", f"request_locks/{known}")
        ]

    def request(self, seen: Sequence[Snapshot | None], nomor: str, call: Call, also: Mapping[str, Any]) -> Request:
        """A fresh request, awaiting its code unless `also` says otherwise."""
        known = self._known(seen)
        given = self._applicant
        facts = {
            "nomor": nomor,
            "jalur": given.jalur,
            "state": RequestState.AWAITING_CODE,
            "jabatan": given.jabatan,
            "nama": given.nama,
            "tipe_dinas": given.tipe_dinas,
            "kode_wilayah": given.kode_wilayah,
            "person_id": self._person(known),
            "nik_hash": known,
            "other_nik_hashes": [other for other in self._hashes if other != known],
            "identity_hash": identity_hash(self._pepper, given.nik, given.lahir),
            "nip_hash": nip_hash(self._pepper, given.nip) if given.nip else None,
            "peringatan": _warnings(given),
            "email": given.email,
            "phone": given.phone,
            "submitted_at": call.now,
            "changed_at": call.now,
            "expire_at": call.now + timedelta(days=POLICY.request_retention_days),
        }
        return Request.model_validate(facts | dict(also))

    def _known(self, seen: Sequence[Snapshot | None]) -> str:
        pairs = zip(self._hashes, seen[::2], seen[1::2], strict=True)
        return next((known for known, person, lock in pairs if person or lock), self._hashes[0])

    def _person(self, known: str) -> str:
        return person_id(known, self._jenis)


def _warnings(given: Applicant) -> list[str]:
    """Slips happen on cards too: for the reviewer to look at, never a reason to refuse."""
    disagree = {
        "nik_tanggal_lahir": nik_disagrees(given.nik, given.lahir),
        "nip_tanggal_lahir": given.nip is not None and nip_disagrees(given.nip, given.lahir),
    }
    return [name for name, found in disagree.items() if found]


def new_nomor() -> str:
    """64 random bits; the store refuses the one that is there already."""
    return secrets.token_hex(8)


def awaiting_code(request: Request, counted: Sequence[Write], call: Call, deps: Deps) -> Decision:
    """Keep the request and have its first code sent."""
    return Decision(
        writes=[Put(f"requests/{request.nomor}", request.model_dump(), expect=MISSING), *counted],
        events=[code_event(request, call)],
        answer=shown(request, call.now, deps, 202),
    )


def first_code(call: Call, deps: Deps) -> dict[str, Any]:
    """What a request holds about its first code."""
    return {"codes_sent": 1, "code_sent_at": call.now, "code_key_version": code_key_version(deps.keys)}
