"""An assisted reset: the account gets a new initial credential, in our documents first, then in Workspace.

The credential is derived from what the first commit holds, so a retry sets the same one; a crash in between is
recognised by the issue that the reset has noted.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from belajar.credentials import current_key_version, initial_credential
from belajar.decision import Call, Decision, Emit
from belajar.errors import FinalError, Reason
from belajar.ports import DirectoryUser, Merge, Snapshot, UserChange, Write
from belajar.rules.policy import POLICY
from functions.workspace_update.deps import Deps
from functions.workspace_update.overtaken import is_overtaken, put_right
from functions.workspace_update.owner import Owner, read_owner
from functions.workspace_update.workspace import present, sign_out, update
from schemas.documents import Account, AccountState
from schemas.events import PasswordChanged, ResetApproved
from schemas.resets import Reset, ResetState

USABLE = (AccountState.CREATED, AccountState.ACTIVE)


def approved(event: ResetApproved, call: Call, deps: Deps) -> Decision:
    """Renew the credential, or close the reset with the reason why it cannot be."""
    [found] = deps.store.get(f"resets/{event.reset_id}")
    if found is None:
        return Decision(refused=Reason.UNKNOWN_RESET)
    reset = Reset.model_validate(found.data)
    if reset.state is not ResetState.APPROVED:
        return Decision()
    try:
        owner = read_owner(reset.akun, reset.person_id, deps.store)
    except FinalError as error:
        return Decision([_closing(found, error.reason, deps)], refused=error.reason)
    return _decided(Renewal(found, reset, owner, deps), call)


def _decided(renewal: "Renewal", call: Call) -> Decision:
    reset, owner, deps = renewal.reset, renewal.owner, renewal.deps
    try:
        if is_overtaken(reset, owner.account):
            return Decision(then=lambda _: renewal.give_way())
        _admit_account(reset, owner.account)
        _admit_user(owner.account, present(owner.account, deps))
    except FinalError as error:
        return renewal.closed(error.reason)
    return renewal.start(call)


def _admit_account(reset: Reset, account: Account) -> None:
    """A frozen one only by a reset begun since: `assist` knows who may do that, the earlier ones knew nothing."""
    void = account.frozen_since(reset.created_at)
    if void or (account.state not in USABLE and account.frozen_at is None):
        raise FinalError(Reason.NOT_READY)


def _admit_user(account: Account, user: DirectoryUser) -> None:
    """Workspace knows first who was suspended by somebody else."""
    if user.external_id != account.person_id:
        raise FinalError(Reason.UNKNOWN_PERSON)
    if user.suspended and account.frozen_at is None:
        raise FinalError(Reason.NOT_READY)


def _closing(found: Snapshot, reason: Reason, deps: Deps, expect: str | None = None) -> Merge:
    now = deps.clock.now()
    kept_until = now + timedelta(days=POLICY.reset_record_days)
    fields = {"state": ResetState.CLOSED.value, "reason": reason.value, "changed_at": now, "expire_at": kept_until}
    return Merge(found.path, fields, expect=expect or found.version)


@dataclass(frozen=True)
class Renewal:
    """One credential on its way."""

    found: Snapshot
    reset: Reset
    owner: Owner
    deps: Deps

    def start(self, call: Call) -> Decision:
        """Note the new credential, unless an earlier try has and it can still be derived."""
        account = self.owner.account
        if self.reset.issue == account.issue and account.nonce:
            return Decision(then=lambda _: self._set(account, self.owner.account_version, self.found.version))
        renewed = {
            "issue": account.issue + 1,
            "nonce": secrets.token_hex(16),
            "key_version": current_key_version(account.group, self.deps.keys),
            "reset_at": call.now,
        }
        noted = Merge(self.found.path, {"issue": renewed["issue"]}, expect=self.found.version)
        after = account.model_copy(update=renewed)

        def act(versions: Mapping[str, str]) -> Decision:
            return self._set(after, versions[self.owner.account_path], versions[self.found.path])

        return Decision([self.owner.marked(renewed), noted], then=act)

    def give_way(self) -> Decision:
        """Something later has the word about this account: make sure that Workspace obeys it."""
        try:
            put_right(self.owner.account, self.deps)
        except FinalError as error:
            return self.closed(error.reason)
        return self.closed(Reason.CONFLICT)

    def closed(self, reason: Reason) -> Decision:
        """Nothing came of it. A credential that nobody was given can be derived no longer."""
        noted = self.reset.issue == self.owner.account.issue
        return self._ended(reason, [self.owner.marked({"nonce": None})] if noted else [], self.found.version)

    def _ended(self, reason: Reason, writes: list[Write], version: str) -> Decision:
        return Decision([_closing(self.found, reason, self.deps, version), *writes], refused=reason)

    def _set(self, account: Account, account_version: str, reset_version: str) -> Decision:
        """Workspace takes it and ends all sessions; a frozen account is open again."""
        thawed = False if account.frozen_at else None
        password = initial_credential(account, self.deps.keys)
        try:
            update(account, UserChange(password, change_password_at_next_login=True, suspended=thawed), self.deps)
            sign_out(account, self.deps)
        except FinalError as error:
            void = self.owner.marked({"nonce": None}, account_version)
            return self._ended(error.reason, [void], reset_version)
        return self._done(account, account_version, reset_version)

    def _done(self, account: Account, account_version: str, reset_version: str) -> Decision:
        """`reset_at` is behind the sign-out: no sign-in with an earlier password can be later."""
        now = self.deps.clock.now()
        done = {
            "state": ResetState.DONE.value,
            "set_at": now,
            "signed_out_at": now,
            "changed_at": now,
            "expire_at": now + timedelta(days=POLICY.reset_record_days),
        }
        fields: dict[str, object] = {"reset_at": now}
        shown: list[Write] = []
        if account.frozen_at:
            state = AccountState.ACTIVE if account.activated_at else AccountState.CREATED
            fields |= {"frozen_at": None, "was_frozen_at": account.frozen_at, "state": state.value}
            shown = self.owner.shown_as(state, now)
        writes = [Merge(self.found.path, done, expect=reset_version), self.owner.marked(fields, account_version)]
        return Decision([*writes, *shown], [Emit(PasswordChanged(reset_id=self.reset.id))])
