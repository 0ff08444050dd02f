"""Entry of the `belajar` command."""

from pathlib import Path
from typing import Annotated

import typer

from devstack.cli import (
    audit,
    dead_letters,
    demo,
    deploy,
    erase,
    events,
    export,
    mail,
    petugas,
    referral,
    ringkas,
    roster,
    sample,
    status,
    tick,
    up,
    wipe,
)
from devstack.cli.console import fail
from devstack.cli.context import LOCAL_ONLY, NOT_REMOTE, Chosen
from devstack.cli.remote import Remote
from devstack.host.places import DEFAULT_ROOT

app = typer.Typer(
    help="The local stack of belajar.id, and a deployed one.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for own in (up, demo, sample, status, tick, wipe, export, erase):
    app.command(own.NAME)(own.command)
for name, group in (
    ("roster", roster),
    ("events", events),
    ("dlq", dead_letters),
    ("mail", mail),
    ("petugas", petugas),
    ("referral", referral),
    ("ringkas", ringkas),
    ("audit", audit),
    ("deploy", deploy),
):
    app.add_typer(group.app, name=name)


@app.callback()
def main(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Option(envvar="DEVSTACK_FOLDER", help="Where the stack keeps its files.")
    ] = DEFAULT_ROOT,
    project: Annotated[
        str | None, typer.Option(help="A deployed project in place of the local stack, as you are signed in at Google.")
    ] = None,
    environment_file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="BELAJAR_* settings of that project.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write to the deployed project without being asked.")] = False,
) -> None:
    """The local stack of belajar.id, and a deployed one."""
    if project is None and (environment_file or yes):
        fail("--environment-file and --yes go with --project: without it this would be the local stack.", 2)
    if project is not None and context.invoked_subcommand in LOCAL_ONLY:
        fail(NOT_REMOTE, 2)
    context.obj = Chosen(folder.resolve(), Remote(project, environment_file, yes) if project is not None else None)


if __name__ == "__main__":
    app(prog_name="belajar")
