"""What somebody without the phone can do about somebody else's password: nearly nothing, and here is how little."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from belajar.codes import reset_code
from belajar.rules.policy import POLICY
from tests.support.roster_files import invented, roster_file
from tests.support.schools import Forgetful, School, disown, school
from tests.support.ways import by_staff
from tests.support.world import World

T = TypeVar("T")
NOBODY = "tidak.ada12@guru.sd.belajar.id"
CROWD = 50


@pytest.fixture
def at(place: World) -> School:
    return school(place)


def at_once(work: Sequence[Callable[[], T]]) -> list[T]:
    """All of them, started by one signal."""
    gate = threading.Barrier(len(work))

    def go(one: Callable[[], T]) -> T:
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(go, work))


def right_code(made: World, reset_id: str) -> str:
    reset = made.documents("resets")[reset_id]
    return reset_code(reset_id, reset["codes_sent"], made.keys, reset["code_key_version"])


def wrong_codes(made: World, reset_id: str, count: int) -> list[str]:
    right = int(right_code(made, reset_id))
    return [f"{(right + 1 + number) % 10**6:06d}" for number in range(count)]


def outcome(answer: tuple[int, dict[str, Any]]) -> str:
    return str(answer[1].get("code", answer[0]))


def until_known(page: Forgetful, code: str) -> str:
    """Somebody who meets a busy service asks again, as long as it takes."""
    while (found := outcome(page.verify(code))) == "layanan_sibuk":
        pass
    return found


def test_fifty_wrong_codes_at_once_are_five_tries(at: School):
    page = Forgetful(at, "guru")
    page.ask()
    codes = wrong_codes(at.made, page.id, CROWD)
    counted = Counter(at_once([lambda code=code: until_known(page, code) for code in codes]))
    assert counted["kode_salah"] == POLICY.wrong_codes
    assert counted["kode_salah"] + counted["kode_tidak_berlaku"] == CROWD
    assert len(at.made.documents("throttles")[f"reset-tries:{page.id}"]["calls"]) == POLICY.wrong_codes
    assert page.verify(right_code(at.made, page.id))[0] == 409, "also the right one comes too late"


def test_fifty_right_codes_at_once_open_it_once(at: School):
    page = Forgetful(at, "guru")
    page.ask()
    right = right_code(at.made, page.id)
    counted = Counter(at_once([lambda: until_known(page, right) for _ in range(CROWD)]))
    assert counted["200"] == 1
    assert at.made.documents("resets")[page.id]["state"] == "verified"


def test_fifty_wrong_codes_over_ten_resets_are_ten_tries(at: School):
    pages = [Forgetful(at, "guru", origin=f"203.0.113.{number}") for number in range(10)]
    for page in pages:
        assert page.ask()[0] == 202
        page.made.clock.advance(seconds=1)
    tries = [
        lambda page=page, code=code: until_known(page, code)
        for page in pages
        for code in wrong_codes(at.made, page.id, CROWD // len(pages))
    ]
    counted = Counter(at_once(tries))
    assert counted["kode_salah"] == POLICY.wrong_reset_codes.count
    assert counted["kode_salah"] + counted["terlalu_banyak_percobaan"] + counted["kode_tidak_berlaku"] == CROWD


def test_one_token_sets_one_password_however_many_ask_at_once(at: School):
    page = Forgetful(at, "guru")
    page.ask()
    token = page.verify(right_code(at.made, page.id))[1]["token"]
    words = [f"pohon kelapa nomor {number} di pantai" for number in range(20)]
    answers = at_once([lambda word=word: (word, page.choose(token, word)[0]) for word in words])
    [told] = [word for word, status in answers if status == 200]
    at.made.settle()
    assert at.signs_in("guru", told)
    assert len([each for each in at.made.documents("resets").values() if each["state"] == "done"]) == 1


def test_once_the_owner_has_chosen_a_password_no_code_and_no_token_from_before_is_worth_anything(at: School):
    """Somebody at the family phone was a minute faster."""
    thief, quick = Forgetful(at, "guru", origin="203.0.113.9"), Forgetful(at, "guru", origin="203.0.113.10")
    owner = Forgetful(at, "guru")
    for page, channel in ((thief, "sms"), (quick, "email"), (owner, "sms")):
        assert page.ask(saluran=channel)[0] == 202
        at.made.clock.advance(seconds=90)
        at.made.run()
    stolen = thief.verify(right_code(at.made, thief.id))[1]["token"]
    chosen = "tiga pohon mangga di halaman"
    assert owner.choose(owner.verify(right_code(at.made, owner.id))[1]["token"], chosen)[0] == 200
    at.made.settle()
    assert thief.choose(stolen, "empat kucing di atas atap")[1]["code"] == "akun_tidak_dapat_direset"
    late = quick.verify(right_code(at.made, quick.id))
    assert late[0] != 200 or quick.choose(late[1]["token"], "lima ekor ayam di kandang")[0] == 409
    assert at.signs_in("guru", chosen)


def seen_by_a_stranger(made: World, address: str, origin: str) -> list[str]:
    """Every answer of a stranger's walk: bodies and headers without what is random by nature."""
    walk: list[str] = []

    def note(answer: tuple[int, dict[str, Any], dict[str, str]]) -> dict[str, Any]:
        status, body, headers = answer
        fixed = {name: value for name, value in body.items() if name not in {"id", "tanda", "trace_id"}}
        walk.append(json.dumps([status, fixed, headers], sort_keys=True))
        return body

    reset_id = note(made.post("/v1/reset", {"akun": address}, origin))["id"]
    made.run()
    note(made.post("/v1/reset", {"akun": address}, origin))
    made.clock.advance(seconds=120)
    note(made.post(f"/v1/reset/{reset_id}/kirim-ulang", {"saluran": "email"}, origin))
    made.run()
    for number in range(7):
        note(made.post(f"/v1/reset/{reset_id}/verifikasi", {"kode": wrong_codes(made, reset_id, 1)[0]}, origin))
        made.clock.advance(seconds=number)
    note(made.post(f"/v1/reset/{reset_id}/sandi", {"token": "0" * 32, "sandi_baru": "apa saja boleh"}, origin))
    note(made.post(f"/v1/reset/{reset_id}/kirim-ulang", {}, origin))
    return walk


def test_no_answer_tells_an_account_from_a_made_up_one(at: School):
    addresses = [at.addresses[who] for who in ("guru", "guru2", "tanpa_kontak", "kepala")] + [NOBODY]
    walks = []
    for number, address in enumerate(addresses):
        at.made.clock.advance(seconds=3600 - at.made.clock.now().timestamp() % 3600)  # waits are told from there
        walks.append(seen_by_a_stranger(at.made, address, f"203.0.113.{number}"))
    assert all(walk == walks[0] for walk in walks)
    assert len(walks[0]) == 12


def test_an_account_costs_the_store_and_the_keys_what_a_made_up_one_costs(at: School):
    spent = []
    for number, address in enumerate([at.addresses["guru"], NOBODY]):
        before = Counter(at.made.store.counts)
        answer = at.made.post("/v1/reset", {"akun": address}, f"203.0.113.{number}")[1]
        asked = Counter(at.made.store.counts) - before
        at.made.run()
        code = wrong_codes(at.made, answer["id"], 1)[0]
        before = Counter(at.made.store.counts)
        at.made.post(f"/v1/reset/{answer['id']}/verifikasi", {"kode": code}, f"203.0.113.{number}")
        spent.append((asked, Counter(at.made.store.counts) - before))
    assert spent[0] == spent[1]
    assert spent[0][0]["writes"] > 0


def test_a_right_guess_for_a_reset_that_sent_no_code_opens_nothing(at: School):
    pages = [Forgetful(at, "tanpa_kontak"), Forgetful(at, "guru")]
    at.addresses["guru"] = NOBODY
    for page in pages:
        page.ask()
        assert page.verify(right_code(at.made, page.id))[1]["code"] == "kode_salah"


def test_a_day_of_guessing_by_a_botnet_is_at_most_sixty_tries_of_a_million_and_the_owner_hears_of_it(at: School):
    """A fresh origin for every reset, both channels, all day long. Figures: docs/security.md."""
    made, compared = at.made, 0
    for minute in range(0, 24 * 60, 5):
        page = Forgetful(at, "guru", origin=f"2001:db8:{minute:x}::1")
        page.ask(saluran="sms" if minute % 10 else "email")
        live = made.documents("resets")[page.id]
        for code in wrong_codes(made, page.id, POLICY.wrong_codes):
            hopeful = live["attempted"] == live["codes_sent"]
            compared += hopeful and outcome(page.verify(code)) == "kode_salah"
        made.clock.advance(minutes=5)
    most = 2 * POLICY.wrong_reset_codes_per_day.count
    assert 0 < compared <= most
    assert 0 < len(at.texts("guru")) <= POLICY.codes_per_day.count
    assert 0 < len(at.mails("guru")) <= POLICY.codes_per_day.count


def test_a_phone_in_four_spellings_is_one_phone(place: World):
    spellings = ["081234567877", "+62 812-3456-7877", "6281234567877", "812 3456 7877"]
    pupils = [person for person in invented(30) if person.jenis == "peserta_didik"][:4]
    people = [
        replace(pupil, nomor_ponsel=spelling, email_pribadi="")
        for pupil, spelling in zip(pupils, spellings, strict=True)
    ]
    place.upload("a.csv", roster_file(people))
    place.settle()
    addresses = [data["address"] for data in place.documents("people").values()]
    for round_ in range(3):
        for number, address in enumerate(addresses):
            place.post("/v1/reset", {"akun": address}, f"203.0.113.{round_ * 10 + number}")
            place.clock.advance(seconds=90)
            place.run()
    assert len(place.texts.texts("+6281234567877")) == POLICY.codes_per_hour.count


def test_who_locks_a_victims_codes_leaves_every_other_way_open(at: School):
    at.start_using("operator")
    for number in range(2):
        page = Forgetful(at, "guru", origin=f"203.0.113.{number}")
        page.ask(saluran="sms")
        for code in wrong_codes(at.made, page.id, POLICY.wrong_codes):
            page.verify(code)
        at.made.clock.advance(minutes=2)
        at.made.run()
    victim = Forgetful(at, "guru")
    victim.ask(saluran="sms")
    status, refused = victim.verify(right_code(at.made, victim.id))
    assert (status, refused["code"]) == (429, "terlalu_banyak_percobaan")
    assert any("masuk" in line.lower() for line in refused["saran"])
    other = Forgetful(at, "guru", origin="192.0.2.44")
    other.ask(saluran="email")
    assert other.verify(right_code(at.made, other.id))[0] == 200, "the other channel"
    body = {"akun": at.addresses["guru"], "alasan": "Guru terkunci."}
    assert by_staff(at.made, "POST", "/v1/reset/bantuan", body, at.addresses["operator"])[0] == 202, "the operator"
    assert at.signs_in("guru", at.initial("guru")), "and the password still opens the account"
    at.made.clock.advance(minutes=12)
    later = Forgetful(at, "guru", origin="192.0.2.45")
    later.ask(saluran="sms")
    assert later.verify(right_code(at.made, later.id))[0] == 200, "after the lock, by the same channel"


@pytest.mark.parametrize(
    "token", ["", "r" + "0" * 32, "r" + "0" * 32 + "-" + "0" * 32, "k" + "f" * 32 + "-" + "1" * 32]
)
def test_a_made_up_bukan_saya_link_freezes_nobody(at: School, token):
    _, answer, _ = at.made.post("/v1/bukan-saya", {"token": token})
    assert answer["code"] in {"tautan_tidak_berlaku", "isi_tidak_sah"}
    assert at.made.documents("tickets") == {}


def test_a_bukan_saya_link_is_over_after_ten_days(at: School):
    page = Forgetful(at, "guru")
    page.ask()
    page.choose(page.verify(right_code(at.made, page.id))[1]["token"], "tiga pohon mangga di halaman")
    at.made.settle()
    at.made.clock.advance(seconds=POLICY.disown_seconds)
    status, answer = disown(at.made, at.mails("guru")[-1].text)
    assert (status, answer["code"]) == (409, "tautan_tidak_berlaku")
