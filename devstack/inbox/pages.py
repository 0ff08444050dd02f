"""The inbox as web pages and as JSON. Mounted under a prefix: every link is relative to SCRIPT_NAME."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from devstack.inbox.content import as_json, content_of
from devstack.inbox.database import Inbox, StoredMail

ISOLATED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'"
"""A mail shown as HTML runs no script and fetches nothing."""
ROUTES = Map(
    [
        Rule("/", endpoint="index", methods=["GET"]),
        Rule("/messages.json", endpoint="listing", methods=["GET"]),
        Rule("/messages", endpoint="clear", methods=["DELETE"]),
        Rule("/messages/<int:number>", endpoint="view", methods=["GET"]),
        Rule("/messages/<int:number>/html", endpoint="html", methods=["GET"]),
        Rule("/messages/<int:number>/source", endpoint="source", methods=["GET"]),
    ]
)
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


class Pages:
    """One method per route."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def index(self, request: Request) -> Response:
        """Newest first; `to` searches by address."""
        to = request.args.get("to", "").strip()
        mails = [(mail, content_of(mail)) for mail in self._inbox.mails(to)]
        return _page("index.html.j2", request, mails=mails, to=to)

    def view(self, request: Request, number: int) -> Response:
        """One mail."""
        mail = self._mail(number)
        return _page("view.html.j2", request, mail=mail, content=content_of(mail))

    def html(self, _: Request, number: int) -> Response:
        """Its HTML part, for the frame on the page."""
        headers = {"Content-Security-Policy": ISOLATED, "X-Content-Type-Options": "nosniff"}
        return Response(content_of(self._mail(number)).html, mimetype="text/html", headers=headers)

    def source(self, _: Request, number: int) -> Response:
        """As it came over the wire."""
        raw = self._mail(number).raw.decode("utf-8", "replace")
        return Response(raw, mimetype="text/plain", headers={"X-Content-Type-Options": "nosniff"})

    def listing(self, request: Request) -> Response:
        """`GET messages.json?to=<address>`: for scripts; `to` is the whole address."""
        to = request.args.get("to", "").strip().lower()
        mails = [mail for mail in self._inbox.mails(to) if to in ("", mail.recipient.lower())]
        return _json([as_json(mail) for mail in mails])

    def clear(self, _: Request) -> Response:
        """Forget all mails."""
        self._inbox.clear()
        return Response(status=204)

    def _mail(self, number: int) -> StoredMail:
        mail = self._inbox.mail(number)
        if mail is None:
            raise NotFound
        return mail


def inbox_app(inbox: Inbox) -> Callable[..., Any]:
    """The WSGI application."""
    pages = Pages(inbox)

    @Request.application
    def app(request: Request) -> Any:
        try:
            endpoint, values = ROUTES.bind_to_environ(request.environ).match()
            return getattr(pages, endpoint)(request, **values)
        except HTTPException as problem:
            return problem

    return app


def _page(template: str, request: Request, **values: Any) -> Response:
    body = TEMPLATES.get_template(template).render(root=request.script_root, **values)
    return Response(body, mimetype="text/html")


def _json(value: Any) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), mimetype="application/json")
