"""`belajar up`: the stack in the foreground."""

import os
import signal
import sys
import threading
from typing import Annotated, Final

import typer
from rich.console import Console

from devstack.cli.console import console, fail
from devstack.cli.context import chosen, engine_of
from devstack.cli.options import EngineName
from devstack.host.environment import RefusedError
from devstack.host.places import Places
from devstack.host.running import Note
from devstack.host.stack import stack
from devstack.sample.generate import generate

NAME: Final = "up"
PAGES: Final = (
    ("", "home page, with the form Periksa Akun Pembelajaran"),
    ("/reset", "new password, as the owner asks for it"),
    ("/_peristiwa", "events, case by case"),
    ("/_surat/", "inbox for mail"),
    ("/_sms/", "inbox for SMS"),
    ("/_identitas/", "sign-in tokens of invented staff"),
    ("/_workspace/", "sign-in page of the simulated Workspace"),
    ("/_fungsi", "functions"),
)
PEOPLE, SCHOOLS, SEED = 200, 9, 7


def command(
    context: typer.Context,
    engine: EngineName = None,
    port: Annotated[int, typer.Option(help="Of the gateway; 0 = any free one.", min=0, max=65535)] = 8000,
) -> None:
    """Run the stack until Ctrl-C."""
    screen, stopped = console(), threading.Event()
    places = Places(chosen(context).root, engine_of(engine))
    # Also when started in the background of a script, where Ctrl-C is ignored from birth.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    try:
        with stack(places, port) as note:
            greet(screen, note)
            stopped.wait()
            screen.print("Stopping ...")
    except RefusedError as error:
        fail(str(error))
    sys.stdout.flush()
    # Threads of functions may still wait for their turn at Workspace; what they hold is delivered again at the next
    # start. The interpreter's own end would trip over them.
    os._exit(0)


def greet(screen: Console, note: Note) -> None:
    """What is where, and what to try."""
    screen.print(f"belajar.id is up ({note.engine} engine). Stop it with Ctrl-C.")
    for path, meaning in PAGES:
        screen.print(f"  {note.url + path:<38}{meaning}", markup=False, soft_wrap=True)
    screen.print(f"  {note.places.log}  what the functions log", markup=False, soft_wrap=True)
    screen.print(trial(), markup=False, soft_wrap=True)


def trial() -> str:
    """One sentence with a concrete, invented person of the sample it names."""
    people = (line.person for line in generate(PEOPLE, SCHOOLS, SEED))
    person = next(person for person in people if person and person.tingkat and person.email_pribadi)
    return (
        f"Try: bin/belajar sample --people {PEOPLE} --schools {SCHOOLS} --seed {SEED} --out contoh.csv && "
        f"bin/belajar roster import contoh.csv, then check on the home page: {person.nama}, "
        f"ibu {person.nama_ibu_kandung}, peserta didik, lahir {person.tanggal_lahir}, NPSN {person.npsn}."
    )
