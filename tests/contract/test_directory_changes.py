"""Changes of users through the Directory port: the production adapter against the simulator on a socket."""

import pytest
import requests

from belajar.cloud.directory import WorkspaceDirectory
from belajar.errors import DirectoryDelayedError, FinalError, Reason
from belajar.ports import Directory, NewUser, UserChange
from devstack.workspace.app import workspace_app
from devstack.workspace.options import Options
from devstack.workspace.owner import ActivationError, activate, is_signed_in
from devstack.workspace.serving import served

DEWI = NewUser(
    address="dewi.contoh9@sma.belajar.id",
    given_name="Dewi",
    family_name="Contoh",
    display_name="Dewi Contoh",
    password="nangka-kuning-17",
    org_unit="/SMA/Peserta Didik",
    external_id="0b7e0f0e-0000-4000-8000-000000000009",
    cost_center="20100009",
    recovery_email="wali.dewi@example.com",
    recovery_phone="+6281200000009",
)
CHOSEN, ANOTHER = "durian-montong-28", "sawo-matang-39"


class Workspace:
    """A simulator with one user who has signed in, and the port."""

    def __init__(self, url, directory) -> None:
        self.url, self.directory = url, directory
        directory.insert(DEWI)
        self.sign_in = self.enter(DEWI.password, CHOSEN)

    def enter(self, password, new_password="tidak-dipakai-1"):
        return activate(self.url, DEWI.address, password, new_password)

    def update(self, **change):
        self.directory.update(DEWI.address, UserChange(**change))

    def stored(self):
        url = f"{self.url}/admin/directory/v1/users/{DEWI.address}?projection=full"
        return requests.get(url, timeout=5).json()

    def calls(self):
        return requests.get(f"{self.url}/_simulator/calls", timeout=5).json()

    def signed_in(self):
        return is_signed_in(self.url, self.sign_in)


@pytest.fixture
def workspace(tmp_path):
    at_once = Options(visible_after_seconds=0, complete_after_seconds=0)
    with served(workspace_app(tmp_path / "workspace.sqlite", options=at_once)) as url:
        directory = WorkspaceDirectory(url, None, None)
        port: Directory = directory
        yield Workspace(url, port)
        directory.close()


def test_a_changed_password_opens_and_the_earlier_one_does_not(workspace):
    workspace.update(password=ANOTHER)
    assert workspace.enter(ANOTHER)
    with pytest.raises(ActivationError, match="salah"):
        workspace.enter(CHOSEN)


def test_a_password_for_one_sign_in_is_replaced_there(workspace):
    workspace.update(password=ANOTHER, change_password_at_next_login=True)
    workspace.enter(ANOTHER, "jambu-biji-40")
    assert workspace.enter("jambu-biji-40")
    with pytest.raises(ActivationError, match="salah"):
        workspace.enter(ANOTHER)


def test_a_change_that_says_false_is_told_and_not_left_out(workspace):
    workspace.update(change_password_at_next_login=True, suspended=True)
    workspace.update(change_password_at_next_login=False, suspended=False)
    stored = workspace.stored()
    assert (stored["changePasswordAtNextLogin"], stored["suspended"]) == (False, False)


def test_a_suspended_user_cannot_sign_in_until_the_suspension_ends(workspace):
    workspace.update(suspended=True)
    assert workspace.directory.get(DEWI.address).suspended
    with pytest.raises(ActivationError, match="ditangguhkan"):
        workspace.enter(CHOSEN)
    workspace.update(suspended=False)
    assert workspace.enter(CHOSEN)


def test_what_a_change_does_not_name_stays_as_it_is(workspace):
    before = workspace.stored()
    workspace.update(recovery_phone="+6281200000010")
    after = workspace.stored()
    assert {field for field in before if before[field] != after.get(field)} == {"recoveryPhone", "etag"}
    assert after["recoveryPhone"] == "+6281200000010"
    assert workspace.enter(CHOSEN)


def test_an_empty_recovery_contact_takes_it_away(workspace):
    workspace.update(recovery_email="", recovery_phone="")
    assert not {"recoveryEmail", "recoveryPhone"} & workspace.stored().keys()


def test_everything_can_change_in_one_call_which_is_harmless_to_repeat(workspace):
    everything = {"password": ANOTHER, "change_password_at_next_login": False, "suspended": False}
    everything |= {"recovery_email": "baru@example.com", "recovery_phone": "+6281200000011"}
    workspace.update(**everything)
    once = workspace.stored()
    workspace.update(**everything)
    assert workspace.stored() == once
    assert (once["recoveryEmail"], once["recoveryPhone"]) == ("baru@example.com", "+6281200000011")
    assert workspace.enter(ANOTHER)
    assert workspace.calls()["users.patch"] == {"200": 2}


@pytest.mark.parametrize("password", ["tujuh77", "x" * 101, "sandi-é-panjang"])
def test_a_password_that_google_does_not_take_is_refused_and_the_old_one_holds(workspace, password):
    with pytest.raises(FinalError) as raised:
        workspace.update(password=password)
    assert raised.value.reason is Reason.PASSWORD_REFUSED
    assert str(raised.value) == "password_refused: invalid 400"
    assert workspace.enter(CHOSEN)


@pytest.mark.parametrize("password", ["delapan8", "x" * 100, "spasi di tengah", "~!@#$%^&*()"])
def test_a_password_at_the_edge_of_what_google_takes_is_taken(workspace, password):
    workspace.update(password=password)
    assert workspace.enter(password)


def test_a_contact_in_a_wrong_form_is_refused_for_what_it_is(workspace):
    with pytest.raises(FinalError) as raised:
        workspace.update(recovery_phone="081200000009")
    assert raised.value.reason is Reason.INVALID_REQUEST


def test_a_sign_in_ends_when_signed_out_and_not_by_a_changed_password_alone(workspace):
    workspace.update(password=ANOTHER)
    assert workspace.signed_in()
    workspace.directory.sign_out(DEWI.address)
    assert not workspace.signed_in()
    assert is_signed_in(workspace.url, workspace.enter(ANOTHER))


def test_signing_out_twice_is_harmless(workspace):
    for _ in range(2):
        workspace.directory.sign_out(DEWI.address)
    assert not workspace.signed_in()
    assert workspace.calls()["users.signOut"] == {"204": 2}


def test_who_is_suspended_is_signed_in_nowhere_even_before_being_signed_out(workspace):
    workspace.update(suspended=True)
    assert not workspace.signed_in()
    workspace.directory.sign_out(DEWI.address)


def test_somebody_unknown_can_be_changed_or_signed_out_later_perhaps(workspace):
    for act in (
        lambda: workspace.directory.update("tiada@sma.belajar.id", UserChange(suspended=True)),
        lambda: workspace.directory.sign_out("tiada@sma.belajar.id"),
    ):
        with pytest.raises(DirectoryDelayedError):
            act()


def test_a_user_made_a_moment_ago_is_changed_later(tmp_path):
    slow = Options(visible_after_seconds=0, complete_after_seconds=3600)
    with served(workspace_app(tmp_path / "slow.sqlite", options=slow)) as url:
        directory = WorkspaceDirectory(url, None, None)
        directory.insert(DEWI)
        for act in (
            lambda: directory.update(DEWI.address, UserChange(suspended=True)),
            lambda: directory.sign_out(DEWI.address),
        ):
            with pytest.raises(DirectoryDelayedError):
                act()
        directory.close()
