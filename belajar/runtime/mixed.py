"""Serves a function that is started by requests and by events: one deployed service with two faces."""

from typing import Any

from belajar.runtime.events import EventFunction
from belajar.runtime.http import HttpFunction


class MixedFunction:
    """Public routes are under `/v1/`; a push comes to `/`, which the load balancer passes on for nobody."""

    def __init__(self, http: HttpFunction, events: EventFunction) -> None:
        self.http, self.events = http, events

    def handle(self, request: Any) -> Any:
        """Answer one request (Flask's), whichever it is."""
        return (self.events if request.path == "/" else self.http).handle(request)
