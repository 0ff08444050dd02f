"""SmtpMailer against a real SMTP server whose every reply the test chooses."""

import datetime as dt
import socket
import ssl
import traceback
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from belajar.cloud.smtp import SmtpMailer
from belajar.errors import FinalError, Reason, RetryableError
from belajar.ports import Mail

SENDER = "Akun Pembelajaran <layanan@belajar.id>"
MAIL = Mail(
    "c" * 32 + "@surat.belajar.id",
    "siti@contoh.test",
    "Detail Akun",
    ".titik di awal\nbaris – kedua\n.\nakhir\n",
    "<p>Halo Nur’aini</p>\n",
)


class Relay:
    """Answers as told at each stage; keeps what it accepted."""

    def __init__(self, **answers) -> None:
        self.answers, self.taken = answers, []

    async def handle_MAIL(self, server, peer, envelope, address, options):  # noqa: N802
        envelope.mail_from = address
        return self.answers.get("mail", "250 OK")

    async def handle_RCPT(self, server, peer, envelope, address, options):  # noqa: N802
        answer = self.answers.get("rcpt", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, peer, envelope):  # noqa: N802
        if self.answers.get("data") == "hang up":
            server.transport.abort()
            return "250 never read"
        answer = self.answers.get("data", "250 OK")
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer

    async def handle_QUIT(self, server, peer, envelope):  # noqa: N802
        if self.answers.get("quit") == "hang up":
            server.transport.abort()
        return self.answers.get("quit", "221 Bye")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextmanager
def listening(relay, **options):
    controller = Controller(relay, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def send(port, *, mail=MAIL, tls=False, user=None, password=None, host="127.0.0.1"):
    SmtpMailer(host, port, SENDER, tls=tls, user=user, password=password).send(mail)


def send_to(relay, **options):
    with listening(relay) as port:
        send(port, **options)


def test_a_mail_arrives_whole_with_its_headers():
    relay = Relay()
    send_to(relay)
    [envelope] = relay.taken
    message = message_from_bytes(envelope.content, policy=default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("layanan@belajar.id", ["siti@contoh.test"])
    assert (message["From"], message["To"], message["Subject"]) == (SENDER, "siti@contoh.test", "Detail Akun")
    assert message["Message-ID"] == f"<{MAIL.message_id}>"
    assert message["X-Belajar-Message"] == "c" * 32
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.utcoffset() == dt.timedelta(0)
    assert message["Content-Type"].content_type == "multipart/alternative"


def test_text_and_html_arrive_as_they_were_written_dots_and_all():
    relay = Relay()
    send_to(relay)
    message = message_from_bytes(relay.taken[0].content, policy=default)
    parts = [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]
    assert parts == [MAIL.text, MAIL.html]


def test_an_international_domain_goes_out_in_its_ascii_form():
    relay = Relay()
    send_to(relay, mail=Mail(MAIL.message_id, "siti@bücher.test", "S", "t\n", "h\n"))
    assert relay.taken[0].rcpt_tos == ["siti@xn--bcher-kva.test"]


@pytest.mark.parametrize(
    "to", ["", "siti", "a@b.test\r\nBcc: c@d.test", "a@b.test, c@d.test", "<a@b.test>", "é@b.test"]
)
def test_what_is_not_one_plain_address_is_refused_before_anything_is_sent(to):
    with pytest.raises(FinalError) as caught:
        send(9, mail=Mail(MAIL.message_id, to, "S", "t\n", "h\n"))
    assert caught.value.reason is Reason.MAILBOX_REFUSED


def numbers(answer: str) -> str:
    """Of a reply, without its words."""
    return " ".join(word for word in answer.split() if word[0].isdigit())


@pytest.mark.parametrize("stage", ["rcpt", "data"])
@pytest.mark.parametrize("answer", ["550 5.1.1 siti@contoh.test unknown", "552 5.2.2 full", "554 5.6.0 no", "553 bad"])
def test_a_5xx_about_the_mailbox_is_final_and_repeats_only_the_numbers(stage, answer):
    with pytest.raises(FinalError) as caught:
        send_to(Relay(**{stage: answer}))
    assert caught.value.reason is Reason.MAILBOX_REFUSED
    assert str(caught.value) == f"mailbox_refused: {numbers(answer)}"
    frames = traceback.format_exception(caught.value)
    assert "siti@contoh.test" not in "".join(frames)


@pytest.mark.parametrize("stage", ["rcpt", "data"])
@pytest.mark.parametrize("answer", ["421 4.3.2 closing", "450 4.2.1 busy", "451 4.3.0 error", "452 4.2.2 full"])
def test_a_4xx_is_to_be_tried_again(stage, answer):
    with pytest.raises(RetryableError, match=f"^mail_unavailable: {numbers(answer)}$"):
        send_to(Relay(**{stage: answer}))


@pytest.mark.parametrize("stage", ["rcpt", "data"])
@pytest.mark.parametrize("answer", ["550 5.7.1 relaying denied", "530 5.7.0 log in first", "530 log in", "503 order"])
def test_an_objection_to_us_does_not_condemn_the_mailbox(stage, answer):
    with pytest.raises(RetryableError, match="mail_unavailable"):
        send_to(Relay(**{stage: answer}))


@pytest.mark.parametrize("answer", ["550 5.1.8 bad sender", "451 later"])
def test_a_refused_sender_is_our_fault_and_retryable(answer):
    with pytest.raises(RetryableError, match="mail_unavailable"):
        send_to(Relay(mail=answer))


def test_a_connection_that_breaks_before_the_answer_is_retryable():
    with pytest.raises(RetryableError, match="mail_unavailable"):
        send_to(Relay(data="hang up"))


@pytest.mark.parametrize("quit_answer", ["421 going down", "500 what", "hang up"])
def test_trouble_at_the_good_bye_does_not_undo_an_accepted_mail(quit_answer):
    relay = Relay(quit=quit_answer)
    send_to(relay)
    assert len(relay.taken) == 1


def test_nobody_listening_is_retryable():
    with pytest.raises(RetryableError, match=r"^mail_unavailable: ConnectionRefusedError$"):
        send(free_port())


def test_a_relay_that_never_greets_is_given_up_after_the_time_out():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = SmtpMailer("127.0.0.1", silent.getsockname()[1], SENDER, tls=False, timeout_seconds=0.05)
        with pytest.raises(RetryableError, match="mail_unavailable"):
            mailer.send(MAIL)


def test_without_starttls_on_offer_nothing_leaves_in_the_clear():
    relay = Relay()
    with pytest.raises(RetryableError, match="mail_unavailable"):
        send_to(relay, tls=True)
    assert relay.taken == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of an invented authority for `localhost`."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - dt.timedelta(days=1), now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, private, serialization.NoEncryption()))
    return folder


@pytest.fixture
def tls_options(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")

    def check(server, peer, envelope, mechanism, login):
        right = (login.login, login.password) == (b"belajar", b"rahasia")
        return AuthResult(success=right, handled=False)

    return {"tls_context": context, "require_starttls": True, "authenticator": check, "auth_required": True}


def test_with_starttls_the_mail_goes_out_encrypted_after_logging_in(certificate, tls_options, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    relay = Relay()
    with listening(relay, **tls_options) as port:
        send(port, tls=True, user="belajar", password="rahasia", host="localhost")
    assert len(relay.taken) == 1


def test_a_wrong_password_of_ours_is_retryable(certificate, tls_options, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    with (
        listening(Relay(), **tls_options) as port,
        pytest.raises(RetryableError, match=r"^mail_unavailable: 535$"),
    ):
        send(port, tls=True, user="belajar", password="salah", host="localhost")


def test_a_certificate_of_an_unknown_authority_is_not_trusted(tls_options):
    relay = Relay()
    with listening(relay, **tls_options) as port, pytest.raises(RetryableError, match="SSLCertVerificationError"):
        send(port, tls=True, user="belajar", password="rahasia", host="localhost")
    assert relay.taken == []
