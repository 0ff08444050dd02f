"""The scenes of forgotten passwords: a code by SMS, "bukan saya", the school's operator, cards and lists."""

from dataclasses import dataclass
from typing import Any, Final

import requests

from belajar import wiring
from devstack.demo.checks import Checks, eventually
from devstack.demo.forgetful import HTTP_SECONDS, SOON_SECONDS, Forgetful
from devstack.demo.staff import token_of
from devstack.demo.truth import Truth
from devstack.host.running import Note
from devstack.host.scheduler import tick_by_hand
from devstack.sample.people import SamplePerson
from devstack.topology import topology
from schemas.people import Jenis

NOBODY: Final = "tidak.ada12@guru.sd.belajar.id"
COMMON: Final = "Bismillah123"
NEW: Final = "tiga pohon mangga di halaman"
REASON: Final = "Pemilik lupa kata sandi."


@dataclass(frozen=True)
class Passwords:
    """One run against one running stack, whose environment this process has adopted."""

    note: Note
    truth: Truth
    checks: Checks

    def by_owner(self) -> Forgetful:
        """A teacher: asked, proven by SMS, a bad password refused, a good one taken, told of it."""
        who = self._at_page(self.truth.teacher())
        asked, nobody = who.ask(), who.post("/v1/reset", {"akun": NOBODY})
        alike = _without_random(asked) == _without_random(nobody)
        got = (asked.status_code, nobody.status_code, "alike" if alike else "different")
        self.checks.compare("a code for an account, for a made-up one", (202, 202, "alike"), got)
        wrong = f"{(int(who.code()) + 1) % 10**6:06d}"
        tries = (who.step("verifikasi", kode=wrong).json()["code"], who.step("verifikasi", kode=who.code()))
        self.checks.compare("a wrong code, the right one", ("kode_salah", 200), (tries[0], tries[1].status_code))
        token = tries[1].json()["token"]
        statuses = [who.step("sandi", token=token, sandi_baru=word).status_code for word in (COMMON, NEW, NEW)]
        self.checks.compare("a common password, a good one, once more", [422, 200, 409], statuses)
        self.checks.compare("the new password opens the account", "yes", _yes(who.signs_in(NEW)))
        return who

    def disown(self, who: Forgetful) -> None:
        """The owner says it was somebody else."""
        answer = who.post("/v1/bukan-saya", {"token": who.link()})
        frozen = eventually(lambda: self._suspended(who.address), wanted=True, seconds=SOON_SECONDS)
        got = (answer.status_code, _yes(frozen), _yes(who.signs_in(NEW)))
        self.checks.compare("bukan saya: taken, frozen, still opens", (202, "yes", "no"), got)

    def by_operator(self) -> None:
        """The school's operator resets a teacher, and hands a card to a pupil whom no message reaches."""
        operator, teacher, pupil = (self._at_page(person) for person in self.truth.school_people())
        operator.start_using()
        wiring.bus().publish([tick_by_hand(topology().schedules["sync"].topic)])
        token = token_of(self.note.url, operator.address)
        first = {"akun": teacher.address, "alasan": REASON}
        status = eventually(lambda: self._staff("POST", "/v1/reset/bantuan", token, first).status_code, 202, 60.0)
        self.checks.compare("the operator resets a teacher", 202, status)
        self.checks.compare("the teacher signs in with what came", "yes", _yes(self._signs_in_soon(teacher)))
        asked = self._staff("POST", "/v1/reset/bantuan", token, {"akun": pupil.address, "alasan": REASON})
        path = f"/v1/reset/bantuan/{asked.json()['id']}/kartu"
        card = eventually(lambda: self._staff("POST", path, token).content[:5], b"%PDF-", SOON_SECONDS)
        self.checks.compare("a card for a pupil without contact", b"%PDF-", card)
        self._download(operator, token)
        changed = {"akun": teacher.address, "nomor_ponsel": "0812 3456 7099", "alasan": "Nomor lama hilang."}
        waits = self._staff("POST", "/v1/kontak/koreksi", token, changed).json().get("keadaan")
        self.checks.compare("a corrected phone", "waiting", waits)

    def _download(self, operator: Forgetful, token: str) -> None:
        npsn = operator.person.npsn
        wanted = sum(person.npsn == npsn and person.jenis == Jenis.PESERTA_DIDIK for person in self.truth.people)
        path = f"/v1/sekolah/{npsn}/akun"
        rows = self._staff("GET", f"{path}.csv?jenis=peserta_didik", token).text.strip().splitlines()
        cards = self._staff("GET", f"{path}.pdf?jenis=peserta_didik", token).content[:5]
        self.checks.compare("the school's list: pupils, cards", (wanted, b"%PDF-"), (len(rows) - 1, cards))

    def _signs_in_soon(self, who: Forgetful) -> bool:
        return eventually(lambda: who.signs_in(who.mailed_password()), wanted=True, seconds=SOON_SECONDS)

    def _suspended(self, address: str) -> bool:
        url = f"{self.note.url}/_workspace/admin/directory/v1/users/{address}?projection=full"
        return bool(requests.get(url, timeout=HTTP_SECONDS).json().get("suspended"))

    def _staff(self, method: str, path: str, token: str, body: Any = None) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.request(method, f"{self.note.url}{path}", json=body, headers=headers, timeout=HTTP_SECONDS)

    def _at_page(self, person: SamplePerson) -> Forgetful:
        return Forgetful(self.note.url, person)


def _without_random(answer: requests.Response) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name not in {"id", "tanda", "kirim_ulang_detik"}}


def _yes(found: bool) -> str:
    return "yes" if found else "no"
