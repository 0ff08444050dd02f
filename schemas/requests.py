"""Requests of people outside the schools: their life, why they are refused, and how they are stored."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field, computed_field

from schemas.documents import Document
from schemas.people import Jabatan, TipeDinas


class Jalur(StrEnum):
    """The three ways to an account outside the schools."""

    PEJABAT = "pejabat"
    RINGKAS = "ringkas"
    KEMDIKBUD = "kemdikbud"


class RequestState(StrEnum):
    """Life of a request; belajar.rules.request_states holds the arrows and the citizen's words.

    awaiting_code -> (awaiting_letter -> in_review ->) approved -> done; refused and expired end it from anywhere.
    """

    AWAITING_CODE = "awaiting_code"
    AWAITING_LETTER = "awaiting_letter"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    DONE = "done"
    REFUSED = "refused"
    EXPIRED = "expired"


class Alasan(StrEnum):
    """Why a request is refused: closed, each with a sentence in belajar.rules.request_states."""

    DATA_TIDAK_SESUAI = "data_tidak_sesuai"
    SURAT_TIDAK_SAH = "surat_tidak_sah"
    BUKAN_SASARAN = "bukan_sasaran"
    KUOTA_HABIS = "kuota_habis"
    SUDAH_PUNYA_AKUN = "sudah_punya_akun"
    KODE_SALAH = "kode_salah"
    AKUN_GAGAL = "akun_gagal"


class Request(Document):
    """`requests/<nomor>`: one request. NIK only as keyed hash, the birth date only inside `identity_hash`."""

    nomor: str
    jalur: Jalur
    state: RequestState
    jabatan: Jabatan
    nama: str
    tipe_dinas: TipeDinas | None
    kode_wilayah: str
    """Province 2 or district 4 digits; `00` = the ministry."""
    person_id: str
    """UUID derived from the keyed hash of the NIK: one person, one account, whatever the way."""
    nik_hash: str
    other_nik_hashes: list[str] = Field(default_factory=list)
    """The same under the other peppers while they are rotated: register and staff may be known by one of those."""
    identity_hash: str
    """Keyed hash over NIK and birth date."""
    nip_hash: str | None
    email: str
    """Where mail about the request goes; for kemdikbud the official address."""
    phone: str | None
    """E.164; becomes the recovery phone once proven."""
    phone_proven: bool = False
    matched: str | None = None
    """Person of the register who vouched for this request: `email` and `phone` are then the register's contacts."""
    peringatan: list[str] = Field(default_factory=list)
    """For the reviewer: identifiers that disagree with each other (`nik_tanggal_lahir`, `nip_tanggal_lahir`)."""
    referral: str | None = None
    """Key of the referral code that was used."""
    submitted_at: datetime
    changed_at: datetime
    expire_at: datetime
    """End of retention (2 years after the last change)."""
    codes_sent: int = 0
    code_sent_at: datetime | None = None
    code_key_version: str | None = None
    """Under which the newest code is derived, by whom sends it and by whom compares it."""
    wrong_codes: int = 0
    letter: str | None = None
    """Name of the accepted letter in the letters bucket."""
    alasan: Alasan | None = None
    catatan: str | None = None
    """The reviewer's words to the applicant."""
    reviewed_by: str | None = None
    address: str | None = None
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None

    @property
    def nik_hashes(self) -> frozenset[str]:
        """All by which this person may be known."""
        return frozenset({self.nik_hash, *self.other_nik_hashes})

    @computed_field  # type: ignore[prop-decorator]
    @property
    def kode_provinsi(self) -> str:
        """Stored beside the rest, so that the reviewers of a province find all of it by equality."""
        return self.kode_wilayah[:2]


class RequestLock(Document):
    """`request_locks/<nik hash>`: the one open request of a person; taken when the request is proven."""

    nomor: str


class OfficialAddress(Document):
    """`official_addresses/<keyed hash>`: whose account a ministry address has proven, as long as that account is there.

    NIK and name of ministry staff are only typed: without this, one mailbox would prove any number of people.
    """

    person_id: str


class Referral(Document):
    """`referrals/<keyed hash of the code>`: a kode referral. The code itself is printed once and stored nowhere."""

    kode_wilayah: str
    nama_wilayah: str
    tipe_dinas: TipeDinas
    quota: dict[str, int]
    """Accounts per jabatan."""
    used: dict[str, int]
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None = None
    locked_at: datetime | None = None
    """Too many failures for this region: reviewers are told."""
    issued_by: str
    hint: str
    """Last two characters, so that staff can speak of a code without knowing it."""
