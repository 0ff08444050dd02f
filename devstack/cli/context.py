"""Which stack a command speaks to."""

import os
from dataclasses import dataclass
from pathlib import Path

import typer

from devstack.cli.console import fail
from devstack.host.environment import adopt, emulators_named
from devstack.host.places import DEFAULT_ROOT, Engine
from devstack.host.running import Note, running


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options given before the command."""

    root: Path = DEFAULT_ROOT

    @property
    def run(self) -> Path:
        """Run folder, whatever the engine."""
        return self.root / "run"


def chosen(context: typer.Context) -> Chosen:
    """As the main callback stored it."""
    found: Chosen = context.obj
    return found


def running_stack(context: typer.Context) -> Note:
    """The running stack, whose environment becomes this process's own; ends the command if there is none."""
    note = running(chosen(context).run)
    if note is None:
        fail("No stack is running here: start one with `make up` in another terminal.")
    adopt(note.environment)
    return note


def engine_of(given: str | None) -> Engine:
    """The option, else what the environment suggests."""
    if given == "emulators" or (given is None and emulators_named(os.environ)):
        return "emulators"
    if given not in (None, "embedded"):
        fail(f"Unknown engine {given}: choose embedded or emulators.", 2)
    return "embedded"
