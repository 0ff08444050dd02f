"""A `Query` as Firestore's structured query."""

from typing import Any, Final

from belajar.cloud.firestore_types import types
from belajar.cloud.firestore_values import write_value
from belajar.ports import Op, Query

StructuredQuery: Final = types.StructuredQuery.pb()
_FieldOperator: Final = StructuredQuery.FieldFilter
_OPERATORS: Final[dict[Op, int]] = {
    "==": _FieldOperator.EQUAL,
    "<": _FieldOperator.LESS_THAN,
    "<=": _FieldOperator.LESS_THAN_OR_EQUAL,
    ">": _FieldOperator.GREATER_THAN,
    ">=": _FieldOperator.GREATER_THAN_OR_EQUAL,
}
ID: Final = "__name__"


def structured_query(query: Query, documents: str) -> Any:
    """The query over the collection below `documents` (projects/P/databases/D/documents)."""
    message = StructuredQuery()
    message.from_.add(collection_id=query.collection)
    for field, op, value in query.where:
        _filter(message.where.composite_filter.filters.add(), field, op, value)
    if query.where:
        message.where.composite_filter.op = StructuredQuery.CompositeFilter.AND
    for field in (query.order_by, ID) if query.order_by else (ID,):
        message.order_by.add(direction=StructuredQuery.ASCENDING).field.field_path = field
    if query.after is not None:
        message.start_at.before = False
        message.start_at.values.add().reference_value = f"{documents}/{query.after}"
    message.limit.value = query.limit
    return message


def _filter(target: Any, field: str, op: Op, value: Any) -> None:
    if value is None:
        target.unary_filter.field.field_path = field
        target.unary_filter.op = StructuredQuery.UnaryFilter.IS_NULL
        return
    target.field_filter.field.field_path = field
    target.field_filter.op = _OPERATORS[op]
    write_value(target.field_filter.value, value)
