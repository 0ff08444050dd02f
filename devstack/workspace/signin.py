"""The sign-in pages: the six steps of "Cara Aktivasi Akun Pembelajaran", without Google's look.

Each page carries a signed, short-lived token that says who has proved which password; the last one leaves a cookie.
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
from devstack.workspace.signed_in import COOKIE, may_sign_in, sign_in, signed_in
from devstack.workspace.store import Record, Users, UserStore
from devstack.workspace.validation import password_allowed

WRONG = "Alamat email atau kata sandi salah. Periksa kembali, lalu coba lagi."
STALE = "Halaman ini sudah kedaluwarsa. Silakan masuk lagi."
SUSPENDED = "Akun ini sedang ditangguhkan. Hubungi admin sekolah Anda."
UNEQUAL = "Kedua kata sandi belum sama."
WEAK = "Gunakan 8 sampai 100 karakter: huruf, angka, dan tanda baca."
SIGNED_OUT = "Anda belum masuk atau sudah dikeluarkan. Silakan masuk lagi."
SAME = "Kata sandi baru harus berbeda dari kata sandi lama."
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
}
_PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


class SignIn:
    """`masuk` -> `syarat` (once) -> `sandi` (when the password must be changed) -> done; then `akun`."""

    def __init__(self, store: UserStore, clock: Clock, options: Options) -> None:
        self._store = store
        self._clock = clock
        self._options = options

    def handle(self, request: Request, page: str) -> Response:
        """Show the first page or the account of whoever is signed in, or take one form."""
        if page == "akun":
            return self._akun(request)
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
        return self._next(users, record)

    def _akun(self, request: Request) -> Response:
        with self._store.reading() as users:
            record = signed_in(users, request.cookies.get(COOKIE, ""), self._store.secret)
        return self._page("akun", address=record.email) if record else self._show("masuk", SIGNED_OUT)

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
            return self._form(users, "sandi", record, problem)
        changed = replace(_with(record, changePasswordAtNextLogin=False), password=hash_password(new))
        return self._next(users, changed)

    def _next(self, users: Users, record: Record) -> Response:
        """Keep what was reached and show the step that is still missing."""
        if not may_sign_in(record):
            return self._show("masuk", SUSPENDED)
        if not record.profile.get("agreedToTerms"):
            return self._form(users, "syarat", record)
        if record.profile.get("changePasswordAtNextLogin"):
            users.save(record)
            return self._form(users, "sandi", record)
        users.save(_with(record, lastLoginTime=iso_time(self._now())))
        page = self._page("selesai", address=record.email)
        page.set_cookie(COOKIE, sign_in(users, record, self._store.secret), httponly=True, samesite="Lax")
        return page

    def _form(self, users: Users, page: str, record: Record, problem: str = "") -> Response:
        proved = {"user": record.id, "proof": _proof(users, record)}
        return self._show(page, problem, record.email, **proved)

    def _show(self, page: str, problem: str = "", address: str = "", **proved: str) -> Response:
        until = self._now() + self._options.form_seconds
        token = seal(self._store.secret, {"step": page, "until": until} | proved)
        return self._page(page, problem=problem, token=token, address=address)

    def _page(self, page: str, **values: str) -> Response:
        text = _PAGES.get_template(f"{page}.html").render(values)
        return Response(text, content_type="text/html; charset=utf-8", headers=_HEADERS)

    def _opened(self, step: str, form: dict[str, str]) -> dict[str, Any] | None:
        token = unseal(self._store.secret, form.get("token", ""))
        fresh = token is not None and token.get("step") == step and token["until"] > self._now()
        return token if fresh else None

    def _owner(self, users: Users, step: str, form: dict[str, str]) -> Record | None:
        token = self._opened(step, form)
        record = users.find(token["user"]) if token else None
        stands = token and record and record.deleted is None and token["proof"] == _proof(users, record)
        return record if stands else None

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _proof(users: Users, record: Record) -> str:
    """Changes with the password, so that a page cannot be sent twice, and when the user is signed out everywhere."""
    return hashlib.sha256(f"{record.password}|{users.sign_outs(record)}".encode()).hexdigest()[:16]


def _with(record: Record, **fields: Any) -> Record:
    return replace(record, profile=record.profile | fields)


def _problem(new: str, repeated: str, record: Record) -> str:
    if new != repeated:
        return UNEQUAL
    if not password_allowed(new):
        return WEAK
    return SAME if password_matches(new, record.password) else ""
