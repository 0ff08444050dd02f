"""Which stack, or which deployed project, a command speaks to."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from belajar import wiring
from belajar.runtime.settings import settings
from devstack.cli.console import fail
from devstack.cli.remote import Remote, ask, enter
from devstack.host.environment import adopt, emulators_named
from devstack.host.places import DEFAULT_ROOT, Engine
from devstack.host.running import Note, running

NOT_REMOTE: Final = "This command is for the local stack only: leave --project away."
LOCAL_ONLY: Final = ("up", "demo", "wipe")
"""Commands that know no deployed project: told of one, they would start or wipe the local stack in its place."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options given before the command. `remote`: a deployed project in place of the local stack."""

    root: Path = DEFAULT_ROOT
    remote: Remote | None = None

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
    if chosen(context).remote:
        fail(NOT_REMOTE, 2)
    note = running(chosen(context).run)
    if note is None:
        fail("No stack is running here: start one with `make up` in another terminal.")
    adopt(note.environment)
    return note


def reach(context: typer.Context, *, writing: bool = False) -> Note | None:
    """The running stack, or None for the deployed project that was chosen; its settings become this process's own.

    `writing`: whoever wants to write to a deployed project is asked first.
    """
    remote = chosen(context).remote
    if remote is None:
        return running_stack(context)
    enter(remote)
    if writing:
        ask(remote)
    return None


def site_of(note: Note | None) -> str:
    """Where the HTTP triggers are; ends the command if nobody said so: the usual site is production's."""
    if note is None and "site_url" not in settings().model_fields_set:
        fail(f"Where is the site of {settings().project}? Say it by BELAJAR_SITE_URL.", 2)
    return note.url if note else settings().site_url


def peppers() -> tuple[bytes, ...]:
    """Of the stack or project; ends the command if the operator has not been given them."""
    try:
        return wiring.peppers()
    except (ValueError, OSError) as error:
        fail(f"This needs the look-up pepper: BELAJAR_PEPPER_FILE names a file with it ({error}).", 2)


def engine_of(given: str | None) -> Engine:
    """The option, else what the environment suggests."""
    if given == "emulators" or (given is None and emulators_named(os.environ)):
        return "emulators"
    if given not in (None, "embedded"):
        fail(f"Unknown engine {given}: choose embedded or emulators.", 2)
    return "embedded"
