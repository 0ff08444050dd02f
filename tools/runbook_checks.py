"""What pages for people on call name must exist: commands of ours, words of log lines, their fields, subscriptions."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from typer.main import get_command

from belajar.errors import Reason
from belajar.runtime.problems import TITLES
from devstack.cli.__main__ import app
from devstack.topology import topology
from tools.anatomy import ROOT

OUTCOMES: Final = frozenset(
    {"done", "nothing", "duplicate", "refused", "retry", "crashed", "quarantined", "answered", "answered_again"}
)
_COMMAND: Final = re.compile(r"(?<![=\w-])belajar ((?:--?\w|\w)[^`\n#]*)")
_GLOBAL: Final = re.compile(r"--(?:project|environment-file|folder) +\S+|--yes")
_WORD: Final = re.compile(r"`([a-z]+(?:_[a-z]+)+)`")
_ASKED: Final = re.compile(r"jsonPayload\.(reason|outcome)=(?:\(([^)]*)\)|\"([^\"]+)\")")
_FIELD: Final = re.compile(r"jsonPayload\.(\w+)")
_DELIVERY: Final = re.compile(r"\b([a-z]+(?:-[a-z]+)*-v1\.[a-z_]+)\b")
_SOURCES: Final = ("belajar", "functions", "schemas", "infra")


def problems(page: str) -> list[str]:
    """Everything on a page that is nowhere else."""
    return [*commands(page), *words(page), *queries(page), *deliveries(page)]


def commands(page: str) -> list[str]:
    """`belajar` commands and options that the command line does not have."""
    return [problem for line in _COMMAND.findall(page) for problem in _unknown(_GLOBAL.sub("", line).split())]


def words(page: str) -> list[str]:
    """Words with an underscore that stand in no source of ours; reasons and problems among them."""
    known = {*Reason, *TITLES} | _vocabulary()
    return [f"{word}: unknown" for word in sorted({*_WORD.findall(page)} - known)]


def queries(page: str) -> list[str]:
    """Queries for reasons, outcomes and fields that no line of ours ever has."""
    allowed = {"reason": {*Reason}, "outcome": {*Reason, *OUTCOMES, *TITLES}}
    asked = {
        (field, word)
        for field, several, one in _ASKED.findall(page)
        for word in re.findall(r"[a-z_]+", one or several.replace(" OR ", " "))
    }
    wrong = [f"{field}={word}: never" for field, word in sorted(asked) if word not in allowed[field]]
    return [*wrong, *(f"jsonPayload.{name}: no such field" for name in sorted({*_FIELD.findall(page)} - log_fields()))]


def deliveries(page: str) -> list[str]:
    """Subscriptions that the topology does not have."""
    known = {delivery.name for delivery in topology().deliveries()}
    return [f"{name}: no such subscription" for name in sorted({*_DELIVERY.findall(page)} - known)]


@cache
def log_fields() -> frozenset[str]:
    """Fields of our log lines: those of every call, and the two that each line has."""
    calls = (node for tree in _trees() for node in ast.walk(tree) if isinstance(node, ast.Call))
    ours = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "log")
    return frozenset({word.arg for call in ours for word in call.keywords if word.arg} | {"severity", "message"})


def _unknown(tokens: list[str]) -> Iterator[str]:
    command: Any = get_command(app)
    while tokens and isinstance(getattr(command, "commands", None), Mapping):
        name = tokens.pop(0)
        if name not in command.commands:
            yield f"belajar {name}: no such command"
            return
        command = command.commands[name]
    options = {option for parameter in command.params for option in parameter.opts}
    yield from (f"belajar {command.name} {token}: no such option" for token in tokens if _is_option(token, options))


def _is_option(token: str, known: set[str]) -> bool:
    return token.startswith("--") and token.partition("=")[0] not in known


@cache
def _vocabulary() -> frozenset[str]:
    texts = (path.read_text(encoding="utf-8") for path in _files() if path.suffix in {".py", ".tf", ".yaml", ".tfvars"})
    return frozenset(word for text in texts for word in re.findall(r"[a-z]+(?:_[a-z]+)+", text))


def _trees() -> Iterator[ast.Module]:
    return (ast.parse(path.read_text(encoding="utf-8")) for path in _files() if path.suffix == ".py")


def _files() -> Iterator[Path]:
    return (path for folder in _SOURCES for path in (ROOT / folder).rglob("*") if path.is_file())
