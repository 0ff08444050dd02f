"""Credentials of assisted resets end: some time after, neither an old mail nor a card in a drawer opens an account.

Who has not signed in by then gets a password that nobody knows, and the nonce goes. `stats/assisted-passwords` holds
how far the resets have been looked at; a crash before it moves on is harmless, for the same is done again.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from belajar.decision import Call, Decision
from belajar.errors import FinalError
from belajar.ports import MISSING, Merge, Op, Put, Query, Snapshot, UserChange, Write
from belajar.rules.policy import POLICY
from functions.workspace_update.deps import Deps
from functions.workspace_update.overtaken import has_signed_in, put_right
from functions.workspace_update.workspace import unknown_password, update
from schemas.documents import Account
from schemas.events import SyncTicked
from schemas.resets import ResetState, ResetWay

CURSOR: Final = "stats/assisted-passwords"
BEGINNING: Final = datetime(2020, 1, 1, tzinfo=UTC)
USABLE_FOR: Final = timedelta(days=POLICY.assisted_password_days)
SEEN_LATE: Final = timedelta(hours=2)
"""Sign-ins reach the Directory late: whoever came in at the last moment would lose the password chosen then."""
AT_A_TIME: Final = 50
ENOUGH: Final = timedelta(seconds=120)
"""No further page is begun after so long; the next tick goes on."""


def expire(event: SyncTicked, call: Call, deps: Deps) -> Decision:
    """Page by page, oldest first. Nothing to do leaves no trace."""
    [held] = deps.store.get(CURSOR)
    page = _page(held.data["until"] if held else BEGINNING, call, deps)
    if not page:
        return Decision()

    def act(_: object) -> Decision:
        writes: list[Write] = [*_ended(page, deps), _passed(page, held)]
        goes_on = len(page) == AT_A_TIME and deps.clock.now() - call.now < ENOUGH
        return Decision(writes, then=(lambda _: expire(event, call, deps)) if goes_on else None)

    return Decision(then=act)


def _page(since: datetime, call: Call, deps: Deps) -> list[Snapshot]:
    where: tuple[tuple[str, Op, Any], ...] = (
        ("state", "==", ResetState.DONE.value),
        ("changed_at", ">", since),
        ("changed_at", "<=", call.now - USABLE_FOR - SEEN_LATE),
    )
    return deps.store.query(Query("resets", where, order_by="changed_at", limit=AT_A_TIME))


def _passed(page: Sequence[Snapshot], held: Snapshot | None) -> Put:
    return Put(CURSOR, {"until": page[-1].data["changed_at"]}, expect=held.version if held else MISSING)


def _ended(page: Sequence[Snapshot], deps: Deps) -> list[Write]:
    given = {(found.data["akun"], found.data["issue"]) for found in page if found.data["way"] == ResetWay.ASSISTED}
    accounts = deps.store.get(*(f"accounts/{akun}" for akun in {akun for akun, _ in given})) if given else []
    unused = [held for held in accounts if held and held.data["nonce"]]
    return [_end(held, deps) for held in unused if (held.data["address"], held.data["issue"]) in given]


def _end(held: Snapshot, deps: Deps) -> Merge:
    """A user who is gone from Workspace has no password to lose."""
    with suppress(FinalError):
        _make_useless(held, Account.model_validate(held.data), deps)
    return Merge(held.path, {"nonce": None}, expect=held.version)


def _make_useless(held: Snapshot, account: Account, deps: Deps) -> None:
    if has_signed_in(account, deps):
        return
    update(account, UserChange(unknown_password(), change_password_at_next_login=True), deps)
    [now] = deps.store.get(held.path)
    if now and now.version != held.version:
        put_right(Account.model_validate(now.data), deps)
