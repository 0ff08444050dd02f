"""Everything around the functions that is Google's, a provider's or an inbox, by the path it is mounted under."""

from collections.abc import Mapping
from wsgiref.types import WSGIApplication

from belajar.embedded.files import FolderFiles
from belajar.ports import Bus, Store
from belajar.runtime.permits import local_signer
from belajar.runtime.settings import secret_lines
from devstack.buckets import BucketsApp
from devstack.host.places import Places
from devstack.host.secret_files import SecretFiles
from devstack.inbox.database import Inbox
from devstack.inbox.pages import inbox_app
from devstack.issuer.app import issuer_app, known_petugas
from devstack.issuer.key import issuer_key
from devstack.issuer.tokens import Issuer
from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from devstack.topology import Topology
from devstack.workspace.app import workspace_app


def surroundings(
    places: Places, secrets: SecretFiles, url: str, topology: Topology, *, bus: Bus, store: Store, inbox: Inbox
) -> Mapping[str, WSGIApplication]:
    """Applications that keep their state in `places`; `url` is the gateway's own."""
    signer = local_signer(secrets.newest_pepper())
    issuer = Issuer(issuer_key(secrets.issuer_key), f"{url}/_identitas")
    return {
        "_surat": inbox_app(inbox),
        "_sms": texts_app(TextInbox(places.texts), secret_lines(secrets.texter_token)[0]),
        "_workspace": workspace_app(places.workspace),
        "_buckets": BucketsApp(FolderFiles(places.buckets), bus, topology.buckets, signer),
        "_identitas": issuer_app(issuer, known_petugas(store)),
    }
