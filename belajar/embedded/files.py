"""Objects as plain files: buckets are folders under one root."""

import hashlib
import io
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from belajar.errors import FinalError, Reason, RetryableError
from belajar.ports import FileStat, UploadPermit
from belajar.runtime.permits import NO_PERMITS, Permits

MAX_NAME_BYTES: Final = 1024
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")
_ARRIVING: Final = ".arriving"
"""Folder for files that are still being written; no bucket can have this name."""


class FolderFiles:
    """Objects under `root`, safe for many threads and processes. Bad names are a ValueError.

    Stricter than Cloud Storage in names: no empty, `.` or `..` part, and no object inside another's name (`a`, `a/b`).
    """

    def __init__(self, root: Path, permits: Permits = NO_PERMITS) -> None:
        self._root = root
        self._permits = permits

    def path(self, bucket: str, name: str) -> Path:
        """Where the object is, or would be."""
        if not all(part.isprintable() and part not in {"", ".", ".."} for part in name.split("/")):
            raise ValueError("not an object name")
        if "\\" in name or len(name.encode()) > MAX_NAME_BYTES:
            raise ValueError("not an object name")
        return self._bucket(bucket) / name

    def stat(self, bucket: str, name: str) -> FileStat | None:
        """As the port; the generation is the change time in microseconds."""
        path = self.path(bucket, name)
        with _translated():
            return _stat(path.stat()) if path.is_file() else None

    def digest(self, bucket: str, name: str) -> str:
        """As the port."""
        with _translated(), self.path(bucket, name).open("rb") as file:
            return hashlib.file_digest(file, hashlib.md5).hexdigest()

    def read(self, bucket: str, name: str, start: int, length: int, generation: str | None = None) -> bytes:
        """As the port; `length` must be positive."""
        if start < 0 or length <= 0:
            raise ValueError("not a range")
        path = self.path(bucket, name)
        with _translated(), path.open("rb") as file:
            if generation not in (None, _stat(os.fstat(file.fileno())).generation):
                raise FinalError(Reason.REPLACED_FILE)
            file.seek(start)
            return file.read(length)

    def write(self, bucket: str, name: str, data: bytes) -> None:
        """As the port."""
        self.write_from(bucket, name, io.BytesIO(data))

    def write_from(self, bucket: str, name: str, source: IO[bytes]) -> None:
        """`write` for contents of any size: memory stays flat."""
        path = self.path(bucket, name)
        with _translated(), self._arriving() as arriving:
            with arriving.open("xb") as file:
                shutil.copyfileobj(source, file)
                file.flush()
                os.fsync(file.fileno())
            # The change time is the object's generation; the kernel's own is too coarse to tell two writes apart.
            now = time.time_ns()
            os.utime(arriving, ns=(now, now))
            path.parent.mkdir(parents=True, exist_ok=True)
            arriving.replace(path)
            _sync_folder(path.parent)

    def delete(self, bucket: str, name: str) -> None:
        """Remove the object; raises FinalError(MISSING_FILE)."""
        path = self.path(bucket, name)
        with _translated():
            path.unlink()

    def list(self, bucket: str, prefix: str) -> list[str]:
        """As the port; an unknown bucket is empty."""
        folder = self._bucket(bucket)
        names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        return sorted(name for name in names if name.startswith(prefix))

    def permit_upload(
        self, bucket: str, name: str, content_type: str, max_bytes: int, valid_seconds: int
    ) -> UploadPermit:
        """As the port."""
        self.path(bucket, name)
        return self._permits.upload(bucket, name, content_type, max_bytes, valid_seconds)

    def permit_download(self, bucket: str, name: str, valid_seconds: int) -> str:
        """As the port."""
        return self._permits.download(bucket, name, valid_seconds)

    def _bucket(self, bucket: str) -> Path:
        if not _BUCKET.fullmatch(bucket):
            raise ValueError("not a bucket name")
        return self._root / bucket

    @contextmanager
    def _arriving(self) -> Iterator[Path]:
        folder = self._root / _ARRIVING
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / uuid.uuid4().hex
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise FinalError(Reason.MISSING_FILE) from error
    except OSError as error:
        raise RetryableError(Reason.FILES_UNAVAILABLE, f"errno {error.errno}") from error


def _stat(found: os.stat_result) -> FileStat:
    return FileStat(found.st_size, str(found.st_mtime_ns // 1000))


def _sync_folder(folder: Path) -> None:
    """A rename is safe from a power cut only when its folder is written too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
