"""Only staff who are signed in, active and in charge get through; whoever does not leaves nothing behind."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from belajar.decision import Answer, Audit, Decision
from belajar.ports import MISSING, Identities, Merge, Put, Store
from belajar.rules.access import Action, Target, Whom
from belajar.rules.audit_chain import first_fault
from belajar.runtime.http import HttpFunction, Route
from belajar.runtime.staff import require
from schemas.documents import AccountState
from schemas.people import Jenis, JenisLain, Peran
from tests.support.records import PERSON_ID, account, person
from tests.support.staff import REVIEWER, Desk, Signing, audited, put_petugas, signing

GOOD = "good"


@dataclass(frozen=True)
class Deps:
    store: Store
    identities: Identities


def approve(body, call, deps):
    """What a privileged step looks like."""
    require(call, Action.APPROVE_REQUEST, Target(call.params["region"]))
    return Decision(
        writes=[Put(f"marks/{call.id}", {"seen": True}, expect=MISSING)],
        answer=Answer(200, {}),
        audit=Audit(Action.APPROVE_REQUEST, f"regions/{call.params['region']}", "why"),
    )


def silent(body, call, deps):
    """Forgets to say what it did."""
    return Decision(writes=[Put(f"marks/{call.id}", {"seen": True})], answer=Answer(200, {}))


def mistaken(body, call, deps):
    """Says that it did something else."""
    return Decision(answer=Answer(200, {}), audit=Audit(Action.LIST_REQUESTS, "x"))


def assist(body, call, deps):
    """What a step for admin sekolah looks like."""
    target = Target("3204", whom=Whom.SCHOOL_PERSON, npsn=call.params["npsn"])
    petugas = require(call, Action.ASSIST_RESET, target)
    return Decision(answer=Answer(200, {"nama": petugas.nama}), audit=Audit(Action.ASSIST_RESET, "x"))


FUNCTION = HttpFunction(
    "staff",
    [
        Route("GET", "/v1/sekolah/{npsn}", None, assist, action=Action.ASSIST_RESET),
        Route("GET", "/v1/{region}", None, approve, action=Action.APPROVE_REQUEST),
        Route("GET", "/v1/x/diam", None, silent, action=Action.APPROVE_REQUEST),
        Route("GET", "/v1/x/keliru", None, mistaken, action=Action.APPROVE_REQUEST),
    ],
    lambda: None,
    lambda: None,
)


@pytest.fixture(scope="session")
def signer() -> Iterator[Signing]:
    with signing() as made:
        yield made


@pytest.fixture
def desk(store, clock, signer) -> Desk:
    put_petugas(store)
    return Desk(FUNCTION, store, clock, signer, Deps(store, signer.identities(clock)))


@pytest.fixture
def untouched(store, tmp_path, desk) -> Iterator[None]:
    """Nothing at all was written."""

    def documents():
        with sqlite3.connect(tmp_path / "store.sqlite") as connection:
            found = connection.execute("SELECT path, version FROM documents ORDER BY path").fetchall()
        connection.close()
        return found

    before = documents()
    yield
    assert documents() == before
    assert desk.topics() == []


def test_an_act_and_its_audit_row_are_one_commit(desk, store):
    assert desk.ask("GET", "/v1/3204")[0] == 200
    [row] = audited(store)
    assert (row["actor"], row["action"], row["target"], row["reason"]) == (
        REVIEWER,
        "approve_request",
        "regions/3204",
        "why",
    )
    store.commit([Put(f"audit/{REVIEWER}:0000000002", {"number": 2})])
    assert desk.ask("GET", "/v1/3204")[0] == 503, "the row cannot be written, so nothing is"


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"aud": "somebody.else"}, 401),
        ({"iss": "https://issuer.test"}, 401),
        ({"email_verified": False}, 401),
        ({"email": None}, 401),
        ({"exp": 1}, 401),
        ({"iat": 4102444800, "exp": 4102448400}, 401),
    ],
)
@pytest.mark.usefixtures("untouched")
def test_a_token_that_is_not_for_us_or_not_of_now_opens_nothing(desk, clock, signer, claims, status):
    token = signer.token(clock, REVIEWER, **claims)
    answered, body = desk.send("GET", "/v1/3204", None, f"Bearer {token}")
    assert (answered, body["code"]) == (status, "masuk_diperlukan")


@pytest.mark.usefixtures("untouched")
def test_a_token_ends(desk, clock, signer):
    token = signer.token(clock, REVIEWER)
    clock.advance(hours=1, seconds=11)
    assert desk.send("GET", "/v1/3204", None, f"Bearer {token}")[0] == 401


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic eDp5", "Bearer a.b.c", "Bearer x"])
@pytest.mark.usefixtures("untouched")
def test_without_a_token_nothing_opens(desk, authorization):
    status, body = desk.send("GET", "/v1/3204", None, authorization)
    assert (status, body["code"]) == (401, "masuk_diperlukan")


@pytest.mark.usefixtures("untouched")
def test_a_token_with_another_signature_opens_nothing(desk, clock, signer):
    head, claims, _ = signer.token(clock, REVIEWER).split(".")
    *_, foreign = signer.token(clock, "orang@contoh.test").split(".")
    assert desk.send("GET", "/v1/3204", None, f"Bearer {head}.{claims}.{foreign}")[0] == 401


@pytest.mark.parametrize(
    ("who", "region"), [("orang@contoh.test", "3204"), (REVIEWER, "3205"), (REVIEWER, "32"), (REVIEWER, "00")]
)
@pytest.mark.usefixtures("untouched")
def test_strangers_and_staff_of_elsewhere_are_told_that_they_may_not(desk, who, region):
    status, body = desk.ask("GET", f"/v1/{region}", by=who)
    assert (status, body["code"]) == (403, "tidak_berwenang")


def test_who_has_left_may_not_from_the_next_request_on(desk, store):
    put_petugas(store, active=False)
    assert desk.ask("GET", "/v1/3204")[0] == 403
    assert audited(store) == []


def test_the_case_of_an_address_does_not_matter(desk):
    assert desk.ask("GET", "/v1/3204", by=REVIEWER.title())[0] == 200


@pytest.mark.parametrize("path", ["/v1/x/diam", "/v1/x/keliru"])
@pytest.mark.usefixtures("untouched")
def test_a_step_that_gives_no_account_of_itself_does_nothing(desk, path):
    assert desk.ask("GET", path)[0] == 500


def test_acts_of_one_person_at_the_same_time_make_one_whole_chain(desk, store):
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: desk.ask("GET", "/v1/3204")[0], range(12)))
    rows = audited(store)
    assert told.count(200) == len(rows) > 1
    [head] = store.get(f"audit_heads/{REVIEWER}")
    assert first_fault(REVIEWER, rows, head.data) is None


NPSN, OPERATOR = "20100001", "operator@admin.sd.belajar.id"


@pytest.fixture
def employ(store):
    """An admin sekolah as register and account say, with any facts changed."""

    def put(peran=Peran.OPERATOR, held=None, **facts):
        known = {"jenis": Jenis.TENAGA_KEPENDIDIKAN, "peran": peran, "address": OPERATOR, "npsn": NPSN,
                 "account_state": AccountState.ACTIVE, "nik_hash": "n"}  # fmt: skip
        kept = {"jenis": Jenis.TENAGA_KEPENDIDIKAN, "state": AccountState.ACTIVE, "nonce": None} | (held or {})
        store.commit(
            [
                Put(f"people/{PERSON_ID}", person(PERSON_ID, **(known | facts)).model_dump()),
                Put(f"accounts/{OPERATOR}", account(OPERATOR, **kept).model_dump()),
            ]
        )

    return put


@pytest.mark.parametrize("peran", Peran)
def test_admin_sekolah_are_petugas_of_their_own_school_without_being_appointed(desk, store, employ, peran):
    employ(peran)
    assert desk.ask("GET", f"/v1/sekolah/{NPSN}", by=OPERATOR) == (200, {"nama": "Siti Rahma"})
    assert desk.ask("GET", "/v1/sekolah/20100002", by=OPERATOR)[0] == 403
    assert desk.ask("GET", "/v1/3204", by=OPERATOR)[0] == 403, "they review no requests"
    assert [row["actor"] for row in audited(store)] == [OPERATOR]
    assert store.get(f"petugas/{OPERATOR}") == [None]


def test_the_nik_of_an_admin_sekolah_is_known_so_that_nobody_acts_on_themselves(desk, store, employ):
    employ(nik_hash="mine")
    seen = []

    def look(body, call, deps):
        seen.append(call.petugas)
        return assist(body, call, deps)

    routes = [Route("GET", "/v1/sekolah/{npsn}", None, look, action=Action.ASSIST_RESET)]
    function = HttpFunction("staff", routes, lambda: None, lambda: None)
    Desk(function, store, desk.clock, desk.signing, Deps(store, desk.signing.identities(desk.clock))).ask(
        "GET", f"/v1/sekolah/{NPSN}", by=OPERATOR
    )
    assert (seen[0].nik_hash, seen[0].roles) == ("mine", {"operator": NPSN})


@pytest.mark.parametrize("state", [state for state in AccountState if state is not AccountState.ACTIVE])
def test_only_an_account_in_use_gives_rights(desk, store, employ, state):
    employ(held={"state": state})
    assert desk.ask("GET", f"/v1/sekolah/{NPSN}", by=OPERATOR)[0] == 403
    assert audited(store) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"address": "lain@admin.sd.belajar.id"},
        {"address": None},
        {"peran": None},
        {"npsn": None},
        {"jenis": JenisLain.DINAS, "peran": None, "npsn": None},
    ],
    ids=["uses another account", "has no account", "has no such role any more", "has no school", "is at the dinas"],
)
def test_who_has_moved_or_left_has_no_rights_from_the_next_request_on(desk, store, employ, facts):
    employ()
    assert desk.ask("GET", f"/v1/sekolah/{NPSN}", by=OPERATOR)[0] == 200
    store.commit([Merge(f"people/{PERSON_ID}", facts)])
    assert desk.ask("GET", f"/v1/sekolah/{NPSN}", by=OPERATOR)[0] == 403
    assert len(audited(store)) == 1


def test_who_has_moved_has_the_rights_of_the_new_school_only(desk, store, employ):
    employ()
    store.commit([Merge(f"people/{PERSON_ID}", {"npsn": "20100002"})])
    assert desk.ask("GET", f"/v1/sekolah/{NPSN}", by=OPERATOR)[0] == 403
    assert desk.ask("GET", "/v1/sekolah/20100002", by=OPERATOR)[0] == 200


@pytest.mark.parametrize("jenis", [Jenis.PENDIDIK, Jenis.PESERTA_DIDIK, JenisLain.DINAS])
def test_the_account_of_a_teacher_or_pupil_gives_no_rights(desk, employ, jenis):
    employ(held={"jenis": jenis})
    assert desk.ask("GET", f"/v1/sekolah/{NPSN}", by=OPERATOR)[0] == 403


def test_an_account_without_a_person_gives_no_rights(desk, store, employ):
    employ(held={"person_id": "22222222-2222-4333-8444-555555555555"})
    assert desk.ask("GET", f"/v1/sekolah/{NPSN}", by=OPERATOR)[0] == 403


def test_an_admin_sekolah_who_was_dismissed_stays_dismissed_whatever_the_register_says(desk, store, employ):
    employ()
    put_petugas(store, OPERATOR, roles={"operator": NPSN}, active=False)
    assert desk.ask("GET", f"/v1/sekolah/{NPSN}", by=OPERATOR)[0] == 403


def test_who_was_appointed_has_the_roles_of_the_appointment_and_no_others(desk, store, employ):
    employ()
    put_petugas(store, OPERATOR, "3204")
    assert desk.ask("GET", f"/v1/sekolah/{NPSN}", by=OPERATOR)[0] == 403
    assert desk.ask("GET", "/v1/3204", by=OPERATOR)[0] == 200


def test_whoever_holds_a_frozen_account_of_somebody_who_was_appointed_has_no_rights(desk, store, employ):
    """Google's tokens from before the freeze are good for up to an hour more."""
    put_petugas(store, OPERATOR, "3204")
    employ()
    assert desk.ask("GET", "/v1/3204", by=OPERATOR)[0] == 200
    employ(held={"state": AccountState.SUSPENDED})
    assert desk.ask("GET", "/v1/3204", by=OPERATOR)[0] == 403
    assert len(audited(store)) == 1
