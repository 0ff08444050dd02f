"""How a request ends once its account is made, or is not."""

import pytest

from belajar.decision import Decision
from belajar.ports import Put
from functions.dinas_progress.account import account_created, account_refused
from schemas.events import AccountCreated, AccountRefused
from tests.support.records import PERSON_ID, person

NOMOR = "0123456789abcdef"
ADDRESS = "rahmat12@dinas.belajar.id"


@pytest.fixture
def owner(store):
    """The person of the request."""

    def put(**changed) -> None:
        known = person(jenis="dinas", request=NOMOR, **changed)
        store.commit([Put(f"people/{PERSON_ID}", known.model_dump())])

    return put


def created(call, deps) -> Decision:
    return account_created(AccountCreated(person_id=PERSON_ID, address=ADDRESS), call(), deps)


def refused(call, deps) -> Decision:
    return account_refused(AccountRefused(person_id=PERSON_ID, reason="no_address_left"), call(), deps)


def test_an_account_that_was_made_ends_the_request_with_its_address(put_request, owner, carried, call, deps):
    put_request(state="approved")
    owner()
    request, told = carried(created(call, deps))
    assert (request.state, request.address) == ("done", ADDRESS)
    assert told == [{"nomor": NOMOR, "state": "done"}]
    assert created(call, deps) == Decision(), "a second time nothing happens"


def test_an_account_that_could_not_be_made_refuses_and_gives_the_referral_back(
    put_request, owner, carried, call, deps, store
):
    put_request(state="approved", jalur="pejabat", jabatan="kepala_dinas", referral="r")
    store.commit([Put("referrals/r", {"used": {"kepala_dinas": 1}})])
    owner()
    request, told = carried(refused(call, deps))
    assert (request.state, request.alasan) == ("refused", "akun_gagal")
    assert told == [{"nomor": NOMOR, "state": "refused"}]
    assert store.get("referrals/r")[0].data == {"used": {"kepala_dinas": 0}}
    assert refused(call, deps) == Decision(), "a second time nothing is given back"


def test_a_request_without_a_referral_code_gives_nothing_back(put_request, owner, carried, call, deps, store):
    put_request(state="approved")
    owner()
    decision = refused(call, deps)
    assert [write.path for write in decision.writes] == [f"requests/{NOMOR}"]


@pytest.mark.parametrize("outcome", [created, refused])
def test_people_of_the_register_have_no_request_to_end(owner, call, deps, outcome):
    assert outcome(call, deps) == Decision()
    owner(npsn="20100001")
    assert outcome(call, deps) == Decision()


@pytest.mark.parametrize("outcome", [created, refused])
@pytest.mark.parametrize("state", ["refused", "done", "in_review"])
def test_only_an_approved_request_is_carried_on(put_request, owner, call, deps, outcome, state):
    put_request(state=state)
    owner()
    assert outcome(call, deps) == Decision()
