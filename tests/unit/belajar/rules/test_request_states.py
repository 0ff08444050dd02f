from datetime import UTC, datetime
from itertools import pairwise

import pytest

from belajar.rules.request_states import is_open, may_become, refusal_sentence, status_word, what_next
from schemas.people import Jabatan
from schemas.requests import Alasan, Jalur, Request, RequestState

START = datetime(2026, 7, 6, 3, tzinfo=UTC)
ENDS = {RequestState.DONE, RequestState.REFUSED, RequestState.EXPIRED}


def request_in(state, jalur=Jalur.PEJABAT, **changes):
    return Request(
        nomor="0123456789abcdef",
        jalur=jalur,
        state=state,
        jabatan=Jabatan.KEPALA_BIDANG,
        nama="Siti Aminah",
        tipe_dinas=None,
        kode_wilayah="3171",
        person_id="p",
        nik_hash="n",
        identity_hash="i",
        nip_hash=None,
        email="siti@contoh.test",
        phone=None,
        submitted_at=START,
        changed_at=START,
        expire_at=START,
    ).model_copy(update=changes)


@pytest.mark.parametrize(
    "path", ["awaiting_code approved done", "awaiting_code awaiting_letter in_review approved done"]
)
def test_the_ways_of_the_design_are_open(path):
    states = [RequestState(word) for word in path.split()]
    assert all(may_become(old, new) for old, new in pairwise(states))


@pytest.mark.parametrize("state", RequestState)
def test_an_open_request_can_be_refused_and_an_ended_one_changes_no_more(state):
    assert may_become(state, RequestState.REFUSED) is (state not in ENDS)
    assert is_open(state) is (state not in ENDS)
    if state in ENDS:
        assert not any(may_become(state, new) for new in RequestState)


def test_what_skips_a_proof_or_goes_back_is_closed():
    assert not may_become(RequestState.AWAITING_CODE, RequestState.DONE)
    assert not may_become(RequestState.AWAITING_CODE, RequestState.IN_REVIEW)
    assert not may_become(RequestState.AWAITING_LETTER, RequestState.APPROVED)
    assert not may_become(RequestState.IN_REVIEW, RequestState.AWAITING_CODE)


def test_a_request_that_only_waits_for_its_account_does_not_expire():
    assert not may_become(RequestState.APPROVED, RequestState.EXPIRED)
    assert may_become(RequestState.AWAITING_CODE, RequestState.EXPIRED)


def test_no_state_becomes_itself_so_that_a_change_is_told_once():
    assert not any(may_become(state, state) for state in RequestState)


def test_every_state_has_a_word_of_its_own_and_a_sentence():
    assert len({status_word(state) for state in RequestState}) == len(RequestState)
    assert all(what_next(request_in(state)).endswith(".") for state in RequestState)


@pytest.mark.parametrize("alasan", Alasan)
def test_a_refused_applicant_reads_the_reason(alasan):
    assert what_next(request_in(RequestState.REFUSED, alasan=alasan)) == refusal_sentence(alasan)


def test_every_reason_has_a_sentence_of_its_own():
    assert len({refusal_sentence(alasan) for alasan in Alasan}) == len(Alasan)


def test_who_has_an_account_already_reads_how_to_reset_it():
    assert "pilih Lupa Kata Sandi di laman belajar.id" in refusal_sentence(Alasan.SUDAH_PUNYA_AKUN)


def test_the_applicant_is_told_where_the_code_went():
    assert "SMS" in what_next(request_in(RequestState.AWAITING_CODE))
    assert "surel" in what_next(request_in(RequestState.AWAITING_CODE, Jalur.KEMDIKBUD))
