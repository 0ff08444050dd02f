"""GmailMailer against a stand-in on the wire that holds every request and answer to Google's discovery document."""

import base64
import json
import logging
import re
import threading
from email import message_from_bytes
from email.policy import default
from urllib.parse import unquote

import pytest
from googleapiclient.discovery_cache import get_static_doc
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from belajar.cloud.gmail import LOOK_BACK, SCOPES, GmailMailer
from belajar.errors import FinalError, Reason, RetryableError
from belajar.ports import Mail

DISCOVERY = json.loads(get_static_doc("gmail", "v1"))
METHODS = DISCOVERY["resources"]["users"]["resources"]["messages"]["methods"]
SENDER = "Akun Pembelajaran <layanan@belajar.id>"
MARK = "X-Belajar-Message"


def mail(number=1, to="siti@contoh.test"):
    return Mail(f"{number:032x}@surat.belajar.id", to, "Detail Akun", "Halo\n", "<p>Halo</p>\n")


def fits(value, schema):
    """Whether a JSON value holds only what the discovery document's schema knows."""
    if "$ref" in schema:
        return fits(value, DISCOVERY["schemas"][schema["$ref"]])
    if schema["type"] == "array":
        return isinstance(value, list) and all(fits(item, schema["items"]) for item in value)
    if schema["type"] != "object":
        return isinstance(value, {"string": str, "integer": int, "boolean": bool}[schema["type"]])
    known = schema["properties"]
    return all(key in known and fits(item, known[key]) for key, item in value.items())


class Gmail:
    """A mailbox that, like Google's, puts its own Message-ID in place of ours."""

    def __init__(self) -> None:
        self.sent, self.calls, self.answers = [], [], []

    @Request.application
    def app(self, request):
        name, path = self._match(request)
        method = METHODS[name]
        self.calls.append(name)
        self._check(request, method)
        if self.answers and (answer := self.answers.pop(0)):
            return answer
        found = getattr(self, f"_{name}")(request, **path)
        assert fits(found, method["response"])
        return Response(json.dumps(found), mimetype="application/json")

    def _match(self, request):
        for name, method in METHODS.items():
            pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", "/" + method["flatPath"])
            if request.method == method["httpMethod"] and (match := re.fullmatch(pattern, request.path)):
                return name, {key: unquote(value) for key, value in match.groupdict().items()}
        raise AssertionError("no such method in the discovery document")

    def _check(self, request, method):
        known = {**DISCOVERY["parameters"], **method["parameters"]}
        for key, value in request.args.items(multi=True):
            assert value in known[key].get("enum", [value])
        if "request" in method:
            assert fits(request.json, method["request"])

    def _send(self, request, *, userId):  # noqa: N803
        assert userId == "me"
        message = message_from_bytes(base64.urlsafe_b64decode(request.json["raw"]), policy=default)
        message.replace_header("Message-ID", f"<{len(self.sent)}@mail.gmail.com>")
        self.sent.append(message)
        return {"id": str(len(self.sent) - 1), "threadId": "t", "labelIds": ["SENT"]}

    def _list(self, request, *, userId):  # noqa: N803
        assert request.args.getlist("labelIds") == ["SENT"]
        newest = range(len(self.sent) - 1, -1, -1)[: int(request.args.get("maxResults", 100))]
        found = [{"id": str(number), "threadId": "t"} for number in newest]
        return {"resultSizeEstimate": len(found), **({"messages": found} if found else {})}

    def _get(self, request, *, userId, id):  # noqa: A002, N803
        assert request.args["format"] == "metadata"
        wanted = [name.lower() for name in request.args.getlist("metadataHeaders")]
        headers = [{"name": n, "value": str(v)} for n, v in self.sent[int(id)].items() if n.lower() in wanted]
        return {"id": id, "threadId": "t", "labelIds": ["SENT"], "payload": {"headers": headers}}


class Quiet(WSGIRequestHandler):
    def log(self, type, message, *args):  # noqa: A002
        pass


@pytest.fixture
def gmail():
    return Gmail()


@pytest.fixture
def mailer(gmail):
    server = make_server("127.0.0.1", 0, gmail.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield GmailMailer(SENDER, f"http://127.0.0.1:{server.server_port}/", None)
    server.shutdown()
    thread.join()
    server.server_close()


def refused(status, reason, message):
    error = {"code": status, "message": message, "errors": [{"reason": reason, "message": message, "domain": "global"}]}
    return Response(json.dumps({"error": error}), status=status, mimetype="application/json")


def test_a_mail_goes_out_with_one_call_and_keeps_our_mark(gmail, mailer):
    mailer.send(mail())
    assert gmail.calls == ["send"]
    [message] = gmail.sent
    assert (message["From"], message["To"], message["Subject"]) == (SENDER, "siti@contoh.test", "Detail Akun")
    assert message[MARK] == f"{1:032x}"
    assert [part.get_content() for part in message.iter_parts()] == ["Halo\r\n", "<p>Halo</p>\r\n"]


def test_a_resend_of_what_went_out_is_found_by_our_mark_and_not_sent_again(gmail, mailer):
    mailer.send(mail(1))
    mailer.send(mail(2))
    mailer.send(mail(1), resend=True)
    assert [message[MARK] for message in gmail.sent] == [f"{1:032x}", f"{2:032x}"]


def test_a_resend_of_what_never_went_out_is_sent(gmail, mailer):
    mailer.send(mail(1))
    mailer.send(mail(2), resend=True)
    assert [message[MARK] for message in gmail.sent] == [f"{1:032x}", f"{2:032x}"]


def test_a_resend_from_an_empty_mailbox_is_sent(gmail, mailer):
    mailer.send(mail(), resend=True)
    assert len(gmail.sent) == 1


def test_a_sent_mail_of_somebody_else_without_our_mark_is_passed_over(gmail, mailer):
    mailer.send(mail(1))
    del gmail.sent[0][MARK]
    mailer.send(mail(1), resend=True)
    assert len(gmail.sent) == 2


def test_a_resend_looks_at_a_bounded_number_of_mails(gmail, mailer):
    mailer.send(mail(1))
    gmail.sent += [gmail.sent[0]] * LOOK_BACK
    mailer.send(mail(2), resend=True)
    assert gmail.calls.count("get") == LOOK_BACK


def test_an_address_that_google_refuses_is_final(gmail, mailer):
    gmail.answers = [refused(400, "invalidArgument", "Invalid To header")]
    with pytest.raises(FinalError) as caught:
        mailer.send(mail())
    assert caught.value.reason is Reason.MAILBOX_REFUSED
    assert str(caught.value) == "mailbox_refused: 400"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "failedPrecondition"),
        (403, "insufficientPermissions"),
        (403, "userRateLimitExceeded"),
        (429, "rateLimitExceeded"),
        (500, "backendError"),
        (503, "backendError"),
    ],
)
def test_every_other_refusal_is_retryable_and_repeats_only_the_number(gmail, mailer, status, reason):
    gmail.answers = [refused(status, reason, "about siti@contoh.test")]
    with pytest.raises(RetryableError) as caught:
        mailer.send(mail())
    assert str(caught.value) == f"mail_unavailable: {status}"
    assert gmail.calls == ["send"]


@pytest.fixture
def talkative(caplog):
    """Logs everything, also where an adapter made earlier in this process has turned Google's client down."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.NOTSET, "googleapiclient")
    return caplog


@pytest.mark.parametrize("body", ["no JSON about siti@contoh.test", '{"error": "siti@contoh.test"}'])
def test_no_log_line_repeats_what_google_says_about_an_address(talkative, gmail, mailer, body):
    gmail.answers = [Response(body, status=403, mimetype="application/json")]
    with pytest.raises(RetryableError):
        mailer.send(mail())
    assert "siti" not in " ".join(record.getMessage() for record in talkative.records)


def test_rejected_credentials_of_ours_are_retryable(gmail, mailer):
    gmail.answers = [refused(401, "authError", "Invalid Credentials")]
    with pytest.raises(RetryableError, match="mail_unavailable"):
        mailer.send(mail())


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("body", ["<html>proxy</html>", "{", '{"error": {'])
def test_an_answer_that_is_not_googles_is_retryable(gmail, mailer, status, body):
    gmail.answers = [Response(body, status=status, mimetype="application/json")]
    with pytest.raises(RetryableError, match="mail_unavailable"):
        mailer.send(mail())


@pytest.mark.parametrize("body", ["[]", '{"error": "text"}', '{"error": {"message": null}}'])
def test_a_refusal_in_another_shape_is_retryable(gmail, mailer, body):
    gmail.answers = [Response(body, status=400, mimetype="application/json")]
    with pytest.raises(RetryableError, match="mail_unavailable"):
        mailer.send(mail())


def test_a_200_without_the_id_of_a_sent_mail_is_no_proof_of_sending(gmail, mailer):
    gmail.answers = [Response("{}", mimetype="application/json")]
    with pytest.raises(RetryableError, match="mail_unavailable"):
        mailer.send(mail())


def test_nobody_listening_is_retryable():
    with pytest.raises(RetryableError, match="mail_unavailable"):
        GmailMailer(SENDER, "http://127.0.0.1:9/", None).send(mail())


def test_what_is_not_an_address_is_refused_without_a_call(gmail, mailer):
    with pytest.raises(FinalError):
        mailer.send(mail(to="a@b.test\r\nBcc: c@d.test"))
    assert gmail.calls == []


@pytest.mark.parametrize(("method", "scope"), [("send", 0), ("list", 1), ("get", 1)])
def test_the_scopes_asked_for_allow_the_calls_made(method, scope):
    assert SCOPES[scope] in METHODS[method]["scopes"]
