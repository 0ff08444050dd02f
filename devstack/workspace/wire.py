"""From answers to HTTP, including the ways of not answering at all."""

import json
import os
import socket
import struct
from typing import Any, NoReturn

from werkzeug.wrappers import Request, Response

from devstack.workspace.answers import Answer

_PAGE = "<!DOCTYPE html><html><title>Error {status} ({message})!!1</title><p><b>{status}.</b> {message}</html>"


def json_response(status: int, body: Any) -> Response:
    """JSON as Google writes it; None = no content."""
    text = "" if body is None else json.dumps(body, indent=1)
    return Response(text, status=status, content_type="application/json; charset=UTF-8")


def refusal(answer: Answer) -> Response:
    """The spoken form of an unhappy answer."""
    if answer.shape in ("json", "status"):
        return json_response(answer.status, answer.payload())
    if answer.shape == "html":
        page = _PAGE.format(status=answer.status, message=answer.message)
        return Response(page, status=answer.status, content_type="text/html; charset=UTF-8")
    kind = "application/json" if answer.shape == "cut" else "text/plain"
    return Response(answer.message, status=answer.status, content_type=f"{kind}; charset=UTF-8")


def drop(request: Request, *, reset: bool) -> NoReturn:
    """End the connection without an answer: in good order (FIN), or with a reset (RST). Always raises ConnectionError.

    Servers that hide their socket drop the connection on the error itself.
    """
    connection = request.environ.get("werkzeug.socket") or request.environ.get("gunicorn.socket")
    if connection is not None:
        _end(connection, reset)
    raise ConnectionAbortedError("dropped on purpose")


def _end(connection: socket.socket, reset: bool) -> None:
    if not reset:
        connection.shutdown(socket.SHUT_RDWR)
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    ended, peer = socket.socketpair()
    peer.close()
    # The last reference to the real connection goes, which sends the reset; the server reads an end of file instead.
    os.dup2(ended.fileno(), connection.fileno())
    ended.close()
