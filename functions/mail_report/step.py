"""A signed report about one mail becomes an event; notify records it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from belajar.decision import Answer, Call, Decision, Emit
from belajar.ports import Clock
from belajar.rules.signatures import is_signed
from belajar.runtime.problems import ProblemError
from schemas.events import MailReported
from schemas.http import LaporanSuratRequest


@dataclass(frozen=True, slots=True)
class Deps:
    """What this function needs."""

    keys: Sequence[bytes]
    clock: Clock


def verify(headers: Mapping[str, str], body: bytes, deps: Deps) -> None:
    """Raises ProblemError (401) unless the relay signed this very body within the last minutes."""
    if not is_signed(deps.keys, headers, body, deps.clock.now()):
        raise ProblemError("tanda_tangan_tidak_sah")


def laporan_surat(body: LaporanSuratRequest, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape of step
    """Accept the report. A repeated one (the relay was not sure of our answer) is accepted and passed on once."""
    event = MailReported.model_validate({**body.model_dump(), "reported_at": call.now})
    return Decision(events=[Emit(event)], answer=Answer(202), once=f"{body.message_id}:{body.kind}:{body.code}")
