"""The bill of a year follows from counts, prices and assumptions, and from nothing else."""

from dataclasses import fields, replace

import pytest

from bench.cost import PAGE, document, measured_cpu_ms
from bench.cost_assumptions import Year, why, year
from bench.cost_bill import bill
from bench.cost_prices import RATES
from bench.cost_year import MINUTES, REFRESH, Work, second, works
from bench.counts import kept
from bench.report import DOCUMENT

YEAR = Year()
STORED = {"bytes kept": 2**30 / 1000, "bytes expiring": 0.0}
IDLE = replace(YEAR, **{each.name: 0 for each in fields(Year)})


def test_an_sms_costs_what_was_said_of_it():
    resets = [Work("reset", 1_000_000, {"texts": 2})]
    assert bill(replace(YEAR, sms_dollars=0.05), resets, STORED)["SMS"] == pytest.approx(100_000)


def test_operations_are_paid_to_whom_they_are_done():
    done = [Work("look-up", 1_000_000, {"reads": 2, "writes": 1, "macs": 1})]
    due = bill(YEAR, done, STORED)
    assert due["Firestore operations"] == pytest.approx(2 * 0.38 + 1.15)
    assert due["KMS signatures"] == pytest.approx(3)


def test_a_run_is_billed_for_its_least_time_and_for_what_it_waits_for():
    chosen = replace(YEAR, billed_ms=100, directory_ms=700, message_ms=300)
    assert Work("account", 1, {"runs": 3, "directory": 1, "mails": 1}).seconds(chosen) == pytest.approx(1.3)


def test_a_million_of_something_costs_the_same_in_the_table_and_in_the_bill():
    work = Work("reset", 1_000_000, {"reads": 3, "runs": 2, "texts": 1, "mails": 1})
    paid, due = work.per_million(YEAR), bill(YEAR, [work], STORED)
    assert paid["operations"] == pytest.approx(due["Firestore operations"])
    assert paid["Cloud Run"] == pytest.approx(due["Cloud Run, at work"] + due["Cloud Run, requests"])
    assert (paid["mail"], paid["SMS"]) == pytest.approx((due["mail relay"], due["SMS"]))


def test_stored_bytes_are_paid_every_month_and_once_more_for_each_backup():
    chosen = replace(IDLE, pupils=1000, index_factor=2, backup_days=10)
    due = bill(chosen, [], STORED)
    assert due["Firestore storage"] == pytest.approx(2 * 12 * RATES["stored_gib"].dollars)
    assert due["Firestore backups"] == pytest.approx(2 * 10 * 12 * RATES["backup_gib"].dollars)


def test_who_does_nothing_pays_for_what_stands_ready_only():
    due = bill(IDLE, [], STORED)
    assert {name for name, dollars in due.items() if dollars} == {
        "Cloud Run, minimum instances",
        "Cloud Armor",
        "keys, secrets, schedules",
        "load balancer",
        "metrics of our own",
    }


def test_the_looks_over_all_users_fit_into_the_year_one_page_after_the_other():
    """The answer of a page brings the token of the next, so no quota makes a look shorter."""
    [pages] = [work.times for work in works(YEAR, kept()) if work.name == REFRESH]
    assert pages * (YEAR.directory_ms + YEAR.billed_ms) / 1000 <= MINUTES * 60


def test_the_largest_item_comes_first():
    dollars = list(bill(YEAR, works(YEAR, kept()), STORED).values())
    assert dollars == sorted(dollars, reverse=True)


def test_an_operation_that_was_never_counted_is_not_taken_for_free():
    with pytest.raises(KeyError):
        works(YEAR, {})


def test_every_figure_can_be_given_as_an_argument_and_says_where_it_comes_from():
    given = [part for each in fields(Year) for part in (f"--{each.name.replace('_', '-')}", "7")]
    assert year(given) == replace(YEAR, **{each.name: 7.0 for each in fields(Year)})
    assert all(why().values())


def test_an_unknown_assumption_is_refused(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        year(["--people", "7"])
    assert "--people" in capsys.readouterr().err


def test_the_page_in_docs_is_what_counts_and_assumptions_give():
    assert PAGE.read_text(encoding="utf-8") == document(YEAR)


def test_another_price_of_sms_gives_another_page():
    assert document(replace(YEAR, sms_dollars=1)) != document(YEAR)


def test_the_cpu_of_a_look_up_is_read_from_where_it_was_published():
    assert measured_cpu_ms("| emulators |      look-up | 0.750 (0.725-0.762) | 1.18 |\n") == 0.75
    assert measured_cpu_ms(DOCUMENT.read_text(encoding="utf-8")) > 0
    with pytest.raises(ValueError, match="lookup_cpu"):
        measured_cpu_ms("| embedded |      look-up | 0.463 |\n")


def test_a_second_of_an_instance_has_a_price():
    assert second() == pytest.approx(0.0000336 + 0.5 * 0.0000035)
