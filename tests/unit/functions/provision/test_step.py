"""Decisions of provision that the flow tests cannot easily reach."""

import pytest

from belajar.decision import Decision
from belajar.embedded.keys import FileKeys
from belajar.errors import DirectoryDelayedError, DuplicateUserError, FinalError
from belajar.ports import DirectoryUser, Put
from belajar.progress import SHARDS
from belajar.rules.account_names import candidates
from belajar.runtime.run import Run, Runtime
from functions.provision.effect import Deps
from functions.provision.paces import Paces
from functions.provision.step import WIDER_SEARCH, provision
from schemas.documents import AccountState
from schemas.events import AccountRequested
from tests.support.ports import KeptBus
from tests.support.records import PERSON_ID, account, person

EVENT = AccountRequested(person_id=PERSON_ID, import_id="0" * 32)


class Users:
    """Workspace as a dictionary."""

    def __init__(self) -> None:
        self.inserted, self.looked = {}, []

    def insert(self, user):
        self.inserted[user.address] = user
        return self.get(user.address)

    def get(self, address):
        self.looked.append(address)
        user = self.inserted.get(address)
        if user is None:
            return None
        return DirectoryUser(address, "w1", user.external_id, agreed_to_terms=False, last_login=None, suspended=False)


@pytest.fixture
def users() -> Users:
    return Users()


@pytest.fixture
def deps(store, clock, tmp_path, users) -> Deps:
    FileKeys.create(tmp_path / "keys")
    return Deps(store, users, FileKeys(tmp_path / "keys"), clock, Paces(store, clock))


@pytest.fixture
def deliver(store, clock, call, deps):
    def run(event_id: str = "e1"):
        bus = KeptBus()
        outcome = Run(Runtime(store, bus, clock), "provision", call(event_id), event_id).execute(
            lambda: provision(EVENT, call(event_id), deps)
        )
        return outcome, bus

    return run


def put(store, **changed) -> None:
    one = person(**changed)
    store.commit([Put(f"people/{one.sumber_id}", one.model_dump())])


def take(store, names) -> None:
    addresses = [f"{local}@sd.belajar.id" for local in names]
    store.commit([Put(f"accounts/{address}", account(address, "somebody").model_dump()) for address in addresses])


def stored(store):
    return store.get(f"people/{PERSON_ID}")[0].data


@pytest.mark.parametrize(
    "nama", ["Suharto", "M", "Nur'aini", "Drs. H. Ahmad, M.Pd.", "A" * 150, "李小龙", "Ni Luh Putu " * 9]
)
def test_every_kind_of_name_gets_an_account(store, deliver, users, nama):
    put(store, nama=nama)
    assert deliver()[0].word == "done"
    [user] = users.inserted.values()
    assert 1 <= len(user.given_name) <= 60
    assert 1 <= len(user.family_name) <= 60
    assert user.external_id == PERSON_ID
    assert user.cost_center == "20100001"
    assert user.org_unit.startswith("/Peserta Didik/SD")
    assert user.recovery_email == "wali@keluarga.test"


def test_somebody_who_has_an_account_gets_no_second_one(store, deliver, users):
    for state in (AccountState.CREATED, AccountState.ACTIVE, AccountState.SUSPENDED, AccountState.REFUSED):
        put(store, account_state=state)
        assert deliver(state.value)[1].messages == []
    assert users.inserted == {}


def test_an_unknown_person_is_refused(deps, call):
    with pytest.raises(FinalError):
        provision(EVENT, call(), deps)


def test_two_requests_for_one_person_make_one_user_and_one_event(store, deliver, users):
    put(store)
    _, first = deliver("e1")
    _, second = deliver("e2")
    assert len(users.inserted) == 1
    assert len(first.messages) + len(second.messages) == 1


def test_a_request_in_between_another_one_makes_one_user(store, deps, deliver, users, clock, call):
    """The second run finishes while the first is with Workspace: the first must notice and not count again."""
    put(store)
    insert = users.insert
    users.insert = lambda user: (setattr(users, "insert", insert), deliver("e2"), insert(user))[-1]
    outcome, bus = deliver("e1")
    assert outcome.word == "done"
    assert bus.messages == []
    assert len(users.inserted) == 1
    counts = [s.data for s in store.get(*(f"stats/import:{'0' * 32}:{n}" for n in range(SHARDS))) if s]
    assert counts == [{"accounts_made": 1, "accounts_found": 1}], "each request has its answer, one has the account"


def test_a_reservation_left_behind_is_looked_up_before_anything_is_made(store, deps, call, deliver, users):
    put(store)
    decision: Decision = provision(EVENT, call(), deps)
    store.commit(list(decision.writes))  # and the process is gone
    address = stored(store)["address"]
    assert deliver()[0].word == "done"
    assert users.looked[0] == address
    assert list(users.inserted) == [address]


def test_when_all_names_are_taken_the_wider_search_finds_one(store, deliver, users):
    put(store)
    usual = candidates("Siti Rahma", PERSON_ID)
    take(store, usual)
    deliver()
    [address] = users.inserted
    assert address.partition("@")[0] not in usual


def test_when_no_name_is_left_at_all_the_person_is_refused_and_told(store, deliver, users):
    put(store)
    every = candidates("Siti Rahma", PERSON_ID, WIDER_SEARCH)
    take(store, every)
    outcome, bus = deliver()
    assert outcome.word == "refused"
    assert users.inserted == {}
    assert stored(store)["account_state"] == "refused"
    assert [message.topic for message in bus.messages] == ["account-refused-v1"]


def test_an_address_that_is_a_groups_is_waited_for_a_day_and_then_given_up_for_the_next(store, deliver, users, clock):
    """Insert calls it a duplicate and get never shows it, as a user of ours may look for a while."""
    put(store)
    insert = users.insert

    def refuse_the_first(user):
        if user.address == group:
            raise DuplicateUserError
        return insert(user)

    group = f"{candidates('Siti Rahma', PERSON_ID)[0]}@sd.belajar.id"
    users.insert = refuse_the_first
    for hours in (0, 23):
        clock.advance(hours=hours)
        with pytest.raises(DirectoryDelayedError):
            deliver()
    assert users.inserted == {}
    clock.advance(hours=2)
    assert deliver()[0].word == "done"
    [address] = users.inserted
    assert (address != group, stored(store)["address"]) == (True, address)
    assert store.get(f"accounts/{group}")[0].data["state"] == "foreign"


def test_the_good_case_asks_workspace_once(store, deliver, users):
    put(store)
    deliver()
    assert len(users.looked) == 1, "only the insert's own answer"
