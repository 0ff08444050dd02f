"""A choice of real regions (Kemendagri codes) with the names that are usual there."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Region:
    """A district: code, name, and the keys of `cultures.CULTURES` its people are drawn from (repeated = more often)."""

    kode: str
    nama: str
    cultures: tuple[str, ...]


REGIONS: Final = (
    Region("3204", "Bandung", ("sunda", "sunda", "sunda", "jawa", "batak")),
    Region("3171", "Jakarta Pusat", ("jawa", "sunda", "tionghoa", "batak", "minang", "timur")),
    Region("5171", "Denpasar", ("bali", "bali", "bali", "jawa")),
    Region("1271", "Medan", ("batak", "batak", "melayu", "tionghoa", "minang")),
    Region("9471", "Jayapura", ("papua", "papua", "papua", "timur", "jawa")),
    Region("3404", "Sleman", ("jawa", "jawa", "jawa", "jawa", "tionghoa")),
    Region("7371", "Makassar", ("bugis", "bugis", "bugis", "tionghoa", "timur")),
    Region("1371", "Padang", ("minang", "minang", "minang", "jawa")),
    Region("1171", "Banda Aceh", ("melayu", "melayu", "melayu", "jawa")),
    Region("5371", "Kupang", ("timur", "timur", "timur", "jawa")),
    Region("6472", "Samarinda", ("dayak", "dayak", "bugis", "jawa", "melayu")),
    Region("6171", "Pontianak", ("melayu", "tionghoa", "dayak", "jawa")),
    Region("8171", "Ambon", ("timur", "timur", "bugis")),
    Region("3578", "Surabaya", ("jawa", "jawa", "tionghoa", "bugis")),
)
