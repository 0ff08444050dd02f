"""Several mails and SMS of one event: each is sent unless it is settled, and none keeps another waiting."""

from collections.abc import Mapping, Sequence

from belajar.decision import Call, Decision
from belajar.errors import RetryableError
from belajar.ports import Snapshot, Write
from functions.notify.delivery import Letter, ask_again, deliver, record_path, settled
from functions.notify.deps import Deps
from functions.notify.once import Note, send_note

Message = Letter | Note
"""A mail goes out at least once, an SMS at most once."""
Pair = tuple[Message, Snapshot | None]
"""A message and the record of it as read."""


def deliver_all(messages: Sequence[Message], call: Call, deps: Deps) -> Decision:
    """Send each. One that cannot go out now keeps nobody waiting: it asks for a redelivery last.

    A mailbox or number refused for ever is recorded, and is no refusal of the event: the others were told.
    """
    records = deps.store.get(*(record_path(call, message.key) for message in messages)) if messages else []
    still_open = [pair for pair in zip(messages, records, strict=True) if not settled(pair[1])]
    return _next(still_open, None, call, deps)


def _next(still_open: Sequence[Pair], trouble: RetryableError | None, call: Call, deps: Deps) -> Decision:
    if not still_open:
        return Decision(then=ask_again(trouble)) if trouble else Decision()
    (message, earlier), *rest = still_open
    one = _begun(message, earlier, call, deps)

    def effect(versions: Mapping[str, str]) -> Decision:
        result, failed = _carried_out(one, versions)
        following = _next(rest, failed or trouble, call, deps)
        return Decision([*result, *following.writes], then=following.then)

    return Decision(one.writes, then=effect)


def _begun(message: Message, earlier: Snapshot | None, call: Call, deps: Deps) -> Decision:
    if isinstance(message, Letter):
        return deliver(message, earlier, call, deps)
    return send_note(message, earlier, call, deps)


def _carried_out(one: Decision, versions: Mapping[str, str]) -> tuple[Sequence[Write], RetryableError | None]:
    """What became of one message: writes, and the failure for which it wants to come again."""
    if one.then is None:
        return [], None
    writes: Sequence[Write] = []
    try:
        result = one.then(versions)
        writes = result.writes
        if result.then:
            result.then({})
    except RetryableError as error:
        return writes, error
    return writes, None
