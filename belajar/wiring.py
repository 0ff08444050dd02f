"""Which adapter stands behind which port, by settings. Called by functions/*/main.py and the command line only.

Imports are inside the builders: a function pays at start-up for the adapters it uses and for no other.
"""

from functools import cache
from typing import TYPE_CHECKING

from belajar.ports import Bus, Clock, Directory, Files, Identities, Keys, Mailer, Store, Texter
from belajar.runtime.clock import SystemClock
from belajar.runtime.run import Runtime
from belajar.runtime.settings import secret_keys, secret_lines, secret_pair, settings

if TYPE_CHECKING:
    from belajar.rules.signed_urls import Signer
    from belajar.runtime.permits import Permits


def clock() -> Clock:
    """The machine's clock."""
    return SystemClock()


@cache
def store() -> Store:
    """Documents: Firestore, or SQLite."""
    chosen = settings()
    if chosen.engine == "embedded":
        from belajar.embedded.store import SqliteStore

        assert chosen.embedded_folder
        return SqliteStore(chosen.embedded_folder / "store.sqlite")
    from belajar.cloud.store import FirestoreStore

    return FirestoreStore(chosen.project, chosen.database)


@cache
def bus() -> Bus:
    """Messages: Pub/Sub, or SQLite."""
    chosen = settings()
    if chosen.engine == "embedded":
        from belajar.embedded.bus import SqliteBus

        assert chosen.embedded_folder
        return SqliteBus(chosen.embedded_folder / "bus.sqlite")
    from belajar.cloud.bus import PubsubBus

    return PubsubBus(chosen.project)


@cache
def files() -> Files:
    """Buckets: Cloud Storage, or folders."""
    chosen = settings()
    if chosen.engine == "embedded":
        from belajar.embedded.files import FolderFiles

        assert chosen.embedded_folder
        return FolderFiles(chosen.embedded_folder / "buckets", permits())
    from belajar.cloud.files import StorageFiles

    return StorageFiles(chosen.storage_url, permits=permits())


@cache
def permits() -> "Permits":
    """Leave to upload and read letters: signed by a service account, or by what the local buckets know too."""
    from belajar.runtime.permits import Permits, local_signer

    chosen = settings()
    signer: Signer | None = None
    if chosen.storage_service_account:
        from belajar.cloud.upload_permits import IamSigner

        signer = IamSigner(chosen.storage_service_account)
    elif chosen.storage_url.startswith("http://") and chosen.pepper_file:
        signer = local_signer(peppers()[0])
    return Permits(chosen.storage_url, signer)


@cache
def keys() -> Keys:
    """Keys: Cloud KMS, or a key file."""
    chosen = settings()
    if chosen.key_file:
        from belajar.embedded.keys import FileKeys

        return FileKeys(chosen.key_file)
    from belajar.cloud.keys import KmsKeys

    assert chosen.kms_key
    return KmsKeys(chosen.kms_key, chosen.kms_url)


@cache
def directory() -> Directory:
    """Google Workspace, or its simulator on the wire."""
    from belajar.cloud.directory import WorkspaceDirectory

    chosen = settings()
    return WorkspaceDirectory(chosen.workspace_url, chosen.workspace_admin, chosen.workspace_service_account)


@cache
def mailer() -> Mailer:
    """Transactional relay by SMTP, or the Gmail API."""
    chosen = settings()
    if chosen.mail_adapter == "gmail":
        from belajar.cloud.gmail import GmailMailer

        return GmailMailer(chosen.mail_from, chosen.gmail_url, chosen.workspace_service_account)
    from belajar.cloud.smtp import SmtpMailer

    password = secret_lines(chosen.smtp_password_file)[0] if chosen.smtp_password_file else None
    return SmtpMailer(
        chosen.smtp_host,
        chosen.smtp_port,
        chosen.mail_from,
        tls=chosen.smtp_tls,
        user=chosen.smtp_user,
        password=password,
    )


@cache
def texter() -> Texter:
    """The SMS gateway: one that takes JSON, or Twilio."""
    chosen = settings()
    if chosen.texter_adapter == "twilio":
        from belajar.cloud.texter_twilio import URL, TwilioTexter

        assert chosen.twilio_account_sid
        assert chosen.twilio_sender
        user, password = secret_pair(chosen.texter_token_file)
        return TwilioTexter(
            chosen.twilio_account_sid, chosen.twilio_sender, user, password, url=chosen.texter_url or URL
        )
    from belajar.cloud.texter import HttpTexter

    assert chosen.texter_url
    return HttpTexter(chosen.texter_url, secret_lines(chosen.texter_token_file)[0])


@cache
def identities() -> Identities:
    """Google's sign-in, or the local issuer."""
    from belajar.cloud.identities import GoogleIdentities

    chosen = settings()
    return GoogleIdentities(chosen.identity_audience, chosen.identity_issuer, chosen.identity_certificates_url, clock())


@cache
def peppers() -> tuple[bytes, ...]:
    """Look-up peppers, newest first."""
    return secret_keys(settings().pepper_file)


@cache
def report_keys() -> tuple[bytes, ...]:
    """Keys under which the mail relay may sign its reports, newest first."""
    return secret_keys(settings().report_keys_file)


@cache
def ringkas_keys() -> tuple[bytes, ...]:
    """Keys under which the ringkas form's back end may sign, newest first."""
    return secret_keys(settings().ringkas_keys_file)


def runtime() -> Runtime:
    """What carries out a step's decision."""
    return Runtime(store(), bus(), clock(), proxies=settings().trusted_proxies)
