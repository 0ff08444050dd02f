"""A client in a process of its own: `python -m bench.load PORT CONNECTIONS COUNT < requests`, one JSON body a line."""

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle, islice
from typing import Final

PATH: Final = "/v1/akun/periksa"
HEADERS: Final = {"Content-Type": "application/json", "X-Forwarded-For": "198.51.100.7"}


def send(port: int, bodies: list[bytes], count: int) -> Counter[int]:
    """`count` requests over one connection that stays open; answers by status."""
    statuses: Counter[int] = Counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for body in islice(cycle(bodies), count):
        connection.request("POST", PATH, body, HEADERS)
        answer = connection.getresponse()
        answer.read()
        statuses[answer.status] += 1
    connection.close()
    return statuses


def main() -> None:
    """Print how many answers of which status came."""
    port, connections, count = map(int, sys.argv[1:])
    bodies = [line.encode() for line in sys.stdin.read().splitlines()]
    with ThreadPoolExecutor(connections) as pool:
        parts = [pool.submit(send, port, bodies, count // connections) for _ in range(connections)]
        print(json.dumps(sum((part.result() for part in parts), Counter[int]())))


if __name__ == "__main__":
    main()
