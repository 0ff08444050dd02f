"""Leases: who holds a message, and when it is free again."""

import threading

from belajar.embedded.bus import Backlog
from belajar.embedded.bus_database import BusDatabase
from belajar.embedded.claims import Claims, Patience
from belajar.embedded.ownership import Owner


def test_leases_of_an_owner_that_is_gone_are_free_at_once_but_not_those_of_one_that_lives(
    deliver, path, publish, post, made
):
    database = BusDatabase(path)
    living = Owner(path.parent)
    publish(1, 2)
    there = post()
    for owner in ("gone", living.name):
        Claims(database, owner, "school", lambda: there.clock.now().timestamp(), Patience()).take(made, 1)
    database.close()
    deliver().drain(there)
    living.release()

    assert list(zip(there.numbers, there.times, strict=True)) == [(1, 0), (2, 70)]


def test_two_deliverers_never_hold_the_same_message(bus, path, publish, made):
    publish(*range(200))
    taken, barrier = [], threading.Barrier(4)

    def take(owner):
        database = BusDatabase(path)
        claims = Claims(database, owner, "school", lambda: 4e9, Patience())
        barrier.wait()
        while found := claims.take(made, 7):
            taken.extend(claim.id for claim in found)
        database.close()

    threads = [threading.Thread(target=take, args=(f"owner-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == len(set(taken)) == 200


def test_a_late_outcome_of_a_lost_lease_changes_nothing(bus, path, publish, made):
    database = BusDatabase(path)
    early, late = ({"now": 4e9}, {"now": 4e9 + 71})
    slow = Claims(database, "slow", "school", lambda: early["now"], Patience())
    quick = Claims(database, "quick", "school", lambda: late["now"], Patience())
    publish(1)
    lost = slow.take(made, 1)
    held = quick.take(made, 1)
    slow.settle([(lost[0], True)])
    slow.settle([(lost[0], False)])

    assert bus.backlog()["made-v1.maker"] == Backlog(0, 1, 0)
    quick.settle([(held[0], True)])
    assert bus.backlog()["made-v1.maker"] == Backlog(0, 0, 0)
    database.close()
