"""The outside half of making an account: what Workspace is told, what its answers mean, what is then recorded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from belajar.credentials import initial_credential
from belajar.decision import Decision, Emit
from belajar.errors import DirectoryDelayedError, DuplicateUserError, FinalError, OutcomeUnknownError, Reason
from belajar.ports import Clock, Directory, DirectoryUser, Keys, Merge, NewUser, Store
from belajar.progress import count_progress
from belajar.rules.domains import org_unit
from belajar.rules.names import google_names
from belajar.runtime.retrying import patiently
from functions.provision.paces import Paces
from schemas.documents import Account, AccountState, Person
from schemas.events import AccountCreated, AccountRefused, AccountRequested

BUDGET_SECONDS = 150.0
UNKNOWN_TRIES = 3
Versions = Mapping[str, str]


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
    """One account on its way. `versions` fence every record against a run that has overtaken this one.

    `again` decides anew for the same person, after a name turned out to be somebody else's.
    """

    event: AccountRequested
    deps: Deps
    again: Callable[[], Decision]

    def start(self, person: Person, account: Account, versions: Versions) -> Decision:
        """A fresh reservation: create the user."""
        return self._recorded(person, account, versions, lambda: self._insert(person, account))

    def finish(self, person: Person, account: Account, versions: Versions) -> Decision:
        """An old reservation: look first, create only what is not there."""
        return self._recorded(person, account, versions, lambda: self._look(account) or self._insert(person, account))

    def _recorded(
        self, person: Person, account: Account, versions: Versions, act: Callable[[], DirectoryUser]
    ) -> Decision:
        try:
            user = act()
        except FinalError as error:
            return self._refused(person, account, versions, error.reason)
        if user.external_id != person.sumber_id:
            return self._held_by_another(person, account, versions)
        return self._created(person, account, versions, user)

    def _insert(self, person: Person, account: Account) -> DirectoryUser:
        """Insert; whenever the outcome is not plain, ask before trying again."""
        new = new_user(person, account, initial_credential(account, self.deps.keys))
        for _ in range(UNKNOWN_TRIES):
            try:
                return patiently(lambda: self._paced_insert(new), self.deps.clock, BUDGET_SECONDS)
            except DuplicateUserError:
                return self._holder(account)
            except OutcomeUnknownError:
                if user := self._look(account):
                    return user
        raise OutcomeUnknownError("insert")

    def _paced_insert(self, new: NewUser) -> DirectoryUser:
        self.deps.paces.before_insert(new.address)
        return self.deps.directory.insert(new)

    def _look(self, account: Account) -> DirectoryUser | None:
        return patiently(lambda: self._paced_get(account), self.deps.clock, BUDGET_SECONDS)

    def _paced_get(self, account: Account) -> DirectoryUser | None:
        self.deps.paces.before_call()
        return self.deps.directory.get(account.address)

    def _holder(self, account: Account) -> DirectoryUser:
        """Who has the address that insert called a duplicate? Not visible yet means delay, not absence."""

        def read() -> DirectoryUser:
            user = self._paced_get(account)
            if user is None:
                raise DirectoryDelayedError("duplicate not visible yet")
            return user

        return patiently(read, self.deps.clock, BUDGET_SECONDS)

    def _held_by_another(self, person: Person, account: Account, versions: Versions) -> Decision:
        """The address belongs to a user who is not ours: never to be given; this person gets the next name."""
        account_path, person_path = f"accounts/{account.address}", f"people/{person.sumber_id}"
        foreign = {"state": AccountState.FOREIGN.value, "nonce": None}
        freed = {"address": None, "account_state": AccountState.REQUESTED.value}
        return Decision(
            writes=[
                Merge(account_path, foreign, expect=versions[account_path]),
                Merge(person_path, freed, expect=versions[person_path]),
            ],
            then=lambda _: self.again(),
        )

    def _created(self, person: Person, account: Account, versions: Versions, user: DirectoryUser) -> Decision:
        now = self.deps.clock.now()
        made = {"state": AccountState.CREATED.value, "workspace_id": user.workspace_id, "created_at": now}
        created = AccountCreated(person_id=person.sumber_id, address=account.address)
        return self._record(
            person,
            account,
            versions,
            made,
            {"account_state": AccountState.CREATED.value},
            "accounts_made",
            Emit(created),
        )

    def _refused(self, person: Person, account: Account, versions: Versions, reason: Reason) -> Decision:
        refused = AccountRefused(person_id=person.sumber_id, reason=reason.value)
        state = {"account_state": AccountState.REFUSED.value, "refused_reason": reason.value}
        marked = {"state": AccountState.REFUSED.value, "nonce": None}
        return self._record(person, account, versions, marked, state, "accounts_refused", Emit(refused), reason)

    def _record(
        self,
        person: Person,
        account: Account,
        versions: Versions,
        account_fields: Mapping[str, object],
        person_fields: Mapping[str, object],
        counted: str,
        emit: Emit,
        refused: Reason | None = None,
    ) -> Decision:
        account_path, person_path = f"accounts/{account.address}", f"people/{person.sumber_id}"
        shown = {
            "state": account_fields["state"],
            "address": None if refused else account.address,
            "refreshed_at": self.deps.clock.now(),
        }
        return Decision(
            writes=[
                Merge(account_path, account_fields, expect=versions[account_path]),
                Merge(person_path, person_fields, expect=versions[person_path]),
                Merge(f"lookup/{person.lookup_key}", {"persons": {person.sumber_id: shown}}),
                count_progress(self.event.import_id, person.sumber_id, {counted: 1}),
            ],
            events=[emit],
            refused=refused,
        )


def new_user(person: Person, account: Account, password: str) -> NewUser:
    """What Workspace is told about a person (issue text of the chain: names, unit, source id, NPSN, contacts)."""
    names = google_names(person.nama)
    return NewUser(
        address=account.address,
        given_name=names.given,
        family_name=names.family,
        display_name=names.display,
        password=password,
        org_unit=org_unit(person.jenis, person.peran, person.jenjang),
        external_id=person.sumber_id,
        cost_center=person.npsn,
        recovery_email=person.email_pribadi,
        recovery_phone=person.nomor_ponsel,
    )
