"""Waiting for Workspace by the numbers of the policy."""

import pytest

from belajar.errors import DirectoryBusyError, DirectoryDelayedError, OutcomeUnknownError
from belajar.runtime.retrying import patiently
from tests.support.clock import ManualClock


class Answers:
    """Raises what it is given, one by one, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.calls = list(errors), 0

    def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


def test_a_good_answer_costs_one_call(clock: ManualClock):
    answers = Answers()
    assert patiently(answers, clock, 100) == "answer"
    assert (answers.calls, clock.slept) == (1, [])


def test_busy_waits_grow_with_jitter(clock: ManualClock):
    assert patiently(Answers(*[DirectoryBusyError()] * 3), clock, 100) == "answer"
    assert [int(wait) for wait in clock.slept] == [2, 4, 8]


def test_busy_gives_up_before_the_budget_is_overrun(clock: ManualClock):
    answers = Answers(*[DirectoryBusyError()] * 50)
    with pytest.raises(DirectoryBusyError):
        patiently(answers, clock, 60)
    assert sum(clock.slept) <= 60


def test_busy_gives_up_after_ten_tries(clock: ManualClock):
    answers = Answers(*[DirectoryBusyError()] * 50)
    with pytest.raises(DirectoryBusyError):
        patiently(answers, clock, 1e9)
    assert answers.calls == 10


def test_not_complete_is_waited_for_five_times_five_seconds(clock: ManualClock):
    assert patiently(Answers(*[DirectoryDelayedError()] * 5), clock, 100) == "answer"
    assert clock.slept == [5] * 5
    with pytest.raises(DirectoryDelayedError):
        patiently(Answers(*[DirectoryDelayedError()] * 6), clock, 100)


def test_an_unknown_outcome_is_not_retried_here(clock: ManualClock):
    answers = Answers(OutcomeUnknownError())
    with pytest.raises(OutcomeUnknownError):
        patiently(answers, clock, 100)
    assert answers.calls == 1
