import base64
from datetime import UTC, datetime

import pytest

from belajar.credentials import initial_credential, initial_credentials
from belajar.embedded.keys import FileKeys
from belajar.errors import FinalError, Reason, RetryableError
from schemas.documents import Account, AccountState
from schemas.people import Jenis

ACCOUNT = Account(
    address="siti.aminah12@sd.belajar.id",
    person_id="0f2b7c1e-1111-4222-8333-444455556666",
    jenis=Jenis.PESERTA_DIDIK,
    group="20100001",
    state=AccountState.CREATED,
    issue=1,
    key_version="1",
    nonce="n0nce",
    reserved_at=datetime(2026, 7, 1, tzinfo=UTC),
)


@pytest.fixture
def keys(tmp_path):
    lines = [f"{version} {base64.b64encode(bytes([version]) * 32).decode()}" for version in (2, 1)]
    (tmp_path / "keys").write_text("\n".join(lines))
    return FileKeys(tmp_path / "keys")


def changed(**changes):
    return ACCOUNT.model_copy(update=changes)


def test_the_same_account_has_the_same_password_on_every_call(keys):
    assert initial_credential(ACCOUNT, keys) == initial_credential(ACCOUNT, keys)


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "siti.aminah13@sd.belajar.id"},
        {"group": "20100002"},
        {"issue": 2},
        {"nonce": "other"},
        {"key_version": "2"},
    ],
)
def test_everything_that_tells_two_accounts_or_issues_apart_changes_the_password(keys, changes):
    assert initial_credential(changed(**changes), keys) != initial_credential(ACCOUNT, keys)


def test_what_changes_in_the_life_of_an_account_leaves_the_password_alone(keys):
    later = changed(state=AccountState.SUSPENDED, workspace_id="w1", created_at=datetime(2026, 7, 2, tzinfo=UTC))
    assert initial_credential(later, keys) == initial_credential(ACCOUNT, keys)


def test_after_the_activation_there_is_nothing_to_derive(keys):
    with pytest.raises(FinalError) as caught:
        initial_credential(changed(nonce=None), keys)
    assert caught.value.reason is Reason.ALREADY_ACTIVE


def test_a_key_version_that_is_away_is_retryable(keys):
    with pytest.raises(RetryableError):
        initial_credential(changed(key_version="7"), keys)


class CountingKeys:
    def __init__(self, keys) -> None:
        self.keys, self.calls = keys, 0

    def mac(self, message, version=None):
        self.calls += 1
        return self.keys.mac(message, version)


def test_a_password_costs_one_key_operation(keys):
    counting = CountingKeys(keys)
    initial_credential(ACCOUNT, counting)
    assert counting.calls == 1


def pupils(number, **changes):
    return [changed(address=f"anak.contoh{each}@sd.belajar.id", **changes) for each in range(number)]


def test_a_whole_school_costs_one_key_operation_and_has_the_same_passwords_as_one_by_one(keys):
    counting, school = CountingKeys(keys), pupils(50)
    assert initial_credentials(school, counting) == {each.address: initial_credential(each, keys) for each in school}
    assert counting.calls == 1


def test_each_other_school_and_each_other_key_version_costs_one_more(keys):
    moved = [changed(address=f"pindahan{each}@sd.belajar.id", group="20100002") for each in range(3)]
    rotated = [changed(address=f"baru{each}@sd.belajar.id", key_version="2") for each in range(3)]
    both = [changed(address="lain@sd.belajar.id", group="20100002", key_version="2")]
    counting, everybody = CountingKeys(keys), [*moved, *pupils(3), *rotated, *both, *pupils(3)]
    found = initial_credentials(iter(everybody), counting)
    assert found == {each.address: initial_credential(each, keys) for each in everybody}
    assert counting.calls == 4


def test_who_has_activated_is_left_out_and_costs_nothing(keys):
    counting = CountingKeys(keys)
    assert initial_credentials(pupils(3, nonce=None), counting) == {}
    assert initial_credentials([], counting) == {}
    assert counting.calls == 0


def test_a_school_whose_key_version_is_away_gets_no_half_of_its_passwords(keys):
    with pytest.raises(RetryableError):
        initial_credentials([*pupils(1), changed(key_version="7")], keys)
