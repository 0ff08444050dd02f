"""What a row means for its person: new, changed, unchanged, or one more asking for an account that never came.

`rekeyed`: the row says what it said, but its person is known by an older pepper; then the keys move and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from belajar.ports import MISSING, Merge, Put, Snapshot, Write
from belajar.rules.matching import lookup_keys, nik_hash
from belajar.rules.policy import POLICY
from functions.roster.rows import Row
from schemas.documents import AccountState, SchoolPerson

OPEN = (AccountState.REQUESTED, AccountState.RESERVED)
CONTACTS = ("email_pribadi", "nomor_ponsel")
Kind = Literal["created", "changed", "rekeyed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Plan:
    """`before` is the person as read, `after` as it will be. `asks`: an account is to be requested."""

    kind: Kind
    row: Row
    before: SchoolPerson | None
    after: SchoolPerson
    asks: bool
    write: Write | None

    @property
    def reopened(self) -> bool:
        """The register has mended what an account was refused for."""
        return self.before is not None and self.before.account_state is AccountState.REFUSED and self.asks


@dataclass(frozen=True, slots=True)
class Context:
    """What all rows of a chunk share. `peppers`: newest first."""

    import_id: str
    source_digest: str
    peppers: tuple[bytes, ...]
    now: datetime

    @property
    def pepper(self) -> bytes:
        """The one to write under."""
        return self.peppers[0]


def person_path(sumber_id: str) -> str:
    """`people/<id>`"""
    return f"people/{sumber_id}"


def taken_by_other_row(row: Row, known: Snapshot | None, context: Context) -> bool:
    """Another row of the same content has set this person: a second, different one would undo it at random.

    Also when that content came by an earlier import: else the two would take turns at every import.
    """
    if known is None or known.data["row_digest"] in row.digests:
        return False
    return known.data["import_id"] == context.import_id or known.data.get("source_digest") == context.source_digest


def plan(row: Row, known: Snapshot | None, context: Context) -> Plan:
    """Decide for one row. Every write is guarded by what was read."""
    return _known(row, known, context) if known else _new(row, context)


def _new(row: Row, context: Context) -> Plan:
    asked = {"account_state": AccountState.REQUESTED, "requested_at": context.now}
    person = SchoolPerson.model_validate(_facts(row, context) | asked)
    put = Put(person_path(person.sumber_id), person.model_dump(mode="python"), expect=MISSING)
    return Plan("created", row, None, person, asks=True, write=put)


def _known(row: Row, known: Snapshot, context: Context) -> Plan:
    before = SchoolPerson.model_validate(known.data)
    kind = _kind(row, before)
    asks = _overdue(before, context.now) or (before.account_state is AccountState.REFUSED and kind == "changed")
    fields = _fields(kind, row, before, context)
    if asks:
        fields |= {"requested_at": context.now}
    if asks and before.account_state is AccountState.REFUSED:
        # The refused name stays reserved for ever, so provision must choose another.
        fields |= {"account_state": AccountState.REQUESTED, "address": None, "refused_reason": None}
    after = before.model_copy(update=fields)
    write = Merge(known.path, fields, expect=known.version) if fields else None
    return Plan(kind, row, before, after, asks, write)


def _kind(row: Row, before: SchoolPerson) -> Kind:
    if before.row_digest == row.digest:
        return "unchanged"
    return "rekeyed" if before.row_digest in row.digests else "changed"


def _fields(kind: Kind, row: Row, before: SchoolPerson, context: Context) -> dict[str, Any]:
    if kind == "unchanged":
        return {}
    return _keys(row, context) if kind == "rekeyed" else _changes(row, before, context)


def _overdue(before: SchoolPerson, now: datetime) -> bool:
    """Asked for long ago and still no outcome: the request was lost, so importing again heals it."""
    waited = now - before.requested_at
    return before.account_state in OPEN and waited >= timedelta(seconds=POLICY.replay_after_seconds)


def _changes(row: Row, before: SchoolPerson, context: Context) -> dict[str, Any]:
    """The register's facts; the account is left alone. A new address has not bounced yet.

    A correction of the contacts holds until the register says something else than what was corrected.
    """
    facts = _facts(row, context)
    register = before.corrected_from or {name: getattr(before, name) for name in CONTACTS}
    if any(facts[name] != register.get(name) for name in CONTACTS):
        facts |= {"corrected_from": None, "contacts_said_at": context.now}
    else:
        facts |= {name: getattr(before, name) for name in CONTACTS}
    bounced = before.contact_bounced and before.email_pribadi == facts["email_pribadi"]
    return facts | {"contact_bounced": bounced}


def _facts(row: Row, context: Context) -> dict[str, Any]:
    hidden = {"nama_ibu_kandung", "tanggal_lahir", "nik", "nisn", "nuptk"}
    return row.data.model_dump(exclude=hidden) | _keys(row, context)


def _keys(row: Row, context: Context) -> dict[str, Any]:
    """Under which the person is found from now on, and what has said so."""
    data = row.data
    [key] = lookup_keys([context.pepper], data.jenis, data.nama, data.nama_ibu_kandung, data.tanggal_lahir, data.npsn)
    return {
        "lookup_key": key,
        "nik_hash": nik_hash(context.pepper, data.nik) if data.nik else None,
        "row_digest": row.digest,
        "import_id": context.import_id,
        "source_digest": context.source_digest,
    }
