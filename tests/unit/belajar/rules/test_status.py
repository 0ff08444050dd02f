import pytest

from belajar.rules.status import status_word
from schemas.documents import AccountState


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (AccountState.REQUESTED, "Sedang Dibuat"),
        (AccountState.RESERVED, "Sedang Dibuat"),
        (AccountState.REFUSED, "Sedang Dibuat"),
        (AccountState.CREATED, "Belum Aktif"),
        (AccountState.ACTIVE, "Aktif"),
        (AccountState.SUSPENDED, "Tidak Aktif"),
    ],
)
def test_citizens_read_the_words_of_the_website(state, word):
    assert status_word(state) == word


def test_every_state_has_a_word():
    assert all(status_word(state) for state in AccountState)
