"""`belajar audit`: who did what, and whether the record is whole."""

from collections import deque
from typing import Annotated, Final

import typer

from belajar import wiring
from devstack.cli.audit_chains import rows_of, verify
from devstack.cli.console import console, show_json, show_table
from devstack.cli.context import reach
from devstack.cli.options import AsJson

app = typer.Typer(help="The record of privileged acts.", no_args_is_help=True)
COLUMNS: Final = ("number", "at", "actor", "action", "target", "whom", "reason")
Chain = Annotated[str | None, typer.Option(help="Of one actor: an address, or cli:<user>.")]


@app.command("verify")
def verify_(context: typer.Context, chain: Chain = None) -> None:
    """Walk all chains (or one); exit code 1 if a row was changed, dropped, inserted or cut off.

    Keep the printed digest elsewhere: who may write the store could rewrite a chain and its head together.
    """
    reach(context)
    found = verify(wiring.store(), chain)
    for name, fault in found.faults.items():
        console(errors=True).print(f"{name}: {fault}", markup=False, soft_wrap=True)
    if found.faults:
        raise typer.Exit(1)
    console().print(f"whole: {found.rows} rows in {found.chains} chains, heads {found.digest}", soft_wrap=True)


@app.command()
def show(
    context: typer.Context,
    chain: Annotated[str, typer.Argument(help="Actor: an address, or cli:<user>.")],
    limit: Annotated[int, typer.Option(min=1, help="How many of the latest.")] = 50,
    as_json: AsJson = False,
) -> None:
    """The latest acts of one actor, oldest first."""
    reach(context)
    latest = deque(rows_of(wiring.store(), chain), maxlen=limit)
    if as_json:
        show_json(list(latest))
        return
    show_table(f"Acts of {chain}", COLUMNS, ([row.get(name) for name in COLUMNS] for row in latest))
