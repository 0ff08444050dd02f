"""`belajar petugas`: members of staff, their roles and scopes."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from belajar import wiring
from belajar.ports import MISSING, Put, Query, Snapshot, Store
from belajar.rules.access import OperatorAct, is_scope
from belajar.rules.matching import nik_hash
from belajar.runtime.staff import known_as
from devstack.cli.acting import carry_out
from devstack.cli.console import console, fail, show_json, show_table
from devstack.cli.context import peppers, reach
from devstack.cli.options import AsJson
from schemas.staff import Petugas, Role

app = typer.Typer(help="Members of staff (petugas).", no_args_is_help=True)
MOST: Final = 500
COLUMNS: Final = ("address", "nama", "roles", "active", "since", "in_logs")
_ADDRESS: Final = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,189}")
_NIK: Final = re.compile(r"[0-9]{16}")


@app.command()
def add(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="Google account they sign in with.")],
    nama: Annotated[str, typer.Option(help="Name.")],
    role: Annotated[Role, typer.Option(help="Role.")],
    scope: Annotated[str, typer.Option(help="3204, 32, nasional, or the NPSN of a school.")],
    nik_file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Holds the NIK, so that it stands in no history.")
    ] = None,
) -> None:
    """Give a role to somebody, known or new; only a keyed hash of the NIK is kept."""
    reach(context, writing=True)
    hashed = nik_hash(peppers()[0], _nik(nik_file)) if nik_file else None
    appoint(wiring.store(), address, nama, role, scope, hashed)
    console().print(f"{address.lower()}: {role.value} for {scope}", markup=False)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """Everybody who was appointed, also those who have left; `in_logs` is what log lines call them."""
    reach(context)
    store = wiring.store()
    found = [
        {**member.model_dump(mode="json", exclude={"nik_hash"}), "in_logs": known_as(member.address, store)}
        for snapshot in store.query(Query("petugas", limit=MOST))
        for member in [Petugas.model_validate(snapshot.data)]
    ]
    if as_json:
        show_json(found)
        return
    show_table("Petugas", COLUMNS, ([_cell(one[name]) for name in COLUMNS] for one in found))


@app.command()
def disable(context: typer.Context, address: str) -> None:
    """Take all rights away, from the next request on."""
    reach(context, writing=True)
    dismiss(wiring.store(), address)
    console().print(f"{address.lower()} has no rights any more", markup=False)


def appoint(store: Store, address: str, nama: str, role: Role, scope: str, hashed: str | None) -> None:
    """Add the role, keeping others; who was dismissed comes back with this one only. Ends on a wrong scope."""
    address = _checked(address)
    if not is_scope(role, scope):
        fail(f"{scope} is no scope for {role.value}: a region of 2 or 4 digits, nasional, or the NPSN of a school.", 2)
    held, now = _held(store, address), datetime.now(UTC)
    known = Petugas.model_validate(held.data) if held else None
    member = Petugas(
        address=address,
        nama=nama,
        roles={**(known.roles if known and known.active else {}), role.value: scope},
        active=True,
        nik_hash=hashed or (known.nik_hash if known else None),
        since=known.since if known else now,
    )
    put = Put(f"petugas/{address}", member.model_dump(), expect=held.version if held else MISSING)
    carry_out(store, OperatorAct.ADD_PETUGAS, put.path, f"{role.value}={scope}", [put], now)


def dismiss(store: Store, address: str) -> None:
    """Idempotent. Ends the command for somebody unknown."""
    address = _checked(address)
    held = _held(store, address)
    if held is None:
        fail(f"Nobody is known as {address}.")
    put = Put(held.path, {**held.data, "active": False}, expect=held.version)
    carry_out(store, OperatorAct.DISABLE_PETUGAS, held.path, "", [put], datetime.now(UTC))


def _held(store: Store, address: str) -> Snapshot | None:
    [held] = store.get(f"petugas/{address}")
    return held


def _checked(address: str) -> str:
    address = address.strip().lower()
    if not _ADDRESS.fullmatch(address):
        fail("This is not the address of a Google account.", 2)
    return address


def _nik(path: Path) -> str:
    nik = path.read_text(encoding="utf-8").strip()
    if not _NIK.fullmatch(nik):
        fail("The file does not hold one NIK of 16 digits.", 2)
    return nik


def _cell(value: object) -> object:
    return " ".join(f"{role}={scope}" for role, scope in value.items()) if isinstance(value, dict) else value
