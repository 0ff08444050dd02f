"""A request as its reviewers see it: no identifiers beyond what deciding needs."""

from belajar.rules.contacts import mask_email, mask_phone
from schemas.http import Kontak
from schemas.http_reviews import TinjauanDetail, TinjauanItem
from schemas.requests import Request


def item(request: Request) -> TinjauanItem:
    """One line of the list."""
    return TinjauanItem(
        nomor=request.nomor,
        jalur=request.jalur,
        jabatan=request.jabatan,
        nama=request.nama,
        kode_wilayah=request.kode_wilayah,
        keadaan=request.state,
        diajukan=request.submitted_at,
        surat=request.letter is not None,
    )


def detail(request: Request, letter_link: str | None) -> TinjauanDetail:
    """The whole of it, contacts masked."""
    kontak = Kontak(email=mask_email(request.email), ponsel=mask_phone(request.phone) if request.phone else None)
    return TinjauanDetail(
        **item(request).model_dump(),
        kontak=kontak,
        ponsel_terbukti=request.phone_proven,
        peringatan=request.peringatan,
        alamat_surat=letter_link,
    )
