import stat

from belajar.embedded.keys import FileKeys
from belajar.runtime.settings import secret_lines
from devstack.host.secret_files import secret_files


def test_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path):
    folder = tmp_path / "secrets"
    first = secret_files(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert secret_files(folder) == first
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_secrets_have_the_form_that_the_functions_read(tmp_path):
    files = secret_files(tmp_path)
    assert FileKeys(files.keys).mac(b"x").version == "1"
    assert len(secret_lines(files.peppers)) == len(secret_lines(files.report_keys)) == 1
    assert len(files.newest_report_key()) == 32
    assert files.peppers.read_bytes() != files.report_keys.read_bytes()
