"""Brings a file to the roster bucket by the Cloud Storage wire, and fetches the rejects."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import google.auth
import requests
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import AuthorizedSession

from belajar import wiring
from belajar.errors import BelajarError
from functions.roster.receive import import_id_of
from schemas.events import RosterReceived
from schemas.imports import Import

BUCKET: Final = "rosters"
PIECE_BYTES: Final = 1_048_576
TIMEOUT_SECONDS: Final = 600
SCOPE: Final = "https://www.googleapis.com/auth/devstorage.read_write"


class UploadError(Exception):
    """The bucket did not take the file; the text is a sentence."""


def upload(url: str, file: Path) -> str:
    """To the local stack behind `url`; otherwise as `upload_to`."""
    return upload_to(f"{url}/_buckets", BUCKET, file)


def upload_to(storage_url: str, bucket: str, file: Path) -> str:
    """Returns the import's id. Each upload is an object of its own: one that is still being read is never replaced."""
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", file.name)[-80:].strip(".") or "roster.csv"
    name = f"in/{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{stem}"
    address = f"{storage_url}/upload/storage/v1/b/{bucket}/o"
    try:
        with file.open("rb") as content, _client(storage_url) as client:
            # An empty stream has no length that the client could announce.
            data = content if file.stat().st_size else b""
            told = {"uploadType": "media", "name": name}
            answer = client.post(address, params=told, data=data, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
    except (requests.RequestException, GoogleAuthError) as error:
        raise UploadError(f"The bucket did not take the file: {type(error).__name__}.") from None
    return import_id_of(RosterReceived(bucket=bucket, name=name, generation=answer.json()["generation"]))


def _client(storage_url: str) -> requests.Session:
    """As the operator towards Google; the local stack asks for nobody."""
    if storage_url.startswith("http://"):
        return requests.Session()
    credentials, _ = google.auth.default(scopes=[SCOPE])
    return AuthorizedSession(credentials)


def save_rejects(document: Import, file: Path) -> Path | None:
    """Next to the file as `<file>.tolak.csv`; None if no row was rejected or warned about."""
    if document.rejects is None:
        return None
    path = file.with_name(f"{file.name}.tolak.csv")
    with path.open("wb") as out:
        for number, name in enumerate(_volumes(document.bucket, document.rejects)):
            pieces = _pieces(document.bucket, name)
            # Every volume has the header; the joined file needs it once.
            first = next(pieces, b"")
            out.write(first.partition(b"\n")[2] if number else first)
            out.writelines(pieces)
    return path


def _volumes(bucket: str, first: str) -> list[str]:
    """A very long one goes on in `<name>-02.csv` and so on."""
    others = wiring.files().list(bucket, f"{first.removesuffix('.csv')}-")
    return [first, *others]


def _pieces(bucket: str, name: str) -> Iterator[bytes]:
    start = 0
    while piece := _piece(bucket, name, start):
        yield piece
        start += len(piece)


def _piece(bucket: str, name: str, start: int) -> bytes:
    try:
        return wiring.files().read(bucket, name, start, PIECE_BYTES)
    except BelajarError as error:
        raise UploadError(f"The rejects cannot be read: {error.reason.value}.") from None
