"""Cloud KMS on the wire: the two methods KmsKeys uses, as the discovery document describes them."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from belajar.cloud.crc32c import crc32c

KEY = "projects/school/locations/asia-southeast2/keyRings/accounts/cryptoKeys/passwords"


class FakeKms:
    """`spoil` may change an answer before it goes out, or give a Response in its place."""

    def __init__(self, keys: Mapping[str, bytes], page_size: int = 100) -> None:
        self.keys = dict(keys)
        self.states = dict.fromkeys(self.keys, "ENABLED")
        self.algorithms = dict.fromkeys(self.keys, "HMAC_SHA256")
        self.page_size = page_size
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.spoil: Callable[[dict[str, Any]], dict[str, Any] | Response] = lambda answer: answer

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        body = request.get_json() if request.method == "POST" else dict(request.args)
        self.calls.append((f"{request.method} {request.path}", body))
        answer = self._sign(request.path, body) if request.method == "POST" else self._list(request)
        if isinstance(answer, dict):
            answer = self.spoil(answer)
        if isinstance(answer, dict):
            answer = Response(json.dumps(answer), content_type="application/json")
        return answer(environ, start_response)

    def _list(self, request: Request) -> dict[str, Any] | Response:
        if request.path != f"/v1/{KEY}/cryptoKeyVersions":
            return Response(status=404)
        start = int(request.args.get("pageToken", "0"))
        names = list(self.keys)
        versions = [
            {"name": f"{KEY}/cryptoKeyVersions/{name}", "state": self.states[name], "algorithm": self.algorithms[name]}
            for name in names[start : start + self.page_size]
        ]
        after = start + self.page_size
        return {"cryptoKeyVersions": versions, "nextPageToken": str(after) if after < len(names) else ""}

    def _sign(self, path: str, body: dict[str, Any]) -> dict[str, Any] | Response:
        found = re.fullmatch(rf"/v1/({KEY}/cryptoKeyVersions/(\w+)):macSign", path)
        if not found or found[2] not in self.keys:
            return Response(status=404)
        data = base64.b64decode(body["data"])
        if int(body["dataCrc32c"]) != crc32c(data):
            return Response(status=400)
        tag = hmac.digest(self.keys[found[2]], data, hashlib.sha256)
        return {
            "name": found[1],
            "mac": base64.b64encode(tag).decode(),
            "macCrc32c": str(crc32c(tag)),
            "verifiedDataCrc32c": True,
            "protectionLevel": "SOFTWARE",
        }
