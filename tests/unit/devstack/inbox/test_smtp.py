import smtplib

import pytest

from belajar.errors import FinalError, RetryableError
from belajar.ports import Mail
from devstack.inbox.content import content_of
from devstack.inbox.database import Inbox


def mail(to="siti@contoh.test", number=1, text="Halo\n"):
    return Mail(f"{number:032x}@surat.belajar.id", to, "Detail", text, "<p>Halo</p>\n")


def test_a_mail_that_was_sent_can_be_read(inbox, mailer):
    mailer.send(mail(text=".titik\n..dua\n.\nakhir – selesai\n"))
    [found] = inbox.mails()
    content = content_of(found)
    assert (found.recipient, content.subject) == ("siti@contoh.test", "Detail")
    assert content.sender == "Akun Pembelajaran <layanan@belajar.id>"
    assert content.text == ".titik\n..dua\n.\nakhir – selesai\n"
    assert content.html == "<p>Halo</p>\n"


def test_a_mail_sent_again_is_shown_once_with_its_count(inbox, mailer):
    mailer.send(mail(number=1))
    mailer.send(mail(number=2))
    mailer.send(mail(number=1))
    assert [(found.message_id[:33], found.copies) for found in inbox.mails()] == [
        (f"<{1:032x}", 2),
        (f"<{2:032x}", 1),
    ]


def test_mails_without_a_message_id_are_not_taken_for_copies(inbox, mailer):
    with smtplib.SMTP("127.0.0.1", mailer._port) as client:
        for _ in range(2):
            client.sendmail("a@b.test", ["siti@contoh.test"], b"Subject: polos\r\n\r\nisi\r\n")
    assert [found.copies for found in inbox.mails()] == [1, 1]


def test_mails_survive_a_restart(inbox, mailer, tmp_path):
    mailer.send(mail())
    assert len(Inbox(tmp_path / "inbox.sqlite").mails()) == 1


def test_mailboxes_at_tolak_test_are_refused_for_ever(inbox, mailer):
    with pytest.raises(FinalError, match="mailbox_refused: 550"):
        mailer.send(mail("siti@tolak.test"))
    assert inbox.mails() == []


def test_mailboxes_at_penuh_test_are_full_for_now(inbox, mailer):
    with pytest.raises(RetryableError, match="mail_unavailable: 452"):
        mailer.send(mail("siti@penuh.test"))
    assert inbox.mails() == []


def test_mailboxes_at_pantul_test_accept_and_bounce(inbox, mailer):
    mailer.send(mail("siti@pantul.test"))
    assert len(inbox.mails()) == 1
    assert [(bounce.mark, bounce.code) for bounce in inbox.bounces()] == [(f"{1:032x}", "5.1.1")]


def test_other_mailboxes_do_not_bounce(inbox, mailer):
    mailer.send(mail())
    assert inbox.bounces() == []


def test_programmed_answers_are_given_in_order_to_one_address_and_then_used_up(inbox, mailer):
    inbox.program("siti@contoh.test", "451 4.3.0 nanti", "250 boleh", "550 5.1.1 tidak ada")
    with pytest.raises(RetryableError):
        mailer.send(mail())
    mailer.send(mail("lain@contoh.test", 2))
    mailer.send(mail())
    with pytest.raises(FinalError):
        mailer.send(mail())
    mailer.send(mail())
    assert [found.recipient for found in inbox.mails()] == ["siti@contoh.test", "lain@contoh.test"]
