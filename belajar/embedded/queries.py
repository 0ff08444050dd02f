"""A `Query` as SQL over the JSON bodies, with Firestore's rules: a filter compares values of its own type only."""

from collections.abc import Sequence
from typing import Any

from belajar.embedded.documents import TIME, encode
from belajar.ports import Op, Query

Sql = tuple[str, Sequence[Any]]

# Every fragment is fixed text; fields and values are parameters.
OPERATORS: dict[Op, str] = {op: f"json_extract(body, ?) {op} ?" for op in ("==", "<", "<=", ">", ">=")}
TYPE_IN = "json_type(body, ?) IN (SELECT value FROM json_each(?))"


def statement(query: Query) -> Sql:
    """SQL and parameters. Paths of one collection are one range of the primary key ('0' follows '/')."""
    conditions = ["path > ? AND path < ?"]
    parameters: list[Any] = [query.after or f"{query.collection}/", f"{query.collection}0"]
    for field, op, value in query.where:
        condition, values = _filter(field, op, value)
        conditions.append(condition)
        parameters += values
    order = "path"
    if query.order_by is not None:
        conditions.append("json_type(body, ?) IS NOT NULL")
        order = "json_extract(body, ?), path"
        parameters += [_json_path(query.order_by)] * 2
    where = " AND ".join(conditions)
    sql = f"SELECT path, body, version FROM documents WHERE {where} ORDER BY {order} LIMIT ?"  # noqa: S608
    return sql, [*parameters, query.limit]


def _filter(field: str, op: Op, value: Any) -> Sql:
    path = _json_path(field)
    if value is None:
        return TYPE_IN, [path, '["null"]']
    if isinstance(value, bool):
        return TYPE_IN, [path, '["true"]' if value else '["false"]']
    value = encode(value)
    if isinstance(value, dict):
        path, value = f"{path}.{TIME}", value[TIME]
    types = '["text"]' if isinstance(value, str) else '["integer","real"]'
    return f"{TYPE_IN} AND {OPERATORS[op]}", [path, types, path, value]


def _json_path(field: str) -> str:
    return f"$.{field}"
