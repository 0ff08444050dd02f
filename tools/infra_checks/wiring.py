"""Which settings a builder of belajar/wiring.py reads, from its source."""

import ast
from pathlib import Path
from typing import Final

from belajar.runtime.settings import Settings
from tools.infra_checks.needs import ROOT

LOCAL_ONLY: Final = {
    "engine",
    "embedded_folder",
    "key_file",
    "kms_url",
    "storage_url",
    "workspace_url",
    "gmail_url",
    "identity_issuer",
    "identity_certificates_url",
}
"""Settings of the local stack; their defaults are the cloud's."""


def builders(source: Path = ROOT / "belajar" / "wiring.py") -> dict[str, set[str]]:
    """Fields by builder, those of the builders it calls included.

    Except what one builder calls another for when it is not in the cloud: local buckets sign with the pepper.
    """
    found = {node.name: node for node in ast.parse(source.read_text()).body if isinstance(node, ast.FunctionDef)}
    return {name: _fields(name, found) - LOCAL_ONLY for name in found}


def _fields(name: str, found: dict[str, ast.FunctionDef]) -> set[str]:
    body = found[name]
    used = {node.attr for node in ast.walk(body) if isinstance(node, ast.Attribute)} & Settings.model_fields.keys()
    if name == "permits":
        return used - {"pepper_file"}
    called = {node.func.id for node in ast.walk(body) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    for other in (called & found.keys()) - {name, "settings"}:
        used |= _fields(other, found)
    return used
