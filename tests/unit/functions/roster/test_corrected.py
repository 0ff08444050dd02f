"""A corrected contact holds against the register's old one, and gives way to its new one."""

import pytest

from belajar.ports import Merge

REGISTER = {"email_pribadi": "ibu.sumarni@keluarga.test", "nomor_ponsel": "+6281255500001"}
CORRECTED = {"email_pribadi": "ibu.baru@keluarga.test", "nomor_ponsel": "+6281255500077"}


@pytest.fixture
def corrected(roster, pupil, file_of):
    """A pupil of the register whose contacts have been corrected."""
    roster.read(file_of(pupil()))
    roster.store.commit([Merge(f"people/{pupil()['sumber_id']}", CORRECTED | {"corrected_from": REGISTER})])
    roster.clock.advance(days=30)


def contacts(person) -> dict[str, str | None]:
    return {name: person[name] for name in REGISTER}


@pytest.mark.usefixtures("corrected")
def test_the_correction_holds_while_the_register_says_what_it_said(roster, pupil, file_of):
    import_id = roster.read(file_of(pupil(rombel="5B", tingkat="5")))
    assert roster.counts(import_id)["changed"] == 1
    assert (contacts(roster.person()), roster.person()["rombel"]) == (CORRECTED, "5B")
    assert roster.person()["corrected_from"] == REGISTER
    assert roster.person()["contacts_said_at"] is None
    assert roster.shown()["email_masked"].startswith("ib")
    assert roster.shown()["phone_masked"].endswith("0077")


@pytest.mark.usefixtures("corrected")
@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"email_pribadi": "wali.lain@keluarga.test"}, {"email_pribadi": "wali.lain@keluarga.test"}),
        ({"nomor_ponsel": "0812-555-00099"}, {"nomor_ponsel": "+6281255500099"}),
        ({"email_pribadi": ""}, {"email_pribadi": None}),
        ({"email_pribadi": "ibu.baru@keluarga.test"}, {"email_pribadi": "ibu.baru@keluarga.test"}),
    ],
)
def test_a_register_that_says_something_new_has_the_word_again(roster, pupil, file_of, cells, wanted):
    roster.read(file_of(pupil(**cells)))
    assert contacts(roster.person()) == REGISTER | wanted
    assert roster.person()["corrected_from"] is None
    assert roster.person()["contacts_said_at"] == roster.clock.now(), "what was asked for before is void"
    assert roster.shown()["phone_masked"].endswith(roster.person()["nomor_ponsel"][-4:])


@pytest.mark.usefixtures("corrected")
def test_after_the_register_has_had_the_word_it_keeps_it(roster, pupil, file_of):
    roster.read(file_of(pupil(email_pribadi="wali.lain@keluarga.test")))
    roster.read(file_of(pupil()))
    assert contacts(roster.person()) == REGISTER


@pytest.mark.usefixtures("corrected")
def test_an_unchanged_row_is_still_skipped(roster, pupil, file_of):
    before = roster.fingerprint()
    import_id = roster.read(file_of(pupil(), pupil(1)))
    assert roster.counts(import_id)["unchanged"] == 1
    assert contacts(roster.person()) == CORRECTED
    assert roster.fingerprint() != before, "the other one is new"


@pytest.mark.usefixtures("corrected")
def test_a_corrected_address_that_bounced_stays_so_until_it_is_another(roster, pupil, file_of):
    roster.store.commit([Merge(f"people/{pupil()['sumber_id']}", {"contact_bounced": True})])
    roster.read(file_of(pupil(rombel="5B")))
    assert roster.person()["contact_bounced"]
    roster.read(file_of(pupil(email_pribadi="wali.lain@keluarga.test")))
    assert not roster.person()["contact_bounced"]


def test_a_person_never_corrected_gets_no_new_field(roster, pupil, file_of):
    roster.read(file_of(pupil()))
    roster.read(file_of(pupil(rombel="5B")))
    assert not roster.person().get("corrected_from")
    assert not roster.person().get("contacts_said_at")


def test_new_contacts_of_a_person_never_corrected_make_a_waiting_correction_void_too(roster, pupil, file_of):
    roster.read(file_of(pupil()))
    roster.clock.advance(days=1)
    roster.read(file_of(pupil(nomor_ponsel="0812-555-00099")))
    assert roster.person()["contacts_said_at"] == roster.clock.now()
