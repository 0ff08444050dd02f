"""The table: everybody on it, in an order in which people are found, and safe in every spreadsheet."""

import csv
import io

import pytest

from belajar.credentials import initial_credential
from belajar.ports import Put
from functions.download.table import HEADER, safe
from schemas.documents import AccountState
from schemas.people import Jenis, Peran
from tests.support.records import account
from tests.support.staff import put_petugas

COMMANDS = ["=1+1", "+62812", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "＋1", "－1", "＠A1", "−1", "\u00a0=1"]


def table(school, separator=",", **query) -> list[dict[str, str]]:
    answer = school.fetch(**query)
    assert answer.status == 200
    return list(
        csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline=""), delimiter=separator, strict=True)
    )


def names(school, **query) -> list[str]:
    return [row["nama"] for row in table(school, **query)]


def test_a_row_says_who_in_which_class_with_which_user_id_and_password(school):
    held = school.add("Siti Rahma")
    [row] = table(school)
    assert row.pop("kata_sandi_awal") == initial_credential(held, school.keys)
    assert row == {"nama": "Siti Rahma", "kelas": "4", "rombel": "4A", "user_id": held.address, "status": "Belum Aktif"}


def test_the_file_opens_in_a_spreadsheet_mark_line_ends_and_quotes(school):
    school.add("Nur\"aini O'Contoh")
    body = school.fetch().body
    head, row, rest = body.split(b"\r\n")
    assert head == b'\xef\xbb\xbf"nama","kelas","rombel","user_id","kata_sandi_awal","status"'
    assert row.startswith(b'"Nur""aini O\'Contoh","4","4A","anak.contoh1@sd.belajar.id","')
    assert (rest, b"\n" in row) == (b"", False)


def test_the_indonesian_excel_gets_semicolons(school):
    school.add("Siti Rahma")
    body = school.fetch(pemisah="titik_koma").body
    assert body.startswith('\ufeff"nama";"kelas";'.encode())
    assert [row["nama"] for row in table(school, ";", pemisah="titik_koma")] == ["Siti Rahma"]
    assert school.fetch(pemisah="koma").body == school.fetch().body


def test_classes_are_in_natural_order_and_names_as_people_look_for_them(school):
    for nama, tingkat, rombel in (
        ("budi", 10, "X-10"), ("Citra", 10, "X-2"), ("Ani", 10, "x-2"), ("Budi", 10, "X-2"), ("Dewi", 9, "Z"),
        ("Eka", 11, "A"), ("Fitri", 10, None), ("Gita", None, None), ("ani", 10, "X-10"), ("Hadi", 10, "X-2b"),
    ):  # fmt: skip
        school.add(nama, tingkat=tingkat, rombel=rombel)
    found = [(row["kelas"], row["rombel"], row["nama"]) for row in table(school)]
    assert found == [
        ("", "", "Gita"),
        ("9", "Z", "Dewi"),
        ("10", "", "Fitri"),
        ("10", "x-2", "Ani"),
        ("10", "X-2", "Budi"),
        ("10", "X-2", "Citra"),
        ("10", "X-2b", "Hadi"),
        ("10", "X-10", "ani"),
        ("10", "X-10", "budi"),
        ("11", "A", "Eka"),
    ]


@pytest.mark.parametrize("rombel", ["²", "½", "X-٣", "9" * 50, "-", "."])
def test_no_spelling_of_a_class_breaks_the_list(school, rombel):
    school.add("Ani", rombel=rombel)
    school.add("Budi", rombel="10")
    assert {*names(school)} == {"Ani", "Budi"}


@pytest.mark.parametrize(
    ("state", "facts", "status"),
    [
        (AccountState.REQUESTED, {}, "Sedang Dibuat"),
        (AccountState.RESERVED, {}, "Sedang Dibuat"),
        (AccountState.ACTIVE, {}, "Aktif"),
        (AccountState.ACTIVE, {"account_nonce": "11" * 16, "account_issue": 2}, "Aktif"),
        (AccountState.SUSPENDED, {}, "Tidak Aktif - hubungi helpdesk belajar.id"),
        (AccountState.SUSPENDED, {"account_nonce": "11" * 16}, "Tidak Aktif - hubungi helpdesk belajar.id"),
        (AccountState.CREATED, {"account_nonce": None}, "Belum Aktif - kata sandi sudah dibuat pemilik"),
        (AccountState.CREATED, {"account_issue": 2}, "Belum Aktif - kata sandi awal sudah diganti lewat bantuan reset"),
        (
            AccountState.REFUSED,
            {"refused_reason": "invalid_name"},
            "Ditolak: perbaiki penulisan nama di Dapodik",
        ),
        (
            AccountState.REFUSED,
            {"refused_reason": "no_address_left"},
            "Ditolak: nama akun yang cocok sudah habis, hubungi helpdesk belajar.id",
        ),
        (
            AccountState.REFUSED,
            {"refused_reason": "invalid_request"},
            "Ditolak: perbaiki data di Dapodik, atau hubungi helpdesk belajar.id",
        ),
        (AccountState.REFUSED, {}, "Ditolak: perbaiki data di Dapodik, atau hubungi helpdesk belajar.id"),
    ],
)
def test_who_has_no_password_to_hand_out_is_on_the_list_with_the_reason(school, state, facts, status):
    school.add("Siti Rahma", state, **facts)
    [row] = table(school)
    assert (row["nama"], row["kata_sandi_awal"], row["status"]) == ("Siti Rahma", "", status)
    assert not school.keys.calls


@pytest.mark.parametrize("state", AccountState)
def test_a_user_id_is_shown_once_the_account_is_there_for_certain(school, state):
    school.add("Siti Rahma", state)
    shown = state in {AccountState.CREATED, AccountState.ACTIVE, AccountState.SUSPENDED}
    assert [bool(row["user_id"]) for row in table(school)] == [shown]


def test_an_account_that_has_gone_on_since_its_person_was_read_is_believed(school):
    school.add("Siti Rahma", AccountState.RESERVED, account_state=AccountState.CREATED)
    [row] = table(school)
    assert (row["status"], bool(row["kata_sandi_awal"])) == ("Belum Aktif", True)


def test_an_account_of_somebody_else_is_not_shown_as_ones_own_nor_instead_of_theirs(school, store):
    own, disputed = school.add("Ani"), school.add("Budi")
    store.commit([Put(f"accounts/{disputed.address}", account(disputed.address, own.person_id).model_dump())])
    ani, budi = table(school)
    assert (ani["user_id"], ani["kata_sandi_awal"]) == (own.address, initial_credential(own, school.keys))
    assert (budi["user_id"], budi["kata_sandi_awal"]) == ("", "")


def test_everybody_of_the_school_is_on_exactly_one_list(school, teacher):
    school.add("Murid")
    teacher("Guru")
    for nama, peran in (("Kepala", Peran.KEPALA_SATUAN_PENDIDIKAN), ("Operator", Peran.OPERATOR), ("Penjaga", None)):
        teacher(nama, jenis=Jenis.TENAGA_KEPENDIDIKAN, peran=peran)
    assert {jenis: names(school, jenis=jenis) for jenis in ("peserta_didik", "ptk", "admin")} == {
        "peserta_didik": ["Murid"],
        "ptk": ["Guru", "Penjaga"],
        "admin": ["Kepala", "Operator"],
    }


@pytest.mark.parametrize("active", [True, False])
def test_the_first_password_of_a_teacher_who_was_appointed_is_not_the_schools_to_hand_out(
    school, teacher, store, active
):
    """With it the operator of one school would be the kapten of a province."""
    held = teacher("Ibu Kapten")
    put_petugas(store, held.address, roles={"kapten": "31"}, active=active)
    [row] = table(school, jenis="ptk")
    assert bool(row["kata_sandi_awal"]) is not active
    assert row["status"] == "Belum Aktif" + " - petugas belajar.id: kata sandi awal hanya lewat helpdesk" * active
    assert row["user_id"] == held.address


def test_a_list_without_anybody_has_its_header(school):
    school.add("Murid")
    assert school.fetch(jenis="admin").body.decode("utf-8-sig") == ",".join(f'"{name}"' for name in HEADER) + "\r\n"


@pytest.mark.parametrize("number", [199, 200, 201, 499, 500, 501])
def test_nobody_is_lost_between_two_pages(school, number):
    for each in range(number):
        school.add(f"Anak {each:04}", rombel=f"{each % 7}")
    rows = table(school)
    assert sorted(row["nama"] for row in rows) == [f"Anak {each:04}" for each in range(number)]
    assert len({row["user_id"] for row in rows}) == len({row["kata_sandi_awal"] for row in rows}) == number


@pytest.mark.parametrize("command", COMMANDS)
def test_no_cell_begins_as_a_formula(command):
    assert safe(command).startswith("'")


@pytest.mark.parametrize("between", [",", ";", "|", "\t", "; ", ",\u00a0"])
@pytest.mark.parametrize("command", ["=1+1", "+1", "-1", "@A1", "＝1"])
def test_no_cell_begins_as_a_formula_if_it_is_split_at_another_separator(between, command):
    assert safe(f"4A{between}{command}") == f"4A{between[0]}'{between[1:]}{command}"


@pytest.mark.parametrize(
    "text", ["Siti Rahma", "Nur'aini", "X-2", "Ahmad, S.Pd.", "a+b", "4A", "", "siti@sd.belajar.id"]
)
def test_an_ordinary_cell_is_left_as_it_is(text):
    assert safe(text) == text


def test_names_and_classes_reach_the_file_disarmed(school):
    school.add("=HYPERLINK(0)", rombel="@A")
    [row] = table(school)
    assert (row["nama"], row["rombel"]) == ("'=HYPERLINK(0)", "'@A")


@pytest.mark.parametrize("nama", ["Suparman", "Nur’aini", "Ésti", "李明", "W" * 150, 'A "B" C'])
def test_a_name_comes_out_as_the_register_spells_it(school, nama):
    school.add(nama)
    assert names(school) == [nama]
