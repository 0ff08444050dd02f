"""Failures of Firestore as the port tells them. Google's texts are dropped: they repeat document names."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import grpc
from google.auth.exceptions import GoogleAuthError

from belajar.errors import PreconditionError, Reason, RetryableError
from belajar.ports import Write

_CONFLICTS = {grpc.StatusCode.ALREADY_EXISTS, grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.ABORTED}


@contextmanager
def translated(writes: Sequence[Write] = ()) -> Iterator[None]:
    """Around one RPC; `writes` are those of a commit."""
    try:
        yield
    except grpc.RpcError as error:
        raise _meaning(error.code(), writes) from None  # type: ignore[attr-defined]
    except GoogleAuthError:
        raise RetryableError(Reason.STORE_UNAVAILABLE, "credentials") from None


def _meaning(code: grpc.StatusCode, writes: Sequence[Write]) -> Exception:
    # NOT_FOUND without an expected version means that the database itself is missing.
    lost = code is grpc.StatusCode.NOT_FOUND and any(isinstance(write.expect, str) for write in writes)
    if lost or (writes and code in _CONFLICTS):
        return PreconditionError("a document is not as expected")
    if code is grpc.StatusCode.INVALID_ARGUMENT:
        return ValueError("Firestore refused the request: INVALID_ARGUMENT")
    return RetryableError(Reason.STORE_UNAVAILABLE, code.name)
