"""`users.list`: filters, order and pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from devstack.workspace.answers import invalid, refused
from devstack.workspace.options import Options
from devstack.workspace.sealing import seal, unseal
from devstack.workspace.store import Record, Users

PARAMETERS = ("customer", "domain", "maxResults", "orderBy", "pageToken", "query", "showDeleted", "projection")
HOLD_SECONDS = 20 * 86_400
"""A deleted user can be seen and brought back for so long."""
_TOKEN_SECONDS = 3 * 86_400
_ORDER = {"email": "email", "givenName": "given_name", "familyName": "family_name"}
_CLAUSE = re.compile(r"(email|externalId)[=:]'?([^']+?)'?")
_CONDITIONS = {
    "email": "id IN (SELECT user_id FROM addresses WHERE address = lower(?))",
    "externalId": "EXISTS (SELECT 1 FROM json_each(profile, '$.externalIds') WHERE value ->> 'value' = ?)",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page and the token of the next."""

    records: list[Record]
    next_token: str | None


class Listing:
    """One list call, checked. Raises ApiError."""

    def __init__(self, args: Mapping[str, str], options: Options, now: float, secret: bytes) -> None:
        self._args = args
        self._options = options
        self._now = now
        self._secret = secret
        self._column = _ORDER.get(args.get("orderBy", "email"), "")
        if not self._column:
            raise invalid("Invalid Input: orderBy")
        self._size = _size(args.get("maxResults", "100"))

    def run(self, users: Users) -> Page:
        """Read the page."""
        wheres = [self._population(), *self._scope(), *self._query(), *self._after()]
        condition = " AND ".join(f"({sql})" for sql, _ in wheres)
        values = tuple(value for _, bound in wheres for value in bound)
        tail = f"ORDER BY {self._column}, email LIMIT {self._size + 1}"
        found = users.select(condition, values, tail)
        more = len(found) > self._size
        records = found[: self._size]
        return Page(records, self._token(records[-1]) if more else None)

    def _population(self) -> tuple[str, tuple[Any, ...]]:
        if self._args.get("showDeleted") == "true":
            return "deleted > ?", (self._now - HOLD_SECONDS,)
        return "deleted IS NULL AND created <= ?", (self._now - self._options.visible_after_seconds,)

    def _scope(self) -> list[tuple[str, tuple[Any, ...]]]:
        customer, domain = self._args.get("customer"), self._args.get("domain")
        if domain:
            if not self._options.knows_domain(f"@{domain}"):
                raise refused("domainNotFound")
            return [("substr(email, instr(email, '@') + 1) = ?", (domain.lower(),))]
        if customer not in ("my_customer", self._options.customer_id):
            raise refused("badRequest")
        return []

    def _query(self) -> list[tuple[str, tuple[Any, ...]]]:
        text = self._args.get("query")
        if not text:
            return []
        clause = _CLAUSE.fullmatch(text.strip())
        if clause is None:
            raise invalid("Invalid query")
        return [(_CONDITIONS[clause[1]], (clause[2],))]

    def _after(self) -> list[tuple[str, tuple[Any, ...]]]:
        token = self._args.get("pageToken")
        if not token:
            return []
        place = unseal(self._secret, token)
        if place is None or place["at"] < self._now - _TOKEN_SECONDS or place["column"] != self._column:
            raise invalid("Invalid Input: pageToken")
        return [(f"({self._column}, email) > (?, ?)", (place["value"], place["email"]))]

    def _token(self, last: Record) -> str:
        name = last.profile["name"]
        value = {"email": last.email, "given_name": name["givenName"], "family_name": name["familyName"]}[self._column]
        place = {"at": self._now, "column": self._column, "value": value, "email": last.email}
        return seal(self._secret, place)


def _size(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 500:
        raise invalid("Invalid Input: maxResults")
    return int(text)
