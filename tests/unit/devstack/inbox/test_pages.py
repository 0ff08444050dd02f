from datetime import UTC, datetime

import pytest
from werkzeug.test import Client

from belajar.ports import Mail
from devstack.inbox.pages import inbox_app


@pytest.fixture
def browse(inbox):
    client = Client(inbox_app(inbox))

    def get(path, **options):
        return client.open(path, base_url="http://localhost/surat/", **options)

    return get


@pytest.fixture
def send(mailer):
    def make(number=1, to="siti@contoh.test", subject="Detail Akun", html="<p>Halo <b>Siti</b></p>\n"):
        mailer.send(Mail(f"{number:032x}@surat.belajar.id", to, subject, "Halo <Siti>\n", html))

    return make


def test_an_empty_inbox_says_so(browse):
    assert "Belum ada surat" in browse("/").text


def test_the_list_shows_the_newest_first_with_links_below_the_prefix(browse, send):
    send(1, subject="Pertama")
    send(2, subject="Kedua")
    page = browse("/").text
    assert page.index("Kedua") < page.index("Pertama")
    assert 'href="/surat/messages/2"' in page


def test_the_list_counts_copies(browse, send):
    send()
    send()
    assert "(2 kali)" in browse("/").text


def test_the_list_is_searched_by_a_part_of_the_address(browse, send):
    send(1, to="siti@contoh.test")
    send(2, to="budi@contoh.test")
    page = browse("/?to=BUDI").text
    assert "budi@contoh.test" in page
    assert "siti@contoh.test" not in page


@pytest.mark.parametrize("sought", ["%", "_", "'"])
def test_signs_of_the_query_language_are_sought_as_they_are(browse, send, sought):
    send()
    assert browse("/messages.json", query_string={"to": sought}).json == []
    assert "Belum ada surat" in browse("/", query_string={"to": sought}).text


def test_what_came_by_mail_is_shown_as_text_and_never_runs_in_the_page(browse, send):
    send(subject="<script>alert(1)</script>")
    for page in (browse("/").text, browse("/messages/1").text):
        assert "<script>" not in page
        assert "&lt;script&gt;" in page
    assert "Halo &lt;Siti&gt;" in browse("/messages/1").text


def test_the_html_is_framed_and_can_neither_run_nor_fetch_anything(browse, send):
    send(html="<p>Halo <b>Siti</b></p><script>alert(1)</script>\n")
    assert '<iframe src="/surat/messages/1/html"' in browse("/messages/1").text
    answer = browse("/messages/1/html")
    assert "<p>Halo <b>Siti</b></p>" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_the_source_is_what_came_over_the_wire(browse, send):
    send()
    answer = browse("/messages/1/source")
    assert answer.mimetype == "text/plain"
    assert f"X-Belajar-Message: {1:032x}" in answer.text


@pytest.mark.parametrize("path", ["/messages/9", "/messages/9/html", "/messages/9/source", "/lain"])
def test_what_is_not_there_is_404(browse, path):
    assert browse(path).status_code == 404


def test_scripts_read_the_mails_of_one_whole_address(browse, send):
    send(1, to="siti@contoh.test")
    send(2, to="lain.siti@contoh.test")
    [found] = browse("/messages.json?to=Siti@contoh.test").json
    assert found["text"] == "Halo <Siti>\n"
    assert found["message_id"] == f"<{1:032x}@surat.belajar.id>"
    assert (found["to"], found["subject"], found["copies"]) == ("siti@contoh.test", "Detail Akun", 1)
    assert len(browse("/messages.json").json) == 2


def test_scripts_can_empty_the_inbox(browse, send):
    send()
    assert browse("/messages", method="DELETE").status_code == 204
    assert browse("/messages.json").json == []


def test_a_mail_without_html_is_shown_as_text(browse, inbox):
    inbox.add("<x@y.test>", "siti@contoh.test", b"Subject: polos\r\n\r\nhanya teks\r\n", datetime.now(UTC))
    page = browse("/messages/1").text
    assert "hanya teks" in page
    assert "<iframe" not in page
