from belajar.embedded.store import SqliteStore
from belajar.ports import Put
from devstack.host import recovery
from tests.support.clock import ManualClock


def test_claims_of_the_dead_end_now_and_finished_work_stays(tmp_path):
    clock, store = ManualClock(), SqliteStore(tmp_path / "store.sqlite")
    later = clock.now().replace(year=2030)
    count = recovery.PAGE + 1
    for number in range(count):
        store.commit([Put(f"ledger/a:{number}", {"state": "claimed", "lease_until": later, "run": "x"})])
    store.commit([Put("ledger/b", {"state": "done", "lease_until": None, "run": "x"})])
    assert recovery.free_claims(store, clock.now()) == count
    [first, last, done] = store.get("ledger/a:0", f"ledger/a:{count - 1}", "ledger/b")
    assert first.data == last.data == {"state": "claimed", "lease_until": clock.now(), "run": "x"}
    assert done.data["lease_until"] is None
    store.close()
