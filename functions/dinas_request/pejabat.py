"""Kepala dinas and kepala bidang: a referral code of the region opens a request, a code to the phone proves it."""

from itertools import chain, islice

from belajar.decision import Call, Decision
from belajar.ports import Snapshot
from belajar.rules.referrals import fits, referral_key
from functions.dinas_request.deps import Deps
from functions.dinas_request.failures import failures
from functions.dinas_request.form import pejabat
from functions.dinas_request.sending import sending
from functions.dinas_request.submission import Identity, awaiting_code, first_code, new_nomor
from schemas.http_requests import PejabatRequest
from schemas.requests import Referral


def pengajuan_dinas(body: PejabatRequest, call: Call, deps: Deps) -> Decision:
    """Everything is read whatever the code is. The quota is counted later, when the phone is proven."""
    applicant = pejabat(body, call.now.date())
    wrong, identity = failures(body.kode_wilayah, call, deps), Identity(applicant, deps)
    codes = sending(applicant.jalur, applicant.email, applicant.phone, call, deps)
    referrals = [f"referrals/{referral_key(pepper, body.kode_referral)}" for pepper in deps.peppers]
    groups = (wrong.paths, codes.paths, referrals, identity.paths)
    read = iter(deps.store.get(*chain.from_iterable(groups)))
    failed, sent, held, known = (list(islice(read, len(paths))) for paths in groups)
    wrong.refuse_if_spent(failed, call)
    found = _found(held)
    referral = Referral.model_validate(found.data) if found else None
    if not fits(referral, body.kode_wilayah, body.tipe_dinas, body.jabatan, call.now) or found is None:
        return wrong.mismatch(failed, call, deps)
    counted = codes.counted(sent, call)
    also = first_code(call, deps) | {"referral": found.path.removeprefix("referrals/")}
    request = identity.request(known, new_nomor(), call, also)
    return awaiting_code(request, counted, call, deps)


def _found(referrals: list[Snapshot | None]) -> Snapshot | None:
    return next((referral for referral in referrals if referral), None)
