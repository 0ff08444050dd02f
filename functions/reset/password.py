"""The new password: checked, then on its way to Workspace under an intent that one caller at a time can hold."""

from datetime import datetime, timedelta
from typing import Final

from belajar.decision import Call, Decision
from belajar.rules.new_passwords import ADVICE, Owner, flaws
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import is_set_token
from belajar.runtime.problems import ProblemError
from functions.reset.deps import Deps
from functions.reset.found import id_in, moved, reset_in
from functions.reset.setting import Setting
from functions.reset.texts import HELP, NOT_RESETTABLE, PAGE_OVER, START_AGAIN, UNDER_WAY
from schemas.documents import Account, AccountState, Person
from schemas.http import FieldProblem
from schemas.http_resets import SandiRequest
from schemas.resets import Reset, ResetState

LEASE: Final = timedelta(seconds=60)
"""Longer than a request can last: after it nobody is still setting a password under an earlier intent."""
_OPEN: Final = (ResetState.VERIFIED, ResetState.SETTING)
_USABLE: Final = (AccountState.CREATED, AccountState.ACTIVE)


def sandi(body: SandiRequest, call: Call, deps: Deps) -> Decision:
    """Set the password of the proven owner. A refused one, or a busy Workspace, leaves the token usable.

    The reset itself is the claim: of two calls with one token one moves it on, the other is told to wait or that it is
    over. A ledger entry would be final, and an owner whose password Google refused could not choose another.
    """
    [found] = deps.store.get(f"resets/{id_in(call)}")
    reset, seen = reset_in(found, call)
    _refuse_unless_entitled(reset, body.token, call, deps)
    _refuse_if_under_way(reset, call)
    refuse_flaws(body.sandi_baru, _owner(reset, deps))
    kept_until = call.now + timedelta(days=POLICY.reset_challenge_days)
    intent = moved(seen, call, {"state": ResetState.SETTING.value, "expire_at": kept_until})
    return Decision([intent], then=Setting(reset, body.sandi_baru, deps).carried_out)


def refuse_flaws(password: str, owner: Owner) -> None:
    """Raises ProblemError 422 with everything that is wrong, and how to do better."""
    found = [FieldProblem(pointer="/sandi_baru", code=flaw.code, detail=flaw.help) for flaw in flaws(password, owner)]
    if found:
        raise ProblemError("isi_tidak_sah", "Pilih kata sandi lain.", saran=[ADVICE], errors=found)


def _refuse_unless_entitled(reset: Reset, token: str, call: Call, deps: Deps) -> None:
    ours = is_set_token(deps.peppers, reset.id, reset.codes_sent, token)
    if not ours or reset.state not in _OPEN or _over(reset.verified_at, call):
        raise ProblemError("token_tidak_berlaku", f"{PAGE_OVER} {START_AGAIN}")


def _over(verified_at: datetime | None, call: Call) -> bool:
    return verified_at is None or call.now >= verified_at + timedelta(seconds=POLICY.reset_token_seconds)


def _refuse_if_under_way(reset: Reset, call: Call) -> None:
    left = (reset.changed_at + LEASE - call.now).total_seconds()
    if reset.state is ResetState.SETTING and left > 0:
        raise ProblemError("layanan_sibuk", UNDER_WAY, headers={"Retry-After": str(int(left) + 1)})


def _owner(reset: Reset, deps: Deps) -> Owner:
    """The account as it is now must still be the proven person's, in use, and not reset by anybody meanwhile."""
    account_seen, person_seen = deps.store.get(f"accounts/{reset.akun}", f"people/{reset.person_id}")
    if account_seen is None or person_seen is None:
        raise _not_resettable()
    account, person = Account.model_validate(account_seen.data), Person.model_validate(person_seen.data)
    if account.person_id != reset.person_id or account.state not in _USABLE or _overtaken(account, reset):
        raise _not_resettable()
    return Owner(account.jenis, person.nama, account.address, person.npsn, person.nomor_ponsel)


def _overtaken(account: Account, reset: Reset) -> bool:
    """A code from before another reset proves nothing: perhaps that reset was made to shut its finder out."""
    later = [at for at in (account.reset_at, account.chosen_at) if at is not None]
    return reset.code_sent_at is not None and any(at >= reset.code_sent_at for at in later)


def _not_resettable() -> ProblemError:
    return ProblemError("akun_tidak_dapat_direset", NOT_RESETTABLE, saran=HELP)
