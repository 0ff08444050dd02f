"""The rejects file: one part per chunk while an import runs, joined at its end.

CSV, UTF-8, `;`. No cell can be taken for a formula: all are numbers, column names, our sentences and valid ids.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from belajar.ports import Files
from functions.roster.rows import Problem

HEADER: Final = b"baris;kolom;tingkat_masalah;alasan;sumber_id;npsn\n"
VOLUME_BYTES: Final = 8_388_608
_PART_BYTES: Final = 16_777_216
"""More than any part can have."""
_AT_ONCE: Final = 16


def part_name(import_id: str, number: int) -> str:
    """Object of one chunk's problems."""
    return f"rejects/{import_id}/{number:08d}.csv"


def render(problems: Iterable[Problem]) -> bytes:
    """Rows without the header, in order of lines."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    for problem in sorted(problems, key=lambda problem: problem.line):
        level = "peringatan" if problem.warning else "ditolak"
        writer.writerow([problem.line, problem.column, level, problem.text, problem.sumber_id, problem.npsn])
    return text.getvalue().encode()


def join_parts(files: Files, bucket: str, import_id: str) -> str | None:
    """Write `rejects/<import_id>.csv`; behind VOLUME_BYTES it goes on in `-02.csv` and so on, each with the header.

    Returns the first name, None when nothing was rejected. Idempotent; memory is that of one volume.
    """
    names = files.list(bucket, f"rejects/{import_id}/")
    if not names:
        return None
    for number, volume in enumerate(_volumes(_parts(files, bucket, names)), start=1):
        files.write(bucket, _volume_name(import_id, number), volume)
    return _volume_name(import_id, 1)


def _volume_name(import_id: str, number: int) -> str:
    return f"rejects/{import_id}.csv" if number == 1 else f"rejects/{import_id}-{number:02d}.csv"


def _parts(files: Files, bucket: str, names: list[str]) -> Iterator[bytes]:
    """A national file has tens of thousands of parts: one by one they would not be read within a run."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for first in range(0, len(names), _AT_ONCE):
            yield from pool.map(lambda name: files.read(bucket, name, 0, _PART_BYTES), names[first : first + _AT_ONCE])


def _volumes(parts: Iterable[bytes]) -> Iterator[bytes]:
    volume = bytearray(HEADER)
    for part in parts:
        if len(volume) + len(part) > VOLUME_BYTES and len(volume) > len(HEADER):
            yield bytes(volume)
            volume = bytearray(HEADER)
        volume += part
    yield bytes(volume)
