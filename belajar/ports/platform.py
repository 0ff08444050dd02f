"""What the platform offers every step: messages, keys, files, time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message for a topic (short id, as in infra/topology.yaml)."""

    topic: str
    data: bytes
    attributes: Mapping[str, str]


class Bus(Protocol):
    """Publish-subscribe; delivery is by HTTP push to the functions, at least once, in any order."""

    def publish(self, messages: Sequence[Message]) -> None:
        """Hand over all messages; returns when the bus has them. Raises RetryableError; then any part may be out."""
        ...


@dataclass(frozen=True, slots=True)
class Mac:
    """A tag and the key version that made it."""

    value: bytes = field(repr=False)
    version: str


class Keys(Protocol):
    """Message authentication codes under a key that never leaves its keeper."""

    def mac(self, message: bytes, version: str | None = None) -> Mac:
        """HMAC-SHA256 of `message` under the given key version, or the current one. Raises RetryableError."""
        ...


@dataclass(frozen=True, slots=True)
class FileStat:
    """An object as it is now: bytes, and the generation that every replacement changes."""

    size: int
    generation: str


@dataclass(frozen=True, slots=True)
class UploadPermit:
    """Leave to upload one object: `method` to `url` with exactly these headers. Good for a limited time and size."""

    method: str
    url: str
    headers: Mapping[str, str]


class Files(Protocol):
    """Objects in buckets."""

    def stat(self, bucket: str, name: str) -> FileStat | None:
        """What is there, None if it does not exist."""
        ...

    def digest(self, bucket: str, name: str) -> str:
        """The same for the same content, whatever its name. Raises FinalError(MISSING_FILE)."""
        ...

    def read(self, bucket: str, name: str, start: int, length: int, generation: str | None = None) -> bytes:
        """Up to `length` bytes from `start`; fewer only at the end.

        Raises FinalError(MISSING_FILE), and FinalError(REPLACED_FILE) when another generation than asked for is there.
        """
        ...

    def write(self, bucket: str, name: str, data: bytes) -> None:
        """Create or replace the object whole; readers see the old or the new, never a part."""
        ...

    def list(self, bucket: str, prefix: str) -> list[str]:
        """Names that begin with `prefix`, sorted."""
        ...

    def permit_upload(
        self, bucket: str, name: str, content_type: str, max_bytes: int, valid_seconds: int
    ) -> UploadPermit:
        """Leave for somebody without credentials to write this one object, at most so large. Raises RetryableError.

        Good for one object: once it is there, a further upload is refused (412) and not stored. So give every permit a
        name of its own.
        """
        ...

    def permit_download(self, bucket: str, name: str, valid_seconds: int) -> str:
        """Address under which anybody may read this one object for so long. Raises RetryableError."""
        ...


class Clock(Protocol):
    """Time from outside, so that tests own it."""

    def now(self) -> datetime:
        """Aware UTC time."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...
