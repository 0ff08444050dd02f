"""Values come back as they were given, and what Firestore would refuse is refused everywhere."""

from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest

from belajar.ports import Delete, Increment, Merge, Put, Store

WIB = timezone(timedelta(hours=7))


class State(StrEnum):
    ACTIVE = "active"


def nested(levels: int):
    value = {"leaf": 1}
    for _ in range(levels - 1):
        value = {"map": value}
    return value


VALUES = [
    None,
    True,
    False,
    0,
    -(2**63),
    2**63 - 1,
    1.0,
    -0.25,
    "",
    "Ni Luh Ayu “Ɓ” 👩‍🏫 مدرسة \u0000\n",
    [],
    {},
    [1, "a", None, {"m": [1]}],
    {"a.b": {"c-d@e f": [{}]}},
]


@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_a_value_comes_back_with_its_type(store: Store, value):
    store.commit([Put("c/put", {"v": value}), Merge("c/merge", {"v": value})])
    for found in store.get("c/put", "c/merge"):
        assert found
        assert repr(found.data) == repr({"v": value})


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2024, 7, 1, 9, 30, 15, 123456, tzinfo=WIB),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_a_time_comes_back_as_the_same_moment_in_utc(store: Store, moment: datetime):
    store.commit([Put("c/a", {"at": moment, "list": [moment]})])

    found = store.get("c/a")[0]

    assert found
    assert found.data == {"at": moment, "list": [moment]}
    assert found.data["at"].tzinfo is UTC


def test_words_of_an_enumeration_come_back_as_plain_text(store: Store):
    store.commit([Put("c/a", OrderedDict(state=State.ACTIVE))])
    found = store.get("c/a")[0]
    assert found
    assert found.data == {"state": "active"}
    assert type(found.data["state"]) is str


def test_ids_may_hold_addresses_spaces_and_any_script(store: Store):
    paths = ["lookup/a b", "accounts/siti.nur@guru.sd.belajar.id", "stats/import:00:7", "c/日本"]
    store.commit([Put(path, {"path": path}) for path in paths])
    assert [item and item.data["path"] for item in store.get(*paths)] == paths


def test_a_document_of_nearly_a_mebibyte_fits(store: Store):
    text = "x" * (1024 * 1024 - 400)
    store.commit([Put("c/a", {"text": text})])
    found = store.get("c/a")[0]
    assert found
    assert found.data["text"] == text


def test_450_writes_fit_into_one_commit(store: Store):
    paths = [f"c/{number:03}" for number in range(450)]
    store.commit([Put(path, {"n": 1}) for path in paths])
    assert all(store.get(*paths))


REFUSED = {
    "naive time": datetime(2024, 7, 1),  # noqa: DTZ001
    "date": date(2024, 7, 1),
    "bytes": b"x",
    "tuple": (1, 2),
    "set": {1},
    "65 bits": 2**63,
    "not a number": float("nan"),
    "infinite": float("inf"),
    "list in list": [[1]],
    "increment in list": [Increment(1)],
    "lone surrogate": "\ud800",
    "number as field name": {1: 1},
    "empty field name": {"": 1},
    "reserved field name": {"__name__": 1},
    "long field name": {"x" * 1501: 1},
    "too deep": nested(20),
    "too large": "x" * (1024 * 1024),
}


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("write", [Put, Merge])
def test_a_value_firestore_would_refuse_is_refused_and_nothing_is_written(store: Store, write, value):
    with pytest.raises(ValueError, match=r"\w") as refusal:
        store.commit([Put("c/good", {}), write("c/bad", {"v": value})])
    assert type(refusal.value) is ValueError
    assert store.get("c/good", "c/bad") == [None, None]


def test_values_may_be_nested_nineteen_deep_below_a_field(store: Store):
    store.commit([Put("c/put", {"v": nested(19)}), Merge("c/merge", {"v": nested(19)})])
    assert [item and item.data for item in store.get("c/put", "c/merge")] == [{"v": nested(19)}] * 2


@pytest.mark.parametrize("value", [Increment(1), {"n": Increment(1)}])
def test_instructions_belong_into_a_merge_only(store: Store, value):
    with pytest.raises(ValueError, match="cannot hold"):
        store.commit([Put("c/a", {"v": value})])


@pytest.mark.parametrize(
    "path",
    ["", "c", "c/", "/a", "c/a/b", "c/a/b/d", "c/.", "c/..", "c/__a__", "__c__/a", "c/" + "x" * 1501, "c/\ud800"],
    ids=ascii,
)
def test_a_path_is_a_collection_and_an_id(store: Store, path: str):
    with pytest.raises(ValueError, match=r"path|Unicode"):
        store.get(path)
    with pytest.raises(ValueError, match=r"path|Unicode"):
        store.commit([Delete(path)])


def test_one_commit_writes_a_document_once(store: Store):
    with pytest.raises(ValueError, match="two writes"):
        store.commit([Put("c/a", {}), Delete("c/a")])
    assert store.get("c/a") == [None]


def test_one_commit_has_at_most_450_writes(store: Store):
    with pytest.raises(ValueError, match="450"):
        store.commit([Put(f"c/{number}", {}) for number in range(451)])


def test_one_commit_has_at_most_nine_mebibytes(store: Store):
    text = "é" * 500_000
    with pytest.raises(ValueError, match="9 MiB"):
        store.commit([Put(f"c/{number}", {"text": text}) for number in range(10)])
    assert store.get("c/0") == [None]
