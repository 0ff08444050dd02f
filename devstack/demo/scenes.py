"""What happens in the demo, scene by scene: each drives the stack from outside and compares."""

import csv
import re
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import requests
from rich.console import Console

from belajar import wiring
from belajar.ports import Query
from devstack.cli.dead_letters import letters_of, quarantined
from devstack.cli.following import follow
from devstack.cli.mail import troubled
from devstack.cli.uploading import save_rejects, upload
from devstack.demo.checks import Checks, eventually
from devstack.demo.truth import Truth
from devstack.host.running import Note
from devstack.host.scheduler import tick_by_hand
from devstack.inbox.content import content_of
from devstack.inbox.database import Inbox
from devstack.sample.people import SamplePerson
from devstack.topology import topology
from devstack.workspace.owner import activate

HTTP_SECONDS: Final = 15
SOON_SECONDS: Final = 20.0
SYNC_TRIES: Final = 3
STANDSTILL_SECONDS: Final = 45.0
READY_SUBJECT: Final = "Akun Pembelajaran Anda sudah siap"
DETAILS_SUBJECT: Final = "Detail Akun Pembelajaran Anda"
PASSWORD: Final = re.compile(r"(?<=Kata sandi awal: )\S+")
MANY: Final = 1_000_000


@dataclass(frozen=True)
class Scenes:
    """One run against one running stack, whose environment this process has adopted."""

    note: Note
    truth: Truth
    checks: Checks
    screen: Console

    def bring_in(self) -> None:
        """The file goes in; every good row gets an account, every bad one a line in the rejects."""
        counts = self._import()
        people, faults = len(self.truth.people), self.truth.faults
        self.checks.compare("rows accepted, rejected", (people, len(faults)), (counts["accepted"], counts["rejected"]))
        self.checks.compare(
            "accounts made, refused", (people, 0), (counts["accounts_made"], counts["accounts_refused"])
        )
        wrong, told = self.truth.faults_by_place(), self._rejects()
        self.checks.compare("rejected by column", _by_column(wrong), _by_column(told))
        self.checks.compare("bad lines found, others blamed", (len(wrong), 0), (len(wrong & told), len(told - wrong)))
        self._compare_users("Workspace users, doubled")
        wanted = self.truth.with_email()
        self.checks.compare("mails 'account ready'", wanted, eventually(self._ready_mails, wanted, SOON_SECONDS))

    def check_one(self, pupil: SamplePerson) -> tuple[str, str]:
        """The owner looks the account up; a stranger who guesses learns nothing. Returns two tickets."""
        first = self._ask("periksa", pupil.form())
        self.checks.compare("check one pupil", (200, "Belum Aktif"), (first.status_code, first.json().get("status")))
        near = self._miss(pupil.form() | {"nama_ibu_kandung": "Bukan Ibunya"})
        nobody = self._miss(pupil.form() | {"nama_lengkap": "Bukan Siapa Siapa"})
        got = (near[0], "same as for nobody" if near == nobody else "tells more than for nobody")
        self.checks.compare("check with a wrong mother's name", (404, "same as for nobody"), got)
        second = self._ask("periksa", pupil.form())
        return first.json()["tiket"], second.json()["tiket"]

    def send_details(self, pupil: SamplePerson, ticket: str) -> str:
        """The details are sent to the contact on the register; returns the mail's text."""
        sent = self._ask("kirim-detail", {"tiket": ticket})
        self.checks.compare("send the details", 202, sent.status_code)
        arrived = eventually(lambda: len(self._details(pupil)), 1, SOON_SECONDS)
        self.checks.compare("mails with the details", 1, arrived)
        text = self._details(pupil)[0]
        self.screen.print(_blacked_out(text), markup=False, soft_wrap=True)
        return text

    def activate(self, pupil: SamplePerson, mail: str) -> None:
        """The owner signs in, accepts the terms and sets a password; sync makes it known."""
        address, password = mail.partition("Nama akun: ")[2].split()[0], PASSWORD.search(mail)
        assert password
        activate(f"{self.note.url}/_workspace", address, password[0], secrets.token_urlsafe(12))
        self.checks.compare("after activation and sync", "Aktif", self._synced(pupil, "Aktif"))

    def ask_again(self, ticket: str) -> None:
        """Nothing can be sent for an active account, even with a ticket from before."""
        answer = self._ask("kirim-detail", {"tiket": ticket})
        got = (answer.status_code, answer.json().get("code"))
        self.checks.compare("send the details again", (409, "akun_sudah_aktif"), got)

    def bring_in_again(self) -> None:
        """The same file changes nothing."""
        counts = self._import()
        got = (counts["unchanged"], counts["created"] + counts["changed"], counts["requested"])
        self.checks.compare("same file: unchanged, changed, requested", (len(self.truth.people), 0, 0), got)
        self._compare_users("Workspace users, doubled, afterwards")

    def look_for_remains(self) -> None:
        """Nothing was given up, put aside or left behind."""
        self.checks.compare("dead letters", 0, len(letters_of(self.note).dead_letters()))
        self.checks.compare("quarantine", 0, len(quarantined()))
        self.checks.compare("mails that failed", 0, len(troubled()))
        self.checks.compare("left in the outbox", 0, eventually(_outbox, 0, SOON_SECONDS))

    def _import(self) -> dict[str, int]:
        import_id = upload(self.note.url, self.truth.file)
        document, counts = follow(import_id, self.truth.file, standstill_seconds=STANDSTILL_SECONDS)
        save_rejects(document, self.truth.file)
        return counts

    def _synced(self, pupil: SamplePerson, wanted: str) -> str:
        """A tick that meets a look under way is passed over, so a second one may be needed."""
        status = ""
        for _ in range(SYNC_TRIES):
            wiring.bus().publish([tick_by_hand(topology().schedules["sync"].topic)])
            status = eventually(lambda: self._ask("periksa", pupil.form()).json().get("status"), wanted, SOON_SECONDS)
            if status == wanted:
                break
        return str(status)

    def _rejects(self) -> set[tuple[int, str]]:
        path = self.truth.file.with_name(f"{self.truth.file.name}.tolak.csv")
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        return {(int(row["baris"]), row["kolom"]) for row in rows if row["tingkat_masalah"] == "ditolak"}

    def _compare_users(self, step: str) -> None:
        """By the simulator's own count: users, distinct owners among them, owners with two."""
        answer = requests.get(f"{self.note.url}/_workspace/_simulator/users", timeout=HTTP_SECONDS).json()
        got = (answer["users"], answer["external_ids"], answer["shared_external_ids"])
        self.checks.compare(step, (len(self.truth.people), len(self.truth.people), 0), got)

    def _ready_mails(self) -> int:
        return len({mail.message_id for mail in self._mails() if content_of(mail).subject == READY_SUBJECT})

    def _details(self, pupil: SamplePerson) -> list[str]:
        contents = [content_of(mail) for mail in self._mails(pupil.email_pribadi)]
        return [content.text for content in contents if content.subject == DETAILS_SUBJECT]

    def _mails(self, to: str = "") -> list[Any]:
        return list(Inbox(self.note.places.inbox).mails(to, limit=MANY))

    def _ask(self, what: str, body: dict[str, str]) -> requests.Response:
        return requests.post(f"{self.note.url}/v1/akun/{what}", json=body, timeout=HTTP_SECONDS)

    def _miss(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        answer = self._ask("periksa", form)
        return answer.status_code, {name: value for name, value in answer.json().items() if name != "trace_id"}


def _by_column(places: Iterable[tuple[int, str]]) -> str:
    counted = Counter(column or "whole row" for _, column in places)
    return ", ".join(f"{column} {number}" for column, number in sorted(counted.items()))


def _outbox() -> int:
    return len(wiring.store().query(Query("outbox")))


def _blacked_out(text: str) -> str:
    """The mail as it may be shown to bystanders."""
    return "\n".join(f"    | {line}" for line in PASSWORD.sub("\u2588" * 8, text).strip().splitlines())
