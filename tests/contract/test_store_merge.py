"""Merge has one meaning on both engines, on documents of every shape."""

import json
from datetime import UTC, datetime

import pytest

from belajar.ports import DELETE_FIELD, Increment, Merge, Put, Store

MOMENT = datetime(2024, 7, 1, 2, 3, 4, 5, tzinfo=UTC)
CASES = {
    "fields beside stay": ({"a": 1, "m": {"x": 1}}, {"m": {"y": 2}}, {"a": 1, "m": {"x": 1, "y": 2}}),
    "a missing document is created": (None, {"m": {"x": 1}}, {"m": {"x": 1}}),
    "a missing document is created by nothing": (None, {}, {}),
    "a missing document is created by a deletion": (None, {"m": {"x": DELETE_FIELD}}, {}),
    "lists are replaced whole": ({"l": [1, {"x": 1}]}, {"l": [{"y": 2}]}, {"l": [{"y": 2}]}),
    "an empty map replaces": ({"m": {"x": 1}}, {"m": {}}, {"m": {}}),
    "an empty map inside replaces": ({"m": {"x": {"z": 1}, "y": 1}}, {"m": {"x": {}}}, {"m": {"x": {}, "y": 1}}),
    "a value gives way to a map": ({"m": 5}, {"m": {"x": 1}}, {"m": {"x": 1}}),
    "a time gives way to a map": ({"m": MOMENT}, {"m": {"x": 1}}, {"m": {"x": 1}}),
    "a map gives way to a time": ({"m": {"x": 1}}, {"m": MOMENT}, {"m": MOMENT}),
    "a map gives way to null": ({"m": {"x": 1}}, {"m": None}, {"m": None}),
    "a field is deleted": ({"a": 1, "b": 2}, {"a": DELETE_FIELD}, {"b": 2}),
    "a nested field is deleted": ({"m": {"x": 1, "y": 2}}, {"m": {"x": DELETE_FIELD}}, {"m": {"y": 2}}),
    "the last field of a map leaves it empty": ({"m": {"x": 1}}, {"m": {"x": DELETE_FIELD}}, {"m": {}}),
    "deleting below nothing makes no map": ({}, {"m": {"x": DELETE_FIELD}}, {}),
    "deleting below a value leaves it": ({"m": 5}, {"m": {"x": DELETE_FIELD}}, {"m": 5}),
    "deleting and setting below a value": ({"m": 5}, {"m": {"x": DELETE_FIELD, "y": 1}}, {"m": {"y": 1}}),
    "absent counts as 0": (None, {"n": {"a": Increment(2)}}, {"n": {"a": 2}}),
    "numbers are added": ({"n": {"a": 3}}, {"n": {"a": Increment(-5), "b": 1}}, {"n": {"a": -2, "b": 1}}),
    "fractions are added": ({"n": 1.5}, {"n": Increment(2)}, {"n": 3.5}),
    "what is no number is replaced": ({"n": "s", "b": True}, {"n": Increment(2), "b": Increment(1)}, {"n": 2, "b": 1}),
    "counting below a value": ({"n": 1}, {"n": {"a": Increment(2)}}, {"n": {"a": 2}}),
    "counting stops at 64 bits": ({"n": 2**63 - 2}, {"n": Increment(9)}, {"n": 2**63 - 1}),
    "names are never split": (
        {"p": {"a.b": {"x": 1}, "a": {"b": 1}}},
        {"p": {"a.b": {"y": 2}, "siti-1@sd.belajar.id": Increment(1), "d e`f\\g": {"h": DELETE_FIELD, "é": 0}}},
        {"p": {"a.b": {"x": 1, "y": 2}, "a": {"b": 1}, "siti-1@sd.belajar.id": 1, "d e`f\\g": {"é": 0}}},
    ),
}


def typed(value):
    """Text that tells 1, 1.0 and true apart, which Python's == does not."""
    return json.dumps(value, sort_keys=True, default=repr)


@pytest.mark.parametrize(("before", "patch", "after"), CASES.values(), ids=CASES)
def test_merge(store: Store, before, patch, after):
    if before is not None:
        store.commit([Put("c/a", before)])

    store.commit([Merge("c/a", patch)])

    found = store.get("c/a")[0]
    assert found
    assert typed(found.data) == typed(after)
