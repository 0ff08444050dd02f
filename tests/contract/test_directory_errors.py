"""What the adapter makes of every unhappy answer, on the wire."""

import json
import threading
from datetime import UTC, datetime

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug.wrappers import Response

from belajar.cloud.directory import WorkspaceDirectory
from belajar.errors import (
    DirectoryBlockedError,
    DirectoryBusyError,
    DirectoryDelayedError,
    DuplicateUserError,
    FinalError,
    OutcomeUnknownError,
    Reason,
)
from belajar.ports import NewUser, UserChange
from devstack.workspace.answers import ANSWERS
from devstack.workspace.app import workspace_app
from devstack.workspace.options import Options
from devstack.workspace.serving import served

ADDRESS = "andi.contoh5@smp.belajar.id"
ANDI = NewUser(
    ADDRESS, "Andi", "Contoh", "Andi Contoh", "pisang-raja-31", "/SMP", "sumber-5", "20100005", None, "+6281200000005"
)
SUSPENDED = UserChange(suspended=True)
BUSY = "userRateLimitExceeded rateLimitExceeded quotaExceeded quotaExceededText dailyLimitExceeded tooManyRequests "
BUSY += "resourceExhausted creationRate serviceNotAvailable transientError serviceUnavailablePage"
DELAYED = "userCreationNotComplete concurrentUpdate conflict aborted"
UNKNOWN = "systemError backendError internalError unknownError internalErrorPage badGateway gatewayTimeout cutOff "
UNKNOWN += "timeout closed reset"
INVALID = "invalidPassword invalidInput"
BLOCKED = "authError loginRequired insufficientPermissions permissionDenied domainCannotUseApis accessNotConfigured "
BLOCKED += "limitExceeded forbiddenPage domainNotFound notFoundPage domainNotVerified invalidOrgUnit "
BLOCKED += "failedPrecondition userLimit licences required badRequest invalidArgument badRequestPage"
BOTH = {
    DirectoryBusyError: BUSY,
    DirectoryDelayedError: DELAYED,
    FinalError: INVALID + " invalidName",
    DirectoryBlockedError: BLOCKED,
}
INSERT = {name: error for error, names in BOTH.items() for name in names.split()}
GET = INSERT | {"duplicate": DirectoryDelayedError, "alreadyExists": DirectoryDelayedError}
INSERT |= {"duplicate": DuplicateUserError, "alreadyExists": DuplicateUserError}
INSERT |= {"userNotFound": DirectoryBlockedError, "forbidden": DirectoryBlockedError}
INSERT |= dict.fromkeys(UNKNOWN.split(), OutcomeUnknownError)
GET |= dict.fromkeys(UNKNOWN.split(), DirectoryBusyError) | {"forbidden": DirectoryDelayedError}
CHANGE = INSERT | {
    "duplicate": DirectoryDelayedError,
    "alreadyExists": DirectoryDelayedError,
    "userNotFound": DirectoryDelayedError,
}
LIST = GET | {"userNotFound": DirectoryBlockedError, "forbidden": DirectoryBlockedError}


class Patience:
    """A clock whose sleep lasts until the test is over."""

    def __init__(self) -> None:
        self.over = threading.Event()

    def now(self):
        return datetime.now(UTC)

    def sleep(self, seconds):
        self.over.wait(seconds)


class Workspace:
    """A simulator, its switches and a directory, which is impatient only while the simulator keeps silent."""

    def __init__(self, url) -> None:
        self.url, self._silent = url, False
        self._patient = WorkspaceDirectory(url, None, None)
        self._impatient = WorkspaceDirectory(url, None, None, timeout_seconds=0.5)

    @property
    def directory(self):
        return self._impatient if self._silent else self._patient

    def close(self):
        self._patient.close()
        self._impatient.close()

    def answer(self, name, times=9, method="*"):
        self._silent = bool(name) and name.startswith("timeout")
        rules = [{"method": method, "answer": name, "times": times}] if name else []
        requests.put(f"{self.url}/_simulator/rules", json=rules, timeout=5).raise_for_status()

    def inserts(self):
        return self.calls("users.insert")

    def calls(self, method):
        return requests.get(f"{self.url}/_simulator/calls", timeout=5).json()[method]

    def is_suspended(self):
        self.answer(None)
        return self.directory.get(ADDRESS).suspended

    def has_andi(self):
        self.answer(None)
        return self.directory.get(ADDRESS) is not None


@pytest.fixture
def workspace(tmp_path):
    clock = Patience()
    options = Options(visible_after_seconds=0, complete_after_seconds=0)
    with served(workspace_app(tmp_path / "workspace.sqlite", clock, options)) as url:
        found = Workspace(url)
        yield found
        clock.over.set()
        found.close()


def test_every_answer_the_simulator_can_give_is_covered():
    assert set(INSERT) == set(CHANGE) == set(LIST) == set(ANSWERS)
    assert set(GET) == set(ANSWERS) - {"userNotFound"}


@pytest.mark.parametrize("name", sorted(INSERT))
def test_insert_raises_what_the_answer_means(workspace, name):
    workspace.answer(name)
    with pytest.raises(INSERT[name]) as raised:
        workspace.directory.insert(ANDI)
    assert type(raised.value) is INSERT[name]
    assert not workspace.has_andi()


@pytest.mark.parametrize("name", sorted(GET))
def test_get_raises_what_the_answer_means(workspace, name):
    workspace.answer(name)
    with pytest.raises(GET[name]) as raised:
        workspace.directory.get(ADDRESS)
    assert type(raised.value) is GET[name]


@pytest.mark.parametrize("name", sorted(CHANGE))
def test_a_change_raises_what_the_answer_means_and_is_not_made(workspace, name):
    workspace.directory.insert(ANDI)
    workspace.answer(name)
    with pytest.raises(CHANGE[name]) as raised:
        workspace.directory.update(ADDRESS, SUSPENDED)
    assert type(raised.value) is CHANGE[name]
    assert not workspace.is_suspended()


@pytest.mark.parametrize("name", sorted(CHANGE))
def test_signing_out_raises_what_the_answer_means(workspace, name):
    workspace.directory.insert(ANDI)
    workspace.answer(name)
    with pytest.raises(CHANGE[name]) as raised:
        workspace.directory.sign_out(ADDRESS)
    assert type(raised.value) is CHANGE[name]


@pytest.mark.parametrize("name", sorted(LIST))
def test_list_raises_what_the_answer_means(workspace, name):
    workspace.answer(name)
    with pytest.raises(LIST[name]) as raised:
        workspace.directory.list_page(None)
    assert type(raised.value) is LIST[name]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("invalidName", Reason.INVALID_NAME)] + [(name, Reason.INVALID_REQUEST) for name in INVALID.split()],
)
def test_a_refusal_of_the_data_names_what_is_wrong(workspace, name, reason):
    workspace.answer(name)
    with pytest.raises(FinalError) as raised:
        workspace.directory.insert(ANDI)
    assert raised.value.reason is reason


@pytest.mark.parametrize("name", sorted(UNKNOWN.split()))
def test_a_call_without_a_clear_answer_may_have_happened(workspace, name):
    workspace.answer(f"{name}AfterWork")
    with pytest.raises(OutcomeUnknownError):
        workspace.directory.insert(ANDI)
    assert workspace.has_andi()


def test_a_refused_password_of_a_change_names_the_password(workspace):
    workspace.answer("invalidPassword")
    with pytest.raises(FinalError) as raised:
        workspace.directory.update(ADDRESS, UserChange(password="pisang-raja-32"))
    assert raised.value.reason is Reason.PASSWORD_REFUSED


@pytest.mark.parametrize("name", sorted({*UNKNOWN.split(), "conflict", "aborted"}))
def test_a_change_without_a_clear_answer_may_have_happened_and_is_safely_made_again(workspace, name):
    workspace.directory.insert(ANDI)
    workspace.answer(f"{name}AfterWork")
    with pytest.raises((OutcomeUnknownError, DirectoryDelayedError)):
        workspace.directory.update(ADDRESS, SUSPENDED)
    assert workspace.is_suspended()
    workspace.directory.update(ADDRESS, SUSPENDED)
    assert workspace.is_suspended()


@pytest.mark.parametrize("method", ["users.patch", "users.signOut"])
def test_a_silent_close_of_a_change_heals_by_the_client_itself(workspace, method):
    workspace.directory.insert(ANDI)
    workspace.answer("closedAfterWork", times=1, method=method)
    act = {
        "users.patch": lambda: workspace.directory.update(ADDRESS, SUSPENDED),
        "users.signOut": lambda: workspace.directory.sign_out(ADDRESS),
    }
    act[method]()
    assert sum(workspace.calls(method).values()) == 2


def test_a_silent_close_makes_the_client_post_twice_and_collide_with_itself(workspace):
    workspace.answer("closedAfterWork", times=1, method="users.insert")
    with pytest.raises(DuplicateUserError):
        workspace.directory.insert(ANDI)
    assert workspace.inserts() == {"close": 1, "409": 1}
    assert workspace.directory.get(ADDRESS).external_id == ANDI.external_id


def test_a_silent_close_before_the_work_heals_by_itself(workspace):
    workspace.answer("closed", times=1, method="users.insert")
    workspace.directory.insert(ANDI)
    assert workspace.inserts() == {"close": 1, "200": 1}


@pytest.mark.parametrize("name", ["resetAfterWork", "timeoutAfterWork", "backendErrorAfterWork"])
def test_no_other_failure_makes_the_client_post_twice(workspace, name):
    workspace.answer(name)
    with pytest.raises(OutcomeUnknownError):
        workspace.directory.insert(ANDI)
    assert sum(workspace.inserts().values()) == 1


def test_nobody_listening_is_an_unknown_outcome_for_writes_only(tmp_path):
    with served(workspace_app(tmp_path / "workspace.sqlite")) as url:
        directory = WorkspaceDirectory(url, None, None)
    for write in (
        lambda: directory.insert(ANDI),
        lambda: directory.update(ADDRESS, SUSPENDED),
        lambda: directory.sign_out(ADDRESS),
    ):
        with pytest.raises(OutcomeUnknownError):
            write()
    with pytest.raises(DirectoryBusyError):
        directory.get(ADDRESS)


@pytest.fixture
def own_credentials(tmp_path, monkeypatch):
    """Credentials of the machine whose token endpoint is ours."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()

    def place(token_uri):
        info = {"type": "service_account", "client_email": "fungsi@example.com", "private_key": pem}
        file = tmp_path / "credentials.json"
        file.write_text(json.dumps(info | {"token_uri": token_uri, "project_id": "contoh", "private_key_id": "1"}))
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
        return WorkspaceDirectory(None, "admin@belajar.id", "direktori@example.com", timeout_seconds=1)

    return place


def test_missing_credentials_are_for_an_engineer(monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    with pytest.raises(DirectoryBlockedError):
        WorkspaceDirectory(None, "admin@belajar.id", "direktori@example.com").insert(ANDI)


def test_refused_credentials_are_for_an_engineer(own_credentials):
    refusing = Response(json.dumps({"error": "invalid_grant"}), status=400, content_type="application/json")
    with served(refusing) as url, pytest.raises(DirectoryBlockedError):
        own_credentials(url).insert(ANDI)


def test_an_unreachable_token_endpoint_is_treated_like_an_unreachable_workspace(own_credentials, tmp_path):
    with served(workspace_app(tmp_path / "workspace.sqlite")) as url:
        pass
    with pytest.raises(OutcomeUnknownError):
        own_credentials(url).insert(ANDI)
