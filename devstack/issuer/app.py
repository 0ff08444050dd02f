"""The sign-in page, tokens as JSON for scripts, and the certificates. Mounted under a prefix, as SCRIPT_NAME says."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from belajar.ports import Query, Store
from devstack.issuer.tokens import VALID_SECONDS, Issuer

CERTIFICATES: Final = "/certs"
MAX_AGE_SECONDS: Final = 3600
_ROUTES: Final = Map(
    [
        Rule("/", endpoint="choose", methods=["GET"]),
        Rule("/masuk", endpoint="sign_in", methods=["POST"]),
        Rule("/token", endpoint="token", methods=["POST"]),
        Rule(CERTIFICATES, endpoint="certificates", methods=["GET"]),
    ]
)
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)
Known = Callable[[], Sequence[str]]


class Pages:
    """One method per route. `known`: addresses to choose from."""

    def __init__(self, issuer: Issuer, known: Known) -> None:
        self._issuer, self._known = issuer, known

    def choose(self, request: Request) -> Response:
        """Who are you today?"""
        return _page("pilih.html.j2", root=request.script_root, known=self._known())

    def sign_in(self, request: Request) -> Response:
        """The form of the page: shows the token."""
        address = _address(request.form.get("alamat"))
        return _page("token.html.j2", root=request.script_root, address=address, token=self._issuer.token(address))

    def token(self, request: Request) -> Response:
        """`POST token {"address"}` -> {"id_token", "expires_in"}."""
        body = request.get_json(silent=True)
        address = _address(body.get("address") if isinstance(body, dict) else None)
        return _json({"id_token": self._issuer.token(address), "expires_in": VALID_SECONDS})

    def certificates(self, _: Request) -> Response:
        """PEM by key id, as Google's v1/certs."""
        answer = _json(self._issuer.certificates)
        answer.headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}, must-revalidate, no-transform"
        return answer


def issuer_app(issuer: Issuer, known: Known) -> Callable[..., Any]:
    """The WSGI application."""
    pages = Pages(issuer, known)

    @Request.application
    def app(request: Request) -> Any:
        try:
            endpoint, values = _ROUTES.bind_to_environ(request.environ).match()
            return getattr(pages, endpoint)(request, **values)
        except HTTPException as problem:
            return problem

    return app


def known_petugas(store: Store) -> Known:
    """Addresses of active staff in this store."""
    query = Query("petugas", limit=200)
    return lambda: [found.data["address"] for found in store.query(query) if found.data["active"]]


def _address(given: Any) -> str:
    address = given.strip() if isinstance(given, str) else ""
    if "@" not in address:
        raise BadRequest("alamat tidak ada")
    return address


def _page(template: str, **values: Any) -> Response:
    answer = Response(_TEMPLATES.get_template(template).render(**values), mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _json(value: Any) -> Response:
    return Response(json.dumps(value), mimetype="application/json")
