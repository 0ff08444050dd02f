import pytest

from belajar.rules.backoff import delay_seconds
from belajar.rules.policy import POLICY


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (10, 60), (5000, 60)])
def test_waits_double_up_to_a_minute_and_jitter_comes_on_top(attempt, seconds):
    assert delay_seconds(attempt, 0.25) == seconds + 0.25


def test_ten_tries():
    assert POLICY.directory_tries == 10
