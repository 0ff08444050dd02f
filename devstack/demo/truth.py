"""The sample of the demo and what must become of it, told by its generator alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

from devstack.sample.faults import Fault
from devstack.sample.generate import SampleLine, generate, write_csv
from devstack.sample.people import SamplePerson
from schemas.people import Jenis, Peran

PEOPLE: Final = 1000
SCHOOLS: Final = 12
BAD_ROWS: Final = 12
SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Truth:
    """What was written into the file."""

    file: Path
    people: Sequence[SamplePerson]
    faults: Sequence[Fault]

    def with_email(self) -> int:
        """People whom a mail can reach."""
        return sum(bool(person.email_pribadi) for person in self.people)

    def faults_by_place(self) -> set[tuple[int, str]]:
        """Line and column of every bad row."""
        return {(fault.line, fault.column) for fault in self.faults}

    def pupil(self) -> SamplePerson:
        """A pupil with a contact that is nobody else's."""
        addresses = Counter(person.email_pribadi for person in self.people)
        return next(
            person
            for person in self.people
            if person.jenis == Jenis.PESERTA_DIDIK and person.tingkat and addresses[person.email_pribadi] == 1
        )

    def teacher(self) -> SamplePerson:
        """A teacher with phone and mailbox, of another school than `school_people`."""
        busy = self.school_people()[0].npsn
        return next(
            person
            for person in self.people
            if person.jenis == Jenis.PENDIDIK and person.npsn != busy and person.email_pribadi and person.nomor_ponsel
        )

    def school_people(self) -> tuple[SamplePerson, SamplePerson, SamplePerson]:
        """Operator and teacher with mailboxes and a pupil without any contact, of one school."""
        for operator in [person for person in self.people if person.peran == Peran.OPERATOR and person.email_pribadi]:
            mates = [person for person in self.people if person.npsn == operator.npsn]
            teachers = [person for person in mates if person.jenis == Jenis.PENDIDIK and person.email_pribadi]
            pupils = [person for person in mates if person.jenis == Jenis.PESERTA_DIDIK and _is_silent(person)]
            if teachers and pupils:
                return operator, teachers[-1], pupils[0]
        raise LookupError("no school of the sample has all three")


def _is_silent(person: SamplePerson) -> bool:
    return not (person.email_pribadi or person.nomor_ponsel)


def write_sample(folder: Path) -> Truth:
    """Write the file, the same every time."""
    lines = _mixed(list(generate(PEOPLE, SCHOOLS, SEED, BAD_ROWS)))
    file = folder / "contoh.csv"
    summary = write_csv(file, lines)
    return Truth(file, [line.person for line in lines if line.person], summary.faults)


def _mixed(lines: list[SampleLine]) -> list[SampleLine]:
    """People of all schools in turn: school by school, each email domain's quota (10 a second) would wait alone."""
    Random(SEED).shuffle(lines)
    return [_at(number, line) for number, line in enumerate(lines, start=2)]


def _at(number: int, line: SampleLine) -> SampleLine:
    return replace(line, number=number, fault=line.fault and replace(line.fault, line=number))
