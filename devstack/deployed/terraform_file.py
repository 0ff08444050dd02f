"""The file that `terraform show -json` writes, of a plan or a state: every resource of the google provider in it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from devstack.deployed.model import UnreadableError
from devstack.deployed.terraform_values import Values

FORMAT: Final = "1"
"""Major version; within it only additions are made."""


def read_resources(path: Path) -> list[tuple[str, Values]]:
    """Type and values of each, whatever module it is in. Raises UnreadableError."""
    return list(_resources(_root(path)))


def _root(path: Path) -> Values:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        version, held = document["format_version"], document.get("planned_values") or document.get("values")
        root: Values = held["root_module"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UnreadableError(f"{path} is no output of `terraform show -json`.") from None
    if document.get("errored") or document.get("complete") is False:
        raise UnreadableError(f"{path} is a plan that Terraform did not finish.")
    if str(version).partition(".")[0] != FORMAT:
        raise UnreadableError(f"{path} has the format {version}, of which this command knows nothing.")
    return root


def _resources(module: Values) -> Iterator[tuple[str, Values]]:
    for resource in module.get("resources", []):
        # A deposed object has been replaced and waits for its removal.
        if resource["mode"] == "managed" and resource["type"].startswith("google_") and "deposed_key" not in resource:
            yield resource["type"], resource.get("values", {})
    for child in module.get("child_modules", []):
        yield from _resources(child)
