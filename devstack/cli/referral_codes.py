"""Making, listing and revoking kode referral in a store. Every one of it is audited."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from belajar.ports import MISSING, Merge, Put, Query, Snapshot, Store
from belajar.rules.access import OperatorAct
from belajar.rules.referrals import is_locked, new_code, referral_key
from devstack.cli.acting import carry_out, operator
from schemas.people import TipeDinas
from schemas.requests import Referral

PAGE: Final = 300
_REGION: Final = re.compile(r"[1-9][0-9]([0-9]{2})?")
_KEY: Final = re.compile(r"[0-9a-f]{8,64}")
_DIGITS: Final = {TipeDinas.PROVINSI: 2, TipeDinas.KABUPATEN_KOTA: 4}


class RefusedRowError(Exception):
    """The text says what is wrong with a row."""


@dataclass(frozen=True, slots=True)
class Issuing:
    """Makes codes that are alike in all but their region. `peppers`: newest first."""

    store: Store
    peppers: Sequence[bytes] = field(repr=False)
    quota: Mapping[str, int]
    now: datetime
    until: datetime
    replace: bool

    def issue(self, row: Mapping[str, str]) -> list[str]:
        """Commit a new code and return the row that holds it. Raises RefusedRowError; then nothing is written."""
        region, name, tipe = row["kode_wilayah"], row["nama_wilayah"], _tipe(row["tipe_dinas"])
        if not (_REGION.fullmatch(region) and len(region) == _DIGITS[tipe]):
            raise RefusedRowError(f"kode_wilayah: {_DIGITS[tipe]} digits for {tipe.value}")
        if not name:
            raise RefusedRowError("nama_wilayah is empty")
        earlier = [snapshot for snapshot in _of_region(self.store, region) if _is_valid(snapshot, self.now)]
        if earlier and not self.replace:
            raise RefusedRowError("the region has a valid code: revoke it first, or give --replace")
        code = new_code(region, secrets.token_bytes(5))
        self._commit(code, region, name, tipe, earlier)
        quota = ",".join(f"{jabatan}={number}" for jabatan, number in self.quota.items())
        return [region, name, tipe.value, code, self.until.date().isoformat(), quota]

    def _commit(self, code: str, region: str, name: str, tipe: TipeDinas, earlier: Sequence[Snapshot]) -> None:
        referral = Referral(
            kode_wilayah=region,
            nama_wilayah=name,
            tipe_dinas=tipe,
            quota=dict(self.quota),
            used={},
            valid_from=self.now,
            valid_until=self.until,
            issued_by=operator(),
            hint=code[-2:],
        )
        put = Put(f"referrals/{referral_key(self.peppers[0], code)}", referral.model_dump(), expect=MISSING)
        revoked = [_revoked(snapshot, self.now) for snapshot in earlier]
        carry_out(self.store, OperatorAct.ISSUE_REFERRAL, put.path, f"region {region}", [put, *revoked], self.now)


def revoke_all(store: Store, key_or_region: str, now: datetime) -> int:
    """By key, or its first 8 characters or more; or all of a region. Returns how many; revoked ones do not count."""
    if _REGION.fullmatch(key_or_region):
        found = list(_of_region(store, key_or_region))
    elif _KEY.fullmatch(key_or_region):
        found = [snapshot for snapshot in _all(store) if _key(snapshot).startswith(key_or_region)]
    else:
        found = []
    still = [snapshot for snapshot in found if snapshot.data["revoked_at"] is None]
    for snapshot in still:
        carry_out(store, OperatorAct.REVOKE_REFERRAL, snapshot.path, "", [_revoked(snapshot, now)], now)
    return len(still)


def listed(store: Store, now: datetime) -> list[dict[str, Any]]:
    """All, as a table shows them; a code itself is nowhere."""
    return [_line(snapshot, now) for snapshot in _all(store)]


def _line(snapshot: Snapshot, now: datetime) -> dict[str, Any]:
    referral = Referral.model_validate(snapshot.data)
    used = [f"{jabatan} {referral.used.get(jabatan, 0)}/{most}" for jabatan, most in referral.quota.items()]
    return {
        "key": _key(snapshot)[:12],
        "region": f"{referral.kode_wilayah} {referral.nama_wilayah}",
        "tipe": referral.tipe_dinas.value,
        "hint": f"...{referral.hint}",
        "used": ", ".join(used),
        "valid_until": referral.valid_until.date().isoformat(),
        "state": _state(referral, now),
    }


def _state(referral: Referral, now: datetime) -> str:
    if referral.revoked_at:
        return "revoked"
    if not referral.valid_from <= now < referral.valid_until:
        return "expired"
    return "locked" if is_locked(referral, now) else "valid"


def _is_valid(snapshot: Snapshot, now: datetime) -> bool:
    """A locked code is a valid one again tomorrow."""
    return _state(Referral.model_validate(snapshot.data), now) in ("valid", "locked")


def _revoked(snapshot: Snapshot, now: datetime) -> Merge:
    return Merge(snapshot.path, {"revoked_at": now}, expect=snapshot.version)


def _of_region(store: Store, region: str) -> list[Snapshot]:
    return store.query(Query("referrals", where=(("kode_wilayah", "==", region),), limit=PAGE))


def _all(store: Store) -> Iterator[Snapshot]:
    after = None
    while page := store.query(Query("referrals", limit=PAGE, after=after)):
        yield from page
        after = page[-1].path


def _key(snapshot: Snapshot) -> str:
    return snapshot.path.removeprefix("referrals/")


def _tipe(text: str) -> TipeDinas:
    try:
        return TipeDinas(text.lower())
    except ValueError:
        raise RefusedRowError(f"tipe_dinas: {' or '.join(TipeDinas)}") from None
