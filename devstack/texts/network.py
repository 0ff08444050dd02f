"""What becomes of a text behind either form of the gateway: it is kept, unless the number itself asks for a failure."""

from enum import Enum, auto
from typing import Final

from werkzeug.wrappers import Request

from belajar.ports import Clock
from devstack.texts.database import TextInbox
from devstack.workspace.wire import drop

REFUSED: Final = "0000"
DOWN: Final = "1111"
HANGING: Final = "2222"
UNANSWERED: Final = "3333"
"""Last digits of numbers that always fail: never taken, not now, no answer and not taken, taken without an answer."""
HANG_SECONDS: Final = 30


class Fate(Enum):
    """What the client is to be told."""

    TAKEN = auto()
    REFUSED = auto()
    DOWN = auto()


class Network:
    """Takes texts into the inbox."""

    def __init__(self, inbox: TextInbox, clock: Clock) -> None:
        self._inbox, self._clock = inbox, clock

    def take(self, request: Request, key: str, to: str, body: str, valid_seconds: int | None) -> Fate:
        """Once per key. Raises ConnectionError where no answer is to come."""
        if to.endswith(REFUSED) or not to.startswith("+"):
            return Fate.REFUSED
        if to.endswith(DOWN):
            return Fate.DOWN
        if to.endswith(HANGING):
            self._clock.sleep(HANG_SECONDS)
            drop(request, reset=False)
        self._inbox.add(key, to, body, self._clock.now(), valid_seconds)
        if to.endswith(UNANSWERED):
            drop(request, reset=False)
        return Fate.TAKEN
