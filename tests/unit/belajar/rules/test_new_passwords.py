"""What an owner may choose, and what is said about the rest."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belajar.rules.new_passwords import ADVICE, EXAMPLE, LONGEST, Owner, flaws, requirements, shortest
from belajar.rules.passwords import initial_password
from schemas.people import Jenis, JenisLain

TEACHER = Owner(
    Jenis.PENDIDIK, "Siti Nur'aini Rahma, S.Pd.", "siti.rahma42@guru.sd.belajar.id", "20100001", "+6281298765432"
)
PUPIL = Owner(Jenis.PESERTA_DIDIK, "Budi", "budi7@sd.belajar.id", "A0100001")


def codes(password: str, owner: Owner = TEACHER) -> list[str]:
    return [flaw.code for flaw in flaws(password, owner)]


@pytest.mark.parametrize("password", [
    "lemari.hujan.topi.perahu", "lemari hujan topi perahu", "kompas-gurih-senter", "Ax7#kQ9!zR2m", "9281730465182",
    "%;[}=(+|~&^_", "siti rahma suka memancing ikan", "tanaman hijau di teras", "seratus kertas pertama",
])  # fmt: skip
def test_what_is_long_and_not_known_is_taken_without_any_rule_about_signs(password):
    assert codes(password) == []


@pytest.mark.parametrize("password", ["kuda.meja", "pisang99", "hujan-ku", "selokan21"])
def test_a_pupil_may_choose_something_short_and_simple(password):
    assert codes(password, PUPIL) == []


@pytest.mark.parametrize(("jenis", "least"), [
    (Jenis.PESERTA_DIDIK, 8), (Jenis.PENDIDIK, 12), (Jenis.TENAGA_KEPENDIDIKAN, 12), (JenisLain.DINAS, 12),
    (JenisLain.KEMDIKBUD, 12),
])  # fmt: skip
def test_only_pupils_may_have_eight_characters(jenis, least):
    assert shortest(jenis) == least
    owner = Owner(jenis, "Budi", "budi7@sd.belajar.id")
    text = "kb.tq-xm wz.vp"
    assert [codes(text[:length], owner) for length in (least - 1, least)] == [["terlalu_pendek"], []]


def test_a_hundred_characters_are_the_most():
    long = "kucing hujan teras lemari senter kompas perahu " * 3
    assert [codes(long[:length].strip("x ") + "x" * (length - len(long[:length].strip("x "))))
            for length in (LONGEST, LONGEST + 1)] == [[], ["terlalu_panjang"]]  # fmt: skip


@pytest.mark.parametrize(
    "password", ["lemari.hujan.topi.é", "kucing🐈hujan.topi", "λεμάρι.hujan.topi", "kuda\tmeja\tapel"]
)
def test_what_google_does_not_take_is_said_kindly(password):
    [flaw] = flaws(password, TEACHER)
    assert flaw.code == "tanda_tidak_didukung"
    assert "Google hanya menerima" in flaw.help


@pytest.mark.parametrize("password", [" lemari.hujan.topi", "lemari.hujan.topi "])
def test_a_space_at_an_end_is_pointed_out(password):
    assert codes(password) == ["spasi_di_tepi"]


@pytest.mark.parametrize("password", [
    "bismillah123", "Bismillah2026!", "B1sm1ll4h!!!", "BISMILLAH.....", "sayangku1234", "s4y4ngku!!!!", "indonesiaraya",
    "Indonesia2026!", "!!!merdeka!!!", "rahasia-negara", "katasandi.2026", "12345katasandi", "persib bandung",
    "p4ssw0rd12345", "aku cinta kamu", "qwertyindonesia", "indonesia123456789", "correcthorsebatterystaple",
    "assalamualaikum", "merdekabelajar", EXAMPLE, EXAMPLE.replace(".", " "), EXAMPLE.upper() + "1",
])  # fmt: skip
def test_a_common_word_is_common_in_every_disguise(password):
    assert "terlalu_umum" in codes(password)


@pytest.mark.parametrize("password", ["sayangsayang", "sayang123sayang123", "s4yang s4yang", "Jakarta#1Jakarta#1"])
def test_a_common_word_said_twice_is_still_common(password):
    assert "terlalu_umum" in codes(password)


@pytest.mark.parametrize("password", [
    "123456789012", "098765432109", "abcdefghijkl", "lkjihgfedcba", "qwertyuiopas", "1q2w3e4r5t6y", "1qaz2wsx3edc",
    "aaaaaaaaaaaa", "abcd.1234.ab", "!@#$%^&*()_+", "111122223333", "kudakudakuda", "ababababababab",
])  # fmt: skip
def test_sequences_repetitions_and_walks_on_the_keyboard_are_easily_guessed(password):
    assert "mudah_ditebak" in codes(password)


@pytest.mark.parametrize("password", ["17081945", "19450817", "08171945", "17-08-1945", "05.12.2011", "29022012"])
def test_a_date_is_easily_guessed_in_every_spelling(password):
    assert "mudah_ditebak" in codes(password, PUPIL)


@pytest.mark.parametrize("password", ["170819451234", "2026.17.08.1945", "1708194517081945"])
def test_a_date_with_a_few_digits_more_is_still_one(password):
    assert "mudah_ditebak" in codes(password)


@pytest.mark.parametrize("password", ["83920475", "31022012", "17081845"])
def test_digits_that_are_no_day_of_our_time_are_no_date(password):
    assert codes(password, PUPIL) == []


@pytest.mark.parametrize("password", [
    "sitirahma2026", "Siti.Rahma.99", "S1ti.R4hma!!", "rahmasiti12345", "nuraini19870512", "nur'aini-rahma",
    "aini.siti.2026", "siti.rahma42@guru.sd.belajar.id", "siti.rahma42",
    "guru.sd.belajar.id", "Guru-SD-Belajar-Id1", "gurubelajar2026", "20100001sdn!",
    "npsn20100001!", "rahmasayangku!", "081298765432", "+6281298765432",
])  # fmt: skip
def test_name_address_npsn_and_phone_are_known_to_others(password):
    assert "data_diri" in codes(password)


@pytest.mark.parametrize("password", ["budi2014", "budibudi", "A0100001", "a0100001!", "8udi8udi"])
def test_a_pupil_with_one_name_is_told_the_same(password):
    assert "data_diri" in codes(password, PUPIL)


@pytest.mark.parametrize("nama", ["Ana", "Nur'aini", "M", "A. B. C.", "李小龙", "Raden " + "Panji" * 15, "'", ""])
def test_every_kind_of_name_can_choose_a_password(nama):
    owner = Owner(Jenis.PENDIDIK, nama, "x7@guru.sd.belajar.id")
    assert codes("banana.hujan.topi.perahu", owner) == []


def test_a_long_name_is_known_as_a_whole_and_in_parts():
    nama = "Raden Mas Panji Kusumo Wardhana Adiningrat Suryo Prabowo Hadikusumo"
    owner = Owner(Jenis.PENDIDIK, nama, "raden.mas1@guru.sd.belajar.id")
    for password in (nama, nama.replace(" ", ""), "Hadikusumo-1970", "suryo.panji.12"):
        assert "data_diri" in codes(password, owner)


def test_everything_that_is_wrong_is_told_at_once():
    assert codes(" Budi1") == ["terlalu_pendek", "spasi_di_tepi", "terlalu_umum"]
    assert codes("Siti é") == ["terlalu_pendek", "tanda_tidak_didukung", "data_diri"]


def test_the_advice_shows_how_and_its_example_is_not_for_use():
    assert EXAMPLE in ADVICE
    assert codes(EXAMPLE) == ["terlalu_umum"]
    assert requirements(Jenis.PESERTA_DIDIK)[0].startswith("Panjangnya 8 ")
    assert ADVICE in requirements(JenisLain.DINAS)


def test_no_help_repeats_the_password():
    for password in ("Siti", "bismillah123", "17081945", "siti.rahma42"):
        assert not [flaw for flaw in flaws(password, TEACHER) if password.casefold() in flaw.help.casefold()]


def test_initial_passwords_would_be_taken():
    """They have the form that the advice recommends."""
    made = [initial_password(b"k" * 32, f"nama{n}@sd.belajar.id", 1, "00", easy=n % 2 == 0) for n in range(300)]
    assert [password for password in made if codes(password)] == []


def test_the_words_of_a_representation_are_not_the_password():
    shown = repr(TEACHER)
    assert not re.search("siti|20100001x|8129876", shown, re.IGNORECASE)


@given(st.text(max_size=120))
def test_no_text_breaks_the_check(password):
    assert {flaw.code for flaw in flaws(password, TEACHER)} <= {
        "terlalu_pendek", "terlalu_panjang", "tanda_tidak_didukung", "spasi_di_tepi", "terlalu_umum", "mudah_ditebak",
        "data_diri",
    }  # fmt: skip
