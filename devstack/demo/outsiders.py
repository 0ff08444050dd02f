"""The scenes of people outside the schools: a referral code, a letter that a reviewer reads, an official address."""

from dataclasses import dataclass
from typing import Final

from belajar import wiring
from devstack.cli.audit_chains import verify
from devstack.demo.applicant import Applicant
from devstack.demo.checks import Checks
from devstack.demo.staff import appointed, asked_by_staff, issued, token_of
from devstack.host.running import Note

LETTER: Final = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF\n"
SCRIPT: Final = b"#!/bin/sh\necho surat\n"


@dataclass(frozen=True)
class Outsiders:
    """One run against one running stack, whose environment this process has adopted."""

    note: Note
    checks: Checks

    def by_referral_code(self) -> None:
        """A kepala bidang: the code of the circular, an SMS, an account."""
        code = issued()
        who = self._applicant("Ratna Contohwati", "3204014205800001", "1980-05-02", "ratna@contoh.test", 1)
        wrong = who.submit("dinas", who.form("kepala_bidang", kode_referral="3204-00000000"))
        right = who.submit("dinas", who.form("kepala_bidang", kode_referral=code))
        got = (wrong.json()["code"], right.json().get("keadaan"))
        self.checks.compare(
            "a wrong referral code, the right one", ("kode_referral_tidak_sesuai", "awaiting_code"), got
        )
        self.checks.compare("official: after the SMS code", "approved", who.prove())
        self._compare_end("official", who, "dinas.belajar.id")

    def by_letter(self) -> None:
        """A penilik whom the register does not know: a letter, and a reviewer's decision."""
        appointed()
        who = self._applicant("Yanto Rekaan", "3204011707750002", "1975-07-17", "yanto@contoh.test", 2)
        who.submit("ringkas", who.form("penilik"))
        self.checks.compare("ringkas: after the SMS code", "awaiting_letter", who.prove())
        who.send_letter(SCRIPT, "application/pdf")
        self.checks.compare("ringkas: a script called PDF", "refused", "refused" if who.is_told_why() else "taken")
        who.send_letter(LETTER, "application/pdf")
        self.checks.compare("ringkas: a letter", "in_review", who.comes_to("in_review"))
        nomor = who.token.partition("-")[0]
        url, token = self.note.url, token_of(self.note.url)
        looks = (asked_by_staff(url, "GET", f"/{nomor}"), asked_by_staff(url, "GET", f"/{nomor}", token=token))
        self.checks.compare("a stranger looks, a reviewer looks", (401, 200), looks)
        approved = asked_by_staff(url, "POST", f"/{nomor}/setujui", {}, token)
        self.checks.compare("the reviewer approves", 200, approved)
        self._compare_end("ringkas", who, "dinas.belajar.id")

    def by_official_address(self) -> None:
        """Ministry staff: a code by mail."""
        who = self._applicant("Sari Misalnya", "3171015503900003", "1990-03-15", "sari.misalnya@kemdikbud.go.id", None)
        who.submit("kemdikbud", who.official_form())
        self.checks.compare("ministry: after the code by mail", "approved", who.prove())
        self._compare_end("ministry", who, "dikbud.belajar.id")

    def look_at_the_record(self) -> None:
        """What staff and command line did is on record, and the record is whole."""
        found = verify(wiring.store())
        self.checks.compare("audit: acts, broken chains", (10, 0), (found.rows, len(found.faults)))

    def _compare_end(self, name: str, who: Applicant, domain: str) -> None:
        got = (who.account_domain(), who.details_mails())
        self.checks.compare(f"{name}: account, mails with its details", (domain, 1), got)

    def _applicant(self, nama: str, nik: str, lahir: str, email: str, number: int | None) -> Applicant:
        ponsel = f"+628123456700{number}" if number else ""
        return Applicant(self.note.url, nama, nik, lahir, email, ponsel)
