"""Which queries every store serves: those that Firestore can answer in the order the port promises."""

import re

from belajar.documents import check_id, check_path
from belajar.ports import Query

_SIMPLE_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def check_query(query: Query) -> None:
    """Only what an automatic or a declared index can serve in the order the port promises.

    A range filter needs `order_by` on the same field (else Firestore would order by that field, not by id); `after`
    needs order by id; values are single ones, and null, true and false have no range.
    """
    check_id(query.collection)
    if query.limit < 1:
        raise ValueError("limit must be positive")
    for field, op, value in query.where:
        _check_query_field(field)
        if isinstance(value, list | dict):
            raise ValueError("filters compare single values")  # noqa: TRY004
        if op != "==" and (field != query.order_by or value is None or isinstance(value, bool)):
            raise ValueError("a range filter needs a number, text or time and order_by on its field")
    if query.order_by is not None:
        _check_query_field(query.order_by)
    if query.after is not None:
        _check_cursor(query, query.after)


def _check_cursor(query: Query, after: str) -> None:
    check_path(after)
    if query.order_by is not None or not after.startswith(f"{query.collection}/"):
        raise ValueError("`after` is a path of the same collection, for queries ordered by id")


def _check_query_field(field: str) -> None:
    if not all(_SIMPLE_FIELD.fullmatch(part) for part in field.split(".")):
        raise ValueError("fields of queries are dotted paths of simple names")
