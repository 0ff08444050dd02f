"""What was counted is kept, so that a bill can be computed anew."""

from pathlib import Path

from bench.counting import counts_table, each
from bench.counts import counted_on, keep, kept


def test_a_bench_that_runs_again_replaces_what_it_counted_and_leaves_the_others(tmp_path: Path):
    path = tmp_path / "counts.json"
    keep("operations", [("look-up", {"reads": 4}), ("old", {"reads": 1})], path)
    keep("passwords", [("reset", {"texts": 2})], path)
    keep("operations", [("look-up", {"reads": 5})], path)
    assert kept(path) == {"look-up": {"reads": 5}, "reset": {"texts": 2}}
    assert set(counted_on(path)) == {"operations", "passwords"}


def test_what_was_counted_for_many_is_shared_out():
    assert each({"reads": 10, "writes": 5}, 5) == {"reads": 2, "writes": 1}


def test_the_price_of_a_line_leaves_mails_and_sms_out():
    table = counts_table([("reset", {"macs": 2, "texts": 2, "mails": 1})])
    assert table.splitlines()[-1].endswith(" 6.00 |")
