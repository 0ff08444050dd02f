"""Words that names are made of, by region: one rule for all would leave out most of the country."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Culture:
    """Given names by gender, and what may stand before and behind them (clan names, patronymics; none in Java)."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    last: tuple[str, ...] = ()
    before_men: tuple[str, ...] = ()
    before_women: tuple[str, ...] = ()
    one_word: float = 0.0
    """Share of people with one name only."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


CULTURES: Final[Mapping[str, Culture]] = {
    "jawa": Culture(
        men=_words(
            "Agus Bambang Slamet Wahyu Eko Dwi Tri Joko Bagas Arif Rizky Dimas Bayu Galih Heru Yudi Sugeng Fajar"
        ),
        women=_words("Sri Siti Dewi Endang Wulan Ratna Tri_Wahyuni Ayu Puji Retno Rini Umi Wahyuningsih Anisa Lestari"),
        last=_words("Santoso Prasetyo Wibowo Susanto Nugroho Hidayat Setiawan Utomo Kusuma Saputra Rahayu Purwanto"),
        one_word=0.2,
    ),
    "sunda": Culture(
        men=_words("Asep Dadang Ujang Cecep Deden Iwan Rudi Tatang Yayan Gilang Reza Ridwan Ahmad Ma'ruf"),
        women=_words("Euis Neng Nur'aini Cucu Iis Lilis Teti Rina Nurhayati Sa'diyah Intan Rahma Siti_Aisyah"),
        last=_words("Suherman Hidayat Kurniawan Permana Sutisna Maulana Ramdani Solihin Firmansyah Gunawan Nugraha"),
        one_word=0.12,
    ),
    "batak": Culture(
        men=_words("Parlindungan Togar Binsar Hotman Jonathan Daniel Sahat Poltak Ucok Gabriel Andreas Marudut"),
        women=_words("Tiurma Rosmawati Lasma Duma Roulina Melati Theresia Grace Hotma Nurmala Agnes Maria"),
        last=_words(
            "Siregar Simanjuntak Nasution Hutapea Panjaitan Sitompul Sinaga Lumban_Gaol Harahap Pardede Tampubolon"
        ),
    ),
    "minang": Culture(
        men=_words("Zulkifli Syafrizal Hendri Yusrizal Afdhal Fauzan Ilham Rahmat Rozi Habib Irwan"),
        women=_words("Yusnidar Rahmi Fitri Yulia Zahara Desi Nurlela Annisa Elvina Suci Mutia"),
        last=_words("Chaniago Koto Piliang Sikumbang Tanjung Jambak Caniago Guci Malik Putra_Pratama"),
        one_word=0.1,
    ),
    "bali": Culture(
        men=_words("Agus_Adi Dharma Suastika Artawan Budiarta Sudiana Mahendra Pradnyana Widiana Wirawan"),
        women=_words("Suryani Ariani Sukerti Widiastuti Puspitasari Anggreni Pradnyani Laksmi Cahyani Kartika"),
        before_men=_words("I_Wayan I_Made I_Nyoman I_Ketut I_Putu I_Gede Ida_Bagus Anak_Agung_Gde I_Gusti_Ngurah"),
        before_women=_words("Ni_Luh Ni_Made Ni_Nyoman Ni_Ketut Ni_Putu Ni_Wayan Ida_Ayu_Komang I_Gusti_Ayu"),
    ),
    "bugis": Culture(
        men=_words("Baso Tenri Rahman Syamsul Ambo Jusuf Mappa Arham Ridho Haerul Muh._Ikhsan"),
        women=_words("Besse Tenri_Abeng Hasnawati Rosmini Nurjannah Sitti_Hajar Indo Fatimah Mirna"),
        last=_words("Daeng_Situju Daeng_Ngewa Petta_Lolo Mappatoba Paturusi Lantara Mattalatta Syarif"),
        before_men=_words("Andi La"),
        before_women=_words("Andi We"),
        one_word=0.1,
    ),
    "papua": Culture(
        men=_words("Yakob Yulianus Markus Frans Otniel Boas Lukas Melkias Elieser Titus Yance"),
        women=_words("Yosina Mince Selfina Adriana Dorkas Naomi Fransina Orpa Yohana Welmince"),
        last=_words("Wenda Kogoya Tabuni Yikwa Wanimbo Rumbiak Mandacan Kambu Krey Mote Suebu Ayomi"),
    ),
    "tionghoa": Culture(
        men=_words("Kevin Hendra Steven Budi Andy Wilson Felix Michael Jimmy Edwin Kwok_Leong"),
        women=_words("Meilani Lina Jessica Vivian Fransisca Mei_Ling Cindy Stephanie Swan_Nio Felicia"),
        last=_words("Tanuwijaya Halim Wijaya Gunawan Lim Tan Oei Kurniawan Salim Liem Hartono"),
    ),
    "melayu": Culture(
        men=_words("Teuku_Umar Saiful Mukhlis Azhar Raihan Fadhlan Zaini Ishak Munawar Tengku_Amir"),
        women=_words("Cut_Nyak_Meutia Nuraini Rauzah Maisarah Cut_Rahmi Hafsah Zubaidah Syarifah Salma Nur_Azizah"),
        last=_words("Abdullah Ismail Usman Yusuf Hasyim Daud Alamsyah Lubis Ibrahim Sulaiman"),
        one_word=0.15,
    ),
    "timur": Culture(
        men=_words("Yohanes Petrus Emanuel Dominggus Melianus Simon Nikolas Bernadus Gerson Karel"),
        women=_words("Maria_Goreti Yuliana Kristina Margaretha Serly Debora Novita Elisabeth Martha Ribka"),
        last=_words("Nalle Bria Seran Pattiasina Latuconsina Matulessy Manuputty Rondonuwu Mawikere Lumentut Bere_Mau"),
    ),
    "dayak": Culture(
        men=_words("Yansen Ajang Sabran Laing Petrus_Lawai Hendrikus Libertus Tonny Ungau"),
        women=_words("Rini_Ajang Bulan Lusiana Yuliana_Usat Veronika Hermina Ping Ristina"),
        last=_words("Lejau Bilung Tingang Rangkap Jalung Nyuk Usat Kuleh"),
        one_word=0.1,
    ),
}

MUHAMMAD: Final = _words("Muhammad Mohammad Mochammad Muhamad Moh. Muh. M. Mohd. Achmad Akhmad")
FRONT_TITLES_MEN: Final = _words("Drs. H. Dr. Ir. Drs._H.")
FRONT_TITLES_WOMEN: Final = _words("Dra. Hj. Dr. Ir. Dra._Hj.")
BACK_TITLES: Final = (
    "S.Pd.",
    "S.Pd., M.Pd.",
    "S.Pd.SD",
    "S.Ag.",
    "M.Kom.",
    "S.Kom.",
    "S.Si., Gr.",
    "A.Ma.Pd.",
    "S.Pd.I",
)
TWINS_MEN: Final = (("Hasan", "Husein"), ("Rama", "Rahma"), ("Dino", "Doni"), ("Ari", "Aria"))
TWINS_WOMEN: Final = (("Dina", "Dini"), ("Putri", "Putri Ayu"), ("Nabila", "Nadila"), ("Rani", "Reni"))
COMMON_MEN: Final = ("Muhammad Rizky", "Agus Setiawan", "Ahmad Fauzi", "Muhammad Iqbal")
COMMON_WOMEN: Final = ("Siti Aisyah", "Nur'aini", "Putri Ayu Lestari", "Dewi Sartika")
LONG: Final = "Kusumaningtyas Retnowulan Hadiningrat Suryokusumo Wiryodiningrat"
"""Behind a given name: longer than the 60 letters Workspace takes."""
