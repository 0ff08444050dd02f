"""Who of the staff must hear of something: by their rights over the region, and operations where nobody else is."""

from collections.abc import Iterator

from belajar.ports import Query, Store
from belajar.rules.access import NATIONAL, Action, Target, may, scopes
from functions.notify.deps import Deps
from schemas.staff import Petugas, Role

_PAGE = 300
_ACT = Action.APPROVE_REQUEST


def reviewers_of(target: Target, deps: Deps, *, escalated: bool) -> list[str]:
    """Addresses of those who may decide, in the region; the ministry's and operations too if escalated or if none."""
    able = [petugas for petugas in _reviewers(deps.store) if may(petugas, _ACT, target)]
    local = [petugas for petugas in able if NATIONAL not in scopes(petugas, _ACT)]
    if local and not escalated:
        return sorted({petugas.address for petugas in local})
    return sorted({deps.operations_email, *(petugas.address for petugas in able)})


def _reviewers(store: Store) -> Iterator[Petugas]:
    """Active ones; an administrator may decide as well, but is not called for every request."""
    after = None
    while page := store.query(Query("petugas", (("active", "==", True),), limit=_PAGE, after=after)):
        known = (Petugas.model_validate(snapshot.data) for snapshot in page)
        yield from (petugas for petugas in known if Role.PENINJAU in petugas.roles)
        after = page[-1].path
