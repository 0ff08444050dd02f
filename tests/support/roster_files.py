"""Small roster files of invented people, written by the sample generator."""

from collections.abc import Sequence
from dataclasses import astuple, replace

from devstack.sample.faults import csv_line
from devstack.sample.generate import generate, header
from devstack.sample.people import SamplePerson


def invented(people: int, schools: int = 1, seed: int = 7, **changed: str) -> list[SamplePerson]:
    """People of the generator, with these fields replaced in all of them."""
    lines = generate(people, schools, seed)
    return [replace(line.person, **changed) for line in lines if line.person]


def roster_file(people: Sequence[SamplePerson]) -> bytes:
    """Their rows under a header."""
    return b"\n".join([header(), *(csv_line(astuple(person), ";") for person in people)]) + b"\n"
