"""Finds personal data of test people where none may be: log lines, messages, documents (DESIGN section 6).

What is personal is learnt by itself: from the roster files a test has made (NIK, mother's name, birth date) and from
the key file and the accounts in its store (initial passwords). A test may add more through the `personal` fixture.
"""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from belajar.credentials import initial_credential
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.errors import RetryableError
from belajar.ports import Query
from schemas.documents import Account

SCANNED = ("store.sqlite*", "bus.sqlite*", "events.sqlite*", "*.log", "rejects/*.csv", "rejects/*/*.csv")
"""Documents, messages, history of deliveries, logs, rejects. Inboxes and Workspaces do hold passwords."""
TOKEN = re.compile(r"\d+(?=t\d)|[^\W_]+")
"""Words and numbers; a date is three numbers even when a time follows."""
NIK, ISO_DATE = re.compile(r"\d{16}"), re.compile(r"\d{4}-\d\d-\d\d")
Words = tuple[str, ...]


def words(text: str) -> Words:
    """How text is compared: case and punctuation do not count."""
    return tuple(TOKEN.findall(text.casefold()))


class Personal:
    """Personal data known to one test."""

    def __init__(self) -> None:
        self._secrets: dict[Words, str] = {}
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)  # of secrets by their first word
        self._public: set[Words] = set()

    def add(self, kind: str, value: str) -> None:
        """`value` may stand nowhere; `kind` is what a failure says instead of it."""
        if found := words(value):
            self._secrets[found] = kind
            self._lengths[found[0]].add(len(found))

    def person(self, row: Mapping[str, Any]) -> None:
        """A row of the register, or a form. What is public of one person may not be secret of another (a name)."""
        for column, form in (("nik", NIK), ("tanggal_lahir", ISO_DATE), ("nama_ibu_kandung", re.compile(".+"))):
            value = str(row.get(column) or "")
            if form.fullmatch(value):
                self.add(column, value)
        for column in ("nama", "nama_lengkap", "nama_sekolah", "rombel", "email_pribadi"):
            self._public.add(words(str(row.get(column) or "")))

    def take(self, other: "Personal") -> None:
        """Know also what `other` knows."""
        self._secrets |= other._secrets
        for first, lengths in other._lengths.items():
            self._lengths[first] |= lengths
        self._public |= other._public

    def found_in(self, text: str) -> set[str]:
        """Kinds of personal data that stand in the text."""
        return {self._secrets[secret] for secret in self._matches(words(text))}

    def settle(self) -> None:
        """Forget secrets that are also public: a pupil called like somebody's mother."""
        for public in self._public:
            for secret in set(self._matches(public)):
                del self._secrets[secret]

    def __bool__(self) -> bool:
        return bool(self._secrets)

    def _matches(self, text: Words) -> Iterator[Words]:
        # In one pass, however many people are known: the last look is for those of all tests.
        for position, word in enumerate(text):
            for length in self._lengths.get(word, ()):
                part = text[position : position + length]
                if part in self._secrets:
                    yield part


def leaks(known: Personal, folder: Path | None, output: str) -> list[str]:
    """What is where it may not be, in words that repeat nothing of it."""
    if folder:
        learn(known, folder)
    known.settle()
    if not known:
        return []
    places = [("output", output)]
    if folder:
        paths = [path for path in _files(folder) if any(path.match(pattern) for pattern in SCANNED)]
        places += [(path.name, path.read_bytes().decode("utf-8", "replace")) for path in paths]
    return [f"{kind} in {name}" for name, text in places for kind in sorted(known.found_in(text))]


def learn(known: Personal, folder: Path) -> None:
    """Take in what the files of a test give away about its people."""
    files = _files(folder)
    for path in files:
        if path.suffix == ".csv":
            for row in _rows(path):
                known.person(row)
    stores = [path for path in files if path.name == "store.sqlite"]
    keys = [FileKeys(path) for path in files if stores and path.name == "keys"]
    for path in stores if keys else ():
        _learn_passwords(known, SqliteStore(path), keys)


def _files(folder: Path) -> list[Path]:
    return sorted(Path(at, name) for at, _, names in os.walk(folder) for name in names if Path(at, name).is_file())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Line by line, as the roster is read: a stray quote must not swallow the people behind it."""
    head, *lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines() or [""]
    delimiter = ";" if ";" in head else ","
    columns = head.split(delimiter)
    if len({"nik", "nama_ibu_kandung", "tanggal_lahir"} & set(columns)) < 2:  # a list of rejects names one at a time
        return
    for line in lines:
        try:
            [cells] = csv.reader([line], delimiter=delimiter)
        except (csv.Error, ValueError):
            continue
        if len(cells) == len(columns):
            yield dict(zip(columns, cells, strict=True))


def _learn_passwords(known: Personal, store: SqliteStore, keys: Iterable[FileKeys]) -> None:
    after = None
    while page := store.query(Query("accounts", limit=300, after=after)):
        for snapshot in page:
            account = Account.model_validate(snapshot.data)
            for key_file in keys if account.nonce else ():
                with suppress(RetryableError):  # made with another key file
                    known.add("initial password", initial_credential(account, key_file))
        after = page[-1].path
    store.close()
