"""What docs/openapi.json shows of a route is what it answers, to the word: whoever builds the site goes by that."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from belajar.rules.reset_tokens import Disownable, disown_token, page_signs
from tests.support.applicants import AtThePages, Someone, referral
from tests.support.schools import LINK, School, school
from tests.support.schools import Forgetful as Page
from tests.support.staff import put_petugas
from tests.support.ways import by_staff
from tests.support.world import World
from tools.operations import OPERATIONS

HELPDESK = "petugas@dikbud.belajar.id"
REASON = "Lupa kata sandi, nomor ponsel sudah berganti."
VARIABLE = {
    r"[0-9a-f]{16}-[0-9a-f]{24}": "<token>",
    r"[0-9a-f]{32}": "<id>",
    r"[\w.]+@[\w.]*belajar\.id": "<address>",
    r"\d{4}-\d\d-\d\dT[\d:.]+Z": "<moment>",
    r"\d\d-\d\d-\d{4} \d\d:\d\d WIB": "<moment>",
    r"\b\w{1,2}\*\*\*@\w\*\*\*\.(test|go\.id)": "<mail>",
    r"\b\d{4}-\*\*\*\*-\d{4}": "<phone>",
    r"^\d{8}$": "<ticket>",
}
UNLIKE = {"tiket": "<ticket>", "kontak": "<one or both>"}
NAMES = {"nama", "tanda"}


@pytest.fixture
def at(place: World) -> School:
    made = school(place)
    made.start_using("guru", "operator", "kepala")
    return made


def form(answer: Any) -> Any:
    """An answer with everything masked that differs from one person and one day to the next."""
    if isinstance(answer, dict):
        return {name: "<name>" if name in NAMES else form(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [form(value) for value in answer]
    if isinstance(answer, str):
        for pattern, word in VARIABLE.items():
            answer = re.sub(pattern, word, answer)
    return answer


def shown(method: str, path: str, status: int) -> Any:
    """The example of a route, which answers with this status when all is well."""
    operation = OPERATIONS[method, path]
    assert operation.status == status
    return form(operation.response_example)


def test_the_examples_of_the_owners_way_are_what_it_answers(at: School):
    page = Page(at, "guru")
    status, asked = page.ask()
    assert form(asked) == shown("POST", "/v1/reset", status)
    at.made.clock.advance(seconds=asked["kirim_ulang_detik"])
    status, again = page.again()
    assert form(again) == shown("POST", "/v1/reset/{id}/kirim-ulang", status)
    status, proven = page.verify(page.code())
    assert form(proven) == shown("POST", "/v1/reset/{id}/verifikasi", status)
    status, done = page.choose(proven["token"], "tiga pohon mangga di halaman")
    assert form(done) == shown("POST", "/v1/reset/{id}/sandi", status)
    at.made.settle()
    [token] = LINK.findall(at.mails("guru")[-1].text)
    status, frozen, _ = at.made.post("/v1/bukan-saya", {"token": token})
    assert form(frozen) == shown("POST", "/v1/bukan-saya", status)


def test_the_examples_of_the_look_up_are_what_it_answers(at: School):
    status, seen, _ = at.made.post("/v1/akun/periksa", at.people["guru2"].form())
    assert form(seen) | UNLIKE == shown("POST", "/v1/akun/periksa", status) | UNLIKE
    status, sent, _ = at.made.post("/v1/akun/kirim-detail", {"tiket": seen["tiket"]})
    assert form(sent) == shown("POST", "/v1/akun/kirim-detail", status)


def test_the_examples_of_requests_are_what_they_answer(place: World, people: Callable[[int], Someone]):
    page = AtThePages(place, people(1))
    asked = page.who.form(kode_referral=referral(place), jabatan="kepala_bidang")
    status, sent = page.submit("dinas", asked)
    assert form(sent) == shown("POST", "/v1/pengajuan/dinas", status)
    place.run()
    status, approved = page.type_in(page.codes()[0])
    assert form(approved) == shown("POST", "/v1/pengajuan/{id}/kode", status)
    assert form(page.status()) == shown("GET", "/v1/pengajuan/{id}", 200)
    page = AtThePages(place, people(2))
    status, sent = page.submit("ringkas", page.who.form(jabatan="penilik"))
    assert form(sent) == shown("POST", "/v1/pengajuan/ringkas", status)
    page = AtThePages(place, people(3))
    status, sent = page.submit("kemdikbud", page.who.official(nomor_ponsel=page.who.ponsel))
    assert form(sent) == shown("POST", "/v1/pengajuan/kemdikbud", status)


def test_the_signs_of_the_example_are_those_of_its_id():
    example = OPERATIONS["POST", "/v1/reset"].response_example
    assert isinstance(example, dict)
    assert example["tanda"] == page_signs(example["id"])


def test_the_link_of_the_example_has_the_form_of_a_real_one():
    token = (OPERATIONS["POST", "/v1/bukan-saya"].request_example or {})["token"]
    real = disown_token(b"p" * 32, Disownable.RESET, "0123456789abcdef" * 2)
    assert [bool(re.fullmatch(r"[\w-]{43}r", one)) for one in (real, token)] == [True, True]


def test_the_examples_of_an_assisted_reset_are_what_it_answers(at: School):
    body = {"akun": at.addresses["guru"], "alasan": REASON}
    path = "/v1/reset/bantuan"
    status, begun = by_staff(at.made, "POST", path, body, at.addresses["operator"])
    assert form(begun) == shown("POST", path, status)
    at.made.settle()
    status, seen = by_staff(at.made, "GET", f"{path}/{begun['id']}", None, at.addresses["operator"])
    assert form(seen) == shown("GET", path + "/{id}", status)


def test_the_examples_of_the_second_person_are_what_they_read(at: School):
    path, operator, kepala = "/v1/reset/bantuan", at.addresses["operator"], at.addresses["kepala"]
    waiting = in_doubt(at, "guru", operator)
    status, listed = by_staff(at.made, "GET", path, None, kepala)
    assert form(listed) == shown("GET", path, status)
    refusal = {"alasan": "Pemilik akun tidak meminta."}
    status, refused = by_staff(at.made, "POST", f"{path}/{waiting}/tolak", refusal, kepala)
    assert form(refused) == shown("POST", path + "/{id}/tolak", status)
    waiting = in_doubt(at, "guru", operator)
    status, approved = by_staff(at.made, "POST", f"{path}/{waiting}/setujui", None, kepala)
    assert form(approved) == shown("POST", path + "/{id}/setujui", status)


def test_the_example_of_a_correction_is_what_it_answers(at: School):
    status, answer = correct(at, "guru", at.addresses["operator"])
    assert form(answer) == shown("POST", "/v1/kontak/koreksi", status)


def test_the_example_of_the_table_has_its_columns_and_the_form_of_its_rows(at: School):
    operation = OPERATIONS["GET", "/v1/sekolah/{npsn}/akun.csv"]
    status, headers, real = at.made.fetch("GET", f"/v1/sekolah/{at.npsn}/akun.csv?jenis=ptk", at.addresses["operator"])
    assert (status, headers["Content-Type"].partition(";")[0]) == (operation.status, operation.media)
    example, lines = str(operation.response_example).splitlines(), real.decode().splitlines()
    assert example[0] == lines[0]
    assert {line.count('","') for line in [*example, *lines]} == {5}


@pytest.mark.parametrize("path", ["/v1/sekolah/{npsn}/akun.pdf", "/v1/reset/bantuan/{id}/kartu"])
def test_cards_are_what_the_document_says(at: School, path: str):
    operator = at.addresses["operator"]
    body = {"akun": at.addresses["tanpa_kontak"], "alasan": REASON}
    _, begun = by_staff(at.made, "POST", "/v1/reset/bantuan", body, operator)
    at.made.settle()
    method = next(method for method, each in OPERATIONS if each == path)
    query = "?jenis=peserta_didik" if "npsn" in path else ""
    status, headers, _ = at.made.fetch(method, path.format(npsn=at.npsn, id=begun["id"]) + query, operator)
    assert (status, headers["Content-Type"]) == (OPERATIONS[method, path].status, OPERATIONS[method, path].media)
    assert headers["Content-Disposition"].startswith("attachment; filename=")


def test_another_sentence_is_another_form_and_another_day_is_none():
    assert form({"pesan": "Kode dikirim."}) != form({"pesan": "Kode sudah dikirim."})
    assert form({"berlaku": "2026-07-13T01:02:03.5Z"}) == form({"berlaku": "2026-07-16T02:30:00Z"})
    assert form({"kirim_ulang_detik": 60}) != form({"kirim_ulang_detik": 70})


def correct(at: School, who: str, by: str) -> tuple[int, Any]:
    """A corrected phone."""
    body = {"akun": at.addresses[who], "nomor_ponsel": "0812 3456 0099", "alasan": "Nomor lama sudah tidak aktif."}
    return by_staff(at.made, "POST", "/v1/kontak/koreksi", body, by)


def in_doubt(at: School, who: str, by: str) -> str:
    """Id of an assisted reset that needs a second person: the owner's contact has just been corrected."""
    if not at.made.documents("corrections"):
        put_petugas(at.made.store, HELPDESK, roles={"helpdesk": "nasional"})
        assert correct(at, who, HELPDESK)[0] == 202
        at.made.clock.advance(days=4)
        at.made.tick_corrections()
    body = {"akun": at.addresses[who], "alasan": REASON}
    status, begun = by_staff(at.made, "POST", "/v1/reset/bantuan", body, by)
    assert (status, begun["keadaan"]) == (202, "awaiting_second"), begun
    return str(begun["id"])
