"""Options that several commands share."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
EngineName = Annotated[str | None, typer.Option("--engine", help="embedded (default) or emulators.")]
