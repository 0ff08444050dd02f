"""Queries: filters by type, order, limit and cursor."""

from datetime import UTC, datetime, timedelta

import pytest

from belajar.ports import Put, Query, Store

START = datetime(2024, 7, 1, tzinfo=UTC)


def ids(store: Store, **query):
    return [item.path.split("/")[1] for item in store.query(Query("people", **query))]


def fill(store: Store, **documents):
    store.commit([Put(f"people/{key}", data) for key, data in documents.items()])


def test_only_documents_of_the_collection_are_found_in_order_of_id(store: Store):
    names = ["people/b", "people/B", "people/a-1", "people/a", "people/é", "peoples/x", "peopl/x", "people0/x"]
    store.commit([Put(path, {}) for path in names])
    assert ids(store) == ["B", "a", "a-1", "b", "é"]


def test_a_query_gives_whole_snapshots(store: Store):
    version = store.commit([Put("people/a", {"at": START, "m": {"n": [1]}})])[0]
    assert store.query(Query("people")) == store.get("people/a")
    assert store.query(Query("people"))[0].version == version


def test_nothing_found_is_an_empty_list(store: Store):
    assert ids(store, where=(("n", "==", 1),)) == []


def test_the_limit_cuts_and_the_cursor_continues_behind_a_path_even_if_it_is_gone(store: Store):
    fill(store, **{key: {} for key in "abdef"})
    assert ids(store, limit=2) == ["a", "b"]
    assert ids(store, limit=2, after="people/b") == ["d", "e"]
    assert ids(store, after="people/c") == ["d", "e", "f"]
    assert ids(store, after="people/f") == []


def test_filters_and_cursor_go_together(store: Store):
    fill(store, a={"s": 1}, b={"s": 2}, c={"s": 1}, d={"s": 1})
    assert ids(store, where=(("s", "==", 1),), after="people/a", limit=1) == ["c"]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (1, ["float", "int"]),
        (1.0, ["float", "int"]),
        (True, ["true"]),
        (False, ["false"]),
        ("1", ["text"]),
        (None, ["null"]),
        (START, ["time"]),
        (START.isoformat(timespec="microseconds").replace("+00:00", "Z"), []),
    ],
)
def test_equality_is_by_type(store: Store, value, found):
    values = {"int": 1, "float": 1.0, "true": True, "false": False, "text": "1", "null": None, "time": START}
    fill(store, none={}, **{key: {"v": value} for key, value in values.items()})
    assert ids(store, where=(("v", "==", value),)) == found


@pytest.mark.parametrize(
    ("op", "found"),
    [("<", ["d"]), ("<=", ["d", "c"]), (">", ["b", "a"]), (">=", ["c", "b", "a"])],
)
@pytest.mark.parametrize(
    "scale",
    [
        lambda n: n,
        lambda n: n + 0.5,
        lambda n: START + timedelta(microseconds=n),
        lambda n: chr(ord("a") + n),
    ],
    ids=["int", "float", "time", "text"],
)
def test_ranges_are_in_order_of_their_field_and_hold_values_of_its_type_only(store: Store, scale, op, found):
    fill(store, **{key: {"m": {"v": scale(n)}} for n, key in enumerate("dcba")})
    others = {"number": 7, "text": "zz", "time": START + timedelta(days=1), "null": None, "map": {"x": 1}}
    kind = {"int": "number", "float": "number", "datetime": "time", "str": "text"}[type(scale(1)).__name__]
    fill(store, none={"m": {}}, flat={"m": 3}, **{key: {"m": {"v": v}} for key, v in others.items() if key != kind})

    assert ids(store, where=(("m.v", op, scale(1)),), order_by="m.v") == found


def test_two_ends_of_a_range(store: Store):
    fill(store, **{key: {"n": n} for n, key in enumerate("abcde")})
    assert ids(store, where=(("n", ">", 0), ("n", "<=", 3)), order_by="n") == ["b", "c", "d"]


def test_equality_with_a_range(store: Store):
    fill(store, a={"s": "x", "n": 2}, b={"s": "y", "n": 2}, c={"s": "x", "n": 1}, d={"s": "x", "n": 9})
    assert ids(store, where=(("s", "==", "x"), ("n", "<", 5)), order_by="n") == ["c", "a"]


def test_equal_values_are_in_order_of_id_and_documents_without_the_field_are_left_out(store: Store):
    fill(store, c={"n": 1}, b={"n": 1}, a={"n": 2}, none={"m": 1}, d={"n": 0})
    assert ids(store, order_by="n") == ["d", "b", "c", "a"]
    assert ids(store, order_by="n", limit=2) == ["d", "b"]


@pytest.mark.parametrize(
    "query",
    [
        Query(""),
        Query("a/b"),
        Query("people", limit=0),
        Query("people", where=(("a-b", "==", 1),)),
        Query("people", where=(("a..b", "==", 1),)),
        Query("people", where=(("n", "==", [1]),)),
        Query("people", where=(("n", "==", {"a": 1}),)),
        Query("people", where=(("n", "<", 1),)),
        Query("people", where=(("n", "<", 1),), order_by="m"),
        Query("people", where=(("n", "<", None),), order_by="n"),
        Query("people", where=(("n", "<", True),), order_by="n"),
        Query("people", where=(("n", "==", 2**63),)),
        Query("people", where=(("n", "==", datetime(2024, 7, 1)),)),  # noqa: DTZ001
        Query("people", order_by="a b"),
        Query("people", order_by="n", after="people/a"),
        Query("people", after="accounts/a"),
        Query("people", after="people"),
    ],
)
def test_a_query_that_firestore_could_not_serve_as_promised_is_refused(store: Store, query: Query):
    with pytest.raises(ValueError, match=r"\w"):
        store.query(query)


def test_queries_are_counted_with_at_least_one_read(store: Store):
    fill(store, a={}, b={})
    before = store.counts.copy()
    ids(store)
    ids(store, where=(("n", "==", 1),))
    assert store.counts - before == {"rpcs": 2, "queries": 2, "reads": 3}
