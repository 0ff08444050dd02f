from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belajar.rules.throttles import Limit, hit_fields, in_words, retry_after_seconds, stale_buckets, used

LIMIT = Limit(5, 3600)
NOON = datetime(2026, 7, 13, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def after_hits(*times, limit=LIMIT):
    """The document as a store makes it of these hits: counts added, the rest replaced."""
    document = {"buckets": {}}
    for now in times:
        fields = hit_fields(now, limit)
        for number, one in fields["buckets"].items():
            document["buckets"][number] = document["buckets"].get(number, 0) + one
        document["expire_at"] = fields["expire_at"]
    return document


def test_no_document_means_nothing_used_and_no_wait():
    assert used(None, NOON, LIMIT) == 0
    assert retry_after_seconds(None, NOON, LIMIT) == 0


def test_a_hit_is_one_more_in_its_bucket():
    assert hit_fields(NOON, LIMIT)["buckets"] == {str(int(NOON.timestamp()) // 600): 1}
    assert used(after_hits(NOON, NOON, NOON), NOON, LIMIT) == 3


@pytest.mark.parametrize("first", [NOON, NOON + timedelta(minutes=10) - TICK])
def test_a_hit_counts_for_a_whole_window_wherever_in_its_bucket_it_fell(first):
    document = after_hits(first)
    assert used(document, first + timedelta(hours=1), LIMIT) == 1
    assert used(document, first + timedelta(hours=1, minutes=10), LIMIT) == 0


def test_a_bucket_leaves_the_view_exactly_a_window_and_a_bucket_after_it_began():
    document = after_hits(NOON)
    out = NOON + timedelta(minutes=70)
    assert used(document, out - TICK, LIMIT) == 1
    assert used(document, out, LIMIT) == 0
    assert document["expire_at"] == out


def test_hits_of_an_instance_with_a_fast_clock_count():
    assert used(after_hits(NOON + timedelta(minutes=10)), NOON, LIMIT) == 1


def test_the_wait_ends_when_enough_old_hits_are_gone():
    document = after_hits(*[NOON] * 2, *[NOON + timedelta(minutes=30)] * 4)
    assert retry_after_seconds(document, NOON + timedelta(minutes=31), LIMIT) == 39 * 60
    assert retry_after_seconds(document, NOON + timedelta(minutes=70), LIMIT) == 0


def test_a_wait_is_rounded_up_to_whole_seconds():
    document = after_hits(*[NOON] * 5)
    assert retry_after_seconds(document, NOON + timedelta(minutes=70) - TICK, LIMIT) == 1


def test_buckets_out_of_view_are_stale_and_no_others():
    document = after_hits(NOON, NOON + timedelta(minutes=10))
    assert stale_buckets(document, NOON + timedelta(minutes=69), LIMIT) == []
    assert stale_buckets(document, NOON + timedelta(minutes=70), LIMIT) == list(hit_fields(NOON, LIMIT)["buckets"])
    assert stale_buckets(None, NOON, LIMIT) == []


MOMENTS = st.lists(st.integers(0, 3 * 300 * 10), min_size=1, max_size=60).map(sorted)
LIMITS = st.builds(Limit, st.integers(1, 6), st.sampled_from([60, 300, 100]))


@settings(max_examples=100, deadline=None)
@given(MOMENTS, LIMITS)
def test_no_sliding_window_ever_holds_more_than_the_limit(tenths, limit):
    allowed = []
    for tenth in tenths:
        now = NOON + timedelta(seconds=tenth / 10)
        if used(after_hits(*allowed, limit=limit), now, limit) < limit.count:
            allowed.append(now)
    window = timedelta(seconds=limit.window_seconds)
    assert all(sum(start <= moment < start + window for moment in allowed) <= limit.count for start in allowed)


@settings(max_examples=100, deadline=None)
@given(MOMENTS, LIMITS)
def test_after_the_wait_the_next_attempt_is_allowed_and_a_second_before_it_is_not(tenths, limit):
    document = after_hits(*(NOON + timedelta(seconds=tenth / 10) for tenth in tenths), limit=limit)
    now = NOON + timedelta(seconds=tenths[-1] / 10)
    wait = retry_after_seconds(document, now, limit)
    assert used(document, now + timedelta(seconds=wait), limit) < limit.count
    assert wait == 0 or used(document, now + timedelta(seconds=wait - 1), limit) >= limit.count


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 detik"), (90, "90 detik"), (91, "2 menit"), (3600, "60 menit"), (5401, "2 jam"), (86400, "24 jam")],
)
def test_a_wait_is_told_as_people_say_it_and_never_too_short(seconds, words):
    assert in_words(seconds) == words
