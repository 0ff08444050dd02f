"""`belajar demo`: the whole chain in under a minute, checked step by step."""

from typing import Final

import typer

from devstack.cli.context import engine_of
from devstack.cli.options import EngineName
from devstack.demo.play import play

NAME: Final = "demo"


def command(engine: EngineName = None) -> None:
    """Import a sample, follow one person to an active account, compare everything with what was expected."""
    raise typer.Exit(0 if play(engine_of(engine)) else 1)
