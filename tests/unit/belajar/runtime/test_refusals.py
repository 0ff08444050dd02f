"""Who is refused again and again can be counted by the log lines, which name nobody."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from belajar.decision import Answer, Audit, Decision
from belajar.ports import Identities, Put, Store
from belajar.rules.access import Action, Target
from belajar.runtime.http import HttpFunction, Route
from belajar.runtime.problems import ProblemError
from belajar.runtime.staff import TELLING, require
from schemas.documents import AccountState
from tests.support.records import PERSON_ID, account
from tests.support.staff import REVIEWER, Desk, Signing, audited, put_petugas, signing


@dataclass(frozen=True)
class Deps:
    store: Store
    identities: Identities


def look(body, call, deps):
    """Not for reviewers."""
    require(call, Action.SHOW_RESET, Target())
    return Decision(answer=Answer(200, {}), audit=Audit(Action.SHOW_RESET, "x"))


def approve(body, call, deps):
    """Refuses by the code in the path, after the rights."""
    require(call, Action.APPROVE_REQUEST, Target("3204"))
    if call.params["code"] != "baik":
        raise ProblemError(call.params["code"])
    return Decision(answer=Answer(200, {}), audit=Audit(Action.APPROVE_REQUEST, "requests/1"))


ROUTES = [
    Route("GET", "/v1/lihat", None, look, action=Action.SHOW_RESET),
    Route("GET", "/v1/setujui/{code}", None, approve, action=Action.APPROVE_REQUEST),
]


@pytest.fixture(scope="module")
def signer() -> Iterator[Signing]:
    with signing() as made:
        yield made


@pytest.fixture
def desk(store, clock, signer) -> Desk:
    put_petugas(store)
    function = HttpFunction("staff", ROUTES, lambda: None, lambda: None)
    return Desk(function, store, clock, signer, Deps(store, signer.identities(clock)))


@pytest.fixture
def line(desk, capsys):
    """The log line of one request."""

    def ask(path, by=REVIEWER):
        capsys.readouterr()
        desk.ask("GET", path, by=by)
        [written] = capsys.readouterr().out.splitlines()
        assert by not in written
        return json.loads(written)

    return ask


def named(line):
    return line["outcome"], line.get("action"), line.get("petugas")


def test_who_is_refused_is_called_by_the_id_of_their_person(line, store):
    held = account(REVIEWER, state=AccountState.ACTIVE, nonce=None)
    store.commit([Put(f"accounts/{REVIEWER}", held.model_dump())])
    assert named(line("/v1/lihat")) == ("tidak_berwenang", "show_reset", PERSON_ID)
    assert audited(store) == []


def test_who_signs_in_from_elsewhere_is_called_by_a_short_hash(line):
    short = hashlib.sha256(REVIEWER.encode()).hexdigest()[:16]
    assert named(line("/v1/lihat")) == ("tidak_berwenang", "show_reset", short)


@pytest.mark.parametrize("code", ["akun_tidak_ditemukan", "akun_tidak_dapat_direset", "tidak_berwenang"])
def test_every_refusal_that_tells_something_is_named(line, code):
    assert named(line(f"/v1/setujui/{code}"))[:2] == (code, "approve_request")


@pytest.mark.parametrize("code", ["isi_tidak_sah", "terlalu_banyak_percobaan", "layanan_sibuk"])
def test_what_is_mistyped_too_often_or_our_fault_is_not(line, code):
    assert named(line(f"/v1/setujui/{code}")) == (code, None, None)
    assert ProblemError(code).status not in TELLING


def test_an_act_that_was_done_names_nobody_in_the_log_as_the_audit_does(line, store):
    assert named(line("/v1/setujui/baik")) == ("answered", None, None)
    assert len(audited(store)) == 1


def test_strangers_cannot_make_names(line):
    """Each would be a series of its own in the metric."""
    assert named(line("/v1/lihat", by="orang@contoh.test")) == ("tidak_berwenang", None, None)
