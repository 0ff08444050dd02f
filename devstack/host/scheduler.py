"""Cloud Scheduler's part: publishes the ticks of the topology's schedules."""

import threading
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from belajar.errors import RetryableError
from belajar.ports import Bus, Clock, Message
from belajar.runtime.logs import log
from devstack.host.cron import parse_cron
from devstack.topology import Schedule
from schemas.events import CATALOGUE

PAUSE_SECONDS: Final = 0.5


def tick(topic: str) -> Message:
    """The words of the schedule, the same every time: type and nothing else (infra: Cloud Scheduler)."""
    kind = next(name for name, model in CATALOGUE.items() if model.topic() == topic)
    return Message(topic, b"{}", {"ce-type": kind})


def tick_by_hand(topic: str) -> Message:
    """A tick with an id of its own: the schedule's are told apart by the minute, and a person does not wait for it."""
    message = tick(topic)
    return Message(topic, message.data, {**message.attributes, "ce-id": f"{topic}.{uuid.uuid4().hex}"})


class Scheduler:
    """Publishes each due schedule once a minute."""

    def __init__(self, schedules: Mapping[str, Schedule], bus: Bus, clock: Clock) -> None:
        self._schedules = [(schedule.topic, parse_cron(schedule.cron)) for schedule in schedules.values()]
        self._bus, self._clock = bus, clock
        self._done: datetime | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scheduler", daemon=True)

    def look(self) -> int:
        """Publish what this minute is due and was not published yet; returns how many. Raises RetryableError."""
        minute = self._clock.now().replace(second=0, microsecond=0)
        if minute == self._done:
            return 0
        due = [tick(topic) for topic, cron in self._schedules if cron.due(minute)]
        if due:
            self._bus.publish(due)
        self._done = minute
        return len(due)

    def start(self) -> None:
        """Look from now on until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """Idempotent."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(PAUSE_SECONDS):
            try:
                self.look()
            except RetryableError as error:
                log("WARNING", "schedule not published", reason=error.reason.value)
