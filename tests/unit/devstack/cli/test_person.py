"""One person's data are handed over whole, and erased but for what has to stay."""

import base64
import json
import re
from datetime import UTC, datetime

import pytest
import typer

from belajar.errors import PreconditionError
from belajar.ports import Merge, Put, Query
from belajar.rules.matching import contact_hash
from belajar.runtime.staff import audit_row
from devstack.cli.audit_chains import verify
from devstack.cli.erase import erase
from devstack.persons.erasing import commits
from devstack.persons.gathering import gather
from devstack.persons.holdings import HOLDINGS, Fate
from schemas.documents import AccountState
from tests.support.ports import Fuse, FusedStore, KilledError
from tests.support.records import ADDRESS, LONG_AGO, PERSON_ID, account, put_whole
from tests.support.staff import audited, put_petugas

OTHER, OTHER_ADDRESS = "99999999-2222-4333-8444-555555555555", "siti.rahma77@sd.belajar.id"
KEY = f"lookup/key-{PERSON_ID}"
GIVEN = ("--reason", "permohonan 17/2026")


def documents(person_id, address, own):
    """One of every kind but the four of `put_whole`; `own` tells the ids of two people apart."""
    return {
        f"messages/m{own}": {"person_id": person_id, "to_masked": "w***@k***.test"},
        f"requests/r{own}": {"person_id": person_id, "nomor": f"r{own}", "nik_hash": own * 64,
                             "letter": f"surat/r{own}/1", "other_nik_hashes": [own * 63 + "0"], "address": None,
                             "matched": None, "email": f"{own}@contoh.test"},
        f"request_locks/{own * 64}": {"nomor": f"r{own}"},
        f"request_locks/{own * 63}0": {"nomor": f"r{own}"},
        f"official_addresses/{own * 64}": {"person_id": person_id},
        f"resets/{own * 32}": {"id": own * 32, "akun": address, "person_id": person_id},
        f"resets/{own * 31}0": {"id": f"{own * 31}0", "akun": address, "person_id": None},
        f"reset_locks/{address}": {"id": own * 32},
        f"corrections/k{own}": {"person_id": person_id, "akun": address, "email": f"{own}@baru.test"},
        f"correction_locks/{person_id}": {"id": f"k{own}"},
        f"tickets/1234567{ord(own) % 10}": {"person_id": person_id, "akun": address},
        f"suspended/{address}": {"checked_at": LONG_AGO},
        f"throttles/details:{person_id}": {"buckets": {}},
        f"throttles/code-tries:r{own}": {"calls": []},
        f"throttles/reset-tries:{own * 32}": {"calls": []},
    }  # fmt: skip


@pytest.fixture
def held(store, root):
    """Two people of one look-up entry's form, each with everything; of the first also throttles and acts of staff."""
    for person_id, address, own in ((PERSON_ID, ADDRESS, "c"), (OTHER, OTHER_ADDRESS, "d")):
        put_whole(store, AccountState.CREATED, address, person_id)
        store.commit([Put(path, data) for path, data in documents(person_id, address, own).items()])
    pepper = base64.b64decode((root / "secrets" / "peppers").read_text().split()[0])
    hashed = contact_hash(pepper, "wali@keluarga.test"), contact_hash(pepper, ADDRESS)
    throttles = [f"throttles/code:{hashed[0]}", f"throttles/reset:{hashed[1]}:{'e' * 64}"]
    store.commit([Put(path, {"buckets": {}}) for path in throttles])
    put_petugas(store, ADDRESS, active=False)
    at = datetime.now(UTC)
    for actor, target in (("p@belajar.id", f"resets/{'c' * 32}"), ("p@belajar.id", f"resets/{'d' * 32}"),
                          (ADDRESS, "requests/other"), ("op@belajar.id", "sekolah/20100001/akun.csv")):  # fmt: skip
        store.commit(audit_row(store, actor, at, "show_reset", target, ""))
    return store


def paths(store):
    """All documents but those of the command's own acts."""
    return {one.path for name in HOLDINGS for one in store.query(Query(name, limit=300)) if "cli:" not in one.path}


def exported(tmp_path, belajar, person_id=PERSON_ID):
    done = belajar("export", person_id, *GIVEN, "--out", tmp_path / "data.json")
    assert done.exit_code == 0, done.output
    return json.loads((tmp_path / "data.json").read_text())


def test_an_export_holds_every_document_of_the_person_and_of_nobody_else(belajar, held, tmp_path):
    told = exported(tmp_path, belajar)
    found = {one["path"] for part in told["collections"].values() for one in part["documents"]}
    others = {f"people/{OTHER}", f"accounts/{OTHER_ADDRESS}", f"lookup/key-{OTHER}", "audit/p@belajar.id:0000000002",
              *documents(OTHER, OTHER_ADDRESS, "d"), "audit_heads/p@belajar.id",
              "audit_heads/op@belajar.id"}  # fmt: skip
    assert found == paths(held) - others
    assert {name for name, part in told["collections"].items() if part["documents"]} == {
        name for name, holding in HOLDINGS.items() if holding.fate is not Fate.NOBODY
    }


def test_what_staff_did_to_a_person_is_found_when_the_reset_is_long_gone(belajar, held, tmp_path):
    at = datetime.now(UTC)
    for whom, target in ((PERSON_ID, "e" * 32), (OTHER, "f" * 32)):
        held.commit(audit_row(held, "k@belajar.id", at, "assist_reset", f"resets/{target}", "done", f"people/{whom}"))
    rows = exported(tmp_path, belajar)["collections"]["audit"]["documents"]
    assert [row["target"] for row in rows if row["actor"] == "k@belajar.id"] == [f"resets/{'e' * 32}"]


def test_an_export_is_for_its_writer_only_and_replaces_nothing(belajar, held, tmp_path):
    exported(tmp_path, belajar)
    assert (tmp_path / "data.json").stat().st_mode & 0o777 == 0o600
    again = belajar("export", PERSON_ID, *GIVEN, "--out", tmp_path / "data.json")
    assert (again.exit_code, "not overwritten" in again.output) == (2, True)


def test_an_export_shows_no_twin_and_no_half_of_a_password(belajar, held, tmp_path):
    twin = {"persons": {**held.get(KEY)[0].data["persons"], OTHER: {"address": OTHER_ADDRESS}}}
    held.commit([Put(KEY, twin)])
    told = exported(tmp_path, belajar)
    [shown] = told["collections"]["lookup"]["documents"]
    assert set(shown["persons"]) == {PERSON_ID}
    assert "nonce" not in told["collections"]["accounts"]["documents"][0]


def test_both_acts_leave_a_row_with_the_reason(belajar, held, tmp_path):
    exported(tmp_path, belajar)
    belajar("erase", PERSON_ID, *GIVEN, "--sure")
    rows = [row for row in audited(held) if row["actor"].startswith("cli:")]
    assert [(row["action"], row["target"], row["reason"]) for row in rows] == [
        ("export_person", f"people/{PERSON_ID}", "permohonan 17/2026"),
        ("erase_person", f"people/{PERSON_ID}", "permohonan 17/2026"),
    ]
    assert verify(held).faults == {}


def test_an_erasure_removes_all_but_the_reserved_address_throttles_and_audit(belajar, held):
    before = paths(held)
    done = belajar("erase", PERSON_ID, *GIVEN, "--sure")
    assert done.exit_code == 0, done.output
    gone = before - paths(held)
    mine = set(documents(PERSON_ID, ADDRESS, "c"))
    assert gone == {one for one in mine if not one.startswith("throttles/")} | {
        f"people/{PERSON_ID}", KEY, f"petugas/{ADDRESS}"}  # fmt: skip
    [left] = held.get(f"accounts/{ADDRESS}")
    assert {name: left.data[name] for name in ("address", "person_id", "group", "nonce", "workspace_id")} == {
        "address": ADDRESS, "person_id": "erased", "group": "erased", "nonce": None, "workspace_id": None}  # fmt: skip
    assert PERSON_ID not in json.dumps(left.data, default=str)


def test_what_only_other_hands_can_remove_is_said(belajar, held):
    done = belajar("erase", PERSON_ID, *GIVEN, "--sure")
    assert f"Admin console: {ADDRESS}" in done.output
    assert "letters bucket: surat/rc/1" in done.output


def test_a_twin_keeps_the_entry(belajar, held):
    held.commit([Put(KEY, {"persons": {**held.get(KEY)[0].data["persons"], OTHER: {"address": OTHER_ADDRESS}}})])
    belajar("erase", PERSON_ID, *GIVEN, "--sure")
    assert set(held.get(KEY)[0].data["persons"]) == {OTHER}


def test_an_account_that_is_somebody_elses_by_now_is_left_alone(belajar, held):
    account = held.get(f"accounts/{ADDRESS}")[0].data | {"person_id": OTHER}
    held.commit([Put(f"accounts/{ADDRESS}", account)])
    belajar("erase", PERSON_ID, *GIVEN, "--sure")
    assert held.get(f"accounts/{ADDRESS}")[0].data == account


def earlier(store, address, state):
    """A name that was reserved for the person before the one they have."""
    store.commit([Put(f"accounts/{address}", account(address, state=state, nonce=None).model_dump())])


@pytest.mark.parametrize("state", [AccountState.REFUSED, AccountState.FOREIGN])
def test_names_that_were_reserved_for_the_person_before_are_found_too(belajar, held, tmp_path, state):
    earlier(held, "siti.rahma7@sd.belajar.id", state)
    paths = {one["path"] for one in exported(tmp_path, belajar)["collections"]["accounts"]["documents"]}
    assert paths == {f"accounts/{ADDRESS}", "accounts/siti.rahma7@sd.belajar.id"}
    belajar("erase", PERSON_ID, *GIVEN, "--sure")
    assert held.get("accounts/siti.rahma7@sd.belajar.id")[0].data["person_id"] == "erased"


def test_nobody_is_told_to_delete_the_user_of_somebody_else(belajar, held):
    foreign = "siti.rahma7@sd.belajar.id"
    earlier(held, foreign, AccountState.FOREIGN)
    put_petugas(held, foreign, active=False)
    done = belajar("erase", PERSON_ID, *GIVEN, "--sure")
    assert (done.exit_code, foreign in done.output) == (0, False)
    assert held.get(f"petugas/{foreign}") != [None]


def test_a_person_known_by_two_ids_is_said_to_be_and_the_other_keeps_what_is_theirs(belajar, held, tmp_path):
    vouched = held.get("requests/rd")[0].data | {"matched": PERSON_ID, "address": OTHER_ADDRESS}
    held.commit([Put("requests/rd", vouched)])
    assert exported(tmp_path, belajar)["also_known_as"] == [OTHER]
    done = belajar("erase", PERSON_ID, *GIVEN, "--sure")
    assert f"also known as {OTHER}" in done.output
    kept = {f"accounts/{OTHER_ADDRESS}", f"people/{OTHER}", f"resets/{'d' * 32}", f"reset_locks/{OTHER_ADDRESS}"}
    assert kept <= paths(held)


@pytest.mark.parametrize("word", ["export", "erase"])
@pytest.mark.parametrize("wrong", ["erased", "../people", "a/b"])
def test_an_id_that_is_nobodys_is_refused(belajar, held, word, wrong):
    assert belajar(word, wrong, *GIVEN).exit_code == 2


@pytest.mark.parametrize("path", [f"people/{PERSON_ID}", f"accounts/{ADDRESS}", KEY])
def test_what_an_import_or_a_step_changes_meanwhile_stops_the_last_commit(held, path):
    subject = gather(PERSON_ID, held, ())
    held.commit([Merge(path, {"touched": True})])
    *loose, last = commits(subject)
    for writes in loose:
        held.commit(writes)
    with pytest.raises(PreconditionError):
        held.commit(last)
    assert {f"people/{PERSON_ID}", f"accounts/{ADDRESS}", KEY} <= paths(held)


def test_staff_who_have_rights_again_since_they_were_looked_at_are_not_erased(held):
    subject = gather(PERSON_ID, held, ())
    put_petugas(held, ADDRESS)
    with pytest.raises(PreconditionError):
        held.commit([one for writes in commits(subject) for one in writes])
    assert held.get(f"petugas/{ADDRESS}")[0].data["active"]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("kill_at", [0, 1])
def test_no_document_goes_without_a_row_wherever_an_erasure_breaks_off(held, kill_at, before):
    rows, known, fuse = len(audited(held)), paths(held), Fuse()
    fuse.kill_at, fuse.before = kill_at, before
    with pytest.raises(KilledError):
        erase(gather(PERSON_ID, held, ()), "permohonan 17/2026", FusedStore(held, fuse))
    assert (len(audited(held)) > rows) == (paths(held) != known)


def test_an_erasure_that_somebody_came_between_says_that_not_all_is_erased(held, capsys):
    subject = gather(PERSON_ID, held, ())
    held.commit([Merge(f"people/{PERSON_ID}", {"rombel": "4B"})])
    with pytest.raises(typer.Exit):
        erase(subject, "permohonan 17/2026", held)
    assert "not all is erased" in capsys.readouterr().err
    assert held.get(f"people/{PERSON_ID}") != [None]


@pytest.mark.parametrize("done", range(1, 4))
def test_an_erasure_that_broke_off_anywhere_is_finished_by_the_next(belajar, held, done):
    held.commit([Put(f"messages/{number:04}", {"person_id": PERSON_ID}) for number in range(400)])
    held.commit([Put(f"messages/{number:04}", {"person_id": PERSON_ID}) for number in range(400, 800)])
    for writes in list(commits(gather(PERSON_ID, held, ())))[:done]:
        held.commit(writes)
    assert belajar("erase", PERSON_ID, *GIVEN, "--sure").exit_code == 0
    left = {path for path, one in gather(PERSON_ID, held, ()).documents.items() if not path.startswith("audit")}
    assert left <= {f"throttles/details:{PERSON_ID}"}
    assert held.get(f"accounts/{ADDRESS}")[0].data["person_id"] == "erased"


def test_erasing_again_removes_what_came_meanwhile_and_then_says_that_nothing_is_left(belajar, held):
    belajar("erase", PERSON_ID, *GIVEN, "--sure")
    held.commit([Put("messages/late", {"person_id": PERSON_ID})])
    assert belajar("erase", PERSON_ID, *GIVEN, "--sure").exit_code == 0
    assert held.get("messages/late") == [None]
    rows = len(audited(held))
    again = belajar("erase", PERSON_ID, *GIVEN, "--sure")
    assert (again.exit_code, "nothing is left" in again.output) == (0, True)
    assert len(audited(held)) == rows


def test_an_erasure_of_many_documents_takes_several_commits_and_loses_none(belajar, held):
    many = [Put(f"messages/{number:04}", {"person_id": PERSON_ID}) for number in range(700)]
    for start in range(0, 700, 350):
        held.commit(many[start : start + 350])
    assert belajar("erase", PERSON_ID, *GIVEN, "--sure").exit_code == 0
    assert not [path for path in paths(held) if re.match(r"messages/\d{4}", path)]


@pytest.mark.parametrize(("typed", "code"), [("yes\n", 1), (f"{PERSON_ID}\n", 0)])
def test_the_id_has_to_be_typed_again(belajar, held, typed, code):
    done = belajar("erase", PERSON_ID, *GIVEN, typed=typed)
    assert done.exit_code == code
    assert (held.get(f"people/{PERSON_ID}") == [None]) == (code == 0)


def test_staff_with_rights_are_not_erased(belajar, held):
    put_petugas(held, ADDRESS)
    done = belajar("erase", PERSON_ID, *GIVEN, "--sure")
    assert (done.exit_code, "petugas disable" in done.output) == (1, True)
    assert held.get(f"people/{PERSON_ID}") != [None]


@pytest.mark.usefixtures("held")
def test_a_stranger_has_nothing_to_export(belajar, tmp_path):
    done = belajar("export", "0" * 8, *GIVEN, "--out", tmp_path / "data.json")
    assert (done.exit_code, "Nothing is held" in done.output, (tmp_path / "data.json").exists()) == (1, True, False)
