"""Runs the scenes on a stack of its own, in a folder that is gone afterwards."""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import requests
from rich.console import Console

from belajar.errors import BelajarError
from devstack.cli.console import console
from devstack.cli.following import StandstillError
from devstack.cli.uploading import UploadError
from devstack.demo.checks import Checks
from devstack.demo.child import StackFailedError, child_stack
from devstack.demo.outsiders import Outsiders
from devstack.demo.passwords import Passwords
from devstack.demo.scenes import HTTP_SECONDS, Scenes
from devstack.demo.truth import write_sample
from devstack.host.environment import adopt
from devstack.host.places import Engine
from devstack.host.running import Note
from devstack.workspace.owner import ActivationError

BROKEN = (StandstillError, StackFailedError, UploadError, ActivationError, BelajarError, requests.RequestException)


def play(engine: Engine) -> bool:
    """Whether everything came as expected. Leaves nothing behind, also after Ctrl-C."""
    screen = console()
    checks = Checks(screen)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with _folder() as folder, child_stack(folder / "stack", engine) as note:
            adopt(note.environment)
            _scenes(note, folder, checks, screen)
    except BROKEN as error:
        screen.print(f"The demo broke off: {error}", markup=False, soft_wrap=True)
        checks.compare("every scene played", "yes", "no")
    except KeyboardInterrupt:
        screen.print("Stopped.")
        return False
    checks.show()
    return checks.all_right()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="belajar-demo-") as folder:
        yield Path(folder)


def _scenes(note: Note, folder: Path, checks: Checks, screen: Console) -> None:
    checks.compare(f"stack is up ({note.engine})", 200, requests.get(note.url, timeout=HTTP_SECONDS).status_code)
    truth = write_sample(folder)
    scenes = Scenes(note, truth, checks, screen)
    pupil = truth.pupil()
    scenes.bring_in()
    first, second = scenes.check_one(pupil)
    mail = scenes.send_details(pupil, first)
    scenes.activate(pupil, mail)
    scenes.ask_again(second)
    scenes.bring_in_again()
    outsiders = Outsiders(note, checks)
    _outsiders(outsiders)
    _passwords(Passwords(note, truth, checks))
    outsiders.look_at_the_record()
    scenes.look_for_remains()


def _outsiders(scenes: Outsiders) -> None:
    scenes.by_referral_code()
    scenes.by_letter()
    scenes.by_official_address()


def _passwords(scenes: Passwords) -> None:
    scenes.disown(scenes.by_owner())
    scenes.by_operator()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
