from belajar.codes import code_key_version, one_time_code
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
