def test_deliveries_come_back_in_order_behind_a_number(log, delivery):
    first, second = delivery(event_id="e1"), delivery(event_id="e2", correlation="case-2")
    log.add([first, second])
    assert [found for _, found in log.after(0)] == [first, second]
    [(number, found)] = log.after(0, "case-2")
    assert (found, log.after(number), log.last_number()) == (second, [], number)


def test_an_empty_history_has_no_last_number(log):
    assert (log.last_number(), log.after(0), log.cases()) == (0, [], [])


def test_only_the_newest_rows_are_kept(log, delivery):
    log.add([delivery(event_id=f"e{number}") for number in range(5)], kept_rows=3)
    assert [found.event_id for _, found in log.after(0)] == ["e2", "e3", "e4"]


def test_a_case_sums_up_its_deliveries_the_latest_case_first(log, delivery):
    log.add(
        [
            delivery(at=100.0, type="first", duration_ms=1000),
            delivery(at=104.0, type="second", status=503, duration_ms=500),
            delivery(correlation="case-2"),
        ]
    )
    later, earlier = log.cases()
    assert later.correlation == "case-2"
    assert (earlier.first_type, earlier.began, earlier.ended) == ("first", 100.0, 104.5)
    assert (earlier.deliveries, earlier.failed) == (2, 1)
    assert [case.correlation for case in log.cases("case-1")] == ["case-1"]


def test_what_an_event_led_to_is_told_without_repetition(log, delivery):
    twice = delivery(event_id="e2", causation="e1", type="next")
    log.add([delivery(), twice, twice, delivery(event_id="e3", causation="e1", type="another")])
    assert log.caused(["e1", "e2"]) == {"e1": ["another", "next"]}


def test_the_history_of_an_earlier_run_is_still_there(log, delivery, tmp_path):
    log.add([delivery()])
    assert type(log)(tmp_path / "events.sqlite").last_number() == 1
