"""What an operator does at the command line leaves an audit row in the same commit, like any act of staff."""

import getpass
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from belajar.errors import PreconditionError
from belajar.ports import Store, Write
from belajar.rules.access import OperatorAct
from belajar.runtime.staff import audit_row
from devstack.cli.console import fail

_STRANGE: Final = re.compile(r"[^a-z0-9._-]+")


def operator() -> str:
    """The actor of the rows: who is logged in on this machine."""
    return f"cli:{_STRANGE.sub('-', getpass.getuser().lower())}"


def carry_out(store: Store, act: OperatorAct, target: str, reason: str, writes: Sequence[Write], now: datetime) -> None:
    """Commit writes and row; ends the command if somebody else changed the same documents at this moment."""
    row = audit_row(store, operator(), now, act.value, target, reason)
    try:
        store.commit([*writes, *row])
    except PreconditionError:
        fail("Somebody else changed this at the same moment: try again.")
