"""One invented school whose people have accounts that they use, and what its owners and staff do about passwords."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from belajar.credentials import initial_credential
from devstack.inbox.content import Content
from devstack.sample.people import SamplePerson
from devstack.workspace.owner import ActivationError, activate
from schemas import events
from schemas.documents import Account
from tests.support.applicants import mails
from tests.support.roster_files import invented, roster_file
from tests.support.world import World, new_password

PASSWORD = re.compile(r"\b[a-z]+\.[a-z]+\.[a-z]+(?:\.[a-z]+)?\.[0-9]{4}\b")
CODE = re.compile(r"\b[0-9]{6}\b")
LINK = re.compile(r"/bukan-saya/(\S+)")
FAMILY_PHONE = "081234567801"
TEACHER_PHONE = "081234567802"


def e164(typed: str) -> str:
    """As it is kept."""
    return "+62" + typed.removeprefix("0")


def named(people: Sequence[SamplePerson]) -> dict[str, SamplePerson]:
    """Kepala, operator, two teachers, three children of one family, one pupil without any contact."""
    heads = [person for person in people if person.jenis == "tenaga_kependidikan"]
    teachers = [person for person in people if person.jenis == "pendidik"]
    pupils = [person for person in people if person.jenis == "peserta_didik"]
    family = {"nomor_ponsel": FAMILY_PHONE, "email_pribadi": ""}
    return {
        "kepala": replace(heads[0], email_pribadi="kepala@contoh.test", nomor_ponsel="081234567803"),
        "operator": replace(heads[1], email_pribadi="operator@contoh.test", nomor_ponsel="081234567804"),
        "guru": replace(teachers[0], email_pribadi="guru@contoh.test", nomor_ponsel=TEACHER_PHONE),
        "guru2": replace(teachers[1], email_pribadi="guru2@contoh.test", nomor_ponsel=""),
        **{f"anak{n}": replace(pupil, **family) for n, pupil in enumerate(pupils[:3], 1)},
        "tanpa_kontak": replace(pupils[3], nomor_ponsel="", email_pribadi=""),
    }


@dataclass
class School:
    """`people` by the names of `named`; `addresses` by the same."""

    made: World
    people: dict[str, SamplePerson]
    addresses: dict[str, str]

    @property
    def npsn(self) -> str:
        return self.people["guru"].npsn

    def initial(self, who: str) -> str:
        """The initial password, derived as the system does."""
        account = Account.model_validate(self.made.documents("accounts")[self.addresses[who]])
        return initial_credential(account, self.made.keys)

    def start_using(self, *who: str) -> None:
        """Accept the terms and set a password of their own, and be seen to have done so."""
        for one in who:
            activate(self.made.workspace_url, self.addresses[one], self.initial(one), new_password())
        self.made.tick(events.SyncTicked)
        self.made.settle()

    def signs_in(self, who: str, password: str) -> bool:
        """Whether this password opens the account; an owner who must set a new one does."""
        try:
            activate(self.made.workspace_url, self.addresses[who], password, new_password())
        except ActivationError:
            return False
        return True

    def mails(self, who: str) -> list[Content]:
        """Of the private mailbox, oldest first."""
        return mails(self.made, self.people[who].email_pribadi)

    def texts(self, who: str) -> list[str]:
        """Of the phone, oldest first."""
        return [text.body for text in reversed(self.made.texts.texts(e164(self.people[who].nomor_ponsel)))]

    def state(self, who: str) -> str:
        """Of the account."""
        return str(self.made.documents("accounts")[self.addresses[who]]["state"])


def school(made: World) -> School:
    """Brought in by a register file; nobody has signed in yet, mailboxes are empty."""
    people = named(invented(40))
    made.upload("sekolah.csv", roster_file(list(people.values())))
    made.settle()
    by_id = {data["sumber_id"]: data["address"] for data in made.documents("people").values()}
    made.inbox.clear()
    return School(made, people, {name: by_id[person.sumber_id] for name, person in people.items()})


@dataclass
class Forgetful:
    """An owner at the pages of a new password."""

    school: School
    who: str
    id: str = ""
    origin: str = "198.51.100.7"

    @property
    def made(self) -> World:
        return self.school.made

    def ask(self, **more: str) -> tuple[int, dict[str, Any]]:
        """Ask for a code; the id of the answer is kept."""
        body = {"akun": self.school.addresses[self.who], **more}
        status, answer, _ = self.made.post("/v1/reset", body, self.origin)
        self.id = answer.get("id", self.id)
        self.made.run()
        return status, answer

    def again(self, **more: str) -> tuple[int, dict[str, Any]]:
        """KIRIM ULANG."""
        status, answer, _ = self.made.post(f"/v1/reset/{self.id}/kirim-ulang", more, self.origin)
        self.made.run()
        return status, answer

    def code(self) -> str:
        """The newest that has come by SMS, else by mail; empty while none has."""
        texts = self.school.texts(self.who) if self.school.people[self.who].nomor_ponsel else []
        letters = [mail.text for mail in self.school.mails(self.who)]
        found = [CODE.findall(text) for text in [*letters, *texts]]
        return next((codes[0] for codes in reversed(found) if codes), "")

    def verify(self, code: str) -> tuple[int, dict[str, Any]]:
        """One try."""
        status, answer, _ = self.made.post(f"/v1/reset/{self.id}/verifikasi", {"kode": code}, self.origin)
        return status, answer

    def choose(self, token: str, password: str) -> tuple[int, dict[str, Any]]:
        """The new password."""
        body = {"token": token, "sandi_baru": password}
        status, answer, _ = self.made.post(f"/v1/reset/{self.id}/sandi", body, self.origin)
        return status, answer


def disown(made: World, link: str) -> tuple[int, dict[str, Any]]:
    """Press the button behind a link of a notice."""
    found = LINK.search(link)
    assert found, "no link"
    status, answer, _ = made.post("/v1/bukan-saya", {"token": found[1]})
    return status, answer
