"""New passwords behind the real framework: what a browser sends, what the log says of it."""

import pytest

from belajar.codes import reset_code
from belajar.embedded.keys import FileKeys
from belajar.ports import Merge, Put
from belajar.rules.reset_tokens import Disownable, disown_token
from schemas.documents import AccountState
from schemas.people import Jenis
from tests.component.conftest import SECRET
from tests.support.records import PERSON_ID, account, person

AKUN = "contohguru77@guru.sd.belajar.id"
PASSWORD = "kompas.hujan.lemari.topi"


@pytest.fixture
def desk(serve, personal):
    personal.add("new password", PASSWORD)
    served = serve("reset")
    owner = person(jenis=Jenis.PENDIDIK, nama="Contoh Guru", address=AKUN)
    held = account(AKUN, jenis=Jenis.PENDIDIK, state=AccountState.ACTIVE, nonce=None)
    served.store.commit([Put(f"people/{PERSON_ID}", owner.model_dump()), Put(f"accounts/{AKUN}", held.model_dump())])
    return served


def right(desk, reset_id):
    """The code, marked as sent."""
    desk.store.commit([Merge(f"resets/{reset_id}", {"attempted": 1, "sent_by": "sms", "person_id": PERSON_ID})])
    return reset_code(reset_id, 1, FileKeys(desk.folder / "keys"), None)


def test_from_the_address_to_the_password_and_nothing_secret_in_the_log(desk):
    asked = desk.post("/v1/reset", {"akun": AKUN})
    assert asked.status == 202
    reset_id = asked.json()["id"]
    typed = right(desk, reset_id)
    token = desk.post(f"/v1/reset/{reset_id}/verifikasi", {"kode": typed}).json()["token"]
    bad = desk.post(f"/v1/reset/{reset_id}/sandi", {"token": token, "sandi_baru": "contohguru123"})
    assert (bad.status, bad.headers["Content-Type"]) == (422, "application/problem+json")
    unknown = desk.post(f"/v1/reset/{reset_id}/sandi", {"token": token, "sandi_baru": PASSWORD})
    assert (unknown.status, unknown.json()["code"]) == (503, "layanan_sibuk")
    assert "reset-requested-v1.notify" in desk.messages()
    log = (desk.folder / "reset.log").read_text()
    assert "reset answered" in log
    assert not any(secret in log for secret in (AKUN, reset_id, typed, token, PASSWORD, "contohguru123", "Contoh Guru"))


def test_a_wrong_code_can_be_counted_by_its_log_line(desk):
    reset_id = desk.post("/v1/reset", {"akun": AKUN}).json()["id"]
    wrong = f"{(int(right(desk, reset_id)) + 1) % 1_000_000:06}"
    assert desk.post(f"/v1/reset/{reset_id}/verifikasi", {"kode": wrong}).status == 422
    assert '"outcome":"kode_salah"' in (desk.folder / "reset.log").read_text()


def test_the_answer_for_a_made_up_account_is_the_same_to_the_byte(desk):
    replies = [desk.post("/v1/reset", {"akun": akun}) for akun in (AKUN, "bukansiapa77@guru.sd.belajar.id")]
    shown = []
    for reply in replies:
        body = reply.json()
        headers = {name: value for name, value in reply.headers.items() if name != "Date"}
        shown.append((reply.status, headers, {**body, "id": len(body["id"]), "tanda": len(body["tanda"])}))
    assert shown[0] == shown[1]


def test_a_forged_link_is_refused_and_the_real_one_opens_a_ticket(desk):
    reset_id = desk.post("/v1/reset", {"akun": AKUN}).json()["id"]
    [found] = desk.store.get(f"resets/{reset_id}")
    desk.store.commit([Merge(found.path, {"state": "done", "set_at": found.data["created_at"]})])
    forged = desk.post("/v1/bukan-saya", {"token": disown_token(b"x" * 32, Disownable.RESET, reset_id)})
    assert (forged.status, forged.json()["code"]) == (409, "tautan_tidak_berlaku")
    real = desk.post("/v1/bukan-saya", {"token": disown_token(SECRET, Disownable.RESET, reset_id)})
    assert real.status == 202
    assert desk.store.get(f"tickets/{real.json()['tiket']}")[0]
    assert {"reset-disowned-v1.workspace_update", "ticket-opened-v1.notify"} <= desk.messages().keys()


@pytest.mark.parametrize(("body", "status"), [
    (b"", 422), (b"not JSON", 422), (b"[]", 422), (b'{"unknown": 1}', 422), (b"x" * 70_000, 413),
    (b'{"akun": "a@b.belajar.id", "sandi_baru": "\\ud800", "kode": "\\ud800", "token": "\\ud800"}', 422),
])  # fmt: skip
@pytest.mark.parametrize("path", ["reset", f"reset/{'0' * 32}/verifikasi", f"reset/{'0' * 32}/sandi", "bukan-saya"])
def test_bad_bodies_are_refused_and_leave_nothing(desk, path, body, status):
    before = desk.documents()
    assert desk.request("POST", f"/v1/{path}", body).status == status
    assert desk.documents() == before


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "reset", 405), ("PUT", "bukan-saya", 405), ("POST", "reset/x/y", 404), ("POST", "reset/x/sandi/y", 404),
    ("POST", "reset/%2e%2e/kirim-ulang", 404), ("GET", f"reset/{'0' * 32}/sandi", 405), ("POST", "reset/", 404),
])  # fmt: skip
def test_paths_that_are_no_routes_are_told_apart(desk, method, path, status):
    assert desk.request(method, f"/v1/{path}", b"{}").status == status
