"""Puts WSGI applications under paths, as the load balancer does in the cloud."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from belajar.runtime.problems import ProblemError

API: Final = "/v1/"
_PART: Final = re.compile(r"\{\w+\}")


class Mounts:
    """Chooses by the first part of the path, which moves to SCRIPT_NAME; `otherwise` gets the rest unchanged."""

    def __init__(self, apps: Mapping[str, WSGIApplication], otherwise: WSGIApplication) -> None:
        self._apps = apps
        self._otherwise = otherwise

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI."""
        first, slash, rest = environ["PATH_INFO"].removeprefix("/").partition("/")
        app = self._apps.get(first)
        if app is None:
            return self._otherwise(environ, start_response)
        if not slash:
            # Without it the links of a page would lead beside the mount.
            return _redirect(f"{environ['SCRIPT_NAME']}/{first}/", environ["QUERY_STRING"], start_response)
        environ["SCRIPT_NAME"] += f"/{first}"
        environ["PATH_INFO"] = f"/{rest}"
        return app(environ, start_response)


class Routes:
    """Public routes by path; says who called in X-Forwarded-For, as a proxy must. `otherwise` serves the rest.

    A path may have variable parts (`/v1/pengajuan/{id}`); one without goes first.
    """

    def __init__(self, apps: Mapping[str, WSGIApplication], otherwise: WSGIApplication) -> None:
        self._apps = apps
        self._templates = [(re.compile(_PART.sub("[^/]+", path)), app) for path, app in apps.items() if "{" in path]
        self._otherwise = otherwise

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI."""
        path = environ["PATH_INFO"]
        app = self._apps.get(path) or self._fitting(path)
        if app is None:
            return (unknown_path if path.startswith(API) else self._otherwise)(environ, start_response)
        before = environ.get("HTTP_X_FORWARDED_FOR")
        caller = environ["REMOTE_ADDR"]
        environ["HTTP_X_FORWARDED_FOR"] = f"{before}, {caller}" if before else caller
        return app(environ, start_response)

    def _fitting(self, path: str) -> WSGIApplication | None:
        return next((app for template, app in self._templates if template.fullmatch(path)), None)


def unknown_path(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """404 in the form that the functions use."""
    answer = ProblemError("alamat_tidak_dikenal").answer()
    start_response("404 Not Found", list(answer.headers.items()))
    return [json.dumps(answer.body, ensure_ascii=False).encode()]


def _redirect(path: str, query: str, start_response: Any) -> Iterable[bytes]:
    location = f"{path}?{query}" if query else path
    start_response("308 Permanent Redirect", [("Location", location)])
    return [b""]
