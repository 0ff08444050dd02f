"""The outside half of making an account: what Workspace is asked, what its answers mean, what is then recorded."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from belajar.credentials import initial_credential
from belajar.decision import Decision, Emit
from belajar.errors import DirectoryDelayedError, DuplicateUserError, FinalError, OutcomeUnknownError, Reason
from belajar.ports import Clock, Directory, DirectoryUser, Keys, Merge, NewUser, Store
from belajar.progress import count_progress
from belajar.runtime.retrying import patiently
from functions.provision.paces import Paces
from functions.provision.reservation import Reservation, shown
from schemas.documents import AccountState, Person
from schemas.events import AccountCreated, AccountRefused, AccountRequested

BUDGET_SECONDS = 150.0
UNKNOWN_TRIES = 3
INVISIBLE_FOR = timedelta(days=1)
"""How long a user of ours may be a duplicate to `insert` and nothing to `get` (Google: changes take up to 24 hours)."""


@dataclass(frozen=True)
class Deps:
    """Ports of this step."""

    store: Store
    directory: Directory
    keys: Keys
    clock: Clock
    paces: Paces


@dataclass(frozen=True)
class Creation:
    """One account on its way. `again` decides anew for the same person, after a name turned out to be taken."""

    event: AccountRequested
    deps: Deps
    again: Callable[[], Decision]

    def found(self) -> Decision:
        """Another request has brought it to its end. Counted, for else the import that asked here never settles."""
        return Decision(writes=self._counted("accounts_found"))

    def start(self, held: Reservation) -> Decision:
        """A fresh reservation: create the user."""
        return self._recorded(held, lambda: self._insert(held))

    def resume(self, held: Reservation) -> Decision:
        """An old reservation: look first, create only what is not there."""
        return self._recorded(held, lambda: self._look(held.account.address) or self._insert(held))

    def _recorded(self, held: Reservation, act: Callable[[], DirectoryUser | None]) -> Decision:
        try:
            user = act()
        except FinalError as error:
            return self._refused(held, error.reason)
        if user is None or user.external_id != held.person.sumber_id:
            return self._held_by_another(held)
        return self._created(held, user)

    def _insert(self, held: Reservation) -> DirectoryUser | None:
        """Insert; whenever the outcome is not plain, ask before trying again. None: as `_holder`."""
        new = held.new_user(initial_credential(held.account, self.deps.keys))
        for _ in range(UNKNOWN_TRIES):
            try:
                return patiently(lambda: self._paced_insert(new), self.deps.clock, BUDGET_SECONDS)
            except DuplicateUserError:
                return self._holder(held)
            except OutcomeUnknownError:
                if user := self._look(new.address):
                    return user
        raise OutcomeUnknownError("insert")

    def _paced_insert(self, new: NewUser) -> DirectoryUser:
        self.deps.paces.before_insert(new.address)
        return self.deps.directory.insert(new)

    def _look(self, address: str) -> DirectoryUser | None:
        return patiently(lambda: self._paced_get(address), self.deps.clock, BUDGET_SECONDS)

    def _paced_get(self, address: str) -> DirectoryUser | None:
        self.deps.paces.before_call()
        return self.deps.directory.get(address)

    def _holder(self, held: Reservation) -> DirectoryUser | None:
        """Who has the address that insert called a duplicate? Not visible yet means delay, not absence.

        None: no user at all, for what `get` never shows a day after the reservation is the address of a group.
        """

        def read() -> DirectoryUser | None:
            user = self._paced_get(held.account.address)
            if user is None and self.deps.clock.now() - held.account.reserved_at < INVISIBLE_FOR:
                raise DirectoryDelayedError("duplicate not visible yet")
            return user

        return patiently(read, self.deps.clock, BUDGET_SECONDS)

    def _held_by_another(self, held: Reservation) -> Decision:
        """The address is of a user or a group not ours: never to be given; this person gets the next name."""
        foreign = {"state": AccountState.FOREIGN.value, "nonce": None}
        freed = {"address": None, "account_state": AccountState.REQUESTED.value}
        return Decision(writes=held.guarded(foreign, freed), then=lambda _: self.again())

    def _created(self, held: Reservation, user: DirectoryUser) -> Decision:
        now, state = self.deps.clock.now(), AccountState.CREATED.value
        account = {"state": state, "workspace_id": user.workspace_id, "created_at": now}
        return Decision(
            writes=[
                *held.guarded(account, {"account_state": state}),
                *shown(held.person, {"state": state, "address": held.account.address, "refreshed_at": now}),
                *self._counted("accounts_made"),
            ],
            events=[Emit(AccountCreated(person_id=held.person.sumber_id, address=held.account.address))],
        )

    def _refused(self, held: Reservation, reason: Reason) -> Decision:
        """The reserved name stays taken."""
        address = f"accounts/{held.account.address}"
        lost = Merge(address, {"state": AccountState.REFUSED.value, "nonce": None}, expect=held.versions[address])
        refused = self.refuse(held.person, held.versions[f"people/{held.person.sumber_id}"], reason)
        return replace(refused, writes=[lost, *refused.writes])

    def _counted(self, outcome: str) -> list[Merge]:
        """Progress of the import that asked; a request has none."""
        if self.event.import_id is None:
            return []
        return [count_progress(self.event.import_id, self.event.person_id, {outcome: 1})]

    def refuse(self, person: Person, version: str, reason: Reason) -> Decision:
        """No account until somebody mends the register's data; then the next import asks again."""
        state = AccountState.REFUSED.value
        marked = {"account_state": state, "address": None, "refused_reason": reason.value}
        return Decision(
            writes=[
                Merge(f"people/{person.sumber_id}", marked, expect=version),
                *shown(person, {"state": state, "refreshed_at": self.deps.clock.now()}),
                *self._counted("accounts_refused"),
            ],
            events=[Emit(AccountRefused(person_id=person.sumber_id, reason=reason.value))],
            refused=reason,
        )
