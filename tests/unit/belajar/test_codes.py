from belajar.codes import code_key_version, one_time_code, reset_code
from belajar.embedded.keys import FileKeys

NOMOR = "0123456789abcdef"


def test_the_code_is_the_same_when_it_is_sent_and_when_it_is_compared(tmp_path):
    path = tmp_path / "keys"
    sender, comparer = FileKeys.create(path), FileKeys(path)
    assert one_time_code(NOMOR, 1, sender, None) == one_time_code(NOMOR, 1, comparer, None)


def test_every_number_and_every_request_has_a_code_of_its_own(tmp_path):
    keys = FileKeys.create(tmp_path / "keys")
    numbered = [one_time_code(NOMOR, number, keys, None) for number in range(1, 30)]
    assert len(set(numbered)) > 25
    others = [one_time_code(f"{NOMOR[:-2]}{number:02x}", 1, keys, None) for number in range(29)]
    assert len(set(others)) > 25


def test_a_code_of_another_key_is_another_one(tmp_path):
    one, other = (FileKeys.create(tmp_path / name) for name in ("one", "other"))
    assert [one_time_code(NOMOR, n, one, None) for n in range(9)] != [
        one_time_code(NOMOR, n, other, None) for n in range(9)
    ]


def test_a_code_keeps_its_key_version_while_the_key_is_rotated(tmp_path):
    path = tmp_path / "keys"
    before = FileKeys.create(path)
    path.write_text(f"2 {'B' * 43}=\n{path.read_text()}")
    after = FileKeys(path)
    assert (code_key_version(before), code_key_version(after)) == ("1", "2")
    assert one_time_code(NOMOR, 1, before, None) == one_time_code(NOMOR, 1, after, "1")


RESET = "0123456789abcdef" * 2


def test_every_number_and_every_reset_has_a_code_of_its_own(tmp_path):
    keys = FileKeys.create(tmp_path / "keys")
    assert reset_code(RESET, 1, keys, None) == reset_code(RESET, 1, FileKeys(tmp_path / "keys"), None)
    numbered = [reset_code(RESET, number, keys, None) for number in range(1, 30)]
    others = [reset_code(f"{RESET[:-2]}{number:02x}", 1, keys, None) for number in range(29)]
    assert min(len(set(numbered)), len(set(others))) > 25
    assert {len(code) for code in numbered} == {6}


def test_the_code_of_a_request_never_stands_for_that_of_a_reset_of_the_same_number(tmp_path):
    keys = FileKeys.create(tmp_path / "keys")
    numbers = range(1, 10)
    requests = [one_time_code(RESET, number, keys, None) for number in numbers]
    assert requests != [reset_code(RESET, number, keys, None) for number in numbers]


def test_the_code_of_a_reset_keeps_its_key_version_while_the_key_is_rotated(tmp_path):
    path = tmp_path / "keys"
    before = FileKeys.create(path)
    path.write_text(f"2 {'B' * 43}=\n{path.read_text()}")
    after = FileKeys(path)
    assert reset_code(RESET, 1, before, None) == reset_code(RESET, 1, after, "1")
