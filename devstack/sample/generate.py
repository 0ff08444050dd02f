"""A roster file of any size, the same for the same arguments, written line by line."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from itertools import chain
from pathlib import Path
from random import Random

from devstack.sample.faults import MAKERS, Fault, csv_line
from devstack.sample.people import SamplePerson, people_of
from devstack.sample.schools import school
from schemas.people import Jenjang

_SD = list(Jenjang).index(Jenjang.SD)


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One line of the file, without line break: a good row of `person`, or a bad one with its `fault`."""

    number: int
    data: bytes
    person: SamplePerson | None
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: the number of good rows, and every bad line in order."""

    people: int
    faults: tuple[Fault, ...]


def header(delimiter: str = ";") -> bytes:
    """The first line."""
    return csv_line(tuple(field.name for field in fields(SamplePerson)), delimiter)


def generate(people: int, schools: int, seed: int, bad_rows: int = 0, delimiter: str = ";") -> Iterator[SampleLine]:
    """Lines 2 and on: exactly `people` good rows and `bad_rows` bad ones in between, spread by chance.

    Memory is flat but for the numbers of the bad lines. Kinds of fault take turns.
    """
    rng = Random(f"{seed}:faults")
    bad = deque(sorted(rng.sample(range(2, people + bad_rows + 2), bad_rows)))
    good = chain.from_iterable(
        people_of(school(seed, index), _share(people, schools, index), Random(f"{seed}:people:{index}"))
        for index in range(schools)
    )
    kinds = list(MAKERS)
    for number in range(2, people + bad_rows + 2):
        if bad and bad[0] == number:
            bad.popleft()
            yield _bad_line(number, kinds[len(bad) % len(kinds)], seed, rng, delimiter)
        else:
            person = next(good)
            yield SampleLine(number, csv_line(astuple(person), delimiter), person, None)


def _share(people: int, schools: int, index: int) -> int:
    return people // schools + (index < people % schools)


def _bad_line(number: int, kind: str, seed: int, rng: Random, delimiter: str) -> SampleLine:
    """Made of a pupil who is nowhere else in the file."""
    column, make = MAKERS[kind]
    *_, pupil = people_of(school(seed, _SD), 4, rng)
    return SampleLine(number, make(pupil, delimiter), None, Fault(number, kind, column))


def write_csv(path: Path, lines: Iterable[SampleLine], delimiter: str = ";", newline: bytes = b"\n") -> Summary:
    """Write header and lines; `delimiter` as given to `generate`. Replaces the file."""
    people, faults = 0, []
    with path.open("wb") as file:
        file.write(header(delimiter) + newline)
        for line in lines:
            file.write(line.data + newline)
            people += line.person is not None
            faults += [line.fault] if line.fault else []
    return Summary(people, tuple(faults))
