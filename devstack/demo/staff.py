"""The staff of the demo: codes issued, a reviewer appointed and at work, by the code of the command line."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import requests

from belajar import wiring
from devstack.cli.petugas import appoint
from devstack.cli.referral_codes import Issuing
from schemas.staff import Role

REGION: Final = {"kode_wilayah": "3204", "nama_wilayah": "Kabupaten Bandung", "tipe_dinas": "kabupaten_kota"}
REVIEWER: Final = "peninjau.3204@dinas.belajar.id"
VALID: Final = timedelta(days=90)
_SECONDS: Final = 15


def issued() -> str:
    """A referral code of the region, as `belajar referral issue` makes it."""
    now = datetime.now(UTC)
    issuing = Issuing(wiring.store(), wiring.peppers(), {"kepala_bidang": 5}, now, now + VALID, replace=False)
    return issuing.issue(REGION)[3]


def appointed() -> None:
    """A reviewer of the region, as `belajar petugas add` appoints one."""
    appoint(wiring.store(), REVIEWER, "Contoh Peninjau", Role.PENINJAU, REGION["kode_wilayah"], None)


def asked_by_staff(url: str, method: str, path: str, body: dict[str, Any] | None = None, token: str = "") -> int:
    """Status of a request to the reviewers' routes."""
    headers = {"Authorization": f"Bearer {token}"}
    return requests.request(
        method, f"{url}/v1/tinjauan{path}", json=body, headers=headers, timeout=_SECONDS
    ).status_code


def token_of(url: str, address: str = REVIEWER) -> str:
    """A token of this member of staff, from the stack's issuer."""
    answer = requests.post(f"{url}/_identitas/token", json={"address": address}, timeout=_SECONDS)
    return str(answer.json()["id_token"])
