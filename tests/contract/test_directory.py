"""The Directory port: the production adapter with Google's own client against the simulator on a socket."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response

from belajar.cloud.directory import WorkspaceDirectory
from belajar.errors import DirectoryDelayedError, DuplicateUserError
from belajar.ports import Directory, NewUser
from devstack.workspace.app import workspace_app
from devstack.workspace.options import Options
from devstack.workspace.owner import ActivationError, activate
from devstack.workspace.serving import served

AT_ONCE = Options(visible_after_seconds=0, complete_after_seconds=0)
SITI = NewUser(
    address="siti.contoh7@sd.belajar.id",
    given_name="Siti",
    family_name="Contoh",
    display_name="Siti Contoh",
    password="kelapa-muda-42",
    org_unit="/SD/Peserta Didik",
    external_id="0b7e0f0e-0000-4000-8000-000000000007",
    cost_center="20100007",
    recovery_email="wali@example.com",
    recovery_phone="+6281200000007",
)


@pytest.fixture
def start(tmp_path):
    """Serve a Workspace with given options; gives its URL and a directory on it."""
    stack, directories = [], []

    def run(options=AT_ONCE, wrap=lambda app: app, path=""):
        server = served(wrap(workspace_app(tmp_path / "workspace.sqlite", options=options)))
        url = server.__enter__() + path
        stack.append(server)
        directories.append(WorkspaceDirectory(url, None, None))
        return url, directories[-1]

    yield run
    for directory in directories:
        directory.close()
    for server in stack:
        server.__exit__(None, None, None)


@pytest.fixture
def workspace(start):
    return start()


def resource(url, address):
    return requests.get(f"{url}/admin/directory/v1/users/{address}?projection=full", timeout=5).json()


def test_an_inserted_user_is_read_back_as_ours(workspace):
    _, directory = workspace
    port: Directory = directory
    made = port.insert(SITI)
    assert made == port.get(SITI.address)
    assert (made.address, made.external_id) == (SITI.address, SITI.external_id)
    assert (made.agreed_to_terms, made.last_login, made.suspended) == (False, None, False)


def test_everything_we_tell_about_a_user_arrives(workspace):
    url, directory = workspace
    directory.insert(SITI)
    stored = resource(url, SITI.address)
    assert stored["name"] == {
        "givenName": "Siti",
        "familyName": "Contoh",
        "displayName": "Siti Contoh",
        "fullName": "Siti Contoh",
    }
    assert stored["orgUnitPath"] == SITI.org_unit
    assert stored["externalIds"] == [{"type": "custom", "customType": "belajar.id", "value": SITI.external_id}]
    assert stored["organizations"] == [{"type": "school", "primary": True, "costCenter": SITI.cost_center}]
    assert (stored["recoveryEmail"], stored["recoveryPhone"]) == (SITI.recovery_email, SITI.recovery_phone)
    assert stored["changePasswordAtNextLogin"] is True


def test_a_user_without_recovery_contacts_can_be_made(workspace):
    url, directory = workspace
    directory.insert(replace(SITI, recovery_email=None, recovery_phone=None))
    assert not {"recoveryEmail", "recoveryPhone"} & resource(url, SITI.address).keys()


def test_each_method_costs_one_call(workspace):
    url, directory = workspace
    directory.insert(SITI)
    directory.get(SITI.address)
    directory.list_page(None)
    calls = requests.get(f"{url}/_simulator/calls", timeout=5).json()
    assert calls == {"users.insert": {"200": 1}, "users.get": {"200": 1}, "users.list": {"200": 1}}


def test_an_address_can_be_given_once(workspace):
    _, directory = workspace
    directory.insert(SITI)
    with pytest.raises(DuplicateUserError):
        directory.insert(replace(SITI, external_id="0b7e0f0e-0000-4000-8000-000000000008"))
    assert directory.get(SITI.address).external_id == SITI.external_id


def test_nobody_is_none(workspace):
    _, directory = workspace
    assert directory.get("tiada@sd.belajar.id") is None


def test_a_new_user_is_none_until_visible(start):
    _, directory = start(Options(visible_after_seconds=3600))
    directory.insert(SITI)
    assert directory.get(SITI.address) is None
    assert directory.list_page(None).users == ()


def test_a_new_user_may_be_forbidden_for_a_while(start):
    _, directory = start(Options(visible_after_seconds=3600, hidden_answer="forbidden"))
    directory.insert(SITI)
    with pytest.raises(DirectoryDelayedError):
        directory.get(SITI.address)


def test_a_user_of_somebody_else_has_no_external_id(workspace):
    url, directory = workspace
    foreign = {"type": "organization", "value": "4711"}
    body = {"primaryEmail": "orang.lain@sd.belajar.id", "name": {"givenName": "Orang", "familyName": "Lain"}}
    body |= {"password": "sandi-lain-99", "externalIds": [foreign]}
    requests.post(f"{url}/admin/directory/v1/users", json=body, timeout=5).raise_for_status()
    assert directory.get("orang.lain@sd.belajar.id").external_id is None


def test_all_users_come_page_by_page_in_address_order(workspace):
    _, directory = workspace
    addresses = [f"murid{number}@sd.belajar.id" for number in (3, 1, 5, 2, 4)]
    for address in addresses:
        directory.insert(replace(SITI, address=address))
    pages, token = [], None
    while not pages or token:
        page = directory.list_page(token, page_size=2)
        pages.append([user.address for user in page.users])
        token = page.next_token
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [address for page in pages for address in page] == sorted(addresses)


def test_activation_shows_as_terms_and_first_login(workspace):
    url, directory = workspace
    directory.insert(SITI)
    activate(url, SITI.address, SITI.password, "sandi-pilihan-1")
    seen = directory.get(SITI.address)
    assert seen.agreed_to_terms
    assert seen.last_login is not None
    assert directory.list_page(None).users == (seen,)


def test_the_initial_password_is_worth_nothing_after_activation(workspace):
    url, directory = workspace
    directory.insert(SITI)
    activate(url, SITI.address, SITI.password, "sandi-pilihan-1")
    with pytest.raises(ActivationError, match="salah"):
        activate(url, SITI.address, SITI.password, "sandi-pilihan-2")


def test_the_simulator_works_under_a_prefix(start):
    url, directory = start(
        wrap=lambda app: DispatcherMiddleware(Response(status=404), {"/workspace": app}), path="/workspace"
    )
    directory.insert(SITI)
    activate(url, SITI.address, SITI.password, "sandi-pilihan-1")
    assert directory.get(SITI.address).agreed_to_terms


def test_many_threads_share_one_directory(start):
    _, directory = start(replace(AT_ONCE, creations_per_second=1000))
    users = [replace(SITI, address=f"murid{number}@sd.belajar.id", external_id=str(number)) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(directory.insert, users))
    assert [user.external_id for user in made] == [user.external_id for user in users]
    assert len(directory.list_page(None).users) == 40


@pytest.mark.parametrize("answer", ["invalidName", "forbiddenPage", "permissionDenied", "closed", "backendError"])
def test_no_log_line_tells_who_the_user_is(workspace, caplog, answer):
    url, directory = workspace
    rule = {"method": "*", "times": 9, "answer": answer}
    requests.put(f"{url}/_simulator/rules", json=[rule], timeout=5).raise_for_status()
    caplog.set_level(logging.DEBUG)
    for call in (lambda: directory.insert(SITI), lambda: directory.get(SITI.address)):
        with pytest.raises(Exception) as raised:  # noqa: PT011 -- which one is another test's matter
            call()
        caplog.records.append(logging.makeLogRecord({"msg": repr(raised.value)}))
    said = " ".join(record.getMessage() for record in caplog.records)
    assert not [word for word in ("siti", "Contoh", SITI.password, "wali", "0000007") if word in said]


def test_of_many_at_once_for_one_address_exactly_one_wins(workspace):
    _, directory = workspace

    def attempt(number):
        try:
            return directory.insert(replace(SITI, external_id=str(number)))
        except DuplicateUserError:
            return None

    with ThreadPoolExecutor(8) as pool:
        won = [user for user in pool.map(attempt, range(8)) if user]
    assert won == [directory.get(SITI.address)]
