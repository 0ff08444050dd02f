from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belajar.rules import matching
from belajar.rules.framing import framed
from schemas.people import Jenis

PEPPER, OLD_PEPPER = b"n" * 32, b"o" * 32
LAHIR = date(2014, 5, 17)
FORM = (Jenis.PESERTA_DIDIK, "Muhammad Rizki", "Siti Aminah", LAHIR, "K0100001")


def key(*form):
    return matching.lookup_keys([PEPPER], *form)[0]


def test_one_key_per_pepper_newest_first():
    keys = matching.lookup_keys([PEPPER, OLD_PEPPER], *FORM)
    assert keys == [matching.lookup_keys([pepper], *FORM)[0] for pepper in (PEPPER, OLD_PEPPER)]
    assert len(set(keys)) == 2


def test_the_key_is_the_same_on_every_machine_and_in_every_release():
    assert key(*FORM) == "c3211470778d7291dcce16dda47c0420e2ad0f409a8a8666fd4c89d37b363260"


def test_spelling_of_names_and_case_of_the_school_do_not_change_the_key():
    assert key(Jenis.PESERTA_DIDIK, "MOH. RIZKY", "siti aminah, S.Pd", LAHIR, " k0100001 ") == key(*FORM)


@pytest.mark.parametrize(
    ("place", "other"),
    [(0, Jenis.PENDIDIK), (1, "Rizka"), (2, "Siti Maimunah"), (3, date(2014, 5, 18)), (4, "K0100002")],
)
def test_every_field_of_the_form_changes_the_key(place, other):
    form = list(FORM)
    form[place] = other
    assert key(*form) != key(*FORM)


def test_letters_cannot_move_from_one_name_to_the_other():
    assert key(FORM[0], "Sari Dewi", "Ani", *FORM[3:]) != key(FORM[0], "Sari", "Dewi Ani", *FORM[3:])
    assert framed("p", "a", "bc") != framed("p", "ab", "c")
    assert framed("p", "a") != framed("p", "a", "")


def test_guessing_the_mothers_name_does_not_change_the_claimed_identity():
    claimed = matching.identity_key(PEPPER, FORM[0], "Muhammad Rizki", LAHIR, "K0100001")
    assert claimed == matching.identity_key(PEPPER, FORM[0], "M. Rizki", LAHIR, "k0100001")
    assert claimed != matching.identity_key(PEPPER, FORM[0], "Muhammad Rizki", LAHIR, "K0100002")
    assert claimed != matching.identity_key(PEPPER, Jenis.PENDIDIK, "Muhammad Rizki", LAHIR, "K0100001")
    assert claimed != matching.identity_key(PEPPER, FORM[0], "Muhammad Rizki", date(2014, 5, 18), "K0100001")


PIECES = [
    "Moh.",
    "muhammad ",
    "M ",
    "Rizky",
    "rizki",
    "RIZQI",
    "'",
    "\u200b",
    "é",
    " ",
    ", S.Pd",
    "Drs. ",
    "h ",
    "-",
    "\u0430",
]


@settings(max_examples=300, deadline=None)
@given(*[st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)] * 2)
def test_no_spelling_opens_the_same_entry_under_another_throttle(one, other):
    keys = [key(FORM[0], nama, *FORM[2:]) for nama in (one, other)]
    claimed = [matching.identity_key(PEPPER, FORM[0], nama, *FORM[3:]) for nama in (one, other)]
    assert (keys[0] == keys[1]) == (claimed[0] == claimed[1])


@given(
    st.text(max_size=60)
    | st.sampled_from(["fe80::1%eth0", "::ffff:10.0.0.1%a", "1.2.3.4:80", "[::1]:443", "010.1.1.1"])
)
def test_whatever_a_proxy_writes_is_an_origin(text):
    assert len(matching.origin_hash(PEPPER, text.encode(errors="replace").decode())) == 64


def test_exact_spelling_of_either_name_tells_twins_apart():
    hashes = {
        matching.strict_hash(PEPPER, nama, ibu)
        for nama, ibu in (("Hasan", "Siti"), ("Hassan", "Siti"), ("Hasan", "Sitti"))
    }
    assert len(hashes) == 3
    assert matching.strict_hash(PEPPER, "HASAN, S.Pd", " siti ") in hashes


def test_the_same_text_has_another_hash_for_every_purpose_and_pepper():
    text = "1234567890123456"
    hashes = {
        make(pepper)
        for pepper in (PEPPER, OLD_PEPPER)
        for make in (
            lambda pepper: matching.nik_hash(pepper, text),
            lambda pepper: matching.contact_hash(pepper, text),
            lambda pepper: matching.origin_hash(pepper, text),
            lambda pepper: matching.row_digest(pepper, [text]),
            lambda pepper: matching.strict_hash(pepper, text, ""),
        )
    }
    assert len(hashes) == 10
    assert all(len(tag) == 64 and set(tag) <= set("0123456789abcdef") for tag in hashes)


def test_a_contact_is_the_same_in_capitals():
    assert matching.contact_hash(PEPPER, "Siti@Example.id ") == matching.contact_hash(PEPPER, "siti@example.id")


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("unknown", "", False),
    ],
)
def test_an_origin_is_one_ipv4_address_or_one_ipv6_network_of_a_subscriber(one, other, equal):
    assert (matching.origin_hash(PEPPER, one) == matching.origin_hash(PEPPER, other)) is equal


def test_any_change_of_a_row_changes_its_digest_and_columns_cannot_flow_into_each_other():
    digests = {
        matching.row_digest(PEPPER, row) for row in (["a", "b"], ["b", "a"], ["ab", ""], ["", "ab"], ["a", "b", ""])
    }
    assert len(digests) == 5


def test_identifiers_of_a_request_have_hashes_of_their_own_under_each_pepper():
    nik = "9900000101700001"
    hashes = [
        found
        for pepper in (PEPPER, OLD_PEPPER)
        for found in (
            matching.nik_hash(pepper, nik),
            matching.nip_hash(pepper, nik),
            matching.identity_hash(pepper, nik, LAHIR),
            matching.identity_hash(pepper, nik, date(2014, 5, 18)),
        )
    ]
    assert len(set(hashes)) == 8
    assert not any(nik in found for found in hashes)
