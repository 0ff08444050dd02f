"""`belajar sample`: a roster file of invented people."""

from pathlib import Path
from typing import Annotated, Final

import typer

from devstack.cli.console import console, show_json
from devstack.cli.options import AsJson
from devstack.sample.generate import generate, write_csv

NAME: Final = "sample"


def command(
    out: Annotated[Path, typer.Option(help="File to write.", dir_okay=False)],
    people: Annotated[int, typer.Option(min=1, help="Good rows.")] = 1000,
    schools: Annotated[int, typer.Option(min=1, help="The first nine have one jenjang each.")] = 12,
    seed: Annotated[int, typer.Option(help="The same seed gives the same file.")] = 1,
    bad_rows: Annotated[int, typer.Option(min=0, help="Rows with a fault, in between.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Write an invented Dapodik extract."""
    summary = write_csv(out, generate(people, schools, seed, bad_rows))
    if as_json:
        faults = [{"line": fault.line, "kind": fault.kind, "column": fault.column} for fault in summary.faults]
        show_json({"file": str(out), "people": summary.people, "faults": faults})
        return
    console().print(f"{out}: {summary.people} people, {len(summary.faults)} bad rows", markup=False, soft_wrap=True)
