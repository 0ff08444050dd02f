"""`belajar referral`: kode referral for the offices of a region; each is shown once and stored nowhere."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from belajar import wiring
from devstack.cli.console import console, fail, show_json, show_table
from devstack.cli.context import peppers, reach
from devstack.cli.options import AsJson
from devstack.cli.referral_codes import Issuing, RefusedRowError, listed, revoke_all
from devstack.cli.tables import private_table, read_rows
from schemas.people import PEJABAT

app = typer.Typer(help="Kode referral of education offices.", no_args_is_help=True)
INPUT: Final = ("kode_wilayah", "nama_wilayah", "tipe_dinas")
OUTPUT: Final = (*INPUT, "kode_referral", "berlaku_sampai", "kuota")
COLUMNS: Final = ("key", "region", "tipe", "hint", "used", "valid_until", "state")


@app.command()
def issue(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    valid_days: Annotated[int, typer.Option(min=1, max=730, help="How long the codes are good.")],
    quota: Annotated[str, typer.Option(help="Accounts per jabatan.")] = "kepala_dinas=1,kepala_bidang=5",
    out: Annotated[Path | None, typer.Option(help="Takes the codes; default FILE.kode.csv.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Revoke the code that a region has.")] = False,
) -> None:
    """One code for each region of FILE (kode_wilayah;nama_wilayah;tipe_dinas); exit code 1 if a row was refused.

    A region has one valid code at a time. The codes are in the output file only: merge the letters, then delete it.
    """
    reach(context, writing=True)
    now, target = datetime.now(UTC), out or file.with_name(f"{file.name}.kode.csv")
    issuing = Issuing(wiring.store(), peppers(), _quota(quota), now, now + timedelta(days=valid_days), replace)
    refused: list[tuple[int, str]] = []
    made = 0
    with private_table(target, OUTPUT) as table:
        for line, row in read_rows(file, INPUT):
            try:
                table.writerow(issuing.issue(row))
                made += 1
            except RefusedRowError as error:
                refused.append((line, str(error)))
    console().print(f"{made} codes in {target}", markup=False, soft_wrap=True)
    if refused:
        show_table("Refused rows", ("line", "reason"), refused)
        raise typer.Exit(1)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """All codes, by hint: the last two characters."""
    reach(context)
    found = listed(wiring.store(), datetime.now(UTC))
    if as_json:
        show_json(found)
        return
    show_table("Kode referral", COLUMNS, ([one[name] for name in COLUMNS] for one in found))


@app.command()
def revoke(context: typer.Context, key_or_region: Annotated[str, typer.Argument(metavar="KEY|REGION")]) -> None:
    """Revoke one code by its key (8 characters or more) or all codes of a region."""
    reach(context, writing=True)
    count = revoke_all(wiring.store(), key_or_region, datetime.now(UTC))
    if not count:
        fail("There is no such code that is not revoked already.")
    console().print(f"{count} revoked")


def _quota(text: str) -> dict[str, int]:
    pairs = [part.partition("=") for part in text.split(",")]
    wrong = [name for name, _, number in pairs if name not in set(PEJABAT) or not number.isdecimal()]
    if wrong:
        fail(f"{wrong[0]} is no quota: write {'=1,'.join(PEJABAT)}=5.", 2)
    return {name: int(number) for name, _, number in pairs}
