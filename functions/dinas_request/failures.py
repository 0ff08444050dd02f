"""Wrong referral codes: counted by region and origin, and a region under attack is locked.

Nobody can tell from the answer, nor from what is read and written, why a code was not taken.
"""

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
_MOST_CODES: Final = 300
_PROVINCE_DIGITS: Final = 2


@dataclass(frozen=True)
class Failures:
    """The two counters of a region. `paths` are to be read, and given back in the same order."""

    kode_wilayah: str
    paths: tuple[str, str]

    def refuse_if_spent(self, origin: Snapshot | None, call: Call) -> None:
        """Raises ProblemError 429 when this origin has failed too often; a right code is refused like a wrong one."""
        held, limit = origin.data if origin else None, POLICY.referral_failures_per_region_and_origin
        if used(held, call.now, limit) >= limit.count:
            raise ProblemError(
                "terlalu_banyak_percobaan",
                "Tunggu sebentar sebelum mencoba lagi.",
                saran=[HELP],
                headers={"Retry-After": str(retry_after_seconds(held, call.now, limit))},
            )

    def mismatch(self, origin: Snapshot | None, region: Snapshot | None, call: Call, deps: Deps) -> Decision:
        """Count one failure, and lock the region with the last one it may have."""
        per_origin = POLICY.referral_failures_per_region_and_origin
        writes: list[Write] = [count(self.paths[0], call.now, per_origin, origin.data if origin else None)]
        answer = ProblemError("kode_referral_tidak_sesuai", MISMATCH, saran=[HELP]).answer()
        if not self._is_last(region, call):
            held = region.data if region else None
            writes.append(count(self.paths[1], call.now, POLICY.referral_failures_per_region, held))
            return Decision(writes=writes, answer=answer)
        tipe = TipeDinas.PROVINSI if len(self.kode_wilayah) == _PROVINCE_DIGITS else TipeDinas.KABUPATEN_KOTA
        told = Emit(ReferralLocked(kode_wilayah=self.kode_wilayah, tipe_dinas=tipe.value))
        return Decision(writes=[*writes, *self._locked(region, call, deps)], events=[told], answer=answer)

    @staticmethod
    def _is_last(region: Snapshot | None, call: Call) -> bool:
        if region is None:
            return False
        limit, locked_until = POLICY.referral_failures_per_region, region.data.get("locked_until")
        running = locked_until is not None and call.now < locked_until
        return not running and used(region.data, call.now, limit) + 1 >= limit.count

    def _locked(self, region: Snapshot | None, call: Call, deps: Deps) -> list[Write]:
        """Guarded, so that one of many parallel failures locks and tells; counting begins anew."""
        until = call.now + timedelta(seconds=POLICY.referral_failures_per_region.window_seconds)
        counter = {"buckets": {}, "locked_until": until, "expire_at": until}
        codes = deps.store.query(
            Query("referrals", where=(("kode_wilayah", "==", self.kode_wilayah),), limit=_MOST_CODES)
        )
        return [
            Put(self.paths[1], counter, expect=region.version if region else MISSING),
            *(Merge(code.path, {"locked_at": call.now}) for code in codes),
        ]


def failures(kode_wilayah: str, call: Call, deps: Deps) -> Failures:
    """The counters of this region, in all and from this origin."""
    origin = origin_hash(deps.peppers[0], call.origin)
    paths = (f"throttles/referral-origin:{kode_wilayah}:{origin}", f"throttles/referral-region:{kode_wilayah}")
    return Failures(kode_wilayah, paths)
