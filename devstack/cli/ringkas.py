"""`belajar ringkas`: answers of the ringkas form from a file, handed in as the form's back end would."""

import time
from pathlib import Path
from typing import Annotated, Any, Final

import requests
import typer
from pydantic import ValidationError

from belajar import wiring
from belajar.rules.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from devstack.cli.console import console, fail, show_json, show_table
from devstack.cli.context import reach, site_of
from devstack.cli.options import AsJson
from devstack.cli.tables import read_rows, write_rows
from schemas.http_requests import RingkasRequest

app = typer.Typer(help="The ringkas form.", no_args_is_help=True)
PATH: Final = "/v1/pengajuan/ringkas/masuk"
COLUMNS: Final = tuple(RingkasRequest.model_fields)
NEEDED: Final = tuple(name for name, about in RingkasRequest.model_fields.items() if about.is_required())
TIMEOUT_SECONDS: Final = 30


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    rejects: Annotated[Path | None, typer.Option(help="Takes refused rows; default FILE.tolak.csv.")] = None,
    as_json: AsJson = False,
) -> None:
    """Hand in every row; exit code 1 if one was refused. A person with an open request is refused, so again is safe.

    Columns: tipe_dinas, kode_wilayah, jabatan, nama_lengkap, nik, nip (may be missing), tanggal_lahir, email_pribadi,
    nomor_ponsel.
    """
    site = site_of(reach(context, writing=True))
    key = wiring.ringkas_keys()[0]
    results = [(line, *_hand_in(site, key, row)) for line, row in read_rows(file, NEEDED)]
    refused = [(line, reason) for line, state, reason in results if state == "refused"]
    if as_json:
        show_json([dict(zip(("line", "state", "reason"), result, strict=True)) for result in results])
    else:
        show_table("Form answers", ("line", "state", "reason"), results)
    if refused:
        target = rejects or file.with_name(f"{file.name}.tolak.csv")
        write_rows(target, ("baris", "alasan"), refused)
        console(errors=True).print(f"Refused rows: {target}", markup=False, soft_wrap=True)
        raise typer.Exit(1)


def _hand_in(url: str, key: bytes, row: dict[str, str]) -> tuple[str, str]:
    """State of the request and the reason why it was refused; nothing of the row itself."""
    filled = {name: row[name] for name in COLUMNS if row.get(name)}
    try:
        body = RingkasRequest.model_validate(filled).model_dump_json(exclude_none=True).encode()
    except ValidationError as error:
        return "refused", ", ".join(sorted({str(item["loc"][0]) for item in error.errors(include_input=False)}))
    answer = _post(url, body, signed(key, body))
    told: dict[str, Any] = answer.json()
    return (told["keadaan"], "") if answer.ok else ("refused", _reason(told))


def signed(key: bytes, body: bytes) -> dict[str, str]:
    """Headers under which the form's back end sends a body now."""
    timestamp = str(int(time.time()))
    return {
        "Content-Type": "application/json",
        TIMESTAMP_HEADER: timestamp,
        SIGNATURE_HEADER: sign(key, timestamp, body),
    }


def _post(url: str, body: bytes, headers: dict[str, str]) -> requests.Response:
    try:
        return requests.post(f"{url}{PATH}", data=body, headers=headers, timeout=TIMEOUT_SECONDS)
    except requests.RequestException as error:
        fail(f"The stack did not answer: {type(error).__name__}. Rows before this one are handed in.")


def _reason(problem: dict[str, Any]) -> str:
    fields = [error["pointer"].strip("/") for error in problem.get("errors", [])]
    return f"{problem['code']} {', '.join(fields)}".strip()
