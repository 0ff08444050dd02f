"""`belajar mail`: mails that did not arrive."""

from typing import Any, Final

import typer

from belajar import wiring
from belajar.ports import Query
from devstack.cli.console import show_json, show_table
from devstack.cli.context import reach
from devstack.cli.options import AsJson
from schemas.documents import MailRecord, MailState

app = typer.Typer(help="Mails that did not arrive.", no_args_is_help=True)
TROUBLED: Final = (MailState.FAILED, MailState.BOUNCED, MailState.COMPLAINED)
MOST: Final = 500
COLUMNS: Final = ("id", "kind", "state", "reason", "to_masked", "created_at")


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """Failed, bounced and complained about; contacts are masked."""
    reach(context)
    found = troubled()
    if as_json:
        show_json(found)
        return
    show_table("Mails that did not arrive", COLUMNS, ([one[name] or "" for name in COLUMNS] for one in found))


def troubled() -> list[dict[str, Any]]:
    """At most 500 of each state."""
    return [
        {
            "id": snapshot.path.removeprefix("messages/"),
            **MailRecord.model_validate(snapshot.data).model_dump(mode="json"),
        }
        for state in TROUBLED
        for snapshot in wiring.store().query(Query("messages", where=(("state", "==", state.value),), limit=MOST))
    ]
