import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import escape

from belajar.mail.mime import compose_mime
from functions.notify import compose as module
from functions.notify.compose import SUBJECTS, TO_STAFF, MailKind, compose, one_line
from tests.support.notify_mails import mail_of, values

TO_OWNERS = [
    MailKind.DETAILS_VOID,
    MailKind.PASSWORD_CHANGED,
    MailKind.PASSWORD_RESET,
    MailKind.ACCOUNT_FROZEN,
    MailKind.CORRECTION_WAITING,
    MailKind.CORRECTION_APPLIED,
    MailKind.CORRECTION_OBJECTED,
]
"""Around resets."""
WITH_LINK = [
    MailKind.PASSWORD_CHANGED,
    MailKind.PASSWORD_RESET,
    MailKind.CORRECTION_WAITING,
    MailKind.CORRECTION_APPLIED,
]
NAMES = [
    "Suharto",
    "Siti Nur'aini",
    "I Gusti Ayu Komang Ratna Dewi Kusumaningrum Prameswari Saraswati Maheswari",
    'Budi "Bagas" Santoso, S.Pd., M.M.',
    "José Ximenes & Anak <b>",
    "名 Wijaya",
    "Putri\r\nBcc: orang@lain.test",
    "Rangga\x00\u2028\u202eWati",
]


class Words(HTMLParser):
    """What a reader of the HTML sees, as words."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self._hidden = [], False

    def handle_starttag(self, tag, attrs):
        self._hidden = tag in ("style", "title")

    def handle_endtag(self, tag):
        self._hidden = False

    def handle_data(self, data):
        self.words += [] if self._hidden else data.split()


def words_of(html):
    parser = Words()
    parser.feed(html)
    return parser.words


def words_of_text(text):
    return re.sub(r"^\d\. ", "", text, flags=re.MULTILINE).split()


@pytest.mark.parametrize("nama", NAMES)
@pytest.mark.parametrize("kind", MailKind)
def test_text_and_html_say_the_same_words(kind, nama):
    mail = mail_of(kind, nama)
    # The parser parts words at tags: compare the letters, not the spaces.
    assert "".join(words_of(mail.html)) == "".join(words_of_text(mail.text))


@pytest.mark.parametrize("nama", NAMES)
def test_a_name_is_shown_on_one_line_as_it_is_spelled(nama):
    mail = mail_of(MailKind.ACCOUNT_READY, nama)
    assert f"\nYth. {one_line(nama)},\n" in mail.text
    assert "".join(one_line(nama).split()) in "".join(words_of(mail.html))


def test_markup_in_a_name_stays_text():
    mail = mail_of(MailKind.ACCOUNT_READY, '<a href="https://jahat.test">klik</a>')
    assert "<a href=&#34;https://jahat.test" not in mail.html
    assert 'href="https://jahat.test"' not in mail.html
    assert "&lt;a href=" in mail.html


def test_a_name_with_line_breaks_adds_no_line_and_no_header():
    mail = mail_of(MailKind.ACCOUNT_READY, "Putri\r\nBcc: orang@lain.test\nKata sandi: palsu")
    assert "\nBcc:" not in mail.text
    assert "\nKata sandi: palsu" not in mail.text
    assert compose_mime(mail, "Akun Pembelajaran <layanan@belajar.id>")["Bcc"] is None


@pytest.mark.parametrize("kind", MailKind)
def test_headers_hold_no_word_of_a_person(kind):
    plain, other = (compose_mime(mail_of(kind, nama), "layanan@belajar.id") for nama in ("Siti", "Bambang, SE"))
    for name in set(plain.keys()) - {"Date", "Content-Type"}:
        assert plain[name] == other[name]


def test_a_value_that_is_missing_is_an_error_and_not_a_blank():
    with pytest.raises(UndefinedError):
        compose(MailKind.ACCOUNT_READY, "e" * 32, "siti@contoh.test", nama="Siti")


def test_every_template_belongs_to_a_kind_of_mail_and_every_kind_has_both_forms():
    folder = Path(module.__file__).parent / "templates"
    wanted = {f"{kind}.{form}.j2" for kind in [*MailKind, "base"] for form in ("txt", "html")}
    assert {path.name for path in folder.iterdir()} == wanted
    assert set(SUBJECTS) == set(MailKind)


@pytest.mark.parametrize("kind", [MailKind.ACCOUNT_READY, MailKind.ACCOUNT_DETAILS])
def test_a_mail_to_an_owner_warns_and_says_where_help_is(kind):
    text = mail_of(kind).text
    assert "Jaga kerahasiaan akun Anda" in text
    assert "tidak akan pernah meminta kata sandi Anda" in text
    assert "Butuh Bantuan di kanan bawah laman https://belajar.id" in text
    assert "Senin - Jumat pukul 09:00 - 17:00 WIB, kecuali hari libur nasional" in text


@pytest.mark.parametrize("kind", [MailKind.REQUEST_CHANGED, MailKind.ACCOUNT_DETAILS])
def test_a_mail_to_an_applicant_does_not_send_them_to_a_school(kind):
    text = compose(kind, "e" * 32, "siti@contoh.test", **values(kind) | {"pengajuan": "0123456789abcdef"}).text
    assert "Klik tombol Butuh Bantuan di kanan bawah laman" in text
    assert "Jika Anda tidak mengajukan akun ini" in text
    assert "satuan pendidikan" not in text


@pytest.mark.parametrize("kind", TO_OWNERS)
def test_an_owner_outside_the_schools_is_not_sent_to_one(kind):
    text = compose(kind, "e" * 32, "siti@contoh.test", **values(kind) | {"kantor": "ya"}).text
    assert "Klik tombol Butuh Bantuan di kanan bawah laman" in text
    assert "Jika Anda bukan pemilik akun ini, hapus surat ini dan beri tahu kami" in text
    assert "satuan pendidikan Anda, atau" not in text
    assert "orang tua/walinya" not in text


@pytest.mark.parametrize("kind", TO_OWNERS)
@pytest.mark.parametrize("nama", ["Siti Nur'aini", '<b>Budi</b> & "Bagas"'])
def test_a_name_with_signs_of_html_stays_a_name_in_every_mail_to_an_owner(kind, nama):
    mail = mail_of(kind, nama)
    assert f"Yth. {nama}," in mail.text
    assert f"<p>Yth. {escape(nama)},</p>" in mail.html
    assert "<b>" not in mail.html


@pytest.mark.parametrize("kind", WITH_LINK)
def test_the_way_to_say_bukan_saya_is_a_link_on_a_line_of_its_own(kind):
    mail = mail_of(kind)
    link = values(kind)["tautan"]
    assert link in mail.text.splitlines()
    assert f'href="{link}"' in mail.html
    assert "Jangan bagikan kepada orang lain" in mail.text


@pytest.mark.parametrize("kind", sorted(TO_STAFF))
def test_a_mail_to_staff_holds_no_name_and_no_contact(kind):
    assert values(kind).keys().isdisjoint({"nama", "kontak", "kata_sandi", "tautan"})


def test_the_subject_says_how_a_request_stands():
    assert mail_of(MailKind.REQUEST_CHANGED).subject == "Pengajuan Akun Pembelajaran: Selesai"


@pytest.mark.parametrize(("field", "words"), [("akun", "Nama akun"), ("catatan", "Catatan petugas")])
def test_what_there_is_nothing_to_say_about_is_left_out(field, words):
    filled = values(MailKind.REQUEST_CHANGED)
    empty = compose(MailKind.REQUEST_CHANGED, "e" * 32, "siti@contoh.test", **filled | {field: ""})
    assert words in mail_of(MailKind.REQUEST_CHANGED).text
    assert words not in empty.text + empty.html
    assert "\n\n\n" not in empty.text


@pytest.mark.parametrize("kind", MailKind)
def test_a_mail_reads_without_images_tables_or_scripts_and_in_the_dark(kind):
    html = mail_of(kind).html
    assert not re.search(r"<(img|table|script|link)\b", html)
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme: dark" in html


@pytest.mark.parametrize("kind", MailKind)
def test_a_mail_leaves_no_template_marks_and_no_runs_of_blank_lines(kind):
    text = mail_of(kind).text
    assert not re.search(r"[{}%]", text)
    assert "\n\n\n" not in text
    assert text.endswith(".\n")


PREVIEW = 250
"""More characters of a mail's beginning than a locked screen or a list of mails shows."""


@pytest.mark.parametrize("kind", [MailKind.ACCOUNT_DETAILS, MailKind.PASSWORD_RESET])
def test_no_preview_shows_the_password(kind):
    mail = mail_of(kind, "Ani")
    for shown in (" ".join(mail.text.split()), " ".join(words_of(mail.html))):
        assert shown.startswith("Akun Pembelajaran (belajar.id) Yth. Ani, ")
        assert shown.index("a.b.c<1") > PREVIEW


def test_the_whole_text_of_the_ready_mail():
    assert mail_of(MailKind.ACCOUNT_READY).text == READY


READY = """\
Akun Pembelajaran (belajar.id)

Yth. Siti Aminah,

Akun Pembelajaran Anda sudah dibuat. Akun ini digunakan untuk masuk ke berbagai aplikasi dan platform \
pembelajaran Kemendikbudristek.

Nama akun: siti12@sd.belajar.id
Satuan pendidikan: SD Contoh

Cara mendapatkan kata sandi

Demi keamanan, kata sandi tidak ditulis dalam surat ini. Pilih salah satu cara berikut.

1. Buka laman https://belajar.id, isi data diri sesuai Dapodik, klik Periksa Akun Pembelajaran, lalu klik Kirim \
detail ke akun email pribadi.
2. Mintalah kepada operator satuan pendidikan Anda.

Jaga kerahasiaan akun Anda

Jangan berikan kata sandi kepada orang lain. Petugas belajar.id, sekolah, maupun dinas tidak akan pernah meminta \
kata sandi Anda.

Butuh bantuan?

Hubungi operator satuan pendidikan Anda, atau klik tombol Butuh Bantuan di kanan bawah laman https://belajar.id. \
Jam layanan: Senin - Jumat pukul 09:00 - 17:00 WIB, kecuali hari libur nasional. Pertanyaan di luar jam layanan \
ditanggapi pada hari kerja berikutnya.

Bukan untuk Anda?

Jika Anda bukan pemilik akun ini atau orang tua/walinya, hapus surat ini dan beri tahu satuan pendidikan \
pemiliknya atau kami lewat tombol Butuh Bantuan.

Salam hangat,
Tim Akun Pembelajaran

Surat ini dikirim secara otomatis. Mohon tidak membalas surat ini.
"""
