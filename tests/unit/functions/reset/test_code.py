"""The one-time code: counted before it is compared, good once, and a lock that stops no other way."""

from dataclasses import replace
from functools import partial

import pytest

from belajar.embedded.keys import FileKeys
from belajar.errors import Reason, RetryableError
from belajar.ports import Merge, Put
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import set_token
from schemas.people import Jenis
from tests.unit.functions.reset.conftest import AKUN, NOBODY, PEPPER


def typed_wrong(desk, times, **more):
    """Wrong codes over as many resets as it takes; codes of the answers."""
    found = []
    while len(found) < times:
        reset_id = desk.asked(**more)
        tries = min(POLICY.wrong_codes, times - len(found))
        found += [desk.verify(reset_id, desk.wrong(reset_id)).code for _ in range(tries)]
    return found


def test_the_right_code_gives_the_right_to_set_a_password(desk):
    reset_id = desk.asked()
    reply = desk.verify(reset_id, desk.right(reset_id))
    assert reply.status == 200
    assert reply.body["token"] == set_token(PEPPER, reset_id, 1)
    assert reply.body["token_berlaku_detik"] == 900
    assert "12 sampai 100" in reply.body["syarat_sandi"][0]
    assert (desk.reset(reset_id).state, desk.reset(reset_id).verified_at) == ("verified", desk.clock.now())


def test_a_pupil_is_told_the_shorter_length(desk):
    desk.register(jenis=Jenis.PESERTA_DIDIK)
    reset_id = desk.asked()
    assert "8 sampai 100" in desk.verify(reset_id, desk.right(reset_id)).body["syarat_sandi"][0]


def test_a_wrong_code_says_how_many_tries_are_left(desk):
    reset_id = desk.asked()
    reply = desk.verify(reset_id, desk.wrong(reset_id))
    assert (reply.status, reply.code) == (422, "kode_salah")
    assert "4 kali" in reply.body["detail"]
    assert "yang terakhir datang" in reply.body["detail"], "after KIRIM ULANG they may hold two"
    assert desk.verify(reset_id, desk.right(reset_id)).status == 200


def test_the_fifth_wrong_code_closes_the_reset_and_shows_other_ways(desk):
    reset_id = desk.asked()
    replies = [desk.verify(reset_id, desk.wrong(reset_id)) for _ in range(5)]
    assert [reply.code for reply in replies] == ["kode_salah"] * 5
    assert "Butuh Bantuan" in " ".join(replies[4].body["saran"])
    assert (desk.reset(reset_id).state, desk.reset(reset_id).reason) == ("closed", "kode_salah")
    assert desk.verify(reset_id, desk.right(reset_id)).code == "kode_tidak_berlaku"


def test_a_new_code_brings_no_new_tries(desk):
    reset_id = desk.asked()
    for _ in range(4):
        desk.verify(reset_id, desk.wrong(reset_id))
    desk.again(reset_id)
    desk.mark(reset_id)
    desk.verify(reset_id, desk.wrong(reset_id))
    assert desk.reset(reset_id).state == "closed"


def test_a_code_is_good_for_ten_minutes_and_not_a_second_longer(desk):
    reset_id = desk.asked()
    desk.clock.advance(seconds=600)
    late = desk.verify(reset_id, desk.right(reset_id))
    assert (late.status, late.code) == (409, "kode_tidak_berlaku")
    assert desk.tried() == 0
    desk.clock.advance(seconds=-1)
    assert desk.verify(reset_id, desk.right(reset_id)).status == 200


def test_a_code_is_good_once(desk):
    reset_id = desk.asked()
    typed = desk.right(reset_id)
    assert [desk.verify(reset_id, typed).status for _ in range(2)] == [200, 409]


def test_who_lost_the_answer_to_the_right_code_reads_that_nothing_has_changed_and_how_to_go_on(desk):
    reset_id, token = desk.proven()
    again = desk.verify(reset_id, desk.right(reset_id))
    assert "kata sandi belum diganti" in again.body["detail"]
    assert "Mulai lagi" in again.body["detail"]
    desk.choose(reset_id, token)
    assert "belum diganti" not in desk.verify(reset_id, desk.right(reset_id)).body["detail"]


def test_the_code_of_another_reset_of_the_same_account_is_wrong(desk):
    one, other = desk.asked(), desk.asked()
    assert desk.right(one) != desk.right(other)
    assert desk.verify(one, desk.right(other)).code == "kode_salah"


def test_a_code_that_was_never_sent_cannot_be_guessed(desk):
    """A made-up account, a contact out of reach, a limit: notify handed nothing out."""
    for akun in (AKUN, NOBODY):
        reset_id = desk.asked(akun, sent=False)
        reply = desk.verify(reset_id, desk.right(reset_id))
        assert (reply.status, reply.code) == (422, "kode_salah")


def test_a_made_up_account_answers_tries_as_a_real_one_does(desk):
    answers = []
    for akun, sent in ((AKUN, True), (NOBODY, False)):
        reset_id = desk.asked(akun, sent=sent)
        replies = [desk.verify(reset_id, desk.wrong(reset_id)) for _ in range(6)]
        answers.append([(reply.status, reply.body, reply.headers) for reply in replies])
    assert answers[0] == answers[1]


def test_the_key_is_asked_as_often_for_a_made_up_account(desk):
    class CountedKeys:
        calls = 0

        def mac(self, message, version=None):
            self.calls += 1
            return keys.mac(message, version)

    keys, asked = desk.keys, []
    for akun, sent in ((AKUN, True), (NOBODY, False)):
        reset_id, counted = desk.asked(akun, sent=sent), CountedKeys()
        desk.serve(replace(desk.deps, keys=counted))
        desk.verify(reset_id, "000000")
        desk.serve(replace(desk.deps, keys=keys))
        asked.append(counted.calls)
    assert asked == [1, 1]


@pytest.mark.parametrize(("akun", "sent"), [(AKUN, True), (NOBODY, False)])
def test_ten_wrong_codes_lock_the_channel_over_all_resets(desk, akun, sent):
    assert typed_wrong(desk, 10, akun=akun, sent=sent) == ["kode_salah"] * 10
    reset_id = desk.asked(akun, sent=sent)
    reply = desk.verify(reset_id, desk.right(reset_id))
    assert (reply.status, reply.code) == (429, "terlalu_banyak_percobaan")
    advice = " ".join(reply.body["saran"])
    assert all(word in advice for word in ("saluran lain", "accounts.google.com", "Operator sekolah", "Butuh Bantuan"))
    assert desk.tried() == 10, "what was not compared is not counted"
    desk.clock.advance(seconds=int(reply.headers["Retry-After"]))
    fresh = desk.asked(akun, sent=sent)
    assert desk.verify(fresh, desk.wrong(fresh)).code == "kode_salah"


def test_an_attackers_lock_leaves_the_owner_the_other_channel(desk):
    typed_wrong(desk, 10)
    assert desk.verify(desk.asked(saluran="sms"), "000000").code == "terlalu_banyak_percobaan"
    owners = desk.asked(saluran="email")
    assert desk.verify(owners, desk.right(owners)).status == 200


def test_an_attackers_lock_leaves_kirim_ulang_by_the_other_channel(desk):
    typed_wrong(desk, 10)
    owners = desk.asked()
    assert desk.verify(owners, desk.right(owners)).code == "terlalu_banyak_percobaan"
    assert desk.again(owners, saluran="email").status == 202
    desk.mark(owners)
    assert desk.verify(owners, desk.right(owners)).status == 200


def test_an_attackers_lock_leaves_a_token_that_was_already_given(desk):
    reset_id, token = desk.proven()
    typed_wrong(desk, 9)
    assert desk.verify(desk.asked(), "000000").code == "terlalu_banyak_percobaan"
    assert desk.choose(reset_id, token).status == 200


def test_a_lock_does_not_tell_by_which_contact_the_codes_went(desk):
    """Codes asked for by SMS went out by mail: there is no phone. The lock is of what was asked for all the same."""
    for _ in range(2):
        reset_id = desk.asked(saluran="sms")
        desk.store.commit([Merge(f"resets/{reset_id}", {"sent_by": "email"})])
        for _ in range(5):
            desk.verify(reset_id, desk.wrong(reset_id))
    assert desk.verify(desk.asked(saluran="email"), "000000").code == "kode_salah"
    assert desk.verify(desk.asked(saluran="sms"), "000000").code == "terlalu_banyak_percobaan"


def test_thirty_codes_a_day_are_compared_for_one_channel(desk):
    for _ in range(3):
        assert typed_wrong(desk, 10) == ["kode_salah"] * 10
        desk.clock.advance(seconds=800)
    reply = desk.verify(desk.asked(), "000000")
    assert reply.code == "terlalu_banyak_percobaan"
    assert int(reply.headers["Retry-After"]) > 3600


def test_fifty_wrong_codes_at_once_are_compared_exactly_five_times(desk):
    reset_id = desk.asked()
    wrong = desk.wrong(reset_id)
    replies = desk.gather("resets/", [partial(desk.verify, reset_id, wrong)] * 50)
    codes = [reply.code for reply in replies]
    assert codes.count("kode_salah") == desk.tried() == 5
    assert set(codes) == {"kode_salah", "kode_tidak_berlaku"}
    assert desk.reset(reset_id).state == "closed"


def test_fifty_right_codes_at_once_are_good_once(desk):
    reset_id = desk.asked()
    right = desk.right(reset_id)
    replies = desk.gather("resets/", [partial(desk.verify, reset_id, right)] * 50)
    assert [reply.status for reply in replies].count(200) == 1
    assert {reply.code for reply in replies if reply.status != 200} == {"kode_tidak_berlaku"}
    assert desk.reset(reset_id).state == "verified"


def test_a_crowd_over_twelve_resets_gets_ten_comparisons_and_no_more(desk):
    resets = [desk.asked() for _ in range(12)]
    acts = [partial(desk.verify, reset_id, desk.wrong(reset_id)) for reset_id in resets for _ in range(4)]
    codes = [reply.code for reply in desk.gather("resets/", acts)]
    assert set(codes) <= {"kode_salah", "terlalu_banyak_percobaan", "layanan_sibuk"}
    assert 8 <= codes.count("kode_salah") == desk.tried() <= 10


def test_no_sixth_code_is_compared_though_the_fifth_was_only_counted(desk):
    """A crash between the count and the comparison."""
    reset_id = desk.asked()
    entry = {"calls": list("abcde"), "expire_at": desk.clock.now()}
    desk.store.commit([Put(f"throttles/reset-tries:{reset_id}", entry)])
    reply = desk.verify(reset_id, desk.right(reset_id))
    assert (reply.status, reply.code) == (409, "kode_tidak_berlaku")
    assert "Mulai lagi" in reply.body["detail"]


def test_a_code_that_is_marked_as_sent_between_count_and_comparison_is_still_one_try(desk):
    """The document moves while a try is under way: the same call runs again and is counted once."""
    reset_id = desk.asked()
    right, store, moving = desk.right(reset_id), desk.store, [True]

    class MovingStore:
        get, query = store.get, store.query

        def commit(self, writes):
            versions = store.commit(writes)
            if moving and any(write.path.startswith("throttles/reset-tries") for write in writes):
                moving.pop()
                store.commit([Merge(f"resets/{reset_id}", {"sent_by": "email"})])
            return versions

    desk.serve(replace(desk.deps, store=MovingStore()))
    assert desk.verify(reset_id, right).status == 200
    assert desk.tried() == 1
    assert not moving


def test_a_code_that_cannot_be_derived_now_costs_no_try(desk):
    class NoKeys:
        def mac(self, message, version=None):
            raise RetryableError(Reason.KEYS_UNAVAILABLE)

    reset_id = desk.asked()
    right, whole = desk.right(reset_id), desk.deps
    desk.serve(replace(whole, keys=NoKeys()))
    assert desk.verify(reset_id, right).status == 503
    assert desk.tried() == 0
    desk.serve(whole)
    assert desk.verify(reset_id, right).status == 200


def test_a_code_outlives_a_rotation_of_the_key(desk, tmp_path):
    reset_id = desk.asked()
    typed, rotated = desk.right(reset_id), tmp_path / "rotated"
    rotated.write_text(f"2 {'B' * 43}=\n{(tmp_path / 'keys').read_text()}")
    desk.serve(replace(desk.deps, keys=FileKeys(rotated)))
    assert desk.verify(reset_id, typed).status == 200


@pytest.mark.parametrize("typed", ["12345", "1234567", "abcdef", ""])
def test_what_is_no_code_costs_no_try(desk, typed):
    assert desk.verify(desk.asked(), typed).code == "isi_tidak_sah"
    assert desk.tried() == 0
