"""Codes of resets: whether there is such an owner is found out only here, where nobody waits for an answer."""

from belajar.codes import reset_code
from belajar.decision import Call, Decision
from belajar.errors import Reason
from belajar.ports import Merge, Snapshot, Store, Write
from belajar.rules.reset_tokens import page_signs
from functions.notify.code_ways import Spoken, Way, minutes_left, sender
from functions.notify.compose import MailKind
from functions.notify.delivery import given_up, intent, new_record, record_path, settled
from functions.notify.deps import Deps
from functions.notify.details import contact_of
from functions.notify.once import dropped, in_doubt, send_once
from functions.notify.reset_limits import open_way
from functions.notify.texts import reset_code_text
from schemas.documents import Account, AccountState, Person
from schemas.events import ResetRequested
from schemas.people import JenisLain
from schemas.resets import Reset, ResetState, ResetWay, Saluran

SMS = f"{MailKind.RESET_CODE}_sms"
"""Kind of the record of a text message."""
CHANNELS = {SMS: Saluran.SMS, MailKind.RESET_CODE: Saluran.EMAIL}


def reset_requested(event: ResetRequested, call: Call, deps: Deps) -> Decision:
    """Send the code while it is the newest one of a reset that waits for it. Nothing to do is refused in silence.

    That it is sent is marked on the reset first, together with the intent: only such a code is ever accepted.
    """
    found, earlier = deps.store.get(f"resets/{event.reset_id}", record_path(call))
    if settled(earlier):
        return Decision()
    reset = Reset.model_validate(found.data) if found else None
    reason = _why_not(reset, event, call, earlier)
    if found is None or reset is None or reason:
        return _closed(earlier, reason or Reason.UNKNOWN_RESET)
    owner = usable_owner(reset.akun, deps.store)
    if isinstance(owner, Reason):
        return _closed(earlier, owner)
    ways = ways_of(owner, reset.saluran)
    if not ways:
        return _closed(earlier, Reason.NO_CONTACT)
    return _sent(event, found, reset, owner, ways, earlier, call, deps)


def usable_owner(akun: str, store: Store) -> Person | Reason:
    """Whose account it is, or why it cannot be reset by its owner."""
    [held] = store.get(f"accounts/{akun}")
    account = Account.model_validate(held.data) if held else None
    [found] = store.get(f"people/{account.person_id}") if account else [None]
    person = Person.model_validate(found.data) if found else None
    if account is None or person is None or person.address != account.address:
        return Reason.UNKNOWN_PERSON
    return person if account.state in (AccountState.CREATED, AccountState.ACTIVE) else Reason.NOT_READY


def ways_of(person: Person, wanted: Saluran | None) -> list[Way]:
    """The wanted channel first, else the phone. Outside the schools only what was proven: the others were typed in."""
    ways = []
    if person.nomor_ponsel and person.jenis is not JenisLain.KEMDIKBUD:
        ways.append(Way(SMS, person.nomor_ponsel))
    mail = contact_of(person)
    if mail and person.jenis is not JenisLain.DINAS:
        ways.append(Way(MailKind.RESET_CODE, mail))
    return sorted(ways, key=lambda way: CHANNELS[way.kind] is not (wanted or Saluran.SMS))


def _why_not(reset: Reset | None, event: ResetRequested, call: Call, earlier: Snapshot | None) -> Reason | None:
    if reset is None:
        return Reason.UNKNOWN_RESET
    if in_doubt(earlier):
        return Reason.OUTCOME_UNKNOWN
    waits = reset.way is ResetWay.OWNER and reset.state is ResetState.AWAITING_CODE
    newest = reset.codes_sent == event.number
    return None if waits and newest and call.now < event.deadline else Reason.CODE_EXPIRED


def _closed(earlier: Snapshot | None, reason: Reason) -> Decision:
    return Decision(given_up(earlier, reason.value), refused=reason)


def _sent(
    event: ResetRequested,
    found: Snapshot,
    reset: Reset,
    owner: Person,
    ways: list[Way],
    earlier: Snapshot | None,
    call: Call,
    deps: Deps,
) -> Decision:
    path = record_path(call)
    chosen = _again(ways, earlier, call, deps) if earlier else open_way(ways, event.deadline, call, deps)
    if chosen is None:
        record = new_record(ways[0].kind, owner.sumber_id, ways[0].to, call, deps)
        return dropped(record, path, Reason.TOO_OFTEN if earlier is None else Reason.NO_CONTACT, earlier)
    way, counted = chosen
    record = new_record(way.kind, owner.sumber_id, way.to, call, deps)
    mark = {"attempted": event.number, "sent_by": CHANNELS[way.kind].value, "person_id": owner.sumber_id}
    writes: list[Write] = [Merge(found.path, mark, expect=found.version), intent(path, record, earlier), *counted]
    send = sender(way, _spoken(event, reset, call, deps), event.deadline, call, deps)
    return Decision(writes, then=send_once(path, record, send, call, deps))


def _again(ways: list[Way], earlier: Snapshot, call: Call, deps: Deps) -> tuple[Way, list[Merge]] | None:
    """What was surely not taken goes the same way again, and was counted then; None if that contact is gone."""
    known = (earlier.data["kind"], earlier.data["to_hash"])
    for way in ways:
        record = new_record(way.kind, "", way.to, call, deps)
        if (record.kind, record.to_hash) == known:
            return way, []
    return None


def _spoken(event: ResetRequested, reset: Reset, call: Call, deps: Deps) -> Spoken:
    code = reset_code(reset.id, event.number, deps.keys, reset.code_key_version)
    sign, minutes = page_signs(reset.id), minutes_left(event.deadline, call)
    values = {"kode": code, "tanda": sign, "menit": str(minutes)}
    return Spoken(MailKind.RESET_CODE, values, reset_code_text(code, sign, minutes))
