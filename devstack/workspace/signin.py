"""The sign-in pages: the six steps of "Cara Aktivasi Akun Pembelajaran", without Google's look.

Each page carries a signed, short-lived token that says who has proved which password; nothing else is kept.
"""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from werkzeug.wrappers import Request, Response

from belajar.ports import Clock
from devstack.workspace.options import Options
from devstack.workspace.resource import iso_time
from devstack.workspace.sealing import hash_password, password_matches, seal, unseal
from devstack.workspace.store import Record, Users, UserStore
from devstack.workspace.validation import password_allowed

WRONG = "Alamat email atau kata sandi salah. Periksa kembali, lalu coba lagi."
STALE = "Halaman ini sudah kedaluwarsa. Silakan masuk lagi."
SUSPENDED = "Akun ini sedang ditangguhkan. Hubungi admin sekolah Anda."
UNEQUAL = "Kedua kata sandi belum sama."
WEAK = "Gunakan 8 sampai 100 karakter: huruf, angka, dan tanda baca."
SAME = "Kata sandi baru harus berbeda dari kata sandi lama."
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
}
_PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


class SignIn:
    """`masuk` -> `syarat` (once) -> `sandi` (when the password must be changed) -> done."""

    def __init__(self, store: UserStore, clock: Clock, options: Options) -> None:
        self._store = store
        self._clock = clock
        self._options = options

    def handle(self, request: Request, page: str) -> Response:
        """Show the first page, or take one form."""
        if request.method == "GET":
            return self._show("masuk")
        with self._store.writing() as users:
            return getattr(self, "_" + page)(users, request.form)  # type: ignore[no-any-return]

    def _masuk(self, users: Users, form: dict[str, str]) -> Response:
        if self._opened("masuk", form) is None:
            return self._show("masuk", STALE)
        record = users.find(form.get("alamat", "").strip().lower())
        if record is None or record.deleted or not password_matches(form.get("kata_sandi", ""), record.password):
            return self._show("masuk", WRONG)
        if record.profile.get("suspended"):
            return self._show("masuk", SUSPENDED)
        return self._next(users, record)

    def _syarat(self, users: Users, form: dict[str, str]) -> Response:
        record = self._owner(users, "syarat", form)
        if record is None:
            return self._show("masuk", STALE)
        return self._next(users, _with(record, agreedToTerms=True))

    def _sandi(self, users: Users, form: dict[str, str]) -> Response:
        record = self._owner(users, "sandi", form)
        if record is None:
            return self._show("masuk", STALE)
        new = form.get("kata_sandi_baru", "")
        if problem := _problem(new, form.get("ulangi", ""), record):
            return self._show("sandi", problem, record)
        changed = replace(_with(record, changePasswordAtNextLogin=False), password=hash_password(new))
        return self._next(users, changed)

    def _next(self, users: Users, record: Record) -> Response:
        """Keep what was reached and show the step that is still missing."""
        if not record.profile.get("agreedToTerms"):
            return self._show("syarat", record=record)
        if record.profile.get("changePasswordAtNextLogin"):
            users.save(record)
            return self._show("sandi", record=record)
        users.save(_with(record, lastLoginTime=iso_time(self._now())))
        return self._show("selesai", record=record)

    def _show(self, page: str, problem: str = "", record: Record | None = None) -> Response:
        until = self._now() + self._options.form_seconds
        token: dict[str, Any] = {"step": page, "until": until}
        if record is not None:
            token |= {"user": record.id, "proof": _proof(record)}
        text = _PAGES.get_template(f"{page}.html").render(
            problem=problem, token=seal(self._store.secret, token), address=record.email if record else ""
        )
        return Response(text, content_type="text/html; charset=utf-8", headers=_HEADERS)

    def _opened(self, step: str, form: dict[str, str]) -> dict[str, Any] | None:
        token = unseal(self._store.secret, form.get("token", ""))
        fresh = token is not None and token.get("step") == step and token["until"] > self._now()
        return token if fresh else None

    def _owner(self, users: Users, step: str, form: dict[str, str]) -> Record | None:
        token = self._opened(step, form)
        record = users.find(token["user"]) if token else None
        stands = token and record and record.deleted is None and token["proof"] == _proof(record)
        return record if stands else None

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _proof(record: Record) -> str:
    """Changes with the password, so that a page cannot be sent twice."""
    return hashlib.sha256(record.password.encode()).hexdigest()[:16]


def _with(record: Record, **fields: Any) -> Record:
    return replace(record, profile=record.profile | fields)


def _problem(new: str, repeated: str, record: Record) -> str:
    if new != repeated:
        return UNEQUAL
    if not password_allowed(new):
        return WEAK
    return SAME if password_matches(new, record.password) else ""
