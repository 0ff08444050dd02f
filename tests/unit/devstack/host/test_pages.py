import pytest
from werkzeug.test import Client

from devstack.host.counts import Counts
from devstack.host.pages import PAGE_ROWS, Pages
from devstack.host.places import Places
from devstack.inbox.database import Inbox
from devstack.topology import topology
from devstack.workspace.store import UserStore


@pytest.fixture
def client(tmp_path, log) -> Client:
    places = Places(tmp_path, "embedded")
    UserStore(places.workspace)
    Inbox(places.inbox)
    return Client(Pages(topology(), log, Counts(places, log, lambda: 3)))


def test_the_home_page_has_the_form_of_the_look_up(client):
    page = client.get("/").text
    for name in ("nama_lengkap", "nama_ibu_kandung", "tipe_pengguna", "tanggal_lahir", "npsn"):
        assert f'name="{name}"' in page


def test_the_state_counts_what_the_stack_holds(client, log, delivery):
    log.add([delivery()])
    assert client.get("/_keadaan").get_json() == {
        "akun_workspace": 0,
        "akun_diaktifkan": 0,
        "surat": 0,
        "pengantaran_terakhir": 1,
        "pesan_mati": 3,
    }


def test_every_function_stands_in_the_table_with_its_routes_and_topics(client):
    page = client.get("/_fungsi").text
    for name, function in topology().functions.items():
        assert f"<td>{name}</td>" in page
        assert all(route in page for route in function.routes)
    assert all(topic in page for topic in topology().subscriptions)


def test_a_case_opens_to_its_deliveries_and_what_came_of_them(client, log, delivery):
    log.add([delivery(), delivery(event_id="e2", causation="e1", type="id.belajar.berikut.v1", status=503)])
    assert 'href="/_peristiwa/case-1"' in client.get("/_peristiwa").text
    assert 'href="/_peristiwa/case-1"' not in client.get("/_peristiwa?kasus=case-2").text
    page = client.get("/_peristiwa/case-1").text
    assert page.count("id.belajar.berikut.v1") == 2, "once as a delivery, once as a consequence"
    assert '<td class="gagal">503</td>' in page


def test_a_long_case_is_shown_page_by_page(client, log, delivery):
    log.add([delivery(event_id=f"e{number}") for number in range(PAGE_ROWS + 1)])
    assert f'href="?setelah={PAGE_ROWS}"' in client.get("/_peristiwa/case-1").text
    rest = client.get(f"/_peristiwa/case-1?setelah={PAGE_ROWS}").text
    assert f'title="e{PAGE_ROWS}"' in rest
    assert "setelah" not in rest


def test_what_stands_in_an_event_is_never_markup(client, log, delivery):
    log.add([delivery(type="<script>")])
    assert "<script>" not in client.get("/_peristiwa/case-1").text


def test_an_unknown_page_is_404(client):
    assert client.get("/apa").status_code == 404


def test_the_form_sends_nothing_by_itself_so_that_what_is_typed_never_stands_in_an_address(client):
    assert '<button id="tombol" type="submit" disabled>' in client.get("/").text


def test_the_page_a_mail_about_a_request_leads_to_asks_for_that_request(client):
    assert '"/v1/pengajuan/0123456789abcdef-00ff"' in client.get("/pengajuan/0123456789abcdef-00ff").text
    assert "<b>" not in client.get('/pengajuan/"<b>').text


def test_a_link_of_a_notice_does_nothing_before_a_person_presses_the_button(client):
    page = client.get("/bukan-saya/r0123-00ff").text
    assert '{token: "r0123-00ff"}' in page
    assert 'addEventListener("click"' in page
    assert "Akun langsung dibekukan" in page
    assert "<b>" not in client.get('/bukan-saya/"<b>').text


def test_the_page_of_a_new_password_has_the_forms_of_its_three_steps(client):
    page = client.get("/reset").text
    for name in ("akun", "kode", "sandi_baru"):
        assert f'name="{name}"' in page
    assert page.count('<option value="email">') == 2, "KIRIM ULANG offers the other channel too, as its advice says"
    assert "Mulai lagi" in page


def test_an_unknown_address_is_said_in_indonesian_with_the_way_on(client):
    answer = client.get("/tidak-ada")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.text
    assert 'href="/_peristiwa"' in answer.text
