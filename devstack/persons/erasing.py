"""The writes of an erasure, in commits that may be broken off and done again: the person goes with the last one."""

from collections.abc import Iterator
from typing import Final

from belajar.ports import DELETE_FIELD, Delete, Merge, Put, Snapshot, Write
from devstack.persons.gathering import Subject
from devstack.persons.holdings import HOLDINGS, Fate
from schemas.documents import Account

AT_A_TIME: Final = 300
"""Writes; below the 450 of a commit."""
NOBODY: Final = "erased"
"""Stands in an account for the person who has gone. Nobody has this id, so whoever follows it finds nothing."""
_LAST: Final = ("accounts", "lookup", "people")


def commits(subject: Subject) -> Iterator[list[Write]]:
    """What goes, in order; at least one list, which may be empty.

    The person comes last: by that document the rest is found again if something comes in between.
    """
    bound = [name for name, holding in HOLDINGS.items() if holding.fate is Fate.DELETED and name not in _LAST]
    loose: list[Write] = [_gone(found) for name in bound for found in subject.of(name)]
    for start in range(0, len(loose), AT_A_TIME):
        yield loose[start : start + AT_A_TIME]
    yield [_last(found, subject.person_id) for name in _LAST for found in subject.of(name)]


def _gone(found: Snapshot) -> Delete:
    """A member of staff who has rights again since we looked is not erased."""
    return Delete(found.path, expect=found.version if found.path.startswith("petugas/") else None)


def _last(found: Snapshot, person_id: str) -> Write:
    if found.path.startswith("accounts/"):
        return _reserved(found)
    if found.path.startswith("people/") or set(found.data["persons"]) == {person_id}:
        return Delete(found.path, expect=found.version)
    return Merge(found.path, {"persons": {person_id: DELETE_FIELD}}, expect=found.version)


def _reserved(found: Snapshot) -> Put:
    """What is left of an account: its address, when it was reserved, and that no password can be derived for it."""
    account = Account.model_validate(found.data)
    left = Account(
        address=account.address,
        person_id=NOBODY,
        jenis=account.jenis,
        group=NOBODY,
        state=account.state,
        issue=account.issue,
        key_version=account.key_version,
        nonce=None,
        reserved_at=account.reserved_at,
    )
    return Put(found.path, left.model_dump(), expect=found.version)
