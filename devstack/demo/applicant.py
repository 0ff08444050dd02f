"""Somebody invented who asks for an account outside the schools: forms, phone, mailbox and status page, on the wire."""

from dataclasses import dataclass, field
from typing import Any, Final

import requests

from devstack.demo.boxes import newest_code, subjects
from devstack.demo.checks import eventually

HTTP_SECONDS: Final = 15
SOON_SECONDS: Final = 20.0
DETAILS_SUBJECT: Final = "Detail Akun Pembelajaran Anda"


@dataclass
class Applicant:
    """`url`: of the stack. `token` is what the form's answer gave for the status page."""

    url: str
    nama: str
    nik: str = field(repr=False)
    lahir: str = field(repr=False)
    email: str
    ponsel: str
    token: str = ""

    def form(self, jabatan: str, **more: str) -> dict[str, str]:
        """What the forms of the education offices ask for."""
        return {
            "tipe_dinas": "kabupaten_kota",
            "kode_wilayah": "3204",
            "jabatan": jabatan,
            "nama_lengkap": self.nama,
            "nik": self.nik,
            "tanggal_lahir": self.lahir,
            "email_pribadi": self.email,
            "nomor_ponsel": self.ponsel,
            **more,
        }

    def official_form(self) -> dict[str, str]:
        """What the form of the ministry's staff asks for."""
        return {
            "nama_lengkap": self.nama,
            "nik": self.nik,
            "tanggal_lahir": self.lahir,
            "email_dinas": self.email,
        }

    def submit(self, way: str, form: dict[str, str]) -> requests.Response:
        """Send a form; a token in the answer is kept."""
        answer = self.post(f"/v1/pengajuan/{way}", form)
        self.token = answer.json().get("id", self.token)
        return answer

    def prove(self) -> str:
        """Type the code that has come; returns the state of the request then."""
        eventually(lambda: bool(self._code()), wanted=True, seconds=SOON_SECONDS)
        answer = self.post(f"/v1/pengajuan/{self.token}/kode", {"kode": self._code()})
        return str(answer.json().get("keadaan", answer.json().get("code")))

    def send_letter(self, data: bytes, kind: str) -> int:
        """Ask for leave and upload; returns the bucket's answer."""
        asked = {"jenis_berkas": kind, "ukuran": len(data)}
        permit = self.post(f"/v1/pengajuan/{self.token}/surat", asked).json()
        sent = requests.request(
            permit["metode"], permit["alamat"], data=data, headers=permit["kepala"], timeout=HTTP_SECONDS
        )
        return sent.status_code

    def comes_to(self, state: str) -> str:
        """The state of the request once it is this one, or after a while."""
        return eventually(lambda: str(self.status()["keadaan"]), state, SOON_SECONDS)

    def status(self) -> dict[str, Any]:
        """What the status page shows."""
        found: dict[str, Any] = requests.get(f"{self.url}/v1/pengajuan/{self.token}", timeout=HTTP_SECONDS).json()
        return found

    def is_told_why(self) -> bool:
        """Whether the status page has a word about the last letter."""
        return eventually(lambda: bool(self.status()["catatan"]), wanted=True, seconds=SOON_SECONDS)

    def account_domain(self) -> str:
        """Behind the @ of the account, once the request is done."""
        self.comes_to("done")
        return str(self.status()["akun"]).partition("@")[2]

    def details_mails(self) -> int:
        """How often the details have come."""
        return eventually(lambda: subjects(self.url, self.email).count(DETAILS_SUBJECT), 1, SOON_SECONDS)

    def post(self, path: str, body: dict[str, Any]) -> requests.Response:
        """JSON."""
        return requests.post(f"{self.url}{path}", json=body, timeout=HTTP_SECONDS)

    def _code(self) -> str:
        return newest_code(self.url, self.email, self.ponsel)
