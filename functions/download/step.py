"""Unduh Akun: who works for a school fetches the accounts of its people, as a table or as cards.

Counted and written into the audit before any password is derived: whatever happens then, the act is on record, and of
two clicks at once the one that has to decide again derives nothing twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from belajar.cards.pdf import cards_pdf
from belajar.decision import Answer, Audit, Call, Decision
from belajar.ports import Merge
from belajar.rules.access import Action
from belajar.rules.policy import POLICY
from belajar.rules.throttles import Limit
from belajar.runtime.problems import ProblemError
from belajar.runtime.staff import require
from belajar.runtime.throttling import count_exactly, wait_seconds
from functions.download.asked import Daftar, list_asked, separator_asked, target_of
from functions.download.deps import Deps
from functions.download.groups import groups_of
from functions.download.rows import Row, people_of, rows_of
from functions.download.table import csv_pieces
from schemas.staff import Petugas

LIMITS: Final[Mapping[str, Limit]] = {"day": POLICY.downloads_per_day}


def akun_csv(body: None, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """The table: everybody of the list, with the initial password while it is still to be handed out."""
    petugas = require(call, Action.DOWNLOAD_ACCOUNTS, target_of(call))
    daftar, separator = list_asked(call), separator_asked(call)

    def table(rows: Sequence[Row]) -> Answer:
        name = f"akun-{call.params['npsn']}-{daftar}.csv"
        return _file(name, "text/csv; charset=utf-8; header=present", csv_pieces(rows, separator))

    return _download(
        petugas, daftar, call, deps, table, Audit(Action.DOWNLOAD_ACCOUNTS, _target(call, "csv"), daftar.value)
    )


def akun_pdf(body: None, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """The cards: of those who have an initial password; the others are listed behind, so that none is forgotten."""
    petugas = require(call, Action.DOWNLOAD_ACCOUNTS, target_of(call))
    daftar = list_asked(call)

    def cards(rows: Sequence[Row]) -> Answer:
        made = cards_pdf(groups_of(rows, daftar), call.now)
        return _file(f"kartu-{call.params['npsn']}-{daftar}.pdf", "application/pdf", iter([made]))

    return _download(
        petugas, daftar, call, deps, cards, Audit(Action.DOWNLOAD_ACCOUNTS, _target(call, "pdf"), daftar.value)
    )


def _download(
    petugas: Petugas, daftar: Daftar, call: Call, deps: Deps, render: Callable[[Sequence[Row]], Answer], audit: Audit
) -> Decision:
    counted = _counted(petugas, call, deps)
    people = people_of(call.params["npsn"], deps.store)
    if not people:
        raise ProblemError(
            "akun_tidak_ditemukan",
            "Belum ada data sekolah ini. Periksa NPSN, atau coba lagi setelah data Dapodik diperbarui.",
        )
    return Decision(
        writes=[counted],
        then=lambda _: Decision(answer=render(rows_of(people, daftar, deps))),
        audit=audit,
    )


def _counted(petugas: Petugas, call: Call, deps: Deps) -> Merge:
    """Exactly: of two at once at the limit one is let through. Raises ProblemError 429."""
    path = f"throttles/download:{petugas.address}"
    [seen] = deps.store.get(path)
    if wait := wait_seconds(seen, call.now, LIMITS):
        raise ProblemError(
            "unduhan_terlalu_sering",
            "Pakai berkas yang sudah Anda unduh, atau coba lagi besok.",
            headers={"Retry-After": str(wait)},
        )
    return count_exactly(path, call.now, LIMITS, seen, {})


def _target(call: Call, form: str) -> str:
    return f"sekolah/{call.params['npsn']}/akun.{form}"


def _file(name: str, media_type: str, pieces: Iterator[bytes]) -> Answer:
    headers = {"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(200, headers=headers, stream=pieces)
