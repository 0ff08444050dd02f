"""Live counts for the home page, from what the surroundings of the functions hold: no document is read for them."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect

from devstack.host.event_log import EventLog
from devstack.host.places import Places


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one stack. `dead_letters` is asked each time; None = this engine cannot tell quickly."""

    places: Places
    log: EventLog
    dead_letters: Callable[[], int] | None

    def now(self) -> dict[str, int]:
        """Name -> number, in the order of the page."""
        users = "SELECT count(*) FROM users WHERE deleted IS NULL"
        counted = {
            "akun_workspace": _number(self.places.workspace, users),
            "akun_diaktifkan": _number(self.places.workspace, f"{users} AND profile ->> 'agreedToTerms'"),
            "surat": _number(self.places.inbox, "SELECT count(DISTINCT message_id || ' ' || recipient) FROM mails"),
            "pengantaran_terakhir": self.log.last_number(),
        }
        return counted | ({"pesan_mati": self.dead_letters()} if self.dead_letters else {})


def _number(database: Path, query: str) -> int:
    with closing(connect(database, timeout=10)) as connection:
        return int(connection.execute(query).fetchone()[0])
