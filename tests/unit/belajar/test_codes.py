from belajar.codes import one_time_code
from belajar.embedded.keys import FileKeys

NOMOR = "0123456789abcdef"


def test_the_code_is_the_same_when_it_is_sent_and_when_it_is_compared(tmp_path):
    path = tmp_path / "keys"
    sender, comparer = FileKeys.create(path), FileKeys(path)
    assert one_time_code(NOMOR, 1, sender) == one_time_code(NOMOR, 1, comparer)


def test_every_number_and_every_request_has_a_code_of_its_own(tmp_path):
    keys = FileKeys.create(tmp_path / "keys")
    numbered = [one_time_code(NOMOR, number, keys) for number in range(1, 30)]
    assert len(set(numbered)) > 25
    others = [one_time_code(f"{NOMOR[:-2]}{number:02x}", 1, keys) for number in range(29)]
    assert len(set(others)) > 25


def test_a_code_of_another_key_is_another_one(tmp_path):
    one, other = (FileKeys.create(tmp_path / name) for name in ("one", "other"))
    assert [one_time_code(NOMOR, n, one) for n in range(9)] != [one_time_code(NOMOR, n, other) for n in range(9)]
