"""Posts the reports of bounced mails, signed as the real relay signs them."""

import json
import threading

import requests

from belajar.ports import Clock
from belajar.rules.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from devstack.inbox.database import Bounce, Inbox

TIMEOUT_SECONDS = 5


class BounceReporter:
    """Reports once the receiver has answered 2xx; until then each round tries again."""

    def __init__(self, inbox: Inbox, report_url: str, key: bytes, clock: Clock) -> None:
        self._inbox, self._url, self._key, self._clock = inbox, report_url, key, clock
        self._stopped = threading.Event()

    def report(self) -> int:
        """One round; returns how many reports were taken."""
        taken = [bounce for bounce in self._inbox.bounces() if self._post(bounce)]
        for bounce in taken:
            self._inbox.bounce_reported(bounce)
        return len(taken)

    def run(self, pause_seconds: float = 2) -> None:
        """Rounds until `stop()`; meant for a thread of its own."""
        while not self._stopped.wait(pause_seconds):
            self.report()

    def stop(self) -> None:
        """End `run` after the round it is in."""
        self._stopped.set()

    def _post(self, bounce: Bounce) -> bool:
        body = json.dumps({"message_id": bounce.mark, "kind": "bounced", "code": bounce.code}).encode()
        timestamp = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP_HEADER: timestamp,
            SIGNATURE_HEADER: sign(self._key, timestamp, body),
        }
        try:
            return requests.post(self._url, data=body, headers=headers, timeout=TIMEOUT_SECONDS).ok
        except requests.RequestException:
            return False
