"""`belajar tick`: what the schedules do, now."""

from typing import Annotated, Final

import typer

from belajar import wiring
from devstack.cli.console import console, fail
from devstack.cli.context import reach
from devstack.host.scheduler import tick_by_hand
from devstack.topology import topology

NAME: Final = "tick"


def command(
    context: typer.Context, schedule: Annotated[str, typer.Argument(help="Name in infra/topology.yaml.")]
) -> None:
    """Publish the tick of a schedule at once: sync, sweeper, review or corrections."""
    known = topology().schedules
    if schedule not in known:
        fail(f"No schedule is called {schedule}: choose {' or '.join(known)}.", 2)
    reach(context, writing=True)
    wiring.bus().publish([tick_by_hand(known[schedule].topic)])
    console().print(f"{schedule} ticked")
