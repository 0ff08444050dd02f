"""Serves a function that is started by requests: checks the body, runs the step, answers JSON or a problem."""

import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ValidationError

from belajar.decision import Answer, Call, Decision
from belajar.errors import RetryableError
from belajar.runtime.lazy import Lazy
from belajar.runtime.logs import Severity, log, place_of
from belajar.runtime.problems import ProblemError, invalid_body
from belajar.runtime.run import Run, Runtime
from belajar.runtime.trace import follow_trace

if TYPE_CHECKING:
    from belajar.rules.access import Action
    from schemas.staff import Petugas

MAX_BODY_BYTES = 64 * 1024
FAILED: Final = 400
ALWAYS = {"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
Reply = tuple[str | Iterator[bytes], int, dict[str, str]]


@dataclass(frozen=True)
class Route:
    """One trigger. `path` may have variable parts: `/v1/pengajuan/{id}`.

    `body` None: nothing is read (GET). `verify` sees headers and raw body before anything is parsed and raises
    ProblemError; what it returns is `Call.proof`. `action`: privileged; the caller must be signed in, the step asks
    belajar.runtime.staff.require, and its Decision carries an Audit.
    """

    method: str
    path: str
    body: type[BaseModel] | None
    step: Callable[[Any, Call, Any], Decision]
    verify: Callable[[Mapping[str, str], bytes, Any], str | None] | None = None
    action: "Action | None" = None


@dataclass(frozen=True)
class _Told:
    """An answer and what its log line says; `detail` is for an engineer. The last two: refused privileged acts only."""

    answer: Answer
    outcome: str
    detail: str = ""
    severity: Severity = "INFO"
    action: str = ""
    petugas: str = ""


class HttpFunction:
    """One deployed function: its `routes` by method and path, and what they need, built at first use."""

    def __init__(
        self,
        name: str,
        routes: Sequence[Route],
        runtime: Callable[[], Runtime],
        deps: Callable[[], Any],
    ) -> None:
        self._name = name
        self.routes = {(route.method, route.path): route for route in routes}
        self._runtime, self._deps = Lazy(runtime), Lazy(deps)

    def handle(self, request: Any) -> Reply:
        """Answer one request (Flask's)."""
        follow_trace(request.headers)
        started = time.monotonic()
        call_id = uuid.uuid4().hex
        told = self._answer(request, call_id)
        known = (request.method, request.path) in self.routes
        log(
            told.severity,
            f"{self._name} {told.outcome}",
            function=self._name,
            path=request.path if known else "",
            correlationid=call_id,
            status=told.answer.status,
            outcome=told.outcome,
            detail=told.detail,
            action=told.action,
            petugas=told.petugas,
            duration_ms=round((time.monotonic() - started) * 1000),
        )
        return _reply(told.answer)

    def _answer(self, request: Any, call_id: str) -> _Told:
        try:
            return _Told(*self._serve(request, call_id))
        except ProblemError as problem:
            return _Told(problem.answer(), problem.code, action=problem.action, petugas=problem.petugas)
        except RetryableError as error:
            busy = ProblemError("layanan_sibuk", "Silakan coba lagi sebentar lagi.", headers={"Retry-After": "5"})
            return _Told(busy.answer(), error.reason.value, error.detail, "WARNING")
        except Exception as error:  # noqa: BLE001 - the boundary: nothing of it may reach the caller or the log
            return _Told(ProblemError("kesalahan_sistem").answer(), type(error).__name__, place_of(error), "ERROR")

    def _serve(self, request: Any, call_id: str) -> tuple[Answer, str]:
        route, params = self._route(request.method, request.path)
        raw = _read_body(request) if route.body else b""
        deps = self._deps.get()
        proof = route.verify(request.headers, raw, deps) if route.verify else None
        petugas = _petugas(request.headers, deps) if route.action else None
        body = _parsed(route, raw)
        runtime = self._runtime.get()
        seen = origin(request, runtime.proxies)
        call = Call(call_id, call_id, runtime.clock.now(), seen, params, request.args, petugas, proof or "")

        def decide() -> Decision:
            return _privileged(route, body, call, deps) if route.action else route.step(body, call, deps)

        decision = decide()
        outcome = Run(runtime, self._name, call, decision.once).execute(_first(decision, decide))
        carried = outcome.decision or decision
        if carried.answer is None:
            raise ProblemError("kesalahan_sistem")
        return carried.answer, _problem_in(carried.answer) or ("answered" if outcome.decision else "answered_again")

    def _route(self, method: str, path: str) -> tuple[Route, Mapping[str, str]]:
        route = self.routes.get((method, path))
        if route:
            return route, {}
        fitting = [(other, found) for other in self.routes.values() if (found := _params(other.path, path)) is not None]
        for other, found in fitting:
            if other.method == method:
                return other, found
        if fitting:
            allowed = ", ".join(other.method for other, _ in fitting)
            raise ProblemError("metode_tidak_didukung", headers={"Allow": allowed})
        raise ProblemError("alamat_tidak_dikenal")


def _params(template: str, path: str) -> Mapping[str, str] | None:
    """Variable parts of a path, or None where it does not fit; a part is never empty."""
    wanted, given = template.split("/"), path.split("/")
    if len(wanted) != len(given):
        return None
    pairs = list(zip(wanted, given, strict=True))
    if not all(value if name.startswith("{") else name == value for name, value in pairs):
        return None
    return {name[1:-1]: value for name, value in pairs if name.startswith("{")}


def _parsed(route: Route, raw: bytes) -> BaseModel | None:
    try:
        return route.body.model_validate_json(raw or b"null") if route.body else None
    except ValidationError as error:
        raise invalid_body(error) from None


def _petugas(headers: Mapping[str, str], deps: Any) -> "Petugas":
    from belajar.runtime.staff import signed_in  # noqa: PLC0415 - citizen-facing functions start without it

    return signed_in(headers, deps)


def _privileged(route: Route, body: BaseModel | None, call: Call, deps: Any) -> Decision:
    """A privileged step that gives no account of itself is a fault of ours: nothing of it happens."""
    from belajar.runtime.staff import audit_writes, blame  # noqa: PLC0415 - as above

    assert route.action
    try:
        decision = route.step(body, call, deps)
    except ProblemError as problem:
        blame(problem, route.action, call, deps.store)
        raise
    if decision.audit is None or decision.audit.action is not route.action:
        raise ProblemError("kesalahan_sistem")
    return replace(decision, writes=[*decision.writes, *audit_writes(deps.store, call, decision.audit)])


def _problem_in(answer: Answer) -> str:
    """Of a refusal that was written down before it was answered, such as a wrong code: what it is; else empty."""
    return str(answer.body["code"]) if answer.status >= FAILED and answer.body else ""


def _first(decision: Decision, decide: Callable[[], Decision]) -> Callable[[], Decision]:
    """The decision is at hand (its `once` names the ledger entry); only a conflict asks the step again."""
    ready = [decision]
    return lambda: ready.pop() if ready else decide()


def _read_body(request: Any) -> bytes:
    if request.content_length is not None and request.content_length > MAX_BODY_BYTES:
        raise ProblemError("isi_terlalu_besar", f"Kiriman paling besar {MAX_BODY_BYTES // 1024} KB.")
    raw: bytes = request.stream.read(MAX_BODY_BYTES + 1)
    if len(raw) > MAX_BODY_BYTES:
        raise ProblemError("isi_terlalu_besar", f"Kiriman paling besar {MAX_BODY_BYTES // 1024} KB.")
    if (request.mimetype or "") != "application/json":
        raise ProblemError("jenis_isi_tidak_didukung", "Kirim dengan Content-Type: application/json.")
    return raw


def origin(request: Any, proxies: int) -> str:
    """Address of the caller as our outermost proxy saw it; what a caller writes further left is not believed."""
    chain = [part.strip() for part in (request.headers.get("X-Forwarded-For") or "").split(",") if part.strip()]
    return chain[-proxies] if 0 < proxies <= len(chain) else str(request.remote_addr or "")


def _reply(answer: Answer) -> Reply:
    headers = {**ALWAYS, **answer.headers}
    if answer.stream is not None:
        # An iterator whatever it was: Flask would make JSON of a list.
        return iter(answer.stream), answer.status, headers
    body = "" if answer.body is None else json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
    return body, answer.status, headers
