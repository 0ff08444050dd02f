import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from belajar.cloud.smtp import SmtpMailer
from devstack.inbox.database import Inbox
from devstack.inbox.smtp import start_smtp


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "inbox.sqlite")


@pytest.fixture
def mailer(inbox: Inbox) -> Iterator[SmtpMailer]:
    """The real adapter, speaking to the inbox's relay."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = start_smtp(inbox, port)
    yield SmtpMailer("127.0.0.1", port, "Akun Pembelajaran <layanan@belajar.id>", tls=False)
    controller.stop()
