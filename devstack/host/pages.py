"""The stack's own pages: home with the check form, status of a request, history of events, functions, live counts."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from devstack.host.counts import Counts
from devstack.host.cron import WIB
from devstack.host.event_log import EventLog
from devstack.topology import Topology

PAGE_ROWS: Final = 500
_ROUTES: Final = Map(
    [
        Rule("/", endpoint="home", methods=["GET"]),
        Rule("/_keadaan", endpoint="state", methods=["GET"]),
        Rule("/_fungsi", endpoint="functions", methods=["GET"]),
        Rule("/pengajuan/<token>", endpoint="request", methods=["GET"]),
        Rule("/reset", endpoint="reset", methods=["GET"]),
        Rule("/bukan-saya/<token>", endpoint="disown", methods=["GET"]),
        Rule("/_peristiwa", endpoint="cases", methods=["GET"]),
        Rule("/_peristiwa/<correlation>", endpoint="case", methods=["GET"]),
    ],
    strict_slashes=False,
)


class Pages:
    """WSGI application. Indonesian, readable on a phone; only what asks the functions needs JavaScript."""

    def __init__(self, topology: Topology, log: EventLog, counts: Counts) -> None:
        self._topology, self._log, self._counts = topology, log, counts
        loader = FileSystemLoader(Path(__file__).parent / "templates")
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
        self._templates.filters["jam"] = _local_time

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """WSGI."""
        try:
            endpoint, values = _ROUTES.bind_to_environ(environ).match()
            response = getattr(self, f"_{endpoint}")(Request(environ), **values)
        except NotFound:
            response = self._page("tidak_ada.html")
            response.status_code = 404
        except HTTPException as problem:
            response = problem.get_response(environ)
        return response(environ, start_response)

    def _home(self, _: Request) -> Response:
        return self._page("beranda.html", counts=self._counts.now())

    def _request(self, _: Request, token: str) -> Response:
        """Where the mails about a request lead."""
        return self._page("pengajuan.html", token=token)

    def _reset(self, _: Request) -> Response:
        """A new password, as the owner asks for it."""
        return self._page("reset.html")

    def _disown(self, _: Request, token: str) -> Response:
        """Where "bukan saya" leads: a button, because programs open links of mails on their own."""
        return self._page("bukan_saya.html", token=token)

    def _state(self, _: Request) -> Response:
        return Response(json.dumps(self._counts.now()), mimetype="application/json")

    def _functions(self, _: Request) -> Response:
        topics: dict[str, list[str]] = {name: [] for name in self._topology.functions}
        for topic, listening in self._topology.subscriptions.items():
            for name in listening.functions:
                topics[name].append(topic)
        return self._page("fungsi.html", functions=self._topology.functions, topics=topics)

    def _cases(self, request: Request) -> Response:
        wanted = request.args.get("kasus", "").strip()
        return self._page("kasus.html", cases=self._log.cases(wanted), wanted=wanted)

    def _case(self, request: Request, correlation: str) -> Response:
        after = request.args.get("setelah", 0, type=int)
        rows = self._log.after(after, correlation, PAGE_ROWS)
        caused = self._log.caused([delivery.event_id for _, delivery in rows if delivery.event_id])
        more = rows[-1][0] if len(rows) == PAGE_ROWS else None
        return self._page("pengantaran.html", correlation=correlation, rows=rows, caused=caused, more=more)

    def _page(self, template: str, **values: Any) -> Response:
        return Response(self._templates.get_template(template).render(**values), mimetype="text/html")


def _local_time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(WIB).strftime("%d-%m %H:%M:%S.%f")[:-3]
