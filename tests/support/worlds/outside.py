"""What stands outside the system, each behind a socket: Workspace, relay of mail, SMS gateway, buckets, sign-in."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from belajar.embedded.bus import SqliteBus
from belajar.embedded.files import FolderFiles
from belajar.runtime.permits import Permits, local_signer
from devstack.buckets import BucketsApp
from devstack.inbox.database import Inbox
from devstack.inbox.smtp import start_smtp
from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from devstack.topology import topology
from devstack.workspace.app import workspace_app
from devstack.workspace.options import Options
from devstack.workspace.serving import served
from tests.support.clock import ManualClock
from tests.support.serving import serving
from tests.support.staff import Signing, signing

PEPPER = b"p" * 32
TEXTS_TOKEN = "gateway-token"


@dataclass(frozen=True)
class Outside:
    """Where everything is. `inbox` and `texts` are what has arrived at people."""

    workspace_url: str
    smtp_port: int
    texts_url: str
    inbox: Inbox
    texts: TextInbox
    files: FolderFiles
    signing: Signing


@contextmanager
def outside(folder: Path, clock: ManualClock, options: Options, staff: Signing | None) -> Iterator[Outside]:
    """Served until the block ends. `staff`: an issuer shared by many worlds."""
    inbox, texts, port = Inbox(folder / "inbox.sqlite"), TextInbox(folder / "texts.sqlite"), free_port()
    with ExitStack() as stack:
        stack.callback(start_smtp(inbox, port).stop)
        workspace_url = stack.enter_context(served(workspace_app(folder / "workspace.sqlite", clock, options)))
        texts_url = stack.enter_context(serving(texts_app(texts, TEXTS_TOKEN, clock)))
        files = stack.enter_context(_buckets(folder, clock))
        known = staff or stack.enter_context(signing())
        yield Outside(workspace_url, port, texts_url, inbox, texts, files, known)


@contextmanager
def _buckets(folder: Path, clock: ManualClock) -> Iterator[FolderFiles]:
    """Local buckets that announce what arrives; the files come with permits for their address."""
    bus, signer = SqliteBus(folder / "bus.sqlite", clock), local_signer(PEPPER)
    bus.configure(topology().deliveries())
    app = BucketsApp(FolderFiles(folder / "buckets"), bus, topology().buckets, signer, clock)
    with serving(app) as url:
        yield FolderFiles(folder / "buckets", Permits(url, signer, clock))
    bus.close()


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
