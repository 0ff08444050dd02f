"""One JSON line per outcome on stdout, in the form Cloud Logging reads. Ids, words and numbers only."""

import json
import sys
from contextvars import ContextVar
from typing import Any, Literal

Severity = Literal["INFO", "WARNING", "ERROR"]
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
