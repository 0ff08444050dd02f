"""People outside the schools: their forms, their phone and mailbox, and what they do at the pages."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from email.parser import BytesHeaderParser
from email.policy import default
from typing import Any

import requests

from devstack.cli.referral_codes import Issuing
from devstack.inbox.content import Content, content_of
from devstack.workspace.owner import activate
from schemas import events
from tests.support.tripwire import Personal
from tests.support.world import World, new_password

DETAILS = "Detail Akun Pembelajaran Anda"
PASSWORD = re.compile(r"(?<=Kata sandi awal: )\S+")
CODE = re.compile(r"\b[0-9]{6}\b")
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF\n"
NAMES = ("Wulan Contohwati", "Bayu Rekaan", "Citra Misalnya", "Dimas Umpama")


@dataclass(frozen=True)
class Someone:
    """An invented adult; numbers in a row make different people."""

    nama: str
    nik: str
    nip: str
    lahir: date
    email: str
    ponsel: str

    def form(self, **changed: Any) -> dict[str, Any]:
        """What the forms of the offices ask for; `None` leaves a field out."""
        facts = {
            "tipe_dinas": "kabupaten_kota",
            "kode_wilayah": "3204",
            "nama_lengkap": self.nama,
            "nik": self.nik,
            "nip": self.nip,
            "tanggal_lahir": self.lahir.isoformat(),
            "email_pribadi": self.email,
            "nomor_ponsel": self.ponsel,
        }
        return {name: value for name, value in (facts | changed).items() if value is not None}

    def official(self, **changed: Any) -> dict[str, Any]:
        """The form of the ministry's staff."""
        kept = {name: self.form()[name] for name in ("nama_lengkap", "nik", "tanggal_lahir")}
        return {**kept, "email_dinas": f"pegawai.{self.nik[-4:]}@kemdikbud.go.id", **changed}


def someone(number: int, personal: Personal) -> Someone:
    """The person of this number, known to the tripwire."""
    lahir = date(1970 + number % 20, 1 + number % 12, 1 + number % 28)
    made = Someone(
        nama=NAMES[number % len(NAMES)],
        nik=f"320401{lahir:%d%m%y}{number:04}",
        nip=f"{lahir:%Y%m%d}199803{1 + number % 2}{number % 1000:03}",
        lahir=lahir,
        email=f"pemohon{number}@contoh.test",
        ponsel=f"+62812345{60000 + number}",
    )
    personal.person(made.form())
    personal.add("nip", made.nip)
    return made


def referral(made: World, region: str = "3204", tipe: str = "kabupaten_kota", **quota: int) -> str:
    """A fresh code of this region, made by the code of the command line."""
    now = made.clock.now()
    until, most = now + timedelta(days=90), quota or {"kepala_bidang": 5}
    issuing = Issuing(made.store, [made.pepper], most, now, until, replace=False)
    return issuing.issue({"kode_wilayah": region, "nama_wilayah": "Kab. Contoh", "tipe_dinas": tipe})[3]


def mails(made: World, to: str) -> list[Content]:
    """What a mailbox has received, oldest first, each Message-ID once."""
    found = {mail.message_id: mail for mail in reversed(made.inbox.mails(to, limit=1000))}
    return [content_of(mail) for mail in sorted(found.values(), key=lambda mail: mail.number)]


def subjects(made: World, to: str) -> list[str]:
    """Of all mails in this mailbox, sorted, each Message-ID once."""
    found = {mail.message_id: mail.raw for mail in made.inbox.mails(to, limit=1000)}
    heads = [BytesHeaderParser(policy=default).parsebytes(raw) for raw in found.values()]
    return sorted(str(head["Subject"]).removeprefix("Pengajuan Akun Pembelajaran: ") for head in heads)


@dataclass
class AtThePages:
    """One applicant with one request. Whoever gets no answer or too early a one tries again, as people do."""

    made: World
    who: Someone
    token: str = ""

    def submit(self, path: str, form: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Send a form; the token of the answer is kept."""
        status, body, headers = self.made.post(f"/v1/pengajuan/{path}", form)
        if status == 429:
            self.made.clock.advance(seconds=int(headers["Retry-After"]))
            status, body, _ = self.made.post(f"/v1/pengajuan/{path}", form)
        self.token = body.get("id", self.token)
        return status, body

    def codes(self) -> list[str]:
        """Codes that have come by SMS or mail, newest first."""
        texts = [text.body for text in self.made.texts.texts(self.who.ponsel)]
        letters = [mail.text for mail in mails(self.made, self.who.official()["email_dinas"]) if "Kode" in mail.subject]
        return [CODE.findall(text)[0] for text in [*texts, *reversed(letters)]]

    def type_in(self, code: str) -> tuple[int, dict[str, Any]]:
        """One try."""
        status, body, _ = self.made.post(f"/v1/pengajuan/{self.token}/kode", {"kode": code})
        return status, body

    def prove(self) -> tuple[int, dict[str, Any]]:
        """Type what has come; ask for another code where none is good. Returns how the request stands then."""
        tried: set[str] = set()
        for _ in range(4):
            self.made.run()
            for code in [code for code in self.codes() if code not in tried]:
                tried.add(code)
                status, body = self.type_in(code)
                if status == 200:
                    return status, body
            if self.status()["keadaan"] != "awaiting_code":
                break
            self.again()
        return 200, self.status()

    def again(self) -> None:
        """KIRIM ULANG, a little later: by then the schedule has swept up what a crash left."""
        self.made.settle()
        status, _, headers = self.made.ask("POST", f"/v1/pengajuan/{self.token}/kirim-ulang")
        if status == 429:
            self.made.clock.advance(seconds=int(headers["Retry-After"]))
            self.made.ask("POST", f"/v1/pengajuan/{self.token}/kirim-ulang")

    def status(self) -> dict[str, Any]:
        """The status page."""
        return self.made.ask("GET", f"/v1/pengajuan/{self.token}")[1]

    def upload(self, data: bytes, kind: str = "application/pdf", size: int | None = None) -> requests.Response:
        """Ask for leave and send the letter there."""
        asked = {"jenis_berkas": kind, "ukuran": size or len(data)}
        status, permit, _ = self.made.post(f"/v1/pengajuan/{self.token}/surat", asked)
        assert status == 200, permit
        return requests.request(permit["metode"], permit["alamat"], data=data, headers=permit["kepala"], timeout=10)

    def start_using(self, address: str, mailbox: str) -> None:
        """Sign in with what the details mail says, set a password; sync makes it known."""
        [letter] = [mail.text for mail in mails(self.made, mailbox) if mail.subject == DETAILS]
        assert f"Nama akun: {address}" in letter
        found = PASSWORD.search(letter)
        assert found
        activate(self.made.workspace_url, address, found[0], new_password())
        self.made.tick(events.SyncTicked)
        self.made.settle()


def assert_served(made: World, person_id: str, address: str) -> None:
    """One account for the person, everywhere the same; nothing left on the way."""
    made.clock.advance(minutes=1)  # until everybody is visible
    assert {at: owner for at, owner in made.users().items() if owner == person_id} == {address: person_id}
    person, account = made.documents("people")[person_id], made.documents("accounts")[address]
    assert (person["address"], account["person_id"]) == (address, person_id)
    [request] = [each for each in made.documents("requests").values() if each["state"] == "done"]
    assert (request["address"], request["person_id"]) == (address, person_id)
    assert made.documents("request_locks") == {request["nik_hash"]: {"nomor": request["nomor"]}}
    assert_tidy(made)


def assert_tidy(made: World) -> None:
    """Nothing lost, put aside or left behind."""
    assert made.documents("outbox") == {}
    assert made.documents("quarantine") == {}
    assert made.bus.dead_letters() == []
