"""Look-up entries of a chunk: one write per entry, however many of its persons come, change or move away."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from belajar.ports import DELETE_FIELD, Delete, Merge, Snapshot, Store, Write
from belajar.rules.contacts import mask_email, mask_phone
from belajar.rules.matching import strict_hash
from functions.roster.plans import Context, Plan
from schemas.documents import LookupPerson, SchoolPerson

Entries = Mapping[str, Snapshot | None]
"""Old entries by key."""


def lookup_path(key: str) -> str:
    """`lookup/<key>`"""
    return f"lookup/{key}"


def read_old_entries(store: Store, plans: Sequence[Plan]) -> Entries:
    """The entries that persons move away from; most chunks have none, and then nothing is read."""
    keys = sorted({plan.before.lookup_key for plan in plans if plan.before and _moves(plan)})
    return dict(zip(keys, store.get(*map(lookup_path, keys)), strict=True)) if keys else {}


def lookup_writes(plans: Sequence[Plan], old: Entries, context: Context) -> list[Write]:
    """Blind merges, but for entries that somebody leaves: those are guarded, for what they hold moves along."""
    persons: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for plan in plans:
        if plan.kind == "unchanged":
            continue
        persons[plan.after.lookup_key][plan.after.sumber_id] = _shown(plan, old, context)
        if plan.before and _moves(plan) and old[plan.before.lookup_key]:
            persons[plan.before.lookup_key][plan.after.sumber_id] = DELETE_FIELD
    return [_write(key, entry, old.get(key)) for key, entry in persons.items()]


def _moves(plan: Plan) -> bool:
    return plan.before is not None and plan.before.lookup_key != plan.after.lookup_key


def _write(key: str, entry: dict[str, Any], old: Snapshot | None) -> Write:
    path, version = lookup_path(key), old.version if old else None
    removed = {person for person, shown in entry.items() if shown is DELETE_FIELD}
    if old and len(removed) == len(entry) and removed >= set(old.data.get("persons", {})):
        return Delete(path, expect=version)
    return Merge(path, {"persons": entry}, expect=version)


def _shown(plan: Plan, old: Entries, context: Context) -> dict[str, Any]:
    """What a check shows. State and address of a known person belong to provision and sync: left as they are."""
    facts = _facts(plan, context)
    if plan.before is None or plan.reopened:
        return _whole(plan.after, facts, context)
    if not _moves(plan):
        return facts
    entry = old[plan.before.lookup_key]
    held: dict[str, Any] = entry.data.get("persons", {}).get(plan.after.sumber_id, {}) if entry else {}
    return (held or _whole(plan.after, facts, context)) | facts


def _facts(plan: Plan, context: Context) -> dict[str, Any]:
    person, row = plan.after, plan.row.data
    return {
        "strict": strict_hash(context.pepper, row.nama, row.nama_ibu_kandung),
        "email_masked": mask_email(person.email_pribadi) if person.email_pribadi else None,
        "phone_masked": mask_phone(person.nomor_ponsel) if person.nomor_ponsel else None,
        "contact_bounced": person.contact_bounced,
    }


def _whole(person: SchoolPerson, facts: dict[str, Any], context: Context) -> dict[str, Any]:
    state = {"state": person.account_state, "address": person.address, "refreshed_at": context.now}
    return LookupPerson.model_validate(facts | state).model_dump(mode="python")
