"""The two adapters of the Texter port, aimed at a server of a test."""

from typing import Any

from belajar.cloud.texter import HttpTexter
from belajar.cloud.texter_twilio import TwilioTexter
from belajar.ports import Text

KINDS = ["http", "twilio"]
TOKEN = "gateway-token"
ACCOUNT = "AC" + "0a" * 16
KEY = "SK" + "1b" * 16
SERVICE = "MG" + "2c" * 16
SENDER = "+6281100000001"
NUMBER = "+6281234567890"
BODY = "Akun belajar: kode 314159"


def text(to: str = NUMBER, id: str = "nomor-1", valid_seconds: int | None = None) -> Text:  # noqa: A002
    return Text(id, to, BODY, valid_seconds)


def texter_at(kind: str, url: str, token: str = TOKEN, **options: Any) -> HttpTexter | TwilioTexter:
    """`url`: root of a server that takes both forms, as the local gateway does."""
    if kind == "http":
        return HttpTexter(f"{url}/messages", token, **options)
    return TwilioTexter(ACCOUNT, SENDER, KEY, token, url=url, **options)
