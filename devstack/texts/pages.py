"""The texts as a web page and as JSON, beside the gateway itself. Mounted under a prefix, as SCRIPT_NAME says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from belajar.ports import Clock
from belajar.runtime.clock import SystemClock
from devstack.texts.database import StoredText, TextInbox
from devstack.texts.gateway import Gateway
from devstack.texts.network import Network
from devstack.texts.twilio import TwilioForm

_SYSTEM_CLOCK: Final = SystemClock()
_ROUTES: Final = Map(
    [
        Rule("/", endpoint="index", methods=["GET"]),
        Rule("/messages.json", endpoint="listing", methods=["GET"]),
        Rule("/messages", endpoint="submit", methods=["POST"]),
        Rule("/messages", endpoint="clear", methods=["DELETE"]),
        Rule("/2010-04-01/Accounts/<account>/Messages.json", endpoint="create", methods=["POST"]),
    ]
)
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


class Pages:
    """One method per route."""

    def __init__(self, inbox: TextInbox, gateway: Gateway, twilio: TwilioForm) -> None:
        self._inbox = inbox
        self.submit = gateway.submit
        self.create = twilio.create

    def index(self, request: Request) -> Response:
        """Newest first; `to` searches by number."""
        to = request.args.get("to", "").strip()
        page = _TEMPLATES.get_template("sms.html.j2")
        body = page.render(root=request.script_root, texts=self._inbox.texts(to), to=to)
        return Response(body, mimetype="text/html")

    def listing(self, request: Request) -> Response:
        """`GET messages.json?to=<number>`: for scripts; `to` is the whole number, E.164."""
        # An unquoted plus arrives as a space.
        to = request.args.get("to", "").strip().lstrip("+")
        found = [text for text in self._inbox.texts(to) if to in ("", text.recipient.lstrip("+"))]
        return Response(json.dumps([as_json(text) for text in found]), mimetype="application/json")

    def clear(self, _: Request) -> Response:
        """Forget all texts."""
        self._inbox.clear()
        return Response(status=204)


def as_json(text: StoredText) -> dict[str, Any]:
    """One text for scripts."""
    return {
        "number": text.number,
        "id": text.key,
        "to": text.recipient,
        "text": text.body,
        "received_at": text.received_at.isoformat(),
        "copies": text.copies,
        "valid_seconds": text.valid_seconds,
    }


def texts_app(inbox: TextInbox, token: str, clock: Clock = _SYSTEM_CLOCK) -> Callable[..., Any]:
    """The WSGI application. Texts go to `POST messages` with this bearer token, or as to Twilio with it as secret."""
    network = Network(inbox, clock)
    pages = Pages(inbox, Gateway(network, token), TwilioForm(network, token))

    @Request.application
    def app(request: Request) -> Any:
        try:
            endpoint, values = _ROUTES.bind_to_environ(request.environ).match()
            return getattr(pages, endpoint)(request, **values)
        except HTTPException as problem:
            return problem

    return app
