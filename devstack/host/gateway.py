"""What answers under which path of the one port."""

from collections.abc import Callable, Mapping
from wsgiref.types import WSGIApplication

from devstack.host.counts import Counts
from devstack.host.event_log import EventLog
from devstack.host.mounts import Mounts, Routes, unknown_path
from devstack.host.pages import Pages
from devstack.host.places import Places
from devstack.host.recorder import Recorder
from devstack.topology import Topology


def gateway(
    functions: Mapping[str, WSGIApplication],
    topology: Topology,
    places: Places,
    *,
    surroundings: Mapping[str, WSGIApplication],
    recorder: Recorder,
    dead_letters: Callable[[], int] | None,
) -> WSGIApplication:
    """Public routes of the functions, their pushes under `/_push/<function>/`, and the surroundings."""
    log = EventLog(places.events)
    pages = Pages(topology, log, Counts(places, log, dead_letters))
    pushes = {name: recorder.wrap(name, functions[name]) for name in topology.concurrency()}
    mounted: dict[str, WSGIApplication] = {"_push": Mounts(pushes, unknown_path), **surroundings}
    return Mounts(mounted, Routes(_public(functions, topology), pages))


def _public(functions: Mapping[str, WSGIApplication], topology: Topology) -> dict[str, WSGIApplication]:
    """Path -> function; the function itself judges the method."""
    return {
        route.partition(" ")[2]: functions[name]
        for name, function in topology.functions.items()
        for route in function.routes
    }
