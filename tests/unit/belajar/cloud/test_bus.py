"""How messages are cut into calls of Pub/Sub, and that importing the adapter costs nothing."""

import subprocess
import sys

from belajar.cloud.bus import MAX_BYTES, batches
from belajar.ports import Message


def test_a_call_carries_at_most_a_thousand_messages():
    cut = list(batches([Message("t", b"x", {})] * 2100))

    assert [len(batch) for batch in cut] == [1000, 1000, 100]


def test_a_call_stays_below_nine_megabytes_and_keeps_the_order():
    messages = [Message("t", bytes([n]) * 4_000_000, {}) for n in range(5)]
    cut = list(batches(messages))

    assert [len(batch) for batch in cut] == [2, 2, 1]
    assert [message for batch in cut for message in batch] == messages
    assert all(sum(len(message.data) for message in batch) < MAX_BYTES for batch in cut)


def test_attributes_count_as_bytes_too():
    heavy = Message("t", b"", {f"key-{n}": "é" * 500 for n in range(90)})

    assert all(len(batch) * 90 * 1000 < MAX_BYTES for batch in batches([heavy] * 300))
    assert len(list(batches([heavy] * 300))) > 1


def test_a_message_that_is_too_large_goes_alone_and_is_left_to_pubsub():
    small, large = Message("t", b"x", {}), Message("t", b"x" * 9_500_000, {})

    assert list(batches([small, large, small])) == [[small], [large], [small]]


def test_importing_the_adapter_loads_no_library_of_google():
    heavy = "{'grpc', 'google.api_core', 'google.pubsub_v1'}"
    code = f"import sys, belajar.cloud.bus; print(sorted({heavy} & set(sys.modules)))"

    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"
