"""Fifty callers with codes at one moment, on the documents of either engine: the limit holds exactly.

Whoever meets a conflict is told that the service is busy and asks again, as people do; nobody is compared twice.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from belajar.codes import reset_code
from belajar.embedded.keys import FileKeys
from belajar.ports import Merge, Store
from belajar.rules.policy import POLICY
from belajar.runtime.clock import SystemClock
from belajar.runtime.http import HttpFunction
from belajar.runtime.run import Runtime
from functions.reset.deps import Deps
from functions.reset.main import ROUTES
from functions.reset.pace import directory_pace
from tests.support.ports import KeptBus

CROWD = 50
AKUN = "contohguru12@guru.sd.belajar.id"


class Page:
    """One reset whose code has been handed out."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.keys, clock = store, FileKeys.create(folder / "keys"), SystemClock()
        deps = Deps(store, self.keys, None, clock, (b"p" * 32,), directory_pace(store, clock))  # type: ignore[arg-type]
        runtime = Runtime(store, KeptBus(), clock)
        self._function = HttpFunction("reset", ROUTES, lambda: runtime, lambda: deps)
        self.id = json.loads(self._send("/v1/reset", {"akun": AKUN})[0])["id"]
        store.commit([Merge(f"resets/{self.id}", {"attempted": 1, "sent_by": "sms"})])

    def verify(self, code: str) -> str:
        """What came of it in the end."""
        while True:
            text, status = self._send(f"/v1/reset/{self.id}/verifikasi", {"kode": code})
            found = json.loads(text).get("code", str(status))
            if found != "layanan_sibuk":
                return str(found)

    def right(self) -> str:
        [seen] = self.store.get(f"resets/{self.id}")
        assert seen
        return reset_code(self.id, 1, self.keys, seen.data["code_key_version"])

    def _send(self, path: str, body: dict[str, str]) -> tuple[str, int]:
        builder = EnvironBuilder(path, method="POST", json=body)
        text, status, _ = self._function.handle(Request(builder.get_environ()))
        assert isinstance(text, str)
        return text, status


@pytest.fixture
def page(store: Store, tmp_path: Path) -> Page:
    return Page(store, tmp_path)


def at_once(work: list[Callable[[], str]]) -> Counter[str]:
    gate = threading.Barrier(len(work))

    def go(one: Callable[[], str]) -> str:
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return Counter(pool.map(go, work))


def test_fifty_wrong_codes_are_five_tries_and_not_one_more(page: Page):
    right = int(page.right())
    wrong = [f"{(right + 1 + number) % 10**6:06d}" for number in range(CROWD)]
    told = at_once([lambda code=code: page.verify(code) for code in wrong])
    assert told == {"kode_salah": POLICY.wrong_codes, "kode_tidak_berlaku": CROWD - POLICY.wrong_codes}
    assert page.verify(page.right()) == "kode_tidak_berlaku"


def test_fifty_right_codes_open_the_reset_once(page: Page):
    right = page.right()
    told = at_once([lambda: page.verify(right) for _ in range(CROWD)])
    assert told == {"200": 1, "kode_tidak_berlaku": CROWD - 1}
