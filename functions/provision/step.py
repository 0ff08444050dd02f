"""Makes the account of one person: reserve a name, create the Workspace user, record it.

One Directory call in the good case. The reservation is committed first; a retry finds it and asks Workspace.
"""

import secrets

from belajar.credentials import current_key_version
from belajar.decision import Call, Decision
from belajar.errors import FinalError, Reason
from belajar.ports import MISSING, Merge, Put, Snapshot
from belajar.rules.account_names import candidates
from belajar.rules.domains import email_domain
from functions.provision.effect import Creation, Deps
from functions.provision.reservation import Reservation
from schemas.documents import Account, AccountState, Person
from schemas.events import AccountRequested

OPEN_STATES = (AccountState.REQUESTED, AccountState.RESERVED)
USUAL_SEARCH, WIDER_SEARCH = 6, 30


def provision(event: AccountRequested, call: Call, deps: Deps) -> Decision:
    """Decide what is still to be done for this person; nothing if the account is there already."""
    [snapshot] = deps.store.get(f"people/{event.person_id}")
    if snapshot is None:
        raise FinalError(Reason.UNKNOWN_PERSON)
    person = Person.model_validate(snapshot.data)
    creation = Creation(event, deps, lambda: provision(event, call, deps))
    if person.account_state not in OPEN_STATES:
        return creation.found()
    if person.address:
        return _resume(person, snapshot, creation, deps)
    return reserve(person, snapshot.version, creation, call, deps)


def _resume(person: Person, snapshot: Snapshot, creation: Creation, deps: Deps) -> Decision:
    """An earlier try reserved a name and did not come to an end: Workspace knows how far it got."""
    [reserved] = deps.store.get(f"accounts/{person.address}")
    if reserved is None:
        raise FinalError(Reason.INVALID_REQUEST)
    account = Account.model_validate(reserved.data)
    seen = {snapshot.path: snapshot.version, reserved.path: reserved.version}
    return Decision(then=lambda _: creation.resume(Reservation(person, account, seen)))


def reserve(person: Person, version: str, creation: Creation, call: Call, deps: Deps) -> Decision:
    """Take the first free name. Both writes are guarded, so of two runs for one person one reserves."""
    address = _free_address(person, deps)
    if address is None:
        return creation.refuse(person, version, Reason.NO_ADDRESS_LEFT)
    account = Account(
        address=address,
        person_id=person.sumber_id,
        jenis=person.jenis,
        group=person.group,
        state=AccountState.RESERVED,
        issue=1,
        key_version=current_key_version(person.group, deps.keys),
        nonce=secrets.token_hex(16),
        reserved_at=call.now,
    )
    holder = {"address": address, "account_state": AccountState.RESERVED.value}
    return Decision(
        writes=[
            Put(f"accounts/{address}", account.model_dump(mode="python"), expect=MISSING),
            Merge(f"people/{person.sumber_id}", holder, expect=version),
        ],
        then=lambda versions: creation.start(Reservation(person, account, versions)),
    )


def _free_address(person: Person, deps: Deps) -> str | None:
    """Names once given stay taken for ever, also those of Workspace's own users whom we met (state foreign)."""
    domain = email_domain(person.jenis, person.jenjang)
    for count in (USUAL_SEARCH, WIDER_SEARCH):
        addresses = [f"{local}@{domain}" for local in candidates(person.nama, person.sumber_id, count)]
        holders = deps.store.get(*(f"accounts/{address}" for address in addresses))
        for address, holder in zip(addresses, holders, strict=True):
            if holder is None:
                return address
    return None
