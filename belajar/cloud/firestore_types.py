"""Firestore's protobuf messages without the client library around them.

The library's package imports every client it has, synchronous and not, pipelines and REST: a tenth of a look-up's cold
start (docs/benchmarks.md) for code that is never called. So it is kept from running while its `types` are imported.
"""

import importlib
import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any, Final

_LIBRARY: Final = "google.cloud.firestore_v1"


def _types() -> Any:
    """The `types` package; whoever imports the library itself later gets all of it, with these very classes."""
    if _LIBRARY in sys.modules:
        return importlib.import_module(f"{_LIBRARY}.types")
    sys.modules[_LIBRARY] = _empty_package()
    try:
        return importlib.import_module(f"{_LIBRARY}.types")
    finally:
        del sys.modules[_LIBRARY]


def _empty_package() -> ModuleType:
    """The library's package as the import system finds it, its code not run."""
    spec = find_spec(_LIBRARY)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {_LIBRARY!r}", name=_LIBRARY)
    return module_from_spec(spec)


types: Final = _types()
"""`google.cloud.firestore_v1.types`."""
