"""Cards to cut out and hand over: what one account holder must know to sign in for the first time."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Card:
    """One account. `kelas` may be empty; `akun` is the address. `batas`: the day its password ends, if it does."""

    nama: str
    kelas: str
    akun: str
    kata_sandi: str = field(repr=False)
    sekolah: str
    batas: str = ""


@dataclass(frozen=True, slots=True)
class Uncarded:
    """Somebody without a card, and why, in plain Indonesian."""

    nama: str
    sebab: str


@dataclass(frozen=True, slots=True)
class CardGroup:
    """A class or another group: its cards begin on a page of their own. `without` are listed behind all cards."""

    judul: str
    cards: Sequence[Card]
    without: Sequence[Uncarded] = ()
