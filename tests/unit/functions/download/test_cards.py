"""The cards of a school: by class, and nobody without a card is forgotten."""

from belajar.credentials import initial_credential
from schemas.documents import AccountState
from schemas.people import Jenis, Peran
from tests.support.pdf_text import pages_of, texts


def cards(school, **query) -> list[list[str]]:
    answer = school.fetch("pdf", **query)
    assert answer.status == 200
    return [texts(page) for page in pages_of(answer.body)]


def test_a_card_holds_what_its_owner_needs(school):
    held = school.add("Siti Rahma")
    [page] = cards(school)
    assert page[0] == "Kelas 4 - Rombel 4A"
    wanted = {"Siti Rahma", "Kelas 4 - Rombel 4A, SDN Contoh 1", held.address, initial_credential(held, school.keys)}
    assert wanted <= {*page}


def test_each_class_has_pages_of_its_own_in_natural_order(school):
    for tingkat, rombel in ((10, "X-10"), (10, "X-2"), (9, "A"), (10, "A"), (10, None), (None, None)):
        school.add("Siti Rahma", tingkat=tingkat, rombel=rombel)
    assert [page[0] for page in cards(school)] == [
        "Tanpa kelas",
        "Kelas 9 - Rombel A",
        "Kelas 10",
        "Kelas 10 - Rombel A",
        "Kelas 10 - Rombel X-2",
        "Kelas 10 - Rombel X-10",
    ]


def test_two_spellings_of_one_class_share_their_pages(school):
    for nama, rombel in (("Ani", "x-2"), ("Budi", "X-2"), ("Citra", "x-2")):
        school.add(nama, rombel=rombel)
    [page] = cards(school)
    assert [text for text in page if text in {"Ani", "Budi", "Citra"}] == ["Ani", "Budi", "Citra"]


def test_who_has_no_initial_password_is_listed_behind_with_the_reason(school):
    school.add("Ani")
    school.add("Budi", AccountState.ACTIVE)
    school.add("Citra", AccountState.REQUESTED, rombel="4B")
    first, last = cards(school)
    assert not {"Budi", "Citra"} & {*first}
    assert last[0] == "Tanpa kartu"
    assert last[3:] == ["Kelas 4 - Rombel 4A", "Budi", "Aktif", "Kelas 4 - Rombel 4B", "Citra", "Sedang Dibuat"]


def test_the_cards_of_staff_need_no_class(school, teacher):
    teacher("Guru")
    teacher("Kepala", jenis=Jenis.TENAGA_KEPENDIDIKAN, peran=Peran.KEPALA_SATUAN_PENDIDIKAN)
    headings = {jenis: cards(school, jenis=jenis)[0][0] for jenis in ("ptk", "admin")}
    assert headings == {"ptk": "Pendidik dan tenaga kependidikan", "admin": "Kepala satuan pendidikan dan operator"}
    assert "SDN Contoh 1" in cards(school, jenis="ptk")[0]


def test_a_list_without_anybody_is_a_page_that_says_so(school):
    school.add("Ani")
    [page] = cards(school, jenis="admin")
    assert page[-1] == "Belum ada akun yang dapat dicetak."


def test_an_assisted_credential_is_on_no_card_since_its_helper_could_print_it(school):
    school.add("Ani", account_issue=2)
    [page] = cards(school)
    assert page[0] == "Tanpa kartu"
    assert not school.keys.calls
