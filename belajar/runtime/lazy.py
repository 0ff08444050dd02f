"""Builds a thing once, at first use or, in the cloud, at start, so that wrong wiring fails the deployment."""

import os
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """Thread-safe: requests may race for the first use."""

    def __init__(self, build: Callable[[], T]) -> None:
        self._build, self._lock = build, threading.Lock()
        self._built: T | None = None
        if "K_SERVICE" in os.environ:  # set by Cloud Run
            self.get()

    def get(self) -> T:
        """The thing; the builder's own errors pass through and it is tried again next time."""
        if self._built is None:
            with self._lock:
                if self._built is None:
                    self._built = self._build()
        return self._built
