"""Who a request comes from."""

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from belajar.runtime.http import origin


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (1, "203.0.113.5, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.5, 198.51.100.7, 192.0.2.1", "198.51.100.7"),
        (1, "", "127.0.0.1"),
        (0, "203.0.113.5", "127.0.0.1"),
        (3, "203.0.113.5", "127.0.0.1"),
    ],
)
def test_what_a_caller_writes_into_the_forwarded_header_is_not_believed(proxies, forwarded, counted):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    builder = EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"})
    assert origin(Request(builder.get_environ()), proxies) == counted
