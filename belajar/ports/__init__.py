"""What a step may ask of the outside: small protocols and the plain values they speak in.

Adapters: `belajar.embedded` (SQLite, local files) and `belajar.cloud` (Google Cloud, Workspace, SMTP). One contract
suite per port (tests/contract) runs on both. Adapters translate every foreign error into `belajar.errors`.
"""

from belajar.ports.people import (
    Identities,
    Identity,
    Mail,
    Mailer,
    Text,
    Texter,
)
from belajar.ports.platform import (
    Bus,
    Clock,
    Files,
    FileStat,
    Keys,
    Mac,
    Message,
    UploadPermit,
)
from belajar.ports.store import (
    DELETE_FIELD,
    MISSING,
    Delete,
    DeleteField,
    Increment,
    Merge,
    Missing,
    Op,
    Put,
    Query,
    Snapshot,
    Store,
    Write,
)
from belajar.ports.workspace import (
    Directory,
    DirectoryUser,
    NewUser,
    UserChange,
    UserPage,
)

__all__ = [
    "DELETE_FIELD",
    "MISSING",
    "Bus",
    "Clock",
    "Delete",
    "DeleteField",
    "Directory",
    "DirectoryUser",
    "FileStat",
    "Files",
    "Identities",
    "Identity",
    "Increment",
    "Keys",
    "Mac",
    "Mail",
    "Mailer",
    "Merge",
    "Message",
    "Missing",
    "NewUser",
    "Op",
    "Put",
    "Query",
    "Snapshot",
    "Store",
    "Text",
    "Texter",
    "UploadPermit",
    "UserChange",
    "UserPage",
    "Write",
]
