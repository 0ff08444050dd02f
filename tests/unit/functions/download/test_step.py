"""Who may fetch what, how often, and what is left on record of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from belajar.ports import Put
from belajar.rules.audit_chain import first_fault
from belajar.rules.policy import POLICY
from schemas.documents import AccountState
from schemas.people import Jenis, Peran
from tests.support.records import account, person
from tests.support.staff import audited, put_petugas
from tests.unit.functions.download.conftest import NPSN, OPERATOR

OTHER_SCHOOL = "20100002"
MOST = POLICY.downloads_per_day.count
FORMS = pytest.mark.parametrize("form", ["csv", "pdf"])


@pytest.fixture
def pupil(school):
    return school.add("Siti Rahma")


@pytest.mark.parametrize("daftar", ["peserta_didik", "ptk", "admin"])
@pytest.mark.parametrize(
    ("form", "media", "name"),
    [("csv", "text/csv; charset=utf-8; header=present", "akun"), ("pdf", "application/pdf", "kartu")],
)
def test_a_file_has_its_type_a_name_without_spaces_and_is_kept_nowhere(school, pupil, form, media, name, daftar):
    answer = school.fetch(form, jenis=daftar)
    assert (answer.status, answer.headers["Content-Type"]) == (200, media)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}-{NPSN}-{daftar}.{form}"'
    assert answer.headers["Cache-Control"] == "no-store"


@FORMS
def test_every_download_leaves_a_row_in_the_audit_with_the_list_it_was(school, pupil, store, form):
    school.fetch(form)
    school.fetch(form, jenis="ptk")
    rows = [(row["actor"], row["action"], row["target"], row["reason"]) for row in audited(store)]
    target = f"sekolah/{NPSN}/akun.{form}"
    assert rows == [(OPERATOR, "download_accounts", target, jenis) for jenis in ("peserta_didik", "ptk")]
    assert first_fault(OPERATOR, audited(store), store.get(f"audit_heads/{OPERATOR}")[0].data) is None
    assert school.topics() == []


@pytest.mark.parametrize(
    "roles",
    [
        {"operator": OTHER_SCHOOL},
        {"kepala_satuan_pendidikan": OTHER_SCHOOL},
        {"kapten": "31"},
        {"co_kapten": "3171"},
        {"helpdesk": "nasional"},
        {"admin": "nasional"},
        {"operator": "nasional"},
        {},
    ],
    ids=str,
)
@pytest.mark.parametrize("daftar", ["peserta_didik", "ptk", "admin", "semua"])
@FORMS
def test_nobody_but_the_admins_of_the_school_gets_anything(school, pupil, store, roles, daftar, form):
    put_petugas(store, "orang.lain@belajar.id", roles=roles)
    answer = school.fetch(form, "orang.lain@belajar.id", jenis=daftar)
    assert (answer.status, answer.problem["code"]) == (403, "tidak_berwenang")
    assert audited(store) == []
    assert not school.keys.calls


@pytest.mark.parametrize("peran", Peran)
@pytest.mark.parametrize("daftar", ["peserta_didik", "ptk", "admin"])
def test_the_kepala_and_the_operator_whom_the_register_names_need_no_appointment(school, pupil, peran, daftar):
    facts = {"jenis": Jenis.TENAGA_KEPENDIDIKAN, "peran": peran, "tingkat": None, "rombel": None}
    admin = school.add("Ibu Contoh", AccountState.ACTIVE, **facts)
    assert school.fetch(by=admin.address, jenis=daftar).status == 200
    assert school.fetch(by=admin.address, jenis=daftar, npsn=OTHER_SCHOOL).status == 403


@pytest.mark.parametrize("npsn", ["2010000", "__x__", "..", "%00", "x" * 2000])
@FORMS
def test_what_is_no_npsn_is_nobodys_school(school, pupil, store, npsn, form):
    assert school.fetch(form, npsn=npsn).status == 403
    assert audited(store) == []


@FORMS
def test_a_school_without_people_is_not_found_and_costs_no_download(school, store, form):
    answer = school.fetch(form)
    assert (answer.status, answer.problem["code"]) == (404, "akun_tidak_ditemukan")
    assert audited(store) == []
    assert store.get(f"throttles/download:{OPERATOR}") == [None]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"jenis": "semua"}, "/jenis"),
        ({"jenis": ""}, "/jenis"),
        ({"jenis": "PTK"}, "/jenis"),
        ({"pemisah": ";"}, "/pemisah"),
    ],
    ids=str,
)
def test_an_unknown_choice_is_named_with_those_there_are(school, pupil, store, query, pointer):
    answer = school.fetch(**query)
    assert (answer.status, answer.problem["code"]) == (422, "isi_tidak_sah")
    [error] = answer.problem["errors"]
    assert error["pointer"] == pointer
    assert "salah satu dari" in error["detail"]
    assert audited(store) == []


def test_the_cards_know_no_separator(school, pupil):
    assert school.fetch("pdf", pemisah="apa saja").status == 200


def test_a_day_has_so_many_downloads_of_both_kinds_together_and_then_no_more(school, pupil, store, clock):
    for number in range(MOST):
        assert school.fetch("csv" if number % 2 else "pdf").status == 200
    for form in ("csv", "pdf"):
        answer = school.fetch(form)
        assert (answer.status, answer.problem["code"]) == (429, "unduhan_terlalu_sering")
    assert len(audited(store)) == MOST
    wait = int(answer.headers["Retry-After"])
    assert wait > 0
    clock.advance(seconds=wait - 1)
    assert school.fetch().status == 429
    clock.advance(seconds=2)
    assert school.fetch().status == 200


def test_the_limit_of_one_petugas_is_not_that_of_another(school, pupil, store):
    other = put_petugas(store, "kepala.contoh1@admin.sd.belajar.id", roles={"kepala_satuan_pendidikan": NPSN}).address
    for _ in range(MOST):
        school.fetch()
    assert (school.fetch().status, school.fetch(by=other).status) == (429, 200)


def test_of_many_clicks_at_once_exactly_as_many_are_served_as_are_left(school, pupil, store):
    for _ in range(MOST - 3):
        school.fetch()
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: school.fetch().status, range(12)))
    assert statuses.count(200) == 3
    assert set(statuses) <= {200, 429, 503}
    assert len(audited(store)) == MOST


@FORMS
def test_without_keys_not_a_byte_is_sent_and_the_attempt_is_on_record(school, pupil, store, form):
    school.keys.down = True
    answer = school.fetch(form)
    assert (answer.status, answer.problem["code"]) == (503, "layanan_sibuk")
    assert len(audited(store)) == 1
    school.keys.down = False
    assert school.fetch(form).status == 200


def test_a_conflict_of_two_clicks_derives_no_password_twice(school, pupil, store, clock):
    before = store.get(f"throttles/download:{OPERATOR}")
    real, conflicts = store.commit, [1]

    def commit(writes):
        if conflicts and any(write.path.startswith("throttles/") for write in writes):
            conflicts.pop()
            real([Put(f"throttles/download:{OPERATOR}", {"day": {"buckets": {}, "expire_at": clock.now()}})])
        return real(writes)

    store.commit = commit
    assert (before, school.fetch().status, conflicts) == ([None], 200, [])
    assert sum(school.keys.calls.values()) == 1


@FORMS
def test_a_whole_school_costs_one_key_operation_and_each_document_is_read_once(school, store, form):
    for number in range(620):
        school.add(f"Anak {number}")
    before = store.counts.copy()
    assert school.fetch(form).status == 200
    assert sum(school.keys.calls.values()) == 1
    spent = store.counts - before
    assert spent["queries"] == 2
    assert spent["reads"] - 2 * 620 < 10


def test_who_came_from_another_school_costs_one_more(school):
    school.add("Siti Rahma")
    for number in range(3):
        school.add(f"Pindahan {number}", account_group=OTHER_SCHOOL)
    school.fetch()
    assert sorted(school.keys.calls.values()) == [1, 1]


def test_nobody_of_another_school_is_on_the_list(school, pupil, store):
    stranger = person(
        "99999999-2222-4333-8444-555555555555", npsn=OTHER_SCHOOL, nama="Orang Lain", address="o@sd.belajar.id"
    )
    store.commit(
        [
            Put(f"people/{stranger.sumber_id}", stranger.model_dump()),
            Put("accounts/o@sd.belajar.id", account("o@sd.belajar.id", stranger.sumber_id, group=NPSN).model_dump()),
        ]
    )
    assert b"Orang Lain" not in school.fetch().body
