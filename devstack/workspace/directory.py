"""The methods of `users` in the Directory API, on stored users."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from belajar.ports import Clock
from devstack.workspace.answers import invalid, refused
from devstack.workspace.listing import HOLD_SECONDS, PARAMETERS, Listing
from devstack.workspace.options import Options
from devstack.workspace.quota import Quota
from devstack.workspace.resource import changed, created_resource, etag, picked, resource
from devstack.workspace.store import Record, TakenError, Users, UserStore
from devstack.workspace.validation import check_fields, check_new, readable_body

ACCEPTED: dict[str, tuple[str, ...]] = {
    "users.insert": (),
    "users.get": ("projection",),
    "users.list": PARAMETERS,
    "users.update": (),
    "users.patch": (),
    "users.delete": (),
    "users.undelete": (),
    "users.signOut": (),
}
"""Query parameters per method; others are refused, lest a caller relies on what is not simulated."""
STANDARD = ("alt", "fields", "prettyPrint", "quotaUser", "key")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API as it arrived."""

    method: str
    key: str
    args: Mapping[str, str]
    raw: bytes


class DirectoryApi:
    """Carries calls out. Raises ApiError; a refused call changes nothing."""

    def __init__(self, store: UserStore, clock: Clock, options: Options) -> None:
        self._store = store
        self._clock = clock
        self._options = options
        self._queries = Quota(clock, options.queries_per_minute / 60, options.queries_per_minute)
        self._creations = Quota(clock, options.creations_per_second, options.creations_per_second)

    def perform(self, call: Call) -> dict[str, Any] | None:
        """Body of the answer; None = 204."""
        if not self._queries.take():
            raise refused("userRateLimitExceeded")
        if unknown := set(call.args) - {*ACCEPTED[call.method], *STANDARD}:
            raise invalid(f"Not simulated: {sorted(unknown)}")
        handler = getattr(self, "_" + call.method.removeprefix("users."))
        return picked(handler(call), call.args.get("fields")) or None

    def _insert(self, call: Call) -> dict[str, Any]:
        body = readable_body(call.raw)
        check_new(body, self._options)
        if not self._creations.take(body["primaryEmail"].rpartition("@")[2].lower()):
            raise refused("creationRate")
        identifier = str(random.randint(10**20, 10**21 - 1))
        record = changed(Record(identifier, "", {}, "", self._now()), body)
        with self._store.writing() as users:
            _save(users, record)
        return created_resource(self._resource(record, []))

    def _get(self, call: Call) -> dict[str, Any]:
        with self._store.reading() as users:
            record = self._existing(users, call.key)
            if self._now() < record.created + self._options.visible_after_seconds:
                raise refused(self._options.hidden_answer)
            return self._resource(record, users.aliases(record))

    def _list(self, call: Call) -> dict[str, Any]:
        with self._store.reading() as users:
            page = Listing(call.args, self._options, self._now(), self._store.secret).run(users)
            found = [self._resource(record, users.aliases(record)) for record in page.records]
        body: dict[str, Any] = {"kind": "admin#directory#users", "etag": etag(found)}
        body |= {"users": found} if found else {}
        return body | ({"nextPageToken": page.next_token} if page.next_token else {})

    def _patch(self, call: Call) -> dict[str, Any]:
        body = readable_body(call.raw)
        check_fields(body, self._options)
        with self._store.writing() as users:
            record = changed(self._complete(users, call.key), body)
            _save(users, record)
            return self._resource(record, users.aliases(record))

    _update = _patch  # documented: update has the semantics of patch

    def _delete(self, call: Call) -> None:
        with self._store.writing() as users:
            record = self._complete(users, call.key)
            users.save(replace(record, deleted=self._now()))
            users.release(record)

    def _undelete(self, call: Call) -> None:
        unit = readable_body(call.raw).get("orgUnitPath") or "/"
        check_fields({"orgUnitPath": unit}, self._options)
        with self._store.writing() as users:
            record = users.find(call.key)
            if record is None or record.deleted is None or record.deleted <= self._now() - HOLD_SECONDS:
                raise refused("userNotFound")
            _save(users, replace(changed(record, {"orgUnitPath": unit}), deleted=None))

    def _signOut(self, call: Call) -> None:  # noqa: N802 -- Google's name
        with self._store.writing() as users:
            users.sign_out(self._complete(users, call.key))

    def _existing(self, users: Users, key: str) -> Record:
        record = users.find(key)
        if record is None or record.deleted is not None:
            raise refused("userNotFound")
        return record

    def _complete(self, users: Users, key: str) -> Record:
        record = self._existing(users, key)
        if self._now() < record.created + self._options.complete_after_seconds:
            raise refused("userCreationNotComplete")
        return record

    def _resource(self, record: Record, aliases: list[str]) -> dict[str, Any]:
        return resource(record, aliases, self._options, self._now())

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _save(users: Users, record: Record) -> None:
    try:
        users.save(record)
    except TakenError:
        raise refused("duplicate") from None
