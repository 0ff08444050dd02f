"""Requests while everything comes twice, in reverse, or the process dies: the same account, the same mails."""

from collections.abc import Callable
from pathlib import Path

import pytest

from belajar.embedded.claims import Patience
from tests.support.applicants import AtThePages, Someone
from tests.support.staff import Signing
from tests.support.ways import WAYS, Way
from tests.support.world import World, world

People = Callable[[int], Someone]
ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())


@ways
@pytest.mark.parametrize("order", ["fifo", "lifo", "random"])
def test_every_message_twice_and_out_of_order(tmp_path: Path, staff: Signing, people: People, way: Way, order):
    with world(tmp_path, patience=Patience(order=order, duplicates=1, seed=5), staff=staff) as made:
        who, form = way.prepare(made, people(20))
        way.assert_done(made, way.walk(made, who, form))


@ways
@pytest.mark.parametrize("before", [False, True], ids=["after the effect", "before the effect"])
def test_a_kill_at_every_effect(tmp_path: Path, staff: Signing, people: People, way: Way, before):
    killed = 0
    (tmp_path / "prepared").mkdir()
    with world(tmp_path / "prepared", staff=staff) as made:
        who, form = way.prepare(made, people(21))
        prepared = made.stopped()
    for kill_at in range(100):
        with world(tmp_path / f"k{kill_at}", staff=staff, after=prepared) as made:
            made.fuse.kill_at, made.fuse.before = kill_at, before
            way.assert_done(made, way.walk(made, who, form))
            killed += made.kills
            if not made.kills:
                break
    assert killed >= 20, "the walk is real"


def test_a_code_whose_sending_was_cut_off_is_not_sent_again_while_it_is_good(place: World, people: People):
    page = AtThePages(place, people(22))
    page.submit("ringkas", page.who.form(jabatan="penilik"))
    place.fuse.effects.clear()
    place.fuse.kill_at, place.dead_minutes = 1, 7
    place.run()
    assert (place.fuse.effects[1], place.kills) == ("send", 1)
    assert [text.copies for text in place.texts.texts()] == [1]
    [record] = place.documents("messages").values()
    assert (record["state"], record["reason"]) == ("failed", "outcome_unknown")
    assert page.prove()[1]["keadaan"] == "awaiting_letter", "the code itself is good"
