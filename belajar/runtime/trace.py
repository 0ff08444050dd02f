"""Takes the trace id of the caller into the log lines of this request."""

import os
import re
from collections.abc import Mapping

from belajar.runtime.logs import trace

_W3C = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
_GOOGLE = re.compile(r"^([0-9a-f]{32})(/|$)")


def follow_trace(headers: Mapping[str, str]) -> None:
    """Set the trace of this context from `traceparent` or `X-Cloud-Trace-Context`; anything else clears it."""
    found = _W3C.match(headers.get("traceparent") or "") or _GOOGLE.match(headers.get("X-Cloud-Trace-Context") or "")
    trace.set(f"projects/{os.environ.get('BELAJAR_PROJECT', '')}/traces/{found[1]}" if found else "")
