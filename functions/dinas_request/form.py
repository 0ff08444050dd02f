"""What the forms must hold beyond their models, and the applicant they describe. All wrong fields are told at once."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from belajar.rules.emails import parse_email
from belajar.rules.phones import parse_mobile
from belajar.runtime.problems import wrong_fields
from schemas.http import FieldProblem
from schemas.http_requests import KemdikbudRequest, PejabatRequest, RingkasRequest
from schemas.people import NON_PEJABAT, PEJABAT, Jabatan, TipeDinas
from schemas.requests import Jalur
from schemas.roster import tidy

MINISTRY: Final = "00"
OFFICIAL_DOMAINS: Final = ("kemdikbud.go.id", "kemendikdasmen.go.id")
_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .,'’`()-])*")
"""Letters and what stands between them. Nothing that a mail program would make a link of an address by."""
_EARLIEST: Final = date(1920, 1, 1)
_ADULT: Final = timedelta(days=17 * 365)
_DIGITS: Final = {TipeDinas.PROVINSI: 2, TipeDinas.KABUPATEN_KOTA: 4}


@dataclass(frozen=True, slots=True)
class Applicant:
    """A form whose fields hold. `phone` E.164; `nik`, `nip` and `lahir` live in memory only."""

    jalur: Jalur
    jabatan: Jabatan
    nama: str
    tipe_dinas: TipeDinas | None
    kode_wilayah: str
    email: str = field(repr=False)
    phone: str | None = field(repr=False)
    nik: str = field(repr=False)
    nip: str | None = field(repr=False)
    lahir: date = field(repr=False)


@dataclass
class Fields:
    """Collects what is wrong while the parts are read."""

    wrong: list[FieldProblem] = field(default_factory=list)

    def need(self, name: str, value: str | None, code: str, detail: str) -> str:
        """The value; an unusable one is noted."""
        if value is None:
            self.wrong.append(FieldProblem(pointer=f"/{name}", code=code, detail=detail))
        return value or ""

    def nama(self, text: str) -> str:
        """A name in one line of letters; one word is enough."""
        name = tidy(text) or ""
        return self.need("nama_lengkap", name if _NAME.fullmatch(name) else None, "name", "Tulis nama dengan huruf.")

    def email(self, name: str, text: str) -> str:
        """An address outside belajar.id."""
        detail = "Tulis alamat email yang benar, bukan email belajar.id."
        return self.need(name, parse_email(text), "email", detail)

    def phone(self, text: str) -> str:
        """An Indonesian mobile number."""
        detail = "Tulis nomor ponsel Indonesia yang aktif, contoh 0812 3456 7890."
        return self.need("nomor_ponsel", parse_mobile(text), "phone", detail)

    def check(self, name: str, fits: bool, code: str, detail: str) -> None:
        """Note the field unless it fits."""
        self.need(name, "" if fits else None, code, detail)

    def birth(self, lahir: date, today: date) -> None:
        """The birth date of an adult; whether it is the right one only the NIK's hash can tell."""
        fits = _EARLIEST <= lahir <= today - _ADULT
        self.check("tanggal_lahir", fits, "date", "Periksa kembali tanggal lahir Anda.")

    def settle(self, applicant: Applicant) -> Applicant:
        """The applicant, or ProblemError(isi_tidak_sah) with every wrong field."""
        if self.wrong:
            raise wrong_fields(self.wrong)
        return applicant


def pejabat(body: PejabatRequest, today: date) -> Applicant:
    """Raises ProblemError. Region and tipe are judged with the referral code: a mismatch is answered by that alone."""
    fields = Fields()
    fields.check("jabatan", body.jabatan in PEJABAT, "office", "Jabatan ini mengajukan lewat formulir ringkas.")
    return _dinas(Jalur.PEJABAT, body, fields, today)


def ringkas(body: RingkasRequest, today: date) -> Applicant:
    """Raises ProblemError."""
    fields = Fields()
    fields.check("jabatan", body.jabatan in NON_PEJABAT, "office", "Pejabat dinas mengajukan dengan kode referral.")
    fits = len(body.kode_wilayah) == _DIGITS[body.tipe_dinas]
    fields.check("kode_wilayah", fits, "region", "Provinsi ditulis 2 angka, kabupaten/kota 4 angka.")
    return _dinas(Jalur.RINGKAS, body, fields, today)


def kemdikbud(body: KemdikbudRequest, today: date) -> Applicant:
    """Raises ProblemError."""
    fields = Fields()
    email = fields.email("email_dinas", body.email_dinas).lower()
    mailbox, _, domain = email.rpartition("@")
    # `dewi+1@` reaches the mailbox of `dewi@`, which would be another address to the throttles.
    official = domain in OFFICIAL_DOMAINS and "+" not in mailbox
    detail = "Gunakan email kementerian (@kemdikbud.go.id atau @kemendikdasmen.go.id)."
    fields.check("email_dinas", official or not email, "official", detail)
    fields.birth(body.tanggal_lahir, today)
    applicant = Applicant(
        jalur=Jalur.KEMDIKBUD,
        jabatan=Jabatan.PEGAWAI_KEMENTERIAN,
        nama=fields.nama(body.nama_lengkap),
        tipe_dinas=None,
        kode_wilayah=MINISTRY,
        email=email,
        phone=fields.phone(body.nomor_ponsel) if body.nomor_ponsel else None,
        nik=body.nik,
        nip=None,
        lahir=body.tanggal_lahir,
    )
    return fields.settle(applicant)


def _dinas(jalur: Jalur, body: PejabatRequest | RingkasRequest, fields: Fields, today: date) -> Applicant:
    fields.birth(body.tanggal_lahir, today)
    applicant = Applicant(
        jalur=jalur,
        jabatan=body.jabatan,
        nama=fields.nama(body.nama_lengkap),
        tipe_dinas=body.tipe_dinas,
        kode_wilayah=body.kode_wilayah,
        email=fields.email("email_pribadi", body.email_pribadi),
        phone=fields.phone(body.nomor_ponsel),
        nik=body.nik,
        nip=body.nip,
        lahir=body.tanggal_lahir,
    )
    return fields.settle(applicant)
