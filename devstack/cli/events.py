"""`belajar events`: deliveries as they happen."""

import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from devstack.cli.console import console, show_json
from devstack.cli.context import running_stack
from devstack.cli.options import AsJson
from devstack.host.cron import WIB
from devstack.host.event_log import Delivery, EventLog

app = typer.Typer(help="Deliveries of events.", no_args_is_help=True)
PAUSE_SECONDS: Final = 0.3


@app.command()
def watch(
    context: typer.Context,
    correlation: Annotated[str, typer.Option(help="Only this case, from its beginning.")] = "",
    follow: Annotated[bool, typer.Option(help="Go on until Ctrl-C.")] = True,
    as_json: AsJson = False,
) -> None:
    """One line per delivery: time, function, event, attempt, status, duration, case."""
    log = EventLog(running_stack(context).places.events)
    seen = 0 if correlation or not follow else log.last_number()
    try:
        while True:
            rows = log.after(seen, correlation)
            for _, delivery in rows:
                _show(delivery, as_json)
            if rows:
                seen = rows[-1][0]
            elif follow:
                time.sleep(PAUSE_SECONDS)
            else:
                return
    except KeyboardInterrupt:
        return


def _show(delivery: Delivery, as_json: bool) -> None:
    if as_json:
        show_json(asdict(delivery))
        return
    at = datetime.fromtimestamp(delivery.at, UTC).astimezone(WIB)
    console().print(
        f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}  {delivery.function:<12}{delivery.type:<36}"
        f"{delivery.attempt or '-':>3} {delivery.status:>4} {delivery.duration_ms:>7.0f} ms  {delivery.correlation}",
        markup=False,
        soft_wrap=True,
    )
