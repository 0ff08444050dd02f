"""What reviewers see: theirs, the oldest first, and no more than deciding needs."""

import json

import pytest

from schemas.requests import RequestState
from tests.support.staff import audited, put_petugas

NATIONAL = "pusat@dikbud.belajar.id"


def listed(desk, by=None) -> list[str]:
    status, body = desk.ask("GET", "/v1/tinjauan", **({"by": by} if by else {}))
    assert status == 200
    return [int(item["nomor"], 16) for item in body["pengajuan"]]


def test_a_district_sees_its_waiting_requests_oldest_first(desk, submit):
    for number, region in ((3, "3204"), (1, "3204"), (2, "3205"), (4, "32")):
        submit(number, kode_wilayah=region)
    submit(5, state=RequestState.APPROVED)
    submit(6, state=RequestState.AWAITING_LETTER)
    assert listed(desk) == [1, 3]


def test_a_province_sees_its_own_requests_and_those_of_all_its_districts(desk, submit, store):
    put_petugas(store, "provinsi@dinas.belajar.id", "32")
    for number, region in ((1, "3204"), (2, "32"), (3, "3273"), (4, "3301")):
        submit(number, kode_wilayah=region)
    assert listed(desk, "provinsi@dinas.belajar.id") == [1, 2, 3]


def test_the_ministry_sees_all(desk, submit, store):
    put_petugas(store, NATIONAL, "nasional")
    for number, region in ((1, "3204"), (2, "00"), (3, "9471")):
        submit(number, kode_wilayah=region)
    assert listed(desk, NATIONAL) == [1, 2, 3]


def test_two_roles_show_one_list_without_doubles(desk, submit, store):
    put_petugas(store, NATIONAL, roles={"peninjau": "32", "admin": "3204"})
    submit(1)
    submit(2, kode_wilayah="3273")
    assert listed(desk, NATIONAL) == [1, 2]


def test_a_full_page_of_others_does_not_hide_the_own_ones(desk, submit):
    for number in range(1, 56):
        submit(number, kode_wilayah="3301")
    submit(57)
    assert listed(desk) == [57]


def test_at_most_fifty_are_shown_and_these_have_waited_longest(desk, submit):
    for number in range(55, 0, -1):
        submit(number)
    assert listed(desk) == list(range(1, 51))


def test_one_request_is_shown_with_masked_contacts_and_a_link_to_its_letter(desk, submit):
    request = submit()
    status, body = desk.ask("GET", f"/v1/tinjauan/{request.nomor}")
    assert status == 200
    assert body["kontak"] == {"email": "pe***@c***.test", "ponsel": "0812-****-2222"}
    assert body["alamat_surat"].startswith("https://buckets.test/letters/surat/")
    assert "X-Goog-Expires=300" in body["alamat_surat"]
    assert all(secret not in json.dumps(body) for secret in (request.email, request.phone, request.nik_hash))


def test_a_request_without_a_letter_has_no_link(desk, submit):
    _, body = desk.ask("GET", f"/v1/tinjauan/{submit(letter=None).nomor}")
    assert (body["alamat_surat"], body["surat"]) == (None, False)


def test_looking_leaves_one_row_in_the_audit_and_nothing_else(desk, submit, store):
    request = submit()
    desk.ask("GET", f"/v1/tinjauan/{request.nomor}")
    desk.ask("GET", "/v1/tinjauan")
    assert [(row["action"], row["target"], row["whom"]) for row in audited(store)] == [
        ("show_request", f"requests/{request.nomor}", f"people/{request.person_id}"),
        ("list_requests", "wilayah/3204", ""),
    ]
    assert desk.topics() == []


@pytest.mark.parametrize(("scope", "status"), [("3204", 403), ("nasional", 404)])
def test_an_unknown_number_looks_like_one_outside_the_scope(desk, store, scope, status):
    put_petugas(store, scope=scope)
    assert desk.ask("GET", "/v1/tinjauan/ffffffffffffffff")[0] == status
    assert audited(store) == []


@pytest.mark.parametrize("nomor", ["__x__", "..", "0123456789ABCDEF", "x" * 2000])
def test_what_is_no_number_is_answered_like_an_unknown_one(desk, store, nomor):
    put_petugas(store, scope="nasional")
    assert desk.ask("GET", f"/v1/tinjauan/{nomor}")[0] == 404
