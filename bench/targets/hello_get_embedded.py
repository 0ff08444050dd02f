"""Hello world with one raw document get on the embedded engine."""

import os
from pathlib import Path
from typing import Any

import functions_framework

from belajar.embedded.store import SqliteStore

STORE = SqliteStore(Path(os.environ["BELAJAR_EMBEDDED_FOLDER"]) / "store.sqlite")
PATH = os.environ["BENCH_DOCUMENT"]


@functions_framework.http
def hello_get_embedded(request: Any) -> str:  # noqa: ARG001 - the framework's signature
    """Read one document and say hello."""
    STORE.get(PATH)
    return "hello"
