import pytest


@pytest.mark.usefixtures("store")
def test_an_id_that_is_no_dead_letter_is_said_with_exit_code_1(belajar):
    done = belajar("dlq", "replay", "999")
    assert done.exit_code == 1
    assert "0 replayed" in done.output
    assert "no dead letters" in done.output


@pytest.mark.usefixtures("store")
def test_replaying_all_of_none_is_no_failure(belajar):
    assert belajar("dlq", "replay", "--all").exit_code == 0
