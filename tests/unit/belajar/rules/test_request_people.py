from pydantic import TypeAdapter

from belajar.rules.request_people import person_id
from schemas.identifiers import SumberId
from schemas.people import JenisLain

HASH = "ab" * 32


def test_an_id_has_the_form_of_the_registers_ids():
    for jenis in JenisLain:
        assert TypeAdapter(SumberId).validate_python(person_id(HASH, jenis)) == person_id(HASH, jenis)


def test_one_person_has_one_id_per_kind():
    assert person_id(HASH, JenisLain.DINAS) != person_id(HASH, JenisLain.KEMDIKBUD)


def test_two_people_have_two_ids():
    assert person_id(HASH, JenisLain.DINAS) != person_id("cd" * 32, JenisLain.DINAS)


def test_an_id_never_changes_because_an_account_hangs_on_it():
    assert person_id(HASH, JenisLain.DINAS) == "323974ff-997e-5c6d-8aaf-1a24e7f6e529"
