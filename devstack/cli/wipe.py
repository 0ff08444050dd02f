"""`belajar wipe`: forget everything the local stack has recorded."""

import shutil
from typing import Annotated, Final

import typer

from devstack.cli.console import console, fail
from devstack.cli.context import chosen
from devstack.host.environment import RefusedError
from devstack.host.running import alone

NAME: Final = "wipe"
FOLDERS: Final = ("embedded", "emulators", "secrets", "run")


def command(context: typer.Context, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Remove the state and the keys of the local stack."""
    root = chosen(context).root
    found = [name for name in FOLDERS if (root / name).exists()]
    if found and not yes:
        typer.confirm(f"Remove {', '.join(found)} under {root}?", abort=True)
    try:
        with alone(chosen(context).run):
            for name in FOLDERS:
                shutil.rmtree(root / name, ignore_errors=True)
    except RefusedError as error:
        fail(str(error))
    console().print(f"State and keys under {root} are gone.", markup=False, soft_wrap=True)
