"""A look over all of Workspace: resumable, cheap, and right about who is active."""

from datetime import timedelta

import pytest

from belajar.errors import FinalError, Reason
from belajar.ports import DirectoryUser, Merge, UserPage
from belajar.runtime.run import Run, Runtime
from functions.sync.step import Deps, page, start
from schemas.documents import AccountState
from schemas.events import SyncPaged, SyncTicked
from tests.support.ports import KeptBus
from tests.support.records import ADDRESS, PERSON_ID, put_whole


class Pages:
    """Workspace's list, page by page."""

    def __init__(self, *pages: list[DirectoryUser]) -> None:
        self.pages, self.asked = pages, []
        self.single: dict[str, DirectoryUser] = {}
        self.error: Exception | None = None

    def list_page(self, page_token: str | None, page_size: int = 500) -> UserPage:
        self.asked.append(page_token)
        if self.error:
            raise self.error
        number = int(page_token or 0)
        last = number + 1 == len(self.pages)
        return UserPage(tuple(self.pages[number]), None if last else str(number + 1))

    def get(self, address: str) -> DirectoryUser | None:
        return self.single.get(address)


class NoPace:
    def wait(self) -> None:
        pass


def user(address: str = ADDRESS, person_id: str = PERSON_ID, **changed) -> DirectoryUser:
    facts = {"workspace_id": "w", "agreed_to_terms": True, "last_login": None, "suspended": False}
    return DirectoryUser(address=address, external_id=person_id, **(facts | changed))


@pytest.fixture
def look(store, clock, call):
    """Runs the whole chain of one tick through the runtime."""

    def run(directory, ticks: int = 1, stop_after: int = 10_000) -> list[SyncPaged]:
        deps, bus = Deps(store, directory, clock, NoPace()), KeptBus()
        pages = []
        for _ in range(ticks):
            tick = f"tick{clock.now().isoformat()}"
            Run(Runtime(store, bus, clock), "sync", call(tick), tick).execute(
                lambda tick=tick: start(SyncTicked(), call(tick), deps)
            )
            while bus.messages and len(pages) < stop_after:
                message = bus.messages.pop(0)
                event, event_id = SyncPaged.model_validate_json(message.data), message.attributes["ce-id"]
                pages.append(event)
                Run(Runtime(store, bus, clock), "sync", call(event_id), event_id).execute(
                    lambda event=event, event_id=event_id: page(event, call(event_id), deps)
                )
        return pages

    return run


def states(store, address: str = ADDRESS, person_id: str = PERSON_ID) -> set[str]:
    account, person, shown = store.get(f"accounts/{address}", f"people/{person_id}", f"lookup/key-{person_id}")
    return {account.data["state"], person.data["account_state"], shown.data["persons"][person_id]["state"]}


def test_who_signed_in_and_accepted_the_terms_is_active_everywhere_and_loses_the_nonce(store, look, clock):
    put_whole(store, AccountState.CREATED)
    look(Pages([user(last_login=clock.now())]))
    assert states(store) == {"active"}
    [account] = store.get(f"accounts/{ADDRESS}")
    assert account.data["nonce"] is None
    assert account.data["activated_at"] == clock.now()


@pytest.mark.parametrize("changed", [{"agreed_to_terms": False, "last_login": True}, {"last_login": None}])
def test_signing_in_without_the_terms_or_the_other_way_round_is_not_active(store, look, clock, changed):
    put_whole(store, AccountState.CREATED)
    if changed["last_login"]:
        changed = changed | {"last_login": clock.now()}
    look(Pages([user(**changed)]))
    assert states(store) == {"created"}


def test_a_user_who_is_not_ours_changes_nothing(store, look, clock):
    put_whole(store, AccountState.CREATED)
    look(Pages([user(person_id="somebody-else", last_login=clock.now()), user("x@y", last_login=clock.now())]))
    assert states(store) == {"created"}


def test_suspended_shows_and_goes_away_with_the_next_sign_in(store, look, clock):
    put_whole(store, AccountState.ACTIVE)
    look(Pages([user(suspended=True, last_login=clock.now() - timedelta(days=90))]))
    assert states(store) == {"suspended"}
    clock.advance(minutes=30)
    look(Pages([user(last_login=clock.now())]))
    assert states(store) == {"active"}


@pytest.mark.parametrize(("signed_in", "erased"), [(True, True), (False, False)])
def test_who_activated_and_was_suspended_between_two_looks_loses_the_nonce_too(store, look, clock, signed_in, erased):
    put_whole(store, AccountState.CREATED)
    look(Pages([user(suspended=True, last_login=clock.now() if signed_in else None)]))
    assert states(store) == {"suspended"}
    [account] = store.get(f"accounts/{ADDRESS}")
    assert (account.data["nonce"] is None) == erased


def test_all_pages_are_read_and_the_freshness_is_the_start_of_the_look(store, look, clock):
    begun = clock.now()
    directory = Pages([user()], [user()], [user()])
    look(directory)
    assert directory.asked == [None, "1", "2"]
    [state] = store.get("stats/sync")
    assert (state.data["state"], state.data["refreshed_at"]) == ("done", begun)


def test_a_later_look_reads_documents_only_of_recent_sign_ins(store, look, clock):
    put_whole(store, AccountState.ACTIVE)
    look(Pages([]))
    clock.advance(days=1)
    before = store.counts["reads"]
    look(Pages([user(last_login=clock.now() - timedelta(days=3))] * 50))
    idle = store.counts["reads"] - before
    before = store.counts["reads"]
    look(Pages([user(last_login=clock.now())]))
    assert store.counts["reads"] - before == idle + 1


def test_a_running_look_is_not_begun_twice(store, look, clock):
    look(Pages([user()], [user()]), stop_after=1)
    clock.advance(minutes=30)
    directory = Pages([user()], [user()])
    assert look(directory) == []
    assert directory.asked == []


def test_a_look_that_stalled_goes_on_where_it_stopped(store, look, clock):
    look(Pages([user()], [user()], [user()]), stop_after=1)
    clock.advance(hours=2)
    directory = Pages([user()], [user()], [user()])
    look(directory)
    assert directory.asked == ["1", "2"]
    assert store.get("stats/sync")[0].data["state"] == "done"


def test_an_expired_page_token_begins_anew_at_the_next_tick(store, look, clock):
    expired = Pages([user()])
    expired.error = FinalError(Reason.INVALID_REQUEST)
    look(expired)
    assert store.get("stats/sync")[0].data["state"] == "abandoned"
    clock.advance(minutes=30)
    directory = Pages([user()])
    look(directory)
    assert directory.asked == [None]


def test_twins_who_share_an_entry_may_activate_between_two_looks(store, look, clock):
    """Their addresses differ in digits only, so one page holds both."""
    users = [user(f"siti.rahma{n}@sd.belajar.id", f"twin-{n}", last_login=clock.now()) for n in (1, 2)]
    for twin in users:
        put_whole(store, AccountState.CREATED, twin.address, twin.external_id)
        store.commit([Merge(f"people/{twin.external_id}", {"lookup_key": "shared"})])
    look(Pages(users))
    [shared] = store.get("lookup/shared")
    assert {person_id: shown["state"] for person_id, shown in shared.data["persons"].items()} == {
        "twin-1": "active",
        "twin-2": "active",
    }


def test_a_page_with_very_many_changes_is_recorded_in_several_runs(store, look, clock):
    users = []
    for number in range(300):
        person_id = f"00000000-0000-4000-8000-{number:012}"
        put_whole(store, AccountState.CREATED, f"a{number}@sd.belajar.id", person_id)
        users.append(user(f"a{number}@sd.belajar.id", person_id, last_login=clock.now()))
    directory = Pages(users, [])
    look(directory)
    assert directory.asked == [None, None, None, "1"]
    assert {states(store, f"a{n}@sd.belajar.id", f"00000000-0000-4000-8000-{n:012}").pop() for n in range(300)} == {
        "active"
    }


def test_a_page_delivered_late_from_an_older_look_changes_nothing(store, look, clock, call):
    put_whole(store, AccountState.CREATED)
    look(Pages([user()]))
    directory = Pages([user(last_login=clock.now())])
    decision = page(SyncPaged(run="old", page_token=None, page=0), call(), Deps(store, directory, clock, NoPace()))
    assert (decision.writes, decision.events, directory.asked) == ((), (), [])


def test_who_is_restored_before_any_sign_in_is_found_again(store, look, clock):
    put_whole(store, AccountState.CREATED)
    look(Pages([user(suspended=True)]))
    assert states(store) == {"suspended"}
    clock.advance(minutes=30)
    still = Pages([])
    still.single = {ADDRESS: user(suspended=True)}
    look(still)
    assert states(store) == {"suspended"}
    clock.advance(minutes=30)
    back = Pages([])
    back.single = {ADDRESS: user()}
    look(back)
    assert states(store) == {"created"}
    assert store.get(f"suspended/{ADDRESS}") == [None]
    [account] = store.get(f"accounts/{ADDRESS}")
    assert account.data["nonce"], "not activated: the details may still be sent"


def test_the_suspended_are_asked_about_in_turn(store, look, clock):
    users = []
    for number in range(60):
        person_id = f"00000000-0000-4000-8000-{number:012}"
        put_whole(store, AccountState.CREATED, f"a{number}@sd.belajar.id", person_id)
        users.append(user(f"a{number}@sd.belajar.id", person_id, suspended=True))
    look(Pages(users))
    asked: list[str] = []
    for _ in range(2):
        clock.advance(minutes=30)
        directory = Pages([])
        directory.get = lambda address: asked.append(address) or next(u for u in users if u.address == address)
        look(directory)
    assert {*asked} == {one.address for one in users}
