"""The checksum that Cloud KMS compares with its own."""

import pytest

from belajar.cloud.crc32c import crc32c


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", 0),
        (b"123456789", 0xE3069283),
        (bytes(32), 0x8A9136AA),
        (b"\xff" * 32, 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
        (bytes(range(31, -1, -1)), 0x113FDB5C),
    ],
)
def test_it_gives_the_published_values_of_rfc_3720(data, expected):
    assert crc32c(data) == expected
