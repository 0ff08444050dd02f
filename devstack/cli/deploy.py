"""`belajar deploy`: whether what is deployed, or planned, is what infra/topology.yaml says."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer
from yaml import YAMLError

from devstack.cli.console import console, fail, show_json, show_table
from devstack.cli.context import chosen
from devstack.cli.options import AsJson
from devstack.deployed.differences import Difference, differences
from devstack.deployed.google import Google
from devstack.deployed.live import Place, read_live
from devstack.deployed.model import Deployed, UnreadableError
from devstack.deployed.terraform import read_terraform
from devstack.deployed.wanted import wanted
from devstack.topology import TOPOLOGY, Topology, read_topology

app = typer.Typer(help="What is deployed, beside what should be.", no_args_is_help=True)
COLUMNS: Final = ("section", "name", "setting", "wanted", "found")
UNREADABLE: Final = 2
GOOGLE_URL: Final = "DEVSTACK_GOOGLE_URL"
"""Stands in for all of Google's APIs, in tests."""


@app.callback()
def group() -> None:
    """What is deployed, beside what should be."""


@app.command()
def check(
    context: typer.Context,
    plan: Annotated[
        Path | None, typer.Option(help="Output of `terraform show -json` of a plan or a state.", dir_okay=False)
    ] = None,
    project: Annotated[str | None, typer.Option(help="Read this project from Google, as you are signed in.")] = None,
    region: Annotated[str, typer.Option(help="Where everything should be.")] = "asia-southeast2",
    database: Annotated[str, typer.Option(help="Name of the Firestore database.")] = "(default)",
    topology: Annotated[Path, typer.Option(help="The list to compare with.", dir_okay=False, exists=True)] = TOPOLOGY,
    as_json: AsJson = False,
) -> None:
    """Compare a plan, or a project, with the topology: exit code 0 = the same, 1 = differs, 2 = cannot be read.

    A plan does not tell what Google decides, so settings that nobody knows yet are not compared; a project tells all.
    """
    remote = chosen(context).remote
    project = project or (remote.project if remote and not plan else None)
    if (plan is None) == (project is None):
        fail("Give either --plan or --project.", UNREADABLE)
    listed = _listed(topology)
    try:
        found = read_terraform(plan) if plan else _live(Place(str(project), region, database), listed)
    except UnreadableError as error:
        fail(str(error), UNREADABLE)
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        # Not exit code 1, which says that all was read and compared.
        fail(f"{plan or project} holds something of a form unknown here ({type(error).__name__} {error}).", UNREADABLE)
    _report(differences(wanted(listed, region, database), found), as_json)


def _listed(path: Path) -> Topology:
    try:
        return read_topology(path)
    except (ValueError, YAMLError, LookupError, TypeError, AttributeError) as error:
        fail(f"{path} is no topology: {error}", UNREADABLE)


def _live(place: Place, topology: Topology) -> Deployed:
    google = Google(os.environ.get(GOOGLE_URL))
    try:
        return read_live(google, place, topology)
    finally:
        google.close()


def _report(found: list[Difference], as_json: bool) -> None:
    if as_json:
        show_json([asdict(one) for one in found])
    elif found:
        show_table(f"{len(found)} differences", COLUMNS, (tuple(asdict(one).values()) for one in found))
    else:
        console().print("Nothing differs from the topology.")
    if found:
        raise typer.Exit(1)
