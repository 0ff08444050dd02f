"""Cloud KMS on the wire, as much as KmsKeys asks of it, so that the production adapter counts its own calls."""

import base64
import hashlib
import hmac
import json
from typing import Any

from werkzeug.wrappers import Request, Response

from belajar.cloud.crc32c import crc32c
from bench.surroundings import KMS_KEY

_VERSION = f"{KMS_KEY}/cryptoKeyVersions/1"
_SECRET = b"not a secret: a key of a benchmark"


def kms_app(environ: Any, start_response: Any) -> Any:
    """WSGI: lists one version, signs under it."""
    request = Request(environ)
    answer = _signed(request.get_json()) if request.method == "POST" else _listed()
    return Response(json.dumps(answer), content_type="application/json")(environ, start_response)


def _listed() -> dict[str, Any]:
    return {"cryptoKeyVersions": [{"name": _VERSION, "state": "ENABLED", "algorithm": "HMAC_SHA256"}]}


def _signed(body: dict[str, Any]) -> dict[str, Any]:
    tag = hmac.digest(_SECRET, base64.b64decode(body["data"]), hashlib.sha256)
    return {
        "name": _VERSION,
        "mac": base64.b64encode(tag).decode(),
        "macCrc32c": str(crc32c(tag)),
        "verifiedDataCrc32c": True,
    }
