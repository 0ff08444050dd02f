"""The outside half of a new password: what Workspace is asked, and what its answers mean for the reset.

setting --taken--> done        setting --surely not taken--> as before: the token is good for another try
   nobody knows --> setting: the owner may repeat it, else the sweeper treats it as done
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, NoReturn

from belajar.decision import Answer, Decision, Emit
from belajar.errors import (
    DirectoryBusyError,
    DirectoryDelayedError,
    FinalError,
    OutcomeUnknownError,
    Reason,
    RetryableError,
)
from belajar.ports import Merge, UserChange
from belajar.rules.new_passwords import ADVICE
from belajar.rules.policy import POLICY
from belajar.runtime.logs import log
from belajar.runtime.problems import ProblemError
from functions.reset.deps import Deps
from functions.reset.texts import CHANGED, NOT_YET_KNOWN
from schemas.http import FieldProblem
from schemas.http_resets import SandiResponse
from schemas.reset_events import PasswordChanged
from schemas.resets import Reset, ResetState

PAUSES: Final = (1.0, 2.0)
"""Seconds between tries while Workspace is busy: somebody is waiting at the page."""


@dataclass(frozen=True)
class Setting:
    """One password on its way."""

    reset: Reset
    password: str = field(repr=False)
    deps: Deps

    def carried_out(self, versions: Mapping[str, str]) -> Decision:
        """Ask Workspace; `versions`: of the intent, which guards the record."""
        version = versions[self._path]
        try:
            self._told()
        except (OutcomeUnknownError, DirectoryDelayedError) as error:
            log("WARNING", "new password: outcome unknown", reason=error.reason.value, detail=error.detail)
            raise ProblemError("layanan_sibuk", NOT_YET_KNOWN, headers={"Retry-After": "60"}) from None
        except FinalError as error:
            return self._refused(version, error)
        except RetryableError as error:
            return Decision([self._undone(version)], then=_raising(error))
        return self._done(version)

    @property
    def _path(self) -> str:
        return f"resets/{self.reset.id}"

    def _told(self) -> None:
        change = UserChange(password=self.password, change_password_at_next_login=False)
        for pause in PAUSES:
            try:
                return self._update(change)
            except DirectoryBusyError:
                self.deps.clock.sleep(pause)
        return self._update(change)

    def _update(self, change: UserChange) -> None:
        self.deps.pace.wait()
        self.deps.directory.update(self.reset.akun, change)

    def _done(self, version: str) -> Decision:
        now = self.deps.clock.now()
        kept_until = now + timedelta(days=POLICY.reset_record_days)
        done = {"state": ResetState.DONE.value, "set_at": now, "expire_at": kept_until}
        response = SandiResponse(pesan=CHANGED, akun=self.reset.akun)
        return Decision(
            [self._recorded(version, done)],
            [Emit(PasswordChanged(reset_id=self.reset.id))],
            Answer(200, response.model_dump(mode="json")),
        )

    def _undone(self, version: str) -> Merge:
        """As it was before this try: an earlier one that ended in doubt stays so, for its password may be in force."""
        before = {"state": self.reset.state.value, "changed_at": self.reset.changed_at}
        return Merge(self._path, before, expect=version)

    def _refused(self, version: str, error: FinalError) -> Decision:
        if error.reason is not Reason.PASSWORD_REFUSED:
            return Decision([self._undone(version)], then=_raising(error))
        problem = FieldProblem(
            pointer="/sandi_baru",
            code="ditolak_google",
            detail="Google tidak menerima kata sandi ini, misalnya karena pernah Anda pakai atau terlalu lemah.",
        )
        answer = ProblemError("isi_tidak_sah", "Pilih kata sandi lain.", saran=[ADVICE], errors=[problem]).answer()
        return Decision([self._undone(version)], answer=answer)

    def _recorded(self, version: str, fields: dict[str, Any]) -> Merge:
        return Merge(self._path, {**fields, "changed_at": self.deps.clock.now()}, expect=version)


def _raising(error: Exception) -> Callable[[Mapping[str, str]], NoReturn]:
    """An effect that only passes the failure on, behind the commit that gave the token back."""

    def effect(_: Mapping[str, str]) -> NoReturn:
        raise error

    return effect
