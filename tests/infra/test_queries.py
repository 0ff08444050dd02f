"""Composite indexes of the topology are those that queries of the code need."""

import pytest

from devstack.topology import topology
from tools.infra_checks.needs import ROOT
from tools.infra_checks.queries import missing_indexes, queries, unknown_indexes

ASKED = queries(ROOT)


def with_changes(**changes):
    return topology().model_copy(update=changes)


def test_every_index_serves_a_query():
    assert unknown_indexes(topology(), ASKED) == []


def test_every_query_has_an_index():
    assert missing_indexes(topology(), ASKED) == []


def test_queries_are_found_where_they_are_made():
    assert {query.collection for query in ASKED} >= {"requests", "resets", "people", "imports"}


@pytest.mark.parametrize(
    "index",
    [
        {"collection": "requests", "fields": ["state", "birthday"]},
        {"collection": "requests", "fields": ["colour", "submitted_at"]},
        {"collection": "reqests", "fields": ["state", "submitted_at"]},
    ],
)
def test_an_unknown_index_is_found(index):
    assert len(unknown_indexes(with_changes(indexes=[*topology().indexes, index]), ASKED)) == 1


@pytest.mark.parametrize("last", sorted({index["fields"][-1] for index in topology().indexes}))
def test_a_query_without_its_index_is_found(last):
    fewer = [index for index in topology().indexes if index["fields"][-1] != last]
    assert missing_indexes(with_changes(indexes=fewer), ASKED) != []


def test_a_query_on_a_field_whose_index_is_off_is_found():
    assert len(missing_indexes(with_changes(indexed={"people": ["npsn"]}), ASKED)) == 1


def test_a_query_sorted_by_a_time_to_live_is_found():
    assert missing_indexes(with_changes(ttl={"suspended": "checked_at"}), ASKED) != []
