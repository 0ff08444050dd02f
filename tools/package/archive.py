"""Zip files that are the same byte for byte wherever they are made, named by what is in them."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_NAME_DIGITS: Final = 16
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_READABLE: Final = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Archive:
    """A packed function."""

    function: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Of the archive's bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def file(self) -> str:
        """Another content, another name: Terraform deploys what has changed and nothing else."""
        return f"{self.function}-{self.sha256[:_NAME_DIGITS]}.zip"


def pack(function: str, files: Mapping[str, bytes]) -> Archive:
    """Not compressed: compressors differ from one machine to the next, and the whole is less than a megabyte."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as opened:
        for path, data in sorted(files.items()):
            info = ZipInfo(path, _LONG_AGO)
            info.create_system, info.external_attr = _UNIX, _READABLE
            opened.writestr(info, data)
    return Archive(function, buffer.getvalue())
