"""The new password: set once by the proven owner; a refused one costs nothing, an unknown end is said to be unknown."""

from dataclasses import replace
from functools import partial

import pytest

from belajar.errors import (
    DirectoryBlockedError,
    DirectoryBusyError,
    DirectoryDelayedError,
    FinalError,
    OutcomeUnknownError,
    Reason,
    RetryableError,
)
from belajar.ports import Delete, UserChange
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import set_token
from devstack.topology import topology
from functions.reset.password import LEASE
from functions.reset.setting import PAUSES
from schemas.people import Jenis
from tests.support.ports import Fuse, Fused, FusedStore, KilledError
from tests.support.records import PERSON_ID
from tests.unit.functions.reset.conftest import AKUN, GOOD, PEPPER

OTHER = "kompas-gurih-senter-awan"


def test_the_proven_owner_sets_a_password(desk):
    reset_id, token = desk.proven()
    reply = desk.choose(reset_id, token)
    assert (reply.status, reply.body["akun"]) == (200, AKUN)
    assert desk.users.changes == [(AKUN, UserChange(password=GOOD, change_password_at_next_login=False))]
    reset = desk.reset(reset_id)
    assert (reset.state, reset.set_at) == ("done", desk.clock.now())
    assert (reset.expire_at - desk.clock.now()).days == POLICY.reset_record_days
    assert desk.events("password-changed") == [{"reset_id": reset_id}]


def test_the_intent_stands_before_workspace_is_asked(desk):
    reset_id, token = desk.proven()
    seen = []
    desk.users.before = lambda: seen.append(desk.reset(reset_id).state)
    desk.choose(reset_id, token)
    assert seen == ["setting"]


def test_a_token_is_good_once(desk):
    reset_id, token = desk.proven()
    replies = [desk.choose(reset_id, token), desk.choose(reset_id, token), desk.choose(reset_id, token, OTHER)]
    assert [reply.status for reply in replies] == [200, 409, 409]
    assert {reply.code for reply in replies[1:]} == {"token_tidak_berlaku"}
    assert desk.users.password == GOOD
    assert len(desk.events("password-changed")) == 1


def test_a_token_is_good_for_fifteen_minutes_and_not_a_second_longer(desk):
    reset_id, token = desk.proven()
    desk.clock.advance(seconds=900)
    late = desk.choose(reset_id, token)
    assert (late.status, late.code) == (409, "token_tidak_berlaku")
    desk.clock.advance(seconds=-1)
    assert desk.choose(reset_id, token).status == 200


def test_only_the_token_of_this_reset_and_this_code_counts(desk):
    reset_id, token = desk.proven()
    other, others = desk.proven()
    forged = [others, set_token(PEPPER, reset_id, 2), set_token(b"x" * 32, reset_id, 1), token[:-1] + "é", "0" * 32]
    assert {desk.choose(reset_id, each).code for each in forged} == {"token_tidak_berlaku"}
    assert desk.users.changes == []
    assert desk.reset(other).state == "verified"


def test_a_token_made_before_the_code_was_right_counts_for_nothing(desk):
    reset_id = desk.asked()
    assert desk.choose(reset_id, set_token(PEPPER, reset_id, 1)).code == "token_tidak_berlaku"


def test_a_token_outlives_a_rotation_of_the_pepper(desk):
    reset_id, token = desk.proven()
    desk.serve(replace(desk.deps, peppers=(b"n" * 32, PEPPER)))
    assert desk.choose(reset_id, token).status == 200


def test_a_bad_password_is_told_everything_at_once_and_costs_nothing(desk):
    reset_id, token = desk.proven()
    reply = desk.choose(reset_id, token, "Rahma 123 ")
    assert (reply.status, reply.code) == (422, "isi_tidak_sah")
    assert {wrong["pointer"] for wrong in reply.body["errors"]} == {"/sandi_baru"}
    assert [wrong["code"] for wrong in reply.body["errors"]] == ["terlalu_pendek", "spasi_di_tepi", "data_diri"]
    assert "misalnya" in reply.body["saran"][0]
    assert desk.reset(reset_id).state == "verified"
    assert desk.choose(reset_id, token).status == 200


def test_a_pupils_password_may_be_shorter_than_a_teachers(desk):
    reset_id, token = desk.proven()
    assert desk.choose(reset_id, token, "kuda.tebu").status == 422
    desk.register(jenis=Jenis.PESERTA_DIDIK)
    assert desk.choose(reset_id, token, "kuda.tebu").status == 200


def test_a_password_that_google_refuses_leaves_the_token_good(desk):
    reset_id, token = desk.proven()
    desk.users.happens = [FinalError(Reason.PASSWORD_REFUSED)]
    reply = desk.choose(reset_id, token, OTHER)
    assert (reply.status, reply.body["errors"][0]["code"]) == (422, "ditolak_google")
    assert (desk.reset(reset_id).state, desk.events("password-changed")) == ("verified", [])
    assert desk.choose(reset_id, token).status == 200
    assert desk.users.password == GOOD


def test_a_busy_workspace_is_waited_for_a_few_seconds(desk):
    reset_id, token = desk.proven()
    desk.users.happens = [DirectoryBusyError(), DirectoryBusyError()]
    assert desk.choose(reset_id, token).status == 200
    assert sum(desk.clock.slept) < 10


@pytest.mark.parametrize("trouble", [
    [DirectoryBusyError()] * (len(PAUSES) + 1), [DirectoryBlockedError()], [RetryableError(Reason.STORE_UNAVAILABLE)],
])  # fmt: skip
def test_what_surely_changed_nothing_leaves_the_token_good_and_nothing_for_the_sweeper(desk, trouble):
    reset_id, token = desk.proven()
    desk.users.happens = trouble
    reply = desk.choose(reset_id, token)
    assert (reply.status, reply.code) == (503, "layanan_sibuk")
    assert (desk.reset(reset_id).state, desk.events("password-changed")) == ("verified", [])
    assert desk.choose(reset_id, token).status == 200


@pytest.mark.parametrize("trouble", [OutcomeUnknownError(), DirectoryDelayedError()])
@pytest.mark.parametrize("happened", [True, False])
def test_an_unknown_end_is_said_honestly_and_may_be_repeated_after_a_minute(desk, trouble, happened):
    reset_id, token = desk.proven()
    desk.users.happens, desk.users.done_all_the_same = [trouble], happened
    reply = desk.choose(reset_id, token)
    assert (reply.status, reply.code) == (503, "layanan_sibuk")
    assert "belum tahu" in reply.body["detail"]
    assert (desk.reset(reset_id).state, desk.events("password-changed")) == ("setting", [])
    early = desk.choose(reset_id, token, OTHER)
    assert (early.status, int(early.headers["Retry-After"])) == (503, LEASE.seconds + 1)
    desk.clock.advance(seconds=LEASE.seconds)
    assert desk.choose(reset_id, token, OTHER).status == 200
    assert desk.users.password == OTHER
    assert len(desk.events("password-changed")) == 1


@pytest.mark.parametrize("trouble", [
    [FinalError(Reason.PASSWORD_REFUSED)], [FinalError(Reason.INVALID_REQUEST)], [DirectoryBlockedError()],
    [DirectoryBusyError()] * (len(PAUSES) + 1),
])  # fmt: skip
def test_a_second_try_that_surely_failed_does_not_hide_that_the_first_is_in_doubt(desk, trouble):
    """Else nobody signed out, and nobody told the owner of, a password that Workspace may have taken."""
    reset_id, token = desk.proven()
    desk.users.happens, desk.users.done_all_the_same = [OutcomeUnknownError()], True
    desk.choose(reset_id, token)
    in_doubt_since = desk.reset(reset_id).changed_at
    desk.clock.advance(seconds=LEASE.seconds)
    desk.users.happens, desk.users.done_all_the_same = trouble, False
    assert desk.choose(reset_id, token, OTHER).status in (422, 500, 503)
    assert (desk.reset(reset_id).state, desk.reset(reset_id).changed_at) == ("setting", in_doubt_since)
    assert desk.choose(reset_id, token, OTHER).status == 200, "at once: nothing is under way"


def test_any_other_final_error_is_ours_and_gives_the_token_back(desk):
    reset_id, token = desk.proven()
    desk.users.happens = [FinalError(Reason.INVALID_REQUEST)]
    assert desk.choose(reset_id, token).code == "kesalahan_sistem"
    assert desk.reset(reset_id).state == "verified"


def test_of_twenty_passwords_at_once_one_is_set(desk):
    reset_id, token = desk.proven()
    chosen = [f"{GOOD}.{number}" for number in range(20)]
    replies = desk.gather("resets/", [partial(desk.choose, reset_id, token, each) for each in chosen])
    [won] = [number for number, reply in enumerate(replies) if reply.status == 200]
    assert [change.password for _, change in desk.users.changes] == [chosen[won]]
    assert {reply.code for reply in replies if reply.status != 200} <= {"layanan_sibuk", "token_tidak_berlaku"}
    assert len(desk.events("password-changed")) == 1


def test_a_second_password_while_the_first_is_under_way_is_never_said_to_be_set(desk):
    reset_id, token = desk.proven()
    second = []
    desk.users.before = lambda: second.append(desk.choose(reset_id, token, OTHER))
    assert desk.choose(reset_id, token).status == 200
    assert [reply.code for reply in second] == ["layanan_sibuk"]
    assert desk.users.password == GOOD


def test_a_run_that_was_overtaken_does_not_speak_for_the_other(desk):
    """It stood still for longer than its claim; meanwhile the owner set another password with the same token."""
    reset_id, token = desk.proven()
    overtaking = []

    def later():
        desk.clock.advance(seconds=LEASE.seconds)
        overtaking.append(desk.choose(reset_id, token, OTHER))

    desk.users.before = later
    assert desk.choose(reset_id, token).code == "token_tidak_berlaku"
    assert [reply.status for reply in overtaking] == [200]
    assert len(desk.events("password-changed")) == 1


def test_a_claim_lasts_longer_than_a_request_and_ends_before_the_sweeper_comes():
    assert topology().functions["reset"].timeout_seconds < LEASE.seconds < POLICY.reset_unfinished_seconds


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("kill_at", range(3))
def test_after_a_crash_at_any_effect_the_same_token_finishes_or_is_over(desk, kill_at, before):
    """Effects: intent, Workspace, record."""
    reset_id, token = desk.proven()
    fuse, whole = Fuse(), desk.deps
    fuse.kill_at, fuse.before = kill_at, before
    broken = replace(whole, store=FusedStore(desk.store, fuse), directory=Fused(desk.users, fuse, "update"))
    desk.serve(broken)
    with pytest.raises(KilledError):
        desk.choose(reset_id, token)
    desk.serve(whole)
    desk.clock.advance(seconds=LEASE.seconds)
    finished = desk.choose(reset_id, token)
    assert desk.reset(reset_id).state == "done"
    assert finished.status == (409 if (kill_at, before) == (2, False) else 200)
    assert desk.users.password == GOOD
    left = [message for entry in desk.all("outbox") for message in entry["messages"]]
    assert len(desk.events("password-changed")) + len(left) == 1


@pytest.mark.parametrize("changes", [
    {"state": "suspended"}, {"state": "refused"}, {"state": "reserved"}, {"person_id": "another"},
])  # fmt: skip
def test_an_account_that_is_not_the_owners_to_use_keeps_its_password(desk, changes):
    reset_id, token = desk.proven()
    desk.register(**changes)
    reply = desk.choose(reset_id, token)
    assert (reply.status, reply.code) == (409, "akun_tidak_dapat_direset")
    assert "Butuh Bantuan" in reply.body["saran"][0]
    assert desk.users.changes == []


@pytest.mark.parametrize("gone", [f"accounts/{AKUN}", f"people/{PERSON_ID}"])
def test_an_account_or_a_person_that_is_gone_cannot_be_reset(desk, gone):
    reset_id, token = desk.proven()
    desk.store.commit([Delete(gone)])
    assert desk.choose(reset_id, token).code == "akun_tidak_dapat_direset"


def test_an_account_that_was_never_used_may_be_given_a_first_password(desk):
    desk.register(state="created", nonce="00" * 16)
    reset_id, token = desk.proven()
    assert desk.choose(reset_id, token).status == 200


@pytest.mark.parametrize("by", ["reset_at", "chosen_at"])
def test_a_code_from_before_another_reset_sets_no_password_after_it(desk, by):
    reset_id, token = desk.proven()
    desk.register(**{by: desk.clock.now()})
    assert desk.choose(reset_id, token).code == "akun_tidak_dapat_direset"
    desk.clock.advance(minutes=2)
    assert desk.choose(*desk.proven()).status == 200
