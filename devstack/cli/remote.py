"""A deployed project instead of the local stack: its settings, and a loud question before anything is written there.

Rights are the operator's own, by Google's application default credentials; nothing here holds a key.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer
from pydantic import ValidationError

from belajar.runtime.settings import PREFIX
from devstack.cli.console import fail
from devstack.cli.remote_settings import elsewhere_of, environment
from devstack.host.environment import PROJECT, adopt

EMULATORS: Final = ("FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST")
_PRACTICE: Final = "demo-"
"""Projects of this name are never real, says Firebase."""


@dataclass(frozen=True, slots=True)
class Remote:
    """What was asked for before the command. `sure`: do not ask before writing."""

    project: str
    file: Path | None = None
    sure: bool = False


def enter(remote: Remote) -> None:
    """Make its settings those of this process; ends the command if they do not fit each other."""
    if not remote.project.startswith(_PRACTICE) and (named := [name for name in EMULATORS if os.environ.get(name)]):
        fail(f"{named[0]} is set: this would reach an emulator and not the project {remote.project}. Unset it.", 2)
    told = environment(remote.project, remote.file, os.environ)
    if told["BELAJAR_PROJECT"] != remote.project or told["BELAJAR_ENGINE"] != "cloud":
        fail(f"The settings are not those of the project {remote.project} in the cloud.", 2)
    if elsewhere := elsewhere_of(remote.project, told):
        fail(f"{', '.join(elsewhere)}: not of the project {remote.project}.", 2)
    try:
        adopt(told)
    except ValidationError as error:
        names = ", ".join(f"{PREFIX}{str(item['loc'][0]).upper()}" for item in error.errors(include_input=False))
        fail(f"These settings are wrong or unknown: {names}.", 2)


def ask(remote: Remote) -> None:
    """Let the operator type the name of the project before anything is written to it."""
    if remote.sure or remote.project == PROJECT:
        return
    question = f"This WRITES to the deployed project {remote.project}. Type its name to go on"
    if typer.prompt(question, err=True) != remote.project:
        fail("Nothing was written.")
