"""What the look-up tells whom: the owner what the form proves, everybody else the same miss."""

from datetime import UTC, date, datetime

import pytest

from belajar.ports import Put
from belajar.rules.matching import lookup_keys, strict_hash
from schemas.documents import AccountState, LookupEntry, LookupPerson
from schemas.people import Jenis

PERSON_ID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
PEPPER = b"s" * 32
MISS = {
    "nama_lengkap": "Contoh Murid Lain",
    "nama_ibu_kandung": "Contoh Ibu Lain",
    "tipe_pengguna": "pendidik",
    "tanggal_lahir": "2014-05-18",
    "npsn": "90000002",
}


def form(number: int) -> dict[str, str]:
    """A person of one test alone, because failures are counted per claimed identity."""
    return {
        "nama_lengkap": f"Contoh Murid {'abcdefghij'[number]}dian",
        "nama_ibu_kandung": "Contoh Ibu Rekaan",
        "tipe_pengguna": "peserta_didik",
        "tanggal_lahir": "2014-05-17",
        "npsn": "90000001",
    }


@pytest.fixture
def lookup(serve):
    return serve("lookup")


@pytest.fixture
def known(lookup, personal):
    """Puts a person with an account on the register."""

    def put(number: int) -> dict[str, str]:
        typed = form(number)
        personal.person(typed)
        name, mother, born = typed["nama_lengkap"], typed["nama_ibu_kandung"], date(2014, 5, 17)
        [key] = lookup_keys([PEPPER], Jenis.PESERTA_DIDIK, name, mother, born, typed["npsn"])
        person = LookupPerson(
            strict=strict_hash(PEPPER, name, mother),
            state=AccountState.CREATED,
            refreshed_at=datetime(2026, 7, 1, tzinfo=UTC),
            address=f"contoh{number}@sd.belajar.id",
            email_masked="c***h@keluarga.test",
        )
        lookup.store.commit([Put(f"lookup/{key}", LookupEntry(persons={PERSON_ID: person}).model_dump())])
        return typed

    return put


def check(lookup, typed, **headers):
    return lookup.post("/v1/akun/periksa", typed, **headers)


def test_the_owner_sees_status_address_and_masked_contact_and_leaves_no_trace(lookup, known):
    typed = known(0)
    before = lookup.documents()
    reply = check(lookup, typed)
    assert reply.status == 200
    told = reply.json()
    assert (told["status"], told["akun"]) == ("Belum Aktif", "contoh0@sd.belajar.id")
    assert told["kontak"] == {"email": "c***h@keluarga.test", "ponsel": None}
    assert told["dapat_kirim_detail"]
    assert lookup.documents() == before


def test_a_miss_is_byte_for_byte_the_same_whatever_was_wrong(lookup, known):
    typed = known(1)
    replies = [check(lookup, typed | {field: wrong}) for field, wrong in MISS.items()]
    replies.append(check(lookup, MISS))
    assert {reply.status for reply in replies} == {404}
    assert len({reply.body for reply in replies}) == 1
    assert len({tuple(sorted((reply.headers | {"Date": ""}).items())) for reply in replies}) == 1
    assert replies[0].json()["code"] == "akun_tidak_ditemukan"


def test_a_miss_is_counted_per_claimed_identity_and_per_origin(lookup, personal):
    personal.person(form(2))
    before = lookup.documents("throttles").keys()
    check(lookup, form(2))
    added = {path.split(":")[0] for path in lookup.documents("throttles").keys() - before}
    assert added == {"throttles/lookup-identity", "throttles/lookup-origin"}


def test_after_five_misses_also_the_right_form_has_to_wait(lookup, known):
    typed = known(3)
    misses = [check(lookup, typed | {"nama_ibu_kandung": f"Contoh Tebakan {word}"}).status for word in "abcde"]
    late = check(lookup, typed)
    assert misses == [404] * 5
    assert (late.status, late.json()["code"]) == (429, "terlalu_banyak_percobaan")
    assert 0 < int(late.headers["Retry-After"]) <= 4200
    assert "operator sekolah" in late.json()["detail"], "whom somebody else's guesses have locked out has another way"


def test_only_the_trace_tells_one_miss_from_another(lookup, personal):
    personal.person(form(4))
    trace = "0af7651916cd43dd8448eb211c80319c"
    problem = check(lookup, form(4), traceparent=f"00-{trace}-b7ad6b7169203331-01").json()
    assert problem["trace_id"].endswith(trace)
    assert {name: value for name, value in problem.items() if name != "trace_id"} == check(lookup, form(4)).json()


def test_details_are_sent_once_for_one_ticket(lookup, known):
    ticket = check(lookup, known(5)).json()["tiket"]
    waiting = lookup.messages()
    first = lookup.post("/v1/akun/kirim-detail", {"tiket": ticket})
    after = lookup.messages()
    second = lookup.post("/v1/akun/kirim-detail", {"tiket": ticket})
    assert (first.status, second.status) == (202, 202)
    assert after != waiting
    assert lookup.messages() == after


def another_first(ticket):
    """Different whatever the ticket begins with: it is the signature's and so any letter."""
    return ("B" if ticket[0] == "A" else "A") + ticket[1:]


@pytest.mark.parametrize("change", [lambda t: t[:-4], another_first, lambda t: "x" * 40, lambda t: t + "é"])
def test_a_forged_ticket_sends_nothing(lookup, known, change):
    ticket = check(lookup, known(6)).json()["tiket"]
    before, waiting = lookup.documents(), lookup.messages()
    reply = lookup.post("/v1/akun/kirim-detail", {"tiket": change(ticket)})
    assert (reply.status, reply.json()["code"]) == (401, "tiket_tidak_berlaku")
    assert (lookup.documents(), lookup.messages()) == (before, waiting)
