"""`belajar erase`: removes what is held about one person; the address stays reserved, the audit rows stay."""

from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from belajar import wiring
from belajar.errors import PreconditionError
from belajar.ports import Store
from belajar.rules.access import OperatorAct
from devstack.cli.acting import carry_out
from devstack.cli.console import console, fail, show_table
from devstack.cli.context import reach
from devstack.cli.export import PersonId, Reason
from devstack.persons.erasing import commits
from devstack.persons.gathering import Subject, gather
from devstack.persons.holdings import HOLDINGS, Fate
from schemas.documents import AccountState

NAME: Final = "erase"
ERASED: Final = (Fate.DELETED, Fate.EMPTIED)


def command(
    context: typer.Context,
    person_id: PersonId,
    reason: Reason,
    sure: Annotated[bool, typer.Option("--sure", help="Do not let me type the id again.")] = False,
) -> None:
    """Erase a person after asking once more; safe to repeat. A person whom the register still has comes back with it.

    Not reached from here: the Google account, letters and register files in buckets, backups (docs/security.md).
    """
    reach(context, writing=True)
    subject = gather(person_id, wiring.store(), ())
    found = [one for one in subject.documents.values() if HOLDINGS[_collection(one.path)].fate in ERASED]
    if not found:
        console().print("Nothing is held about such a person, or nothing is left of it.")
        return
    _refuse_staff(subject)
    if (
        not sure
        and typer.prompt(f"This erases {len(found)} documents. Type {person_id} to go on", err=True) != person_id
    ):
        fail("Nothing was erased.")
    erase(subject, reason, wiring.store())
    rows = [(_collection(one.path), HOLDINGS[_collection(one.path)].fate.value) for one in found]
    show_table("Erased", ("collection", "what", "documents"), [(*row, rows.count(row)) for row in sorted({*rows})])
    _remaining(subject)


def erase(subject: Subject, reason: str, store: Store) -> None:
    """The audit row goes with the first commit: an erasure that breaks off has happened too."""
    first, *others = commits(subject)
    carry_out(store, OperatorAct.ERASE_PERSON, f"people/{subject.person_id}", reason, first, datetime.now(UTC))
    try:
        for writes in others:
            store.commit(writes)
    except PreconditionError:
        fail("Somebody else changed this at the same moment, and not all is erased: try again.")


def _refuse_staff(subject: Subject) -> None:
    if active := [one.path.partition("/")[2] for one in subject.of("petugas") if one.data["active"]]:
        fail(f"This is a member of staff with rights: `belajar petugas disable {active[0]}` first.")


def _remaining(subject: Subject) -> None:
    """What only other hands can remove."""
    for found in subject.of("accounts"):
        # What is foreign is the user of somebody else, whom we met when we looked for a free name.
        if found.data["state"] != AccountState.FOREIGN:
            console().print(f"Delete in the Admin console: {found.data['address']}", markup=False, soft_wrap=True)
    for other in sorted(subject.others):
        console().print(f"The same human is also known as {other}: erase that too.", markup=False, soft_wrap=True)
    for found in subject.of("requests"):
        if found.data.get("letter"):
            console().print(f"Delete in the letters bucket: {found.data['letter']}", markup=False, soft_wrap=True)


def _collection(path: str) -> str:
    return path.partition("/")[0]
