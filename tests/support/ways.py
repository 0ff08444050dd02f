"""The ways to an account as an applicant goes them whatever happens meanwhile, and what must have come of each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.support.applicants import PDF, AtThePages, Someone, assert_served, referral, subjects
from tests.support.roster_files import invented, roster_file
from tests.support.staff import REVIEWER, put_petugas
from tests.support.world import World

REGISTERED = "terdaftar@contoh.test"
END = ["Detail Akun Pembelajaran Anda", "Disetujui", "Selesai"]
THROUGH_REVIEW = ["Detail Akun Pembelajaran Anda", "Disetujui", "Menunggu Surat", "Sedang Ditinjau", "Selesai"]


@dataclass(frozen=True)
class Way:
    """`prepare` sets the world up and returns the form; `walk` is what may be disturbed."""

    path: str
    prepare: Callable[[World, Someone], tuple[Someone, dict[str, Any]]]
    mailbox: Callable[[Someone], str]
    told: list[str]

    def walk(self, made: World, who: Someone, form: dict[str, Any]) -> AtThePages:
        """From the form to the end; returns the applicant."""
        page = AtThePages(made, who)
        page.submit(self.path, form)
        if page.prove()[1]["keadaan"] == "awaiting_letter":
            assert page.upload(PDF).status_code == 200
            made.settle()
            decide(made, page.status()["id"].partition("-")[0], "setujui")
        made.settle()
        return page

    def assert_done(self, made: World, page: AtThePages) -> None:
        """One account, one person, one use of the code, every mail once and to the right mailbox."""
        [request] = [each for each in made.documents("requests").values() if each["state"] != "awaiting_code"]
        assert request["state"] == page.status()["keadaan"] == "done"
        assert_served(made, request["person_id"], request["address"])
        mailbox = self.mailbox(page.who)
        assert [subject for subject in subjects(made, mailbox) if "Kode" not in subject] == self.told
        others = {mail.recipient for mail in made.inbox.mails(limit=1000)} - {mailbox}
        assert others == set(), "nobody else hears of it"
        assert all(each["used"] == {"kepala_bidang": 1} for each in made.documents("referrals").values())
        assert {text.copies for text in made.texts.texts()} <= {1}


def by_staff(made: World, method: str, path: str, body: Any = None, address: str = REVIEWER) -> tuple[int, Any]:
    """A request of a member of staff, signed in."""
    token = made.outside.signing.token(made.clock, address)
    status, answer, _ = made.ask(method, path, body, {"Authorization": f"Bearer {token}"})
    return status, answer


def decide(made: World, nomor: str, word: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    """A reviewer's `setujui` or `tolak`."""
    return by_staff(made, "POST", f"/v1/tinjauan/{nomor}/{word}", body or {})


def register(made: World) -> Any:
    """A teacher of the register, with a contact of their own."""
    teacher = next(person for person in invented(12) if person.jenis == "pendidik")
    known = replace(teacher, email_pribadi=REGISTERED, nomor_ponsel="081234560077")
    made.upload("a.csv", roster_file([known]))
    made.settle()
    made.inbox.clear()
    return known


def _official(made: World, who: Someone) -> tuple[Someone, dict[str, Any]]:
    return who, who.form(kode_referral=referral(made), jabatan="kepala_bidang")


def _registered(made: World, who: Someone) -> tuple[Someone, dict[str, Any]]:
    known = register(made)
    same = replace(who, nama=known.nama, nik=known.nik)
    return same, same.form(jabatan="pengawas_sekolah", kode_wilayah=known.kode_wilayah[:4])


def _unknown(made: World, who: Someone) -> tuple[Someone, dict[str, Any]]:
    put_petugas(made.store)
    return who, who.form(jabatan="penilik")


def _ministry(made: World, who: Someone) -> tuple[Someone, dict[str, Any]]:
    return who, who.official()


WAYS = {
    "pejabat": Way("dinas", _official, lambda who: who.email, END),
    "ringkas, in the register": Way("ringkas", _registered, lambda _: REGISTERED, END),
    "ringkas, by letter": Way("ringkas", _unknown, lambda who: who.email, THROUGH_REVIEW),
    "kemdikbud": Way("kemdikbud", _ministry, lambda who: who.official()["email_dinas"], END),
}
