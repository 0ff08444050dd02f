"""`belajar export`: everything held about one person, for whoever asks for their own data."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from belajar import wiring
from belajar.rules.access import OperatorAct
from devstack.cli.acting import carry_out
from devstack.cli.console import console, fail
from devstack.cli.context import peppers, reach
from devstack.persons.erasing import NOBODY
from devstack.persons.gathering import Subject, gather
from devstack.persons.holdings import HOLDINGS, Fate

NAME: Final = "export"
_ID: Final = re.compile(r"[0-9A-Za-z-]+")
HIDDEN: Final = frozenset({"nonce"})
"""Half of what an initial password is made of; it tells nothing about the person."""
NOT_IN_DOCUMENTS: Final = (
    "register files of the last 14 days (bucket rosters), which hold whole schools",
    "letters of the requests (bucket letters, surat/<nomor>/)",
    "the Google account itself: takeout.google.com",
    "counts of failed look-ups, named by a keyed hash over the birth date, which is not stored",
)


def _one_person(person_id: str) -> str:
    """Who stands for all that have been erased is nobody, and an id is a name of one document and of one file."""
    if person_id == NOBODY or not _ID.fullmatch(person_id):
        raise typer.BadParameter("not the id of a person")
    return person_id


PersonId = Annotated[str, typer.Argument(help="Id of the person: `people/<id>`.", callback=_one_person)]
Reason = Annotated[str, typer.Option(help="Number of the request, for the audit row; no name.")]


def command(
    context: typer.Context,
    person_id: PersonId,
    reason: Reason,
    out: Annotated[Path | None, typer.Option(help="File to write; default PERSON_ID.json.", dir_okay=False)] = None,
) -> None:
    """Write all documents about a person to a file that only you can read. The act is audited."""
    reach(context, writing=True)
    target, now = out or Path(f"{person_id}.json"), datetime.now(UTC)
    subject = gather(person_id, wiring.store(), peppers())
    if not subject.documents:
        fail("Nothing is held about such a person.")
    if target.exists():
        fail(f"{target} exists: it is not overwritten.", 2)
    carry_out(wiring.store(), OperatorAct.EXPORT_PERSON, f"people/{person_id}", reason, [], now)
    _write(target, told(subject, now))
    console().print(f"{len(subject.documents)} documents in {target}", markup=False, soft_wrap=True)


def told(subject: Subject, now: datetime) -> dict[str, Any]:
    """The file: documents by collection, each with what an erasure would do, and where else something may be."""
    held = {name: holding for name, holding in HOLDINGS.items() if holding.fate is not Fate.NOBODY}
    return {
        "person": subject.person_id,
        "also_known_as": sorted(subject.others),
        "made_at": now,
        "collections": {
            name: {
                "on_erasure": f"{holding.fate.value}: {holding.why}",
                "documents": [{"path": one.path, **_shown(one.data, subject.person_id)} for one in subject.of(name)],
            }
            for name, holding in held.items()
        },
        "elsewhere": NOT_IN_DOCUMENTS,
    }


def _shown(data: dict[str, Any], person_id: str) -> dict[str, Any]:
    """Of a look-up entry the person's own part: a twin may share it."""
    own = {name: value for name, value in data.items() if name not in HIDDEN}
    return own if "persons" not in own else {"persons": {person_id: own["persons"][person_id]}}


def _write(path: Path, value: dict[str, Any]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1, default=str)
