import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belajar.rules.account_names import candidates

PERSON = "0d9a0c52-6f55-4c6e-9d5c-0f8b0a4f6c11"


def base(nama):
    return candidates(nama, PERSON, 1)[0].rstrip("0123456789")


@pytest.mark.parametrize(
    ("nama", "expected"),
    [
        ("Budi Santoso", "budi.santoso"),
        ("Budi Agus Santoso", "budi.agus"),
        ("Drs. H. Budi Santoso, S.Pd., M.Pd.", "budi.santoso"),
        ("Budi S.Pd", "budi"),
        ("Suharti", "suharti"),
        ("Siti Nur'aini", "siti.nuraini"),
        ("Siti Nur’aini", "siti.nuraini"),
        ("Siti N Aisyah", "siti.aisyah"),
        ("Siti N", "siti.n"),
        ("M. Rizki", "m.rizki"),
        ("I Made Suarta", "i.made"),
        ("René Müller", "rene.muller"),
        ("Anna-Maria", "anna.maria"),
        ("Maria Goretti 2", "maria.goretti"),
        ("李", "li"),
        ("---", "akun"),
        ("123", "akun"),
        ("Babi", "akun"),
        ("Admin", "akun"),
        ("Wolfeschlegelsteinhausenbergerdorff Kusumaningrum", "wolfeschlegelsteinhausenbergerdorff.kusu"),
        ("x" * 70, "x" * 40),
        ("x" * 39 + " Budi", "x" * 39),
    ],
)
def test_names_become_one_or_two_plain_words(nama, expected):
    assert base(nama) == expected


def test_digits_grow_with_the_attempt():
    def sizes(nama):
        return [len(name) - len(base(nama)) for name in candidates(nama, PERSON, 8)]

    assert sizes("Budi Santoso") == [2, 3, 4, 5, 6, 6, 6, 6]
    assert sizes("Suharti") == [4, 4, 5, 5, 6, 6, 6, 6]


def test_one_person_always_gets_the_same_names_and_another_person_others():
    assert candidates("Budi Santoso", PERSON) == candidates("Budi Santoso", PERSON)
    assert set(candidates("Budi Santoso", PERSON)[2:]).isdisjoint(candidates("Budi Santoso", "other")[2:])
    assert candidates("Budi Santoso", PERSON)[:3] == candidates("Budi Santoso", PERSON, 3)


def test_no_reserved_word_can_be_a_whole_name():
    for nama in ("Abuse", "Postmaster", "Admin", "abuse", "Root"):
        assert all(name.startswith("akun") and name[-1].isdigit() for name in candidates(nama, PERSON))


def test_fifty_thousand_people_of_one_name_all_find_a_free_one():
    taken = set()
    for number in range(50_000):
        free = next(name for name in candidates("Muhammad Rizki", f"person-{number}", 8) if name not in taken)
        taken.add(free)
    assert len(taken) == 50_000


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=150), st.uuids().map(str))
def test_any_name_gives_local_parts_that_google_takes(nama, person_id):
    names = candidates(nama, person_id)
    assert len(names) == 6
    for name in names:
        assert re.fullmatch(r"[a-z]+(\.[a-z]+)?[0-9]{2,6}", name)
        assert len(name) <= 46
