"""One roster file on its way: `imports/<id>`."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import Field

from schemas.documents import Document

ROW_COUNTS: Final = (
    "rows_read",
    "accepted",
    "rejected",
    "warnings",
    "created",
    "changed",
    "rekeyed",
    "unchanged",
    "requested",
)
"""What is counted of the rows of an import, in the order in which people read it."""


class ImportState(StrEnum):
    """`scanning` until the last chunk is cut, `reading` until the last is read, `finished` when the rejects are
    written, `settled` when every account asked for has its outcome; `refused` as a file; `replayed` when another
    import reads the same file again because this one stood still; `stuck` needs a person.
    """

    SCANNING = "scanning"
    READING = "reading"
    FINISHED = "finished"
    SETTLED = "settled"
    REFUSED = "refused"
    REPLAYED = "replayed"
    STUCK = "stuck"


class Import(Document):
    """`imports/<id>`: one roster file. Running counts are in `stats/import:<id>:<shard>`; totals are folded in here."""

    bucket: str
    name: str
    generation: str
    state: ImportState
    created_at: datetime
    updated_at: datetime
    delimiter: str = ";"
    columns: list[str] = Field(default_factory=list)
    size: int = 0
    digest: str = ""
    """Of the file's content: importing the same content again must change nothing."""
    object_generation: str = ""
    """Of the object that is read; should another take its place meanwhile, the import is refused."""
    chunks: int = 0
    refused_reason: str | None = None
    refused_detail: str | None = None
    """Indonesian sentence for the sender; no personal data."""
    rejects: str | None = None
    """Name of the rejects CSV in the same bucket, when there are any."""
    totals: dict[str, int] = Field(default_factory=dict)
    moved: int = 0
    """Chunks read + accounts made when the sweeper last looked: standing still for an hour is stuck."""
