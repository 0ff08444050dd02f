"""`belajar status`: the running stack or a deployed project, its imports and its counts."""

from typing import Any, Final

import typer

from belajar import wiring
from belajar.ports import Query
from belajar.progress import progress
from belajar.runtime.settings import settings
from devstack.cli.console import console, show_json, show_table
from devstack.cli.context import reach
from devstack.cli.options import AsJson
from devstack.host.counts import Counts
from devstack.host.event_log import EventLog
from schemas.imports import Import

NAME: Final = "status"
COLUMNS: Final = (
    "rows_read",
    "accepted",
    "rejected",
    "rekeyed",
    "unchanged",
    "requested",
    "accounts_made",
    "accounts_refused",
)
MOST: Final = 200


def command(context: typer.Context, as_json: AsJson = False) -> None:
    """Imports, newest first; of the local stack also counts of everything."""
    note = reach(context)
    counts = Counts(note.places, EventLog(note.places.events), None).now() if note else {}
    imports, engine = _imports(), note.engine if note else "cloud"
    if as_json:
        show_json({"url": note.url if note else None, "engine": engine, "counts": counts, "imports": imports})
        return
    console().print(f"{note.url if note else settings().project} ({engine} engine)", markup=False)
    if counts:
        show_table("Counts", ("what", "number"), counts.items())
    rows = [(one["id"][:12], one["name"], one["state"], *(one[name] for name in COLUMNS)) for one in imports]
    show_table("Imports", ("id", "file", "state", *COLUMNS), rows)


def _imports() -> list[dict[str, Any]]:
    store, found = wiring.store(), []
    for snapshot in store.query(Query("imports", limit=MOST)):
        document, import_id = Import.model_validate(snapshot.data), snapshot.path.removeprefix("imports/")
        counted = progress(store, import_id)
        told = {"id": import_id, "name": document.name, "state": document.state.value, "begun": document.created_at}
        found.append(told | {name: counted[name] for name in COLUMNS} | {"refused": document.refused_detail})
    return sorted(found, key=lambda one: one["begun"], reverse=True)
