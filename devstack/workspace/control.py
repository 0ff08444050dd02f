"""Switches and counters under `/_simulator/`: faults for tests and soak runs, counts for benchmarks."""

from collections import Counter
from threading import Lock
from typing import Any

from pydantic import ValidationError
from werkzeug.wrappers import Request, Response

from devstack.workspace.answers import AFTER_WORK, ANSWERS
from devstack.workspace.faults import Chances, Faults, Rules
from devstack.workspace.store import UserStore
from devstack.workspace.wire import json_response

_SUMMARY = {
    "users": "deleted IS NULL",
    "agreed_to_terms": "deleted IS NULL AND profile ->> 'agreedToTerms'",
    "suspended": "deleted IS NULL AND profile ->> 'suspended'",
    "deleted": "deleted IS NOT NULL",
}


class Counts:
    """Calls per method and outcome (HTTP status, or `close`, `reset`, `hang`) since the start of this process."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._lock = Lock()

    def add(self, method: str, outcome: str) -> None:
        """Count one call."""
        with self._lock:
            self._counts.setdefault(method, Counter())[outcome] += 1

    def all(self) -> dict[str, dict[str, int]]:
        """A copy."""
        with self._lock:
            return {method: dict(counter) for method, counter in self._counts.items()}

    def clear(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.clear()


class Control:
    """The pages under `/_simulator/`."""

    def __init__(self, store: UserStore, faults: Faults, counts: Counts) -> None:
        self._store = store
        self._faults = faults
        self._counts = counts

    def handle(self, request: Request, page: str) -> Response:
        """GET shows, PUT replaces, DELETE empties; answers with the state after it."""
        try:
            self._change(request, page)
        except ValidationError as error:
            return json_response(400, {"error": error.errors(include_url=False, include_context=False)})
        return json_response(200, self._show(page))

    def _change(self, request: Request, page: str) -> None:
        if request.method == "PUT" and page == "rules":
            self._faults.set_rules(Rules.validate_json(request.get_data()))
        elif request.method == "PUT" and page == "chances":
            self._faults.chances = Chances.validate_json(request.get_data())
        elif request.method == "DELETE":
            {"rules": lambda: self._faults.set_rules([]), "calls": self._counts.clear}[page]()

    def _show(self, page: str) -> Any:
        if page == "rules":
            return Rules.dump_python(self._faults.rules)
        if page == "chances":
            return self._faults.chances
        if page == "calls":
            return self._counts.all()
        return self._users() if page == "users" else [*ANSWERS, f"<name>{AFTER_WORK}"]

    def _users(self) -> dict[str, int]:
        with self._store.reading() as users:
            return {name: users.count(condition) for name, condition in _SUMMARY.items()} | users.external_ids()
