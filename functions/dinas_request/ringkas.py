"""Pengawas sekolah, penilik and pamong belajar: the website's form, and the same form signed by its own back end."""

import hmac
from collections.abc import Mapping

from belajar.decision import Call, Decision
from belajar.ports import MISSING, Merge, Put, Snapshot, Write
from belajar.rules.framing import framed
from belajar.rules.signatures import SIGNATURE_HEADER, is_signed
from belajar.runtime.problems import ProblemError
from functions.dinas_request.deps import Deps
from functions.dinas_request.form import ringkas
from functions.dinas_request.proof import concluded
from functions.dinas_request.sending import sending
from functions.dinas_request.submission import Identity, awaiting_code, first_code, new_nomor
from schemas.http_requests import RingkasRequest


def pengajuan_ringkas(body: RingkasRequest, call: Call, deps: Deps) -> Decision:
    """From the website: the phone is proven first."""
    applicant = ringkas(body, call.now.date())
    codes, identity = sending(applicant.jalur, applicant.email, applicant.phone, call, deps), Identity(applicant, deps)
    contact, origin, everybody, *known = deps.store.get(*codes.paths, *identity.paths)
    counted = codes.counted((contact, origin, everybody), call)
    return awaiting_code(identity.request(known, new_nomor(), call, first_code(call, deps)), counted, call, deps)


def verify(headers: Mapping[str, str], body: bytes, deps: Deps) -> str:
    """The signature; raises ProblemError 401 unless the form's back end signed this very body within 5 minutes."""
    if not is_signed(deps.ringkas_keys, headers, body, deps.clock.now()):
        raise ProblemError("tanda_tangan_tidak_sah")
    return headers[SIGNATURE_HEADER]


def pengajuan_ringkas_masuk(body: RingkasRequest, call: Call, deps: Deps) -> Decision:
    """Signed by the form's back end: no code is asked, and the phone stays unproven.

    The request's number comes from the signature, so that a replayed body meets the request it made and is refused.
    """
    applicant = ringkas(body, call.now.date())
    nomor, identity = _nomor(call, deps), Identity(applicant, deps)
    earlier, *known = deps.store.get(f"requests/{nomor}", *identity.paths)
    if earlier:
        raise ProblemError("kiriman_sudah_diterima", "Setiap kiriman bertanda tangan hanya diterima satu kali.")
    request = identity.request(known, nomor, call, {})
    fresh = Snapshot(f"requests/{nomor}", request.model_dump(), "")
    return concluded(request, fresh, {}, call, deps, status=202, write=_as_new)


def _as_new(seen: Snapshot, change: Merge) -> Write:
    """A request that is decided in the commit that makes it: one whole document."""
    return Put(seen.path, {**seen.data, **change.data}, expect=MISSING)


def _nomor(call: Call, deps: Deps) -> str:
    return hmac.digest(deps.peppers[-1], framed("ringkas-request/v1", call.proof), "sha256").hex()[:16]
