"""One JSON line per outcome on stdout, in the form Cloud Logging reads. Ids, words and numbers only."""

import json
import sys
from contextvars import ContextVar
from typing import Any, Final, Literal

Severity = Literal["INFO", "WARNING", "ERROR"]
_OURS: Final = ("belajar", "functions", "schemas")
trace: ContextVar[str] = ContextVar("trace", default="")
"""Trace of the request being served, `projects/P/traces/T` or empty."""


def log(severity: Severity, message: str, **fields: Any) -> None:
    """Write one line. Never pass names, contacts, exception texts or anything a person typed."""
    line: dict[str, Any] = {"severity": severity, "message": message}
    if current := trace.get():
        line["logging.googleapis.com/trace"] = current
    line.update((key, value) for key, value in fields.items() if value not in (None, ""))
    sys.stdout.write(json.dumps(line, separators=(",", ":"), default=str) + "\n")
    sys.stdout.flush()


def place_of(error: BaseException) -> str:
    """`module:line` of our code where a fault came up: all that is told of it, as its text may hold anything."""
    place, step = "", error.__traceback__
    while step:
        module = step.tb_frame.f_globals.get("__name__", "")
        if module.partition(".")[0] in _OURS:
            place = f"{module}:{step.tb_lineno}"
        step = step.tb_next
    return place
