import stat

from belajar.embedded.keys import FileKeys
from belajar.runtime.settings import secret_keys, secret_lines
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
    for path in (files.peppers, files.report_keys, files.ringkas_keys):
        assert len(secret_keys(path)) == 1
    assert secret_keys(files.report_keys) == (files.newest_report_key(),)
    assert secret_keys(files.ringkas_keys) == (files.newest_ringkas_key(),)
    assert secret_keys(files.peppers) == (files.newest_pepper(),)
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == len(list(tmp_path.iterdir()))
    assert len(secret_lines(files.texter_token)) == 1
