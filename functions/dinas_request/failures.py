"""Wrong referral codes: counted by region and origin, and a region under attack is locked.

Nobody can tell from the answer, nor from what is read and written, why a code was not taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from belajar.decision import Call, Decision, Emit
from belajar.ports import MISSING, Merge, Put, Query, Snapshot, Write
from belajar.rules.matching import origin_hash
from belajar.rules.policy import POLICY
from belajar.rules.throttles import retry_after_seconds, used
from belajar.runtime.problems import ProblemError
from belajar.runtime.throttling import count
from functions.dinas_request.deps import Deps
from schemas.events import ReferralLocked
from schemas.people import TipeDinas

MISMATCH: Final = (
    "Periksa kembali Kode Referral dalam Surat Edaran yang Anda terima dan coba lakukan kembali, pengajuan pembuatan "
    "Akun Pembelajaran."
)
HELP: Final = (
    "Apabila Anda merasa sudah memasukkan data yang sesuai, silahkan tekan Hubungi Bantuan pada sisi kanan bawah layar "
    "Anda untuk mendapatkan bantuan."
)
"""Both in the words of the seed."""
LIMITS: Final = (
    POLICY.referral_failures_per_origin,
    POLICY.referral_failures_per_region_and_origin,
    POLICY.referral_failures_per_region,
)
_MOST_CODES: Final = 300
_PROVINCE_DIGITS: Final = 2


@dataclass(frozen=True)
class Failures:
    """Three counters: of the origin, of the origin in this region, of the region.

    `paths` are to be read, and what was found to be given back in the same order.
    """

    kode_wilayah: str
    paths: tuple[str, str, str]

    def refuse_if_spent(self, seen: Sequence[Snapshot | None], call: Call) -> None:
        """Raises ProblemError 429 when this origin has failed too often; a right code is refused like a wrong one."""
        for found, limit in zip(seen[:2], LIMITS[:2], strict=True):
            held = found.data if found else None
            if used(held, call.now, limit) >= limit.count:
                raise ProblemError(
                    "terlalu_banyak_percobaan",
                    "Tunggu sebentar sebelum mencoba lagi.",
                    saran=[HELP],
                    headers={"Retry-After": str(retry_after_seconds(held, call.now, limit))},
                )

    def mismatch(self, seen: Sequence[Snapshot | None], call: Call, deps: Deps) -> Decision:
        """Count one failure, and lock the region with the last one it may have."""
        counted: list[Write] = [
            count(path, call.now, limit, found.data if found else None)
            for path, limit, found in zip(self.paths, LIMITS, seen, strict=True)
        ]
        answer = ProblemError("kode_referral_tidak_sesuai", MISMATCH, saran=[HELP]).answer()
        if not self._is_last(seen[2], call):
            return Decision(writes=counted, answer=answer)
        codes = self._codes(deps)
        told = [Emit(self._event())] if codes else []
        return Decision(writes=[*counted[:2], *self._locked(seen[2], codes, call)], events=told, answer=answer)

    def _event(self) -> ReferralLocked:
        tipe = TipeDinas.PROVINSI if len(self.kode_wilayah) == _PROVINCE_DIGITS else TipeDinas.KABUPATEN_KOTA
        return ReferralLocked(kode_wilayah=self.kode_wilayah, tipe_dinas=tipe.value)

    def _codes(self, deps: Deps) -> list[Snapshot]:
        """None where somebody made a region up: then there is nothing to protect, and nobody to be told."""
        return deps.store.query(
            Query("referrals", where=(("kode_wilayah", "==", self.kode_wilayah),), limit=_MOST_CODES)
        )

    @staticmethod
    def _is_last(region: Snapshot | None, call: Call) -> bool:
        if region is None:
            return False
        limit, locked_until = POLICY.referral_failures_per_region, region.data.get("locked_until")
        running = locked_until is not None and call.now < locked_until
        return not running and used(region.data, call.now, limit) + 1 >= limit.count

    def _locked(self, region: Snapshot | None, codes: Sequence[Snapshot], call: Call) -> list[Write]:
        """Guarded, so that one of many parallel failures locks and tells; counting begins anew."""
        until = call.now + timedelta(seconds=POLICY.referral_failures_per_region.window_seconds)
        counter = {"buckets": {}, "locked_until": until, "expire_at": until}
        return [
            Put(self.paths[2], counter, expect=region.version if region else MISSING),
            *(Merge(code.path, {"locked_at": call.now}) for code in codes),
        ]


def failures(kode_wilayah: str, call: Call, deps: Deps) -> Failures:
    """The counters of this region and this origin."""
    origin = origin_hash(deps.peppers[0], call.origin)
    paths = (
        f"throttles/referral-origin:{origin}",
        f"throttles/referral-origin:{kode_wilayah}:{origin}",
        f"throttles/referral-region:{kode_wilayah}",
    )
    return Failures(kode_wilayah, paths)
