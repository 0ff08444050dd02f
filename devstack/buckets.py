"""Local buckets over folders: the part of Cloud Storage's JSON API that we use, and signed addresses of its XML API.

Served with both engines, so that a file that arrives starts the chain as it does in the cloud: by the notification
Cloud Storage publishes (docs: Pub/Sub notifications for Cloud Storage).
"""

import json
import mimetypes
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from werkzeug.exceptions import BadRequest, HTTPException, NotFound, PreconditionFailed, RequestedRangeNotSatisfiable
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from belajar.embedded.bus import rfc3339
from belajar.embedded.files import FolderFiles
from belajar.errors import BelajarError, FinalError
from belajar.ports import Bus, Clock, Message
from belajar.rules.signed_urls import Signer
from belajar.runtime.clock import SystemClock
from devstack.bucket_permits import ONCE, DeniedError, PermitChecker
from devstack.topology import Bucket

PAGE: Final = 1000
PIECE_BYTES: Final = 1 << 20
_SYSTEM_CLOCK: Final = SystemClock()
_BYTES: Final = "application/octet-stream"
_SHOWN: Final = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}
"""Folders keep no content types: what a browser may show is known by its first bytes."""
_ROUTES: Final = Map(
    [
        Rule("/upload/storage/v1/b/<bucket>/o", methods=["POST"], endpoint="upload"),
        Rule("/storage/v1/b/<bucket>/o", methods=["GET"], endpoint="list"),
        Rule("/storage/v1/b/<bucket>/o/<path:name>", methods=["GET"], endpoint="get"),
        Rule("/storage/v1/b/<bucket>/o/<path:name>", methods=["DELETE"], endpoint="delete"),
        Rule("/<bucket>/<path:name>", methods=["PUT"], endpoint="put_signed"),
        Rule("/<bucket>/<path:name>", methods=["GET"], endpoint="get_signed"),
    ],
    merge_slashes=False,
)


class BucketsApp:
    """WSGI application. Errors have Google's shape: `{"error": {"code", "message"}}`, XML for signed addresses.

    `signer`: who may sign addresses; without one none is good.
    """

    def __init__(
        self,
        files: FolderFiles,
        bus: Bus,
        buckets: Mapping[str, Bucket],
        signer: Signer | None = None,
        clock: Clock = _SYSTEM_CLOCK,
    ) -> None:
        self._files = files
        self._bus = bus
        self._buckets = buckets
        self._permits = PermitChecker(signer, clock)
        self._creating = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """WSGI."""
        request = Request(environ)
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        try:
            endpoint, values = _ROUTES.bind_to_environ(request.environ).match()
            if values["bucket"] not in self._buckets:
                raise NotFound("The specified bucket does not exist.")
            found: Response = getattr(self, f"_{endpoint}")(request, **values)
        except DeniedError as denied:
            # Who is still sending hears the answer only if what was sent is taken.
            while request.stream.read(PIECE_BYTES):
                pass
            return denied.answer()
        except HTTPException as error:
            return _error(error.code or HTTPStatus.INTERNAL_SERVER_ERROR, error.description or "")
        except ValueError as error:
            return _error(HTTPStatus.BAD_REQUEST, str(error))
        except FinalError:
            return _error(HTTPStatus.NOT_FOUND, "No such object.")
        except BelajarError as error:
            return _error(HTTPStatus.SERVICE_UNAVAILABLE, error.reason.value)
        return found

    def _upload(self, request: Request, bucket: str) -> Response:
        """Answers when the file AND its notification are safe: who gets no answer uploads again, and none is lost."""
        if request.args.get("uploadType") != "media":
            raise BadRequest("only uploadType=media is spoken here")
        name = request.args.get("name", "")
        return _json(self._take(request, bucket, name))

    def _put_signed(self, request: Request, bucket: str, name: str) -> Response:
        self._permits.check(request, bucket, name)
        with self._creating:
            if request.headers.get(ONCE) == "0" and self._files.stat(bucket, name):
                raise DeniedError(412, "PreconditionFailed", "At least one of the pre-conditions did not hold.")
            resource = self._take(request, bucket, name)
        return Response(status=HTTPStatus.OK, headers={"x-goog-generation": resource["generation"]})

    def _get_signed(self, request: Request, bucket: str, name: str) -> Response:
        self._permits.check(request, bucket, name)
        if not self._files.stat(bucket, name):
            raise DeniedError(404, "NoSuchKey", "The specified key does not exist.")
        answer = self._media(request, self._resource(bucket, name))
        head = self._files.read(bucket, name, 0, 8)
        answer.content_type = next((kind for mark, kind in _SHOWN.items() if head.startswith(mark)), _BYTES)
        # Unlike in the cloud it comes from the site's own origin: no letter may act as one of its pages.
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    def _take(self, request: Request, bucket: str, name: str) -> dict[str, Any]:
        self._files.write_from(bucket, name, request.stream)
        resource = self._resource(bucket, name)
        rule = self._buckets[bucket]
        if rule.notifies and name.startswith(rule.prefix):
            self._bus.publish([notification(rule.notifies, resource)])
        return resource

    def _get(self, request: Request, bucket: str, name: str) -> Response:
        resource = self._resource(bucket, name)
        if request.args.get("alt") != "media":
            md5 = b64encode(bytes.fromhex(self._files.digest(bucket, name))).decode()
            return _json({**resource, "md5Hash": md5})
        if request.args.get("ifGenerationMatch", resource["generation"]) != resource["generation"]:
            raise PreconditionFailed("conditionNotMet")
        return self._media(request, resource)

    def _media(self, request: Request, resource: Mapping[str, Any]) -> Response:
        size = int(resource["size"])
        part = request.range.range_for_length(size) if request.range else (0, size)
        if part is None:
            raise RequestedRangeNotSatisfiable(size)
        start, stop = part
        content = _content(self._files.path(resource["bucket"], resource["name"]), start, stop)
        answer = Response(content, content_type=_BYTES)
        answer.content_length = stop - start
        if request.range:
            answer.status_code = HTTPStatus.PARTIAL_CONTENT
            answer.content_range.set(start, stop, size)
        return answer

    def _list(self, request: Request, bucket: str) -> Response:
        """A page token is the last name of the page before."""
        names = self._files.list(bucket, request.args.get("prefix", ""))
        after = request.args.get("pageToken", "")
        size = min(request.args.get("maxResults", PAGE, type=int), PAGE)
        rest = [name for name in names if name > after]
        page: dict[str, Any] = {"kind": "storage#objects"}
        if rest:
            page["items"] = [self._resource(bucket, name) for name in rest[:size]]
        if len(rest) > size:
            page["nextPageToken"] = rest[size - 1]
        return _json(page)

    def _delete(self, _request: Request, bucket: str, name: str) -> Response:
        self._files.delete(bucket, name)
        return Response(status=HTTPStatus.NO_CONTENT)

    def _resource(self, bucket: str, name: str) -> dict[str, Any]:
        """The object as the API describes it; int64 are texts there; the generation is the change time."""
        found = self._files.stat(bucket, name)
        if found is None:
            raise NotFound(f"No such object: {bucket}/{name}")
        changed = rfc3339(datetime.fromtimestamp(int(found.generation) / 1_000_000, UTC))
        return {
            "kind": "storage#object",
            "id": f"{bucket}/{name}/{found.generation}",
            "name": name,
            "bucket": bucket,
            "generation": found.generation,
            "metageneration": "1",
            "contentType": mimetypes.guess_type(name)[0] or _BYTES,
            "timeCreated": changed,
            "updated": changed,
            "size": str(found.size),
        }


def notification(topic: str, resource: Mapping[str, Any]) -> Message:
    """What Cloud Storage publishes about a new object."""
    bucket = resource["bucket"]
    attributes = {
        "notificationConfig": f"projects/_/buckets/{quote(bucket)}/notificationConfigs/1",
        "eventType": "OBJECT_FINALIZE",
        "payloadFormat": "JSON_API_V1",
        "bucketId": bucket,
        "objectId": resource["name"],
        "objectGeneration": resource["generation"],
        "eventTime": resource["updated"],
    }
    return Message(topic, json.dumps(resource).encode(), attributes)


def _content(path: Path, start: int, stop: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while piece := file.read(min(PIECE_BYTES, stop - file.tell())):
            yield piece


def _json(body: Mapping[str, Any], status: int = HTTPStatus.OK) -> Response:
    return Response(json.dumps(body), status, content_type="application/json; charset=UTF-8")


def _error(status: int, message: str) -> Response:
    return _json({"error": {"code": int(status), "message": message}}, status)
