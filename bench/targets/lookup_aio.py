"""The look-up served by the asynchronous server, its step in an executor: what would switching cost or save?"""

import asyncio
import io
from typing import Any

import functions_framework.aio
from starlette.requests import Request
from starlette.responses import Response

from functions.lookup.main import FUNCTION


class Adapted:
    """As much of Flask's request as the runtime asks for."""

    def __init__(self, request: Request, body: bytes) -> None:
        self.method, self.path, self.headers = request.method, request.url.path, request.headers
        self.mimetype = request.headers.get("content-type", "").partition(";")[0]
        self.content_length = len(body)
        self.stream = io.BytesIO(body)
        self.args = dict(request.query_params)
        self.remote_addr = request.client.host if request.client else ""


@functions_framework.aio.http
async def lookup_aio(request: Request) -> Response:
    """Read the body, then run the synchronous function in a thread."""
    adapted: Any = Adapted(request, await request.body())
    text, status, headers = await asyncio.to_thread(FUNCTION.handle, adapted)
    return Response(text, status, headers)
