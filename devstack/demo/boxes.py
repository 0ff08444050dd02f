"""What has come to somebody's phone and mailbox, as the stack's inboxes show it."""

import re
from typing import Any, Final

import requests

_SECONDS: Final = 15
_CODE: Final = re.compile(r"\b[0-9]{6}\b")


def newest_code(url: str, email: str, ponsel: str) -> str:
    """The newest one-time code, by SMS or else by mail; empty while none has come. `ponsel` empty: has no phone."""
    texts = [text["text"] for text in _box(url, "_sms", ponsel)] if ponsel else []
    mailed = [mail["text"] for mail in mails(url, email) if mail["subject"].startswith("Kode")]
    found = _CODE.search(next(iter([*texts, *mailed]), ""))
    return found[0] if found else ""


def subjects(url: str, email: str) -> list[str]:
    """Of all mails to this address."""
    return [mail["subject"] for mail in mails(url, email)]


def mails(url: str, email: str) -> list[dict[str, Any]]:
    """Of this mailbox, newest first."""
    return _box(url, "_surat", email)


def _box(url: str, box: str, to: str) -> list[dict[str, Any]]:
    """Newest first."""
    answer = requests.get(f"{url}/{box}/messages.json", params={"to": to}, timeout=_SECONDS)
    found: list[dict[str, Any]] = answer.json()
    return found
