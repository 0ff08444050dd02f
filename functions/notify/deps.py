"""What the steps of this function need; apart from them because the sending of a mail is shared."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from belajar.ports import Keys, Mailer, Store, Texter


@dataclass(frozen=True, slots=True)
class Deps:
    """What the steps of this function need. `peppers`: newest first."""

    store: Store
    keys: Keys
    mailer: Mailer
    peppers: Sequence[bytes] = field(repr=False)
    operations_email: str
    site_url: str
    texter: Texter
