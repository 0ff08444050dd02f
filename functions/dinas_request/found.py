"""The request a token stands for, and how its applicant sees it."""

from datetime import datetime
from typing import Any

from belajar.decision import Answer, Call
from belajar.ports import Snapshot
from belajar.rules.contacts import mask_email, mask_phone
from belajar.rules.otp import deadline, expired
from belajar.rules.request_states import status_word, what_next
from belajar.rules.request_tokens import nomor_of, token
from belajar.runtime.problems import ProblemError
from functions.dinas_request.deps import Deps
from schemas.http import Kontak
from schemas.http_requests import PengajuanResponse
from schemas.requests import Request, RequestState


def nomor_in(call: Call, deps: Deps) -> str:
    """The number behind the path's token; a forged one costs no read and is answered like an unknown one."""
    nomor = nomor_of(deps.peppers, call.params["id"])
    if nomor is None:
        raise _unknown()
    return nomor


def request_in(snapshot: Snapshot | None) -> tuple[Request, Snapshot]:
    """The request as read; raises ProblemError 404."""
    if snapshot is None:
        raise _unknown()
    return Request.model_validate(snapshot.data), snapshot


def shown(request: Request, now: datetime, deps: Deps, status: int = 200) -> Answer:
    """The applicant's view. Who was found in the register reads the address in the mail to the register's contact.

    Of that contact only the masked mail address shows: whoever typed the form has proven a phone, not who they are.
    """
    response = PengajuanResponse(
        id=token(deps.peppers[0], request.nomor),
        status=status_word(request.state),
        keadaan=request.state,
        keterangan=what_next(request),
        diperbarui=request.changed_at,
        kontak=Kontak(
            email=mask_email(request.email),
            ponsel=mask_phone(request.phone) if request.phone and not request.matched else None,
        ),
        kode_berlaku_detik=_seconds_left(request, now),
        akun=None if request.matched else request.address,
        alasan=request.alasan,
        catatan=request.catatan,
    )
    body: dict[str, Any] = response.model_dump(mode="json")
    return Answer(status, body)


def _seconds_left(request: Request, now: datetime) -> int:
    sent = request.code_sent_at
    if request.state is not RequestState.AWAITING_CODE or sent is None or expired(sent, now):
        return 0
    return int((deadline(sent) - now).total_seconds())


def _unknown() -> ProblemError:
    return ProblemError("pengajuan_tidak_ditemukan", "Periksa kembali tautan pengajuan Anda, atau ajukan kembali.")
