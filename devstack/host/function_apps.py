"""Builds every function under the real functions-framework, several in one process.

Each source file has a name of its own: the framework registers it as a module, and two of one name would be mixed up.
"""

from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import WSGIApplication

import functions_framework

# Modules are no garbage: without the collector a function is loaded a seventh sooner, and what is frozen is never
# looked through again (docs/benchmarks.md, cold start).
SHIM = """import gc

gc.disable()
from functions.{name}.main import {name} as {name}

gc.freeze()
gc.enable()
"""


def function_apps(names: Iterable[str], folder: Path) -> dict[str, WSGIApplication]:
    """Applications by function name; `folder` takes the generated source files. To be called by one thread, once."""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _app(name, folder / f"entry_{name}.py") for name in names}


def _app(name: str, source: Path) -> WSGIApplication:
    source.write_text(SHIM.format(name=name))
    app: WSGIApplication = functions_framework.create_app(name, str(source))  # type: ignore[no-untyped-call]
    return app
