"""A client in a process of its own: `python -m bench.load PORT CONNECTIONS COUNT < requests`, one JSON body a line."""

import json
import sys
import threading
from collections import Counter
from http.client import HTTPConnection
from itertools import cycle, islice
from typing import Final

PATH: Final = "/v1/akun/periksa"
HEADERS: Final = {"Content-Type": "application/json", "X-Forwarded-For": "198.51.100.7"}


def send(port: int, bodies: list[bytes], count: int, statuses: Counter[int]) -> None:
    """`count` requests over one connection that stays open."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for body in islice(cycle(bodies), count):
        connection.request("POST", PATH, body, HEADERS)
        answer = connection.getresponse()
        answer.read()
        statuses[answer.status] += 1
    connection.close()


def main() -> None:
    """Print how many answers of which status came."""
    port, connections, count = map(int, sys.argv[1:])
    bodies = [line.encode() for line in sys.stdin.read().splitlines()]
    tallies = [Counter[int]() for _ in range(connections)]
    threads = [threading.Thread(target=send, args=(port, bodies, count // connections, tally)) for tally in tallies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(sum(tallies, Counter[int]())))


if __name__ == "__main__":
    main()
