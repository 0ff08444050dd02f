"""What operations cost at list prices."""

import pytest

from bench.prices import billed_bytes, dollars_per_million


def test_a_million_operations_cost_what_their_counts_cost():
    assert dollars_per_million({"reads": 4, "writes": 2, "macs": 1}) == pytest.approx(4 * 0.38 + 2 * 1.15 + 3.0)


def test_counts_without_a_price_cost_nothing():
    assert dollars_per_million({"rpcs": 7, "mails": 1, "directory": 2}) == 0


def test_a_short_message_is_billed_as_a_thousand_bytes_out_and_in():
    assert billed_bytes(17) == billed_bytes(1000) == 2000
    assert billed_bytes(1001) == 2002


def test_a_tebibyte_of_messages_costs_forty_dollars():
    assert dollars_per_million({"bytes": 2**40 / 1e6}) == pytest.approx(40)
