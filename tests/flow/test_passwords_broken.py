"""New passwords while messages come twice and in any order, and processes die at every outside effect."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from belajar.embedded.claims import Patience
from tests.support.schools import LINK, PASSWORD, Forgetful, School, disown, school
from tests.support.staff import Signing
from tests.support.ways import by_staff
from tests.support.world import World, world

NEW = "tiga pohon mangga di halaman"


def by_owner(at: School) -> None:
    """Whoever gets no answer goes on as people do: a new try with the same code and token, else from the start."""
    for _ in range(4):
        page = Forgetful(at, "guru")
        status, _ = page.ask()
        if status == 429:
            at.made.clock.advance(minutes=2)
            continue
        at.made.clock.advance(seconds=2)
        status, proven = page.verify(page.code()) if page.id else (0, {})
        if status == 200 and page.choose(proven["token"], NEW)[0] in {200, 409}:
            break
        at.made.clock.advance(minutes=2)
    at.made.settle()


def assert_owner_done(at: School) -> None:
    done = [each for each in at.made.documents("resets").values() if each["state"] == "done"]
    assert done, "an owner who goes on gets there"
    assert all(each["signed_out_at"] for each in done)
    assert at.signs_in("guru", NEW)
    notices = [mail for mail in at.mails("guru") if LINK.search(mail.text)]
    assert len(notices) == len(done), "told once for each"
    assert at.made.documents("accounts")[at.addresses["guru"]]["nonce"] is None
    assert_clean(at)


def by_petugas(at: School) -> None:
    body = {"akun": at.addresses["guru"], "alasan": "Guru lupa kata sandi."}
    assert by_staff(at.made, "POST", "/v1/reset/bantuan", body, at.addresses["operator"])[0] == 202
    at.made.settle()


def assert_petugas_done(at: School) -> None:
    [reset] = [each for each in at.made.documents("resets").values() if each["way"] == "assisted"]
    assert (reset["state"], reset["issue"]) == ("done", 2), "one credential, however often it was tried"
    sent = {found[0] for mail in at.mails("guru") if (found := PASSWORD.findall(mail.text))}
    assert sent == {at.initial("guru")}
    assert at.signs_in("guru", *sent)
    assert_clean(at)


def by_bukan_saya(at: School) -> None:
    [link] = [found[0] for mail in at.mails("guru") if (found := LINK.findall(mail.text))]
    assert disown(at.made, f"/bukan-saya/{link}")[0] == 202
    at.made.settle()


def assert_frozen(at: School) -> None:
    assert at.state("guru") == "suspended"
    assert at.made.workspace_user(at.addresses["guru"])["suspended"] is True
    assert not at.signs_in("guru", NEW)
    assert len(at.made.documents("tickets")) == 1
    assert_clean(at)


def assert_clean(at: School) -> None:
    assert (at.made.documents("outbox"), at.made.documents("quarantine"), at.made.bus.dead_letters()) == ({}, {}, [])
    assert {text.copies for text in at.made.texts.texts()} <= {1}, "an SMS is sent at most once"


def after_an_owners_reset(at: School) -> None:
    by_owner(at)
    assert_owner_done(at)


WAYS = {
    "by the owner": (lambda at: None, by_owner, assert_owner_done),
    "by a petugas": (lambda at: None, by_petugas, assert_petugas_done),
    "bukan saya": (after_an_owners_reset, by_bukan_saya, assert_frozen),
}


@pytest.fixture(params=WAYS)
def way(request):
    return WAYS[request.param]


def prepared(made: World, prepare: Callable[[School], None]) -> School:
    at = school(made)
    at.start_using("guru", "operator")
    prepare(at)
    made.clock.advance(minutes=5)
    return at


@pytest.mark.parametrize("order", ["lifo", "random"])
def test_every_message_twice_and_out_of_order(tmp_path: Path, staff: Signing, way, order):
    prepare, walk, assert_done = way
    with world(tmp_path, patience=Patience(order=order, duplicates=1, seed=5), staff=staff) as made:
        at = prepared(made, prepare)
        walk(at)
        assert_done(at)


def effects(made: World, at: School, walk: Callable[[School], None]) -> int:
    walk(replace(at, made=made))
    return len(made.fuse.effects)


@pytest.mark.parametrize("before", [False, True], ids=["after the effect", "before the effect"])
def test_a_kill_at_every_effect(tmp_path: Path, staff: Signing, way, before):
    prepare, walk, assert_done = way
    (tmp_path / "prepared").mkdir()
    with world(tmp_path / "prepared", staff=staff) as made:
        at = prepared(made, prepare)
        ready = made.stopped()
    with world(tmp_path / "count", staff=staff, after=ready) as made:
        total = effects(made, at, walk)
    assert total > 6, "the walk is real"
    for kill_at in range(total):
        with world(tmp_path / f"k{kill_at}", staff=staff, after=ready) as made:
            made.fuse.kill_at, made.fuse.before = kill_at, before
            here = replace(at, made=made)
            walk(here)
            assert made.kills == 1
            assert_done(here)
