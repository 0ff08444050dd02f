"""The simulator as one WSGI application: Directory API, sign-in pages, control."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from belajar.ports import Clock
from belajar.runtime.clock import SystemClock
from devstack.workspace.answers import Answer, ApiError
from devstack.workspace.control import Control, Counts
from devstack.workspace.directory import Call, DirectoryApi
from devstack.workspace.faults import Faults
from devstack.workspace.options import Options
from devstack.workspace.signin import SignIn
from devstack.workspace.store import UserStore
from devstack.workspace.wire import drop, json_response, refusal

_USERS = "/admin/directory/v1/users"
_USER = f"{_USERS}/<key>"
ROUTES = Map(
    [
        Rule(_USERS, methods=["POST"], endpoint="users.insert"),
        Rule(_USERS, methods=["GET"], endpoint="users.list"),
        Rule(_USER, methods=["GET"], endpoint="users.get"),
        Rule(_USER, methods=["PUT"], endpoint="users.update"),
        Rule(_USER, methods=["PATCH"], endpoint="users.patch"),
        Rule(_USER, methods=["DELETE"], endpoint="users.delete"),
        Rule(f"{_USER}/undelete", methods=["POST"], endpoint="users.undelete"),
        Rule(f"{_USER}/signOut", methods=["POST"], endpoint="users.signOut"),
        Rule("/_simulator/<any(rules, chances):page>", methods=["GET", "PUT"], endpoint="control"),
        Rule("/_simulator/<any(rules, calls):page>", methods=["DELETE"], endpoint="control"),
        Rule("/_simulator/<any(calls, users, answers):page>", methods=["GET"], endpoint="control"),
        Rule("/<any(masuk, syarat, sandi):page>", methods=["GET", "POST"], endpoint="signin"),
        Rule("/akun", methods=["GET"], endpoint="signin", defaults={"page": "akun"}),
        Rule("/", methods=["GET"], endpoint="home"),
    ]
)


def workspace_app(database: Path, clock: Clock | None = None, options: Options | None = None) -> WSGIApplication:
    """A Workspace whose users live in `database`. Switches and counters live in the process; serve it from one.

    May be mounted under any prefix; the prefix is the `api_endpoint` of the Google client.
    """
    return _Workspace(UserStore(database), clock or SystemClock(), options or Options())


class _Workspace:
    def __init__(self, store: UserStore, clock: Clock, options: Options) -> None:
        self._clock = clock
        self._options = options
        self._faults = Faults(options.seed)
        self._counts = Counts()
        self._api = DirectoryApi(store, clock, options)
        self._control = Control(store, self._faults, self._counts)
        self._signin = SignIn(store, clock, options)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.get_data()  # a request left unread would turn every closing of the connection into a reset
        try:
            endpoint, values = ROUTES.bind_to_environ(environ).match()
        except HTTPException as error:
            return error(environ, start_response)
        return self._dispatch(request, endpoint, values)(environ, start_response)

    def _dispatch(self, request: Request, endpoint: str, values: Mapping[str, Any]) -> Response:
        if endpoint == "home":
            return redirect(f"{request.script_root}/masuk", Response=Response)
        if endpoint == "control":
            return self._control.handle(request, values["page"])
        if endpoint == "signin":
            return self._signin.handle(request, values["page"])
        return self._directory(request, endpoint, values.get("key", ""))

    def _directory(self, request: Request, method: str, key: str) -> Response:
        fault = self._faults.pick(method, key or _address(request))
        if fault is None:
            return self._counted(method, self._work(request, method, key))
        answer, work_first = fault
        if work_first:
            self._work(request, method, key)
        if answer.way == "answer":
            return self._counted(method, refusal(answer))
        return self._silent(request, method, answer)

    def _silent(self, request: Request, method: str, answer: Answer) -> NoReturn:
        self._counts.add(method, answer.way)
        if answer.way == "hang":
            self._clock.sleep(self._options.hang_seconds)
        drop(request, reset=answer.way == "reset")

    def _counted(self, method: str, response: Response) -> Response:
        self._counts.add(method, str(response.status_code))
        return response

    def _work(self, request: Request, method: str, key: str) -> Response:
        try:
            body = self._api.perform(Call(method, key, request.args, request.get_data()))
        except ApiError as error:
            return refusal(error.answer)
        return json_response(204 if body is None else 200, body)


def _address(request: Request) -> str:
    body = request.get_json(silent=True)
    return str(body.get("primaryEmail", "")).lower() if isinstance(body, dict) else ""
