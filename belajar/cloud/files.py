"""Cloud Storage through its JSON API."""

from typing import Final
from urllib.parse import quote

from belajar.cloud.rest import RestApi
from belajar.errors import FinalError, Reason
from belajar.ports import Clock, FileStat, UploadPermit
from belajar.runtime.clock import SystemClock
from belajar.runtime.permits import NO_PERMITS, Permits

_NOT_FOUND: Final = 404
_PARTIAL: Final = 206
_REPLACED: Final = 412
_BEHIND_THE_END: Final = 416
_SYSTEM_CLOCK: Final = SystemClock()


class StorageFiles:
    """Objects of every bucket this function may see. Reads are tried 3 times; a write once, as each is announced."""

    def __init__(self, url: str, clock: Clock = _SYSTEM_CLOCK, permits: Permits = NO_PERMITS) -> None:
        self._api = RestApi(url, Reason.FILES_UNAVAILABLE, clock)
        self._permits = permits

    def stat(self, bucket: str, name: str) -> FileStat | None:
        """As the port."""
        answer = self._api.call("GET", _object(bucket, name), params={"fields": "size,generation"}, allow={_NOT_FOUND})
        if answer.status_code == _NOT_FOUND:
            return None
        resource = answer.json()
        return FileStat(int(resource["size"]), resource["generation"])

    def digest(self, bucket: str, name: str) -> str:
        """As the port: Cloud Storage's own MD5, or CRC32C for an object put together from parts."""
        answer = self._api.call("GET", _object(bucket, name), params={"fields": "md5Hash,crc32c"}, allow={_NOT_FOUND})
        if answer.status_code == _NOT_FOUND:
            raise FinalError(Reason.MISSING_FILE)
        resource = answer.json()
        return str(resource.get("md5Hash") or resource["crc32c"])

    def read(self, bucket: str, name: str, start: int, length: int, generation: str | None = None) -> bytes:
        """As the port; `length` must be positive."""
        if start < 0 or length <= 0:
            raise ValueError("not a range")
        answer = self._api.call(
            "GET",
            _object(bucket, name),
            params={"alt": "media"} | ({"ifGenerationMatch": generation} if generation else {}),
            headers={"Range": f"bytes={start}-{start + length - 1}"},
            allow={_NOT_FOUND, _BEHIND_THE_END, _REPLACED},
        )
        if answer.status_code == _REPLACED:
            raise FinalError(Reason.REPLACED_FILE)
        if answer.status_code == _NOT_FOUND:
            raise FinalError(Reason.MISSING_FILE)
        if answer.status_code == _BEHIND_THE_END:
            return b""
        # A file stored compressed is sent whole, whatever range was asked (docs: transcoding).
        return answer.content if answer.status_code == _PARTIAL else answer.content[start : start + length]

    def write(self, bucket: str, name: str, data: bytes) -> None:
        """As the port."""
        self._api.call(
            "POST",
            f"/upload/storage/v1/b/{quote(bucket, safe='')}/o",
            params={"uploadType": "media", "name": name},
            headers={"Content-Type": "application/octet-stream"},
            data=data,
            again=False,
        )

    def list(self, bucket: str, prefix: str) -> list[str]:
        """As the port."""
        params = {"prefix": prefix, "fields": "items/name,nextPageToken"}
        names: list[str] = []
        while True:
            page = self._api.call("GET", f"/storage/v1/b/{quote(bucket, safe='')}/o", params=params).json()
            names += [item["name"] for item in page.get("items", ())]
            if "nextPageToken" not in page:
                return sorted(names)
            params["pageToken"] = page["nextPageToken"]

    def permit_upload(
        self, bucket: str, name: str, content_type: str, max_bytes: int, valid_seconds: int
    ) -> UploadPermit:
        """As the port."""
        return self._permits.upload(bucket, name, content_type, max_bytes, valid_seconds)

    def permit_download(self, bucket: str, name: str, valid_seconds: int) -> str:
        """As the port."""
        return self._permits.download(bucket, name, valid_seconds)

    def close(self) -> None:
        """Close open connections."""
        self._api.close()


def _object(bucket: str, name: str) -> str:
    return f"/storage/v1/b/{quote(bucket, safe='')}/o/{quote(name, safe='')}"
