"""A function behind the server it is deployed with, as a process whose start, CPU and memory can be measured."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Final

FRAMEWORK: Final = Path(sys.executable).with_name("functions-framework")
START_SECONDS: Final = 60.0
POLL_SECONDS: Final = 0.002
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What is sent to a function."""

    path: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Server:
    """A running function. `began`: monotonic seconds at which its process was started."""

    process: subprocess.Popen[bytes]
    port: int
    began: float
    log: IO[bytes]

    def first_answer(self, request: HttpRequest, expected: Sequence[int]) -> float:
        """Seconds from process start to this answer; raises RuntimeError if it is another or none comes."""
        status = self._poll(request)
        seconds = time.monotonic() - self.began
        if status not in expected:
            raise RuntimeError(f"{self.process.args!r} answered {status}:\n{self.tail()}")
        return seconds

    def hold_to_one_core(self) -> None:
        """As an instance with one vCPU; threads on several cores cost up to twice, waiting for each other."""
        for pid in self._tree():
            for thread in Path(f"/proc/{pid}/task").iterdir():
                os.sched_setaffinity(int(thread.name), {min(os.sched_getaffinity(0))})

    def cpu_seconds(self) -> float:
        """User and system time so far of the process and its workers."""
        return sum(_cpu_ticks(pid) for pid in self._tree()) / _TICKS

    def peak_mib(self) -> float:
        """Most resident memory that any one of its processes ever had (`ru_maxrss` as the kernel shows it outside)."""
        return max(_peak_kib(pid) for pid in self._tree()) / 1024

    def tail(self) -> str:
        """Last lines of what it wrote."""
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-2000:]

    def _poll(self, request: HttpRequest) -> int:
        while time.monotonic() - self.began < START_SECONDS and self.process.poll() is None:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
            try:
                connection.request(request.method, request.path, request.body, dict(request.headers))
                answer = connection.getresponse()
                answer.read()
            except ConnectionError:
                time.sleep(POLL_SECONDS)
            else:
                return answer.status
            finally:
                connection.close()
        raise RuntimeError(f"{self.process.args!r} does not answer:\n{self.tail()}")

    def _tree(self) -> list[int]:
        pids = [self.process.pid]
        for pid in pids:
            pids += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        return pids


@contextmanager
def served(target: str, source: Path, environment: Mapping[str, str], *options: str) -> Iterator[Server]:
    """Start the framework's own command on `source`; what it started is stopped at the end."""
    port = free_port()
    command = [str(FRAMEWORK), "--target", target, "--source", str(source), "--host", "127.0.0.1", "--port", str(port)]
    with tempfile.TemporaryFile() as log:
        began = time.monotonic()
        process = subprocess.Popen(
            [*command, *options], env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield Server(process, port, began, log)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cpu_ticks(pid: int) -> int:
    # Behind the name, which may hold spaces: fields 14 and 15 of proc(5).
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _peak_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])
