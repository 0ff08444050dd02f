"""`belajar roster`: hand a roster file to the running stack or a deployed project."""

from pathlib import Path
from typing import Annotated

import typer

from belajar.runtime.settings import settings
from devstack.cli.console import console, fail, show_json, show_table
from devstack.cli.context import reach
from devstack.cli.following import StandstillError, follow
from devstack.cli.options import AsJson
from devstack.cli.uploading import UploadError, save_rejects, upload_to
from schemas.imports import ImportState

app = typer.Typer(help="Dapodik extracts.", no_args_is_help=True)
REFUSED_CODE = 2


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    wait: Annotated[bool, typer.Option(help="Follow it to its end.")] = True,
    as_json: AsJson = False,
) -> None:
    """Upload FILE and follow the accounts being made."""
    reach(context, writing=True)
    try:
        import_id = upload_to(settings().storage_url, settings().roster_bucket, file)
    except UploadError as error:
        fail(str(error))
    if not wait:
        show_json({"import": import_id}) if as_json else console().print(f"import {import_id}", markup=False)
        return
    try:
        document, counts = follow(import_id, file, quiet=as_json)
    except StandstillError as error:
        fail(f"{error} See `belajar events watch` and `belajar dlq list`.")
    if document.state is ImportState.REFUSED:
        fail(document.refused_detail or str(document.refused_reason), REFUSED_CODE)
    if document.state is ImportState.STUCK:
        fail("The import stands still; `belajar dlq list` may tell why.")
    rejects = save_rejects(document, file)
    if as_json:
        show_json({"import": import_id, "counts": counts, "rejects": str(rejects) if rejects else None})
        return
    show_table(f"Import {import_id}", ("what", "number"), _lines(counts))
    if rejects:
        console().print(f"Rejected rows and warnings: {rejects}", markup=False, soft_wrap=True)


def _lines(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(name.replace("_", " "), number) for name, number in counts.items()]
