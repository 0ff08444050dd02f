"""A letter has arrived: is it one, and for a request that waits for it?"""

import re
from typing import Final

from belajar.approvals import moved
from belajar.decision import Call, Decision
from belajar.errors import Reason
from belajar.ports import FileStat, Snapshot
from belajar.rules.letters import HEAD_BYTES, TAIL_BYTES, kind_of
from belajar.rules.policy import POLICY
from functions.dinas_progress.deps import Deps
from schemas.events import LetterUploaded
from schemas.requests import RequestState

_NAME: Final = re.compile(r"surat/([0-9a-f]{16})/[0-9a-f]{16}")
_NOTES: Final = {
    Reason.LETTER_TOO_LARGE: (
        f"Berkas surat terlalu besar. Unggah berkas paling besar {POLICY.letter_max_bytes // 1024**2} MB."
    ),
    Reason.NOT_A_LETTER: "Berkas surat tidak dapat dibaca. Unggah berkas PDF, JPEG, atau PNG yang utuh.",
}


def letter_uploaded(event: LetterUploaded, call: Call, deps: Deps) -> Decision:
    """A good letter goes to review; a bad one is answered with a note, and the request goes on waiting.

    Ignored: another bucket, a name that no permit gave, an object that is gone or replaced, a request that does not
    wait for a letter. Nothing of the name or the declared type is believed, only size and bytes.
    """
    name = _NAME.fullmatch(event.name)
    if name is None or event.bucket != deps.letter_bucket:
        return Decision()
    [found] = deps.store.get(f"requests/{name[1]}")
    if found is None or found.data["state"] != RequestState.AWAITING_LETTER.value:
        return Decision()
    stat = deps.files.stat(event.bucket, event.name)
    if stat is None or stat.generation != event.generation:
        return Decision()
    fault = _fault(event, stat, deps)
    return _refused(found, fault, call) if fault else _accepted(found, event.name, call)


def _fault(event: LetterUploaded, stat: FileStat, deps: Deps) -> Reason | None:
    if stat.size > POLICY.letter_max_bytes:
        return Reason.LETTER_TOO_LARGE
    if stat.size == 0:
        return Reason.NOT_A_LETTER
    head = deps.files.read(event.bucket, event.name, 0, HEAD_BYTES, event.generation)
    tail = deps.files.read(event.bucket, event.name, max(0, stat.size - TAIL_BYTES), TAIL_BYTES, event.generation)
    return None if kind_of(head, tail) else Reason.NOT_A_LETTER


def _accepted(found: Snapshot, name: str, call: Call) -> Decision:
    verdict = moved(found, RequestState.IN_REVIEW, call.now, {"letter": name, "catatan": None})
    return Decision(verdict.writes, verdict.events)


def _refused(found: Snapshot, reason: Reason, call: Call) -> Decision:
    """The applicant hears of it by mail too: waiting for a review that never begins would be the dark."""
    verdict = moved(found, RequestState.AWAITING_LETTER, call.now, {"catatan": _NOTES[reason]})
    return Decision(verdict.writes, verdict.events, refused=reason)
