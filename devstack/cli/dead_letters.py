"""`belajar dlq`: messages the bus has given up, and messages that could not be read."""

from collections.abc import Collection
from typing import Annotated, Any, Final, Protocol

import typer

from belajar import wiring
from belajar.embedded.bus import DeadLetter, SqliteBus
from belajar.ports import Query
from belajar.runtime.settings import settings
from devstack.cli.console import console, fail, show_json, show_table
from devstack.cli.context import reach
from devstack.cli.options import AsJson
from devstack.host.running import Note

app = typer.Typer(help="Dead letters and quarantine.", no_args_is_help=True)
MOST: Final = 500
COLUMNS: Final = ("id", "where", "function", "type", "reason", "since")


class Letters(Protocol):
    """What either engine offers."""

    def dead_letters(self) -> list[DeadLetter]:
        """All."""
        ...

    def replay(self, ids: Collection[str] | None = None) -> int:
        """None = all; returns how many."""
        ...


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """What waits for a person, of both kinds."""
    found = [*map(_dead, letters_of(reach(context)).dead_letters()), *quarantined()]
    if as_json:
        show_json(found)
        return
    show_table("Dead letters and quarantine", COLUMNS, ([one[name] for name in COLUMNS] for one in found))


@app.command()
def replay(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(help="Of dead letters.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All dead letters.")] = False,
) -> None:
    """Deliver dead letters again; what is in quarantine could not be read and will not be."""
    if bool(ids) == everything:
        fail("Name dead letters by id, or give --all.", 2)
    count = letters_of(reach(context, writing=True)).replay(None if everything else ids)
    console().print(f"{count} replayed")
    if ids and count < len(set(ids)):
        fail("The others are no dead letters: see `bin/belajar dlq list`.")


def letters_of(note: Note | None) -> Letters:
    """Of the running engine, or of the deployed project."""
    if note and note.engine == "embedded":
        return SqliteBus(note.places.bus)
    # Only this engine pays for importing Google's clients.
    from devstack.pubsub import PubsubDeadLetters  # noqa: PLC0415

    return PubsubDeadLetters(settings().project)


def quarantined() -> list[dict[str, Any]]:
    """Without their bodies, which may hold anything."""
    return [
        {
            "id": snapshot.path.removeprefix("quarantine/"),
            "where": "quarantine",
            "function": snapshot.data["function"],
            "type": "",
            "reason": snapshot.data["reason"],
            "since": snapshot.data["at"],
        }
        for snapshot in wiring.store().query(Query("quarantine", limit=MOST))
    ]


def _dead(letter: DeadLetter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "where": "dead letters",
        "function": letter.subscription.rpartition(".")[2],
        "type": letter.attributes.get("ce-type", ""),
        "reason": f"given up after {letter.attempts} deliveries",
        "since": letter.published,
    }
