"""Cards that can be printed, cut out and read by a child."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belajar.cards import Card, CardGroup, Uncarded
from belajar.cards.face import CARD_HEIGHT, CARD_WIDTH, PADDING, STATIC
from belajar.cards.pdf import cards_pdf
from belajar.cards.sheet import BODY_BOTTOM, BODY_TOP, SIDE, WIDTH
from tests.support.pdf_text import Line, pages_of, texts
from tools.anatomy import ROOT

NOW = datetime(2026, 7, 13, 2, 5, tzinfo=UTC)
PASSWORD = "kuda.meja.apel.4821"
LONG = "Maharani Kusumawardhani Purwaningtyas Sastrodiningrat Wirapradja Adiwijaya"


def card(nama: str = "Siti Rahma", **changed: str) -> Card:
    facts = {"nama": nama, "kelas": "Kelas 4 - Rombel 4A", "akun": "siti.rahma42@sd.belajar.id",
             "kata_sandi": PASSWORD, "sekolah": "SDN Contoh 1"}  # fmt: skip
    return Card(**(facts | changed))


def group(*cards: Card, judul: str = "Kelas 4 - Rombel 4A", without: int = 0) -> CardGroup:
    return CardGroup(judul, cards, [Uncarded(f"Tanpa {number}", "Aktif") for number in range(without)])


def printed(*groups: CardGroup) -> list[list[Line]]:
    return pages_of(cards_pdf(groups, NOW))


def of_card(lines: list[Line], number: int = 0) -> list[Line]:
    """What stands on the number-th card of a page."""
    row, column = divmod(number, 2)
    left, bottom = SIDE + column * CARD_WIDTH, BODY_TOP - (row + 1) * CARD_HEIGHT
    return [line for line in lines if left <= line.x < left + CARD_WIDTH and bottom <= line.y < bottom + CARD_HEIGHT]


def is_clear(lines: list[Line]) -> bool:
    """No line touches another: letters reach from a fifth below the line to nine tenths above it."""
    return not any(
        one.x < other.right
        and other.x < one.right
        and one.y - one.size * 0.2 < other.y + other.size * 0.75
        and other.y - other.size * 0.2 < one.y + one.size * 0.75
        for one, other in combinations(lines, 2)
    )


def test_the_last_day_of_a_password_stands_clear_of_everything_else():
    [page] = printed(group(card(LONG, batas="27-07-2026")))
    assert "Pakai sebelum 27-07-2026." in texts(of_card(page))
    assert is_clear(of_card(page))


def test_a_card_says_who_it_is_for_what_to_type_and_what_to_do():
    [page] = printed(group(card()))
    found = texts(of_card(page))
    assert {"Siti Rahma", "Kelas 4 - Rombel 4A, SDN Contoh 1", "siti.rahma42@sd.belajar.id", PASSWORD} < {*found}
    assert [line[:2] for line in found if line[:1].isdigit()] == ["1.", "2.", "3."]
    assert any("mail.google.com" in line for line in found)
    assert any(line.startswith("RAHASIA: hanya untuk pemilik") for line in found)


def test_figures_are_bold_so_that_one_and_l_or_zero_and_o_cannot_be_mixed_up():
    [page] = printed(group(card(akun="l1o0l@sd.belajar.id", kata_sandi="olo.lol.ool.0110")))
    typed = {line.text: line for line in of_card(page) if line.pieces[0].face.startswith("Courier")}
    assert {text: line.bold() for text, line in typed.items()} == {
        "l1o0l@sd.belajar.id": "10",
        "olo.lol.ool.0110": "0110",
    }


def test_ten_cards_are_on_a_page_and_every_class_begins_a_new_one():
    many = [card(f"Anak {number}") for number in range(11)]
    pages = printed(group(*many, judul="Kelas X-2"), group(card(), judul="Kelas X-10"))
    assert [texts(page)[0] for page in pages] == ["Kelas X-2", "Kelas X-2", "Kelas X-10"]
    assert [texts(page).count(PASSWORD) for page in pages] == [10, 1, 1]


def test_every_card_of_a_page_has_a_place_of_its_own():
    [page] = printed(group(*(card(f"Anak {number}") for number in range(10))))
    assert [texts(of_card(page, number))[len(STATIC)] for number in range(10)] == [f"Anak {n}" for n in range(10)]


def test_pages_are_numbered_and_dated_in_western_indonesian_time():
    pages = printed(group(*[card()] * 11), group(without=1))
    ends = [[text for text in texts(page) if "Halaman" in text] for page in pages]
    assert ends == [[f"Dibuat 13-07-2026 pukul 09.05 WIB  |  Halaman {number} dari 3"] for number in (1, 2, 3)]


def test_who_has_no_card_is_listed_on_the_last_pages_with_the_class_and_why():
    pages = printed(group(judul="Kelas 1", without=1), group(card(), judul="Kelas 2", without=2))
    assert [texts(page)[0] for page in pages] == ["Kelas 2", "Tanpa kartu"]
    assert texts(pages[1])[3:] == ["Kelas 1", "Tanpa 0", "Aktif", "Kelas 2", "Tanpa 0", "Aktif", "Tanpa 1", "Aktif"]


@pytest.mark.parametrize("first", range(36, 45))
def test_a_long_list_names_everybody_once_below_the_title_of_their_class(first):
    pages = printed(group(judul="Kelas 1", without=first), group(judul="Kelas 2", without=100))
    lines = [texts(page)[3:] for page in pages]
    named = [text for page in lines for text in page if text.startswith("Tanpa")]
    assert named == [f"Tanpa {number}" for number in [*range(first), *range(100)]]
    assert all(page[0].startswith("Kelas") and not page[-1].startswith("Kelas") for page in lines)
    assert all(line.y > BODY_BOTTOM for page in pages for line in page[3:])


def test_without_anybody_one_page_says_so():
    for groups in ([], [group()]):
        [page] = printed(*groups)
        assert texts(page)[-1] == "Belum ada akun yang dapat dicetak."


def test_the_same_cards_at_the_same_time_are_the_same_bytes():
    groups = [group(card(), without=1)]
    assert cards_pdf(groups, NOW) == cards_pdf(groups, NOW)
    assert cards_pdf(groups, NOW) != cards_pdf(groups, NOW + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("nama", "shown"),
    [
        ("Nur'aini", "Nur'aini"),
        ("Nur’aini Ésti", "Nur’aini Ésti"),
        ("Suparman", "Suparman"),
        ("I Wayan (Putra) \\ Jr.", "I Wayan (Putra) \\ Jr."),
        ("Łukasz Šimun", "Lukasz Šimun"),
        ("E\u0301sti", "Ésti"),
        ("Siti\u00a0Rahma\nDewi", "Siti Rahma Dewi"),
        ("\u200b", "?"),
    ],
)
def test_a_name_keeps_its_letters_and_what_the_face_lacks_is_spelt_out(nama, shown):
    [page] = printed(group(card(nama)))
    assert shown in texts(of_card(page))


@pytest.mark.parametrize("nama", ["李明", "ᬲᬶᬢᬶ", "سيتي"])
def test_a_name_in_another_script_is_spelt_out_in_latin_letters(nama):
    [page] = printed(group(card(nama)))
    found = texts(of_card(page))[len(STATIC)]
    assert found.isascii()
    assert any(letter.isalpha() for letter in found)


@pytest.mark.parametrize("nama", ["S", LONG, "W" * 150, "Wm " * 50, "a" * 150])
@pytest.mark.parametrize("sekolah", ["S", "SEKOLAH MENENGAH KEJURUAN " * 6])
@pytest.mark.parametrize("akun", ["a@sd.belajar.id", "w" * 46 + "@pendidik.kesetaraan.belajar.id"])
def test_the_longest_texts_stay_on_their_card_and_touch_nothing(nama, sekolah, akun):
    [page] = printed(group(card(nama, sekolah=sekolah, akun=akun, kata_sandi="gggggg." * 4 + "4821")))
    lines = of_card(page)
    right = SIDE + CARD_WIDTH - PADDING
    assert len(lines) == len(page) - 3
    assert [line.text for line in lines if line.right > right + 0.01] == []
    assert is_clear(lines)
    everything = "".join(texts(lines)).replace(" ", "")
    assert nama.replace(" ", "") in everything
    assert akun in everything
    assert "gggggg." * 4 + "4821" in everything


def test_an_address_is_whole_on_one_line_unless_it_would_become_small():
    for akun, lines in (("a" * 20 + "@sd.belajar.id", 1), ("a" * 46 + "@pendidik.kesetaraan.belajar.id", 2)):
        [page] = printed(group(card(akun=akun)))
        typed = [line for line in of_card(page) if line.pieces[0].face.startswith("Courier") and line.text != PASSWORD]
        assert len(typed) == lines
        assert "".join(texts(typed)) == akun
        assert all(line.text.startswith("@") for line in typed[1:])
        assert min(line.size for line in typed) >= 8


def test_long_names_and_reasons_stay_in_their_columns_of_the_list():
    [page] = printed(CardGroup(LONG * 3, [], [Uncarded("W" * 150, "Ditolak: perbaiki " * 4), Uncarded("B", "Aktif")]))
    lines = page[3:]
    assert is_clear(lines)
    assert max(line.right for line in lines) <= WIDTH - SIDE + 0.01
    assert "W" * 150 in "".join(texts(lines))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=150), st.text(max_size=150))
def test_no_text_whatever_breaks_a_card_or_leaves_it(nama, sekolah):
    [page] = printed(group(card(nama, sekolah=sekolah)))
    assert max(line.right for line in of_card(page)) <= SIDE + CARD_WIDTH - PADDING + 0.01
    assert len(of_card(page)) == len(page) - 3


def test_the_repr_of_a_card_hides_the_password():
    assert PASSWORD not in repr(group(card()))


def test_the_module_loads_reportlab_with_the_first_card_only():
    probe = "import sys, belajar.cards.pdf; assert 'reportlab' not in sys.modules"
    subprocess.run([sys.executable, "-c", probe], check=True, cwd=ROOT)
