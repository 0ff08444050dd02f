"""What stands around the functions of a bench, each on the wire: Workspace, mail relay, SMS gateway, KMS, sign-in."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from bench.kms import kms_app
from bench.servers import free_port
from bench.surroundings import Surroundings
from devstack.inbox.database import Inbox
from devstack.inbox.smtp import start_smtp
from devstack.issuer.app import CERTIFICATES, issuer_app
from devstack.issuer.key import issuer_key
from devstack.issuer.tokens import Issuer
from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from devstack.workspace.app import workspace_app
from devstack.workspace.serving import served

ISSUER: Final = "https://accounts.google.com"


@dataclass(frozen=True, slots=True)
class Outside:
    """`settings`: how the functions find it. `issuer` makes tokens of staff."""

    workspace_url: str
    kms_url: str
    settings: dict[str, str]
    issuer: Issuer


@contextmanager
def outside(around: Surroundings) -> Iterator[Outside]:
    """Served until the block ends."""
    folder, port = around.folder, free_port()
    issuer = Issuer(issuer_key(around.secrets.issuer_key), ISSUER)
    texts = texts_app(TextInbox(folder / "texts.sqlite"), around.secrets.texter_token.read_text().strip())
    with ExitStack() as stack:
        stack.callback(start_smtp(Inbox(folder / "inbox.sqlite"), port).stop)
        workspace = stack.enter_context(served(workspace_app(folder / "workspace.sqlite")))
        kms = stack.enter_context(served(kms_app))
        settings = {
            "BELAJAR_KMS_URL": kms,
            "BELAJAR_WORKSPACE_URL": workspace,
            "BELAJAR_SMTP_HOST": "127.0.0.1",
            "BELAJAR_SMTP_PORT": str(port),
            "BELAJAR_SMTP_TLS": "false",
            "BELAJAR_TEXTER_URL": f"{stack.enter_context(served(texts))}/messages",
            "BELAJAR_IDENTITY_CERTIFICATES_URL": stack.enter_context(served(issuer_app(issuer, list))) + CERTIFICATES,
        }
        yield Outside(workspace, kms, settings, issuer)
