"""Kode referral: one valid code a region, shown once, kept only as a hash, every change written down."""

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest

from belajar import wiring
from belajar.ports import Merge, Query
from belajar.rules.referrals import fits, referral_key
from schemas.people import Jabatan, TipeDinas
from schemas.requests import Referral
from tests.support.staff import audited

HEAD = "kode_wilayah;nama_wilayah;tipe_dinas\n"
GOOD = HEAD + "3204;Kab. Contoh;kabupaten_kota\n32;Prov. Contoh;provinsi\n"


@pytest.fixture
def issue(belajar, tmp_path, store):
    """Runs the command; returns its result and the codes by region."""

    def run(text: str = GOOD, *options: object):
        file, out = tmp_path / "wilayah.csv", tmp_path / "surat.csv"
        out.unlink(missing_ok=True)
        file.write_text(text, encoding="utf-8-sig")
        result = belajar("referral", "issue", file, "--valid-days", 30, "--out", out, *options)
        lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
        rows = list(csv.DictReader(lines, delimiter=";"))
        return result, {row["kode_wilayah"]: row["kode_referral"] for row in rows}

    return run


def held(store, code: str) -> Referral:
    [found] = store.get(f"referrals/{referral_key(wiring.peppers()[0], code)}")
    return Referral.model_validate(found.data)


def test_each_region_gets_a_code_that_fits_it(issue, store):
    result, codes = issue()
    assert (result.exit_code, sorted(codes)) == (0, ["32", "3204"])
    now = datetime.now(UTC)
    referral = held(store, codes["3204"])
    assert fits(referral, "3204", TipeDinas.KABUPATEN_KOTA, Jabatan.KEPALA_DINAS, now)
    assert not fits(referral, "3204", TipeDinas.KABUPATEN_KOTA, Jabatan.KEPALA_DINAS, now + timedelta(days=31))
    assert referral.quota == {"kepala_dinas": 1, "kepala_bidang": 5}


def test_a_code_stands_in_the_output_file_only_and_that_is_its_owners(issue, store, tmp_path, root):
    result, codes = issue()
    secret = codes["3204"].partition("-")[2]
    assert secret not in result.output
    assert all(secret.encode() not in path.read_bytes() for path in (root / "embedded").rglob("*") if path.is_file())
    assert (tmp_path / "surat.csv").stat().st_mode & 0o777 == 0o600
    assert held(store, codes["3204"]).hint == secret[-2:]


def test_an_output_file_is_never_overwritten(belajar, store, tmp_path):
    (tmp_path / "wilayah.csv").write_text(GOOD)
    (tmp_path / "wilayah.csv.kode.csv").write_text("kept")
    assert belajar("referral", "issue", tmp_path / "wilayah.csv", "--valid-days", 1).exit_code == 2
    assert (tmp_path / "wilayah.csv.kode.csv").read_text() == "kept"
    assert store.query(Query("referrals")) == []


def test_bad_rows_are_told_by_line_and_the_good_ones_go_on(issue):
    bad = "3205;;kabupaten_kota\n\n99;X;kabupaten_kota\n3206;Kab;kabupaten\n0101;Kab;kabupaten_kota\n3207;a;b;c;d\n"
    result, codes = issue(HEAD + bad + "3208;Kab. Baik;kabupaten_kota\n")
    assert (result.exit_code, list(codes)) == (1, ["3208"])
    told = [line.split("│")[1].strip() for line in result.output.splitlines() if "│" in line]
    assert told == ["2", "4", "5", "6", "7"]


def test_a_region_has_one_valid_code_unless_it_is_replaced(issue, store):
    _, first = issue()
    result, second = issue()
    assert (result.exit_code, second) == (1, {})
    result, third = issue(GOOD, "--replace")
    assert (result.exit_code, sorted(third)) == (0, ["32", "3204"])
    assert held(store, first["3204"]).revoked_at
    assert held(store, third["3204"]).revoked_at is None


def test_a_region_whose_code_has_ended_gets_a_new_one(issue, store):
    _, first = issue()
    key = referral_key(wiring.peppers()[0], first["3204"])
    store.commit([Merge(f"referrals/{key}", {"valid_until": datetime.now(UTC)})])
    result, second = issue(HEAD + "3204;Kab. Contoh;kabupaten_kota\n")
    assert (result.exit_code, list(second)) == (0, ["3204"])


@pytest.mark.parametrize("quota", ["penilik=1", "kepala_dinas", "kepala_dinas=x", "", "kepala_dinas=-1"])
def test_a_quota_is_for_the_offices_that_use_codes(issue, store, quota):
    assert issue(GOOD, "--quota", quota)[0].exit_code == 2
    assert store.query(Query("referrals")) == []


@pytest.mark.parametrize("text", ["kode_wilayah;nama_wilayah\n3204;a\n", "", "\x00\n"])
def test_a_file_without_the_columns_is_refused(issue, text):
    assert issue(text)[0].exit_code == 2


def test_codes_are_listed_by_hint_and_state(issue, belajar, store):
    _, codes = issue()
    belajar("referral", "revoke", "32")
    listed = {one["region"]: one for one in json.loads(belajar("referral", "list", "--json").output)}
    assert listed["3204 Kab. Contoh"]["state"] == "valid"
    assert listed["32 Prov. Contoh"]["state"] == "revoked"
    assert listed["3204 Kab. Contoh"]["hint"] == f"...{codes['3204'][-2:]}"
    assert codes["3204"] not in belajar("referral", "list").output


def test_a_code_is_revoked_by_its_key_or_region_and_once(issue, belajar, store):
    _, codes = issue()
    key = referral_key(wiring.peppers()[0], codes["3204"])
    assert belajar("referral", "revoke", key[:8]).exit_code == 0
    assert held(store, codes["3204"]).revoked_at
    assert held(store, codes["32"]).revoked_at is None, "the province is another region than its district"
    assert belajar("referral", "revoke", "3204").exit_code == 1
    assert belajar("referral", "revoke", "tidak-ada").exit_code == 1


def test_issuing_and_revoking_are_written_down(issue, belajar, store):
    issue()
    belajar("referral", "revoke", "32")
    assert [(row["action"], row["reason"]) for row in audited(store)] == [
        ("issue_referral", "region 3204"),
        ("issue_referral", "region 32"),
        ("revoke_referral", ""),
    ]
    assert belajar("audit", "verify").exit_code == 0
