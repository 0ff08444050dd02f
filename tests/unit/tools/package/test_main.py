"""`python -m tools.package`."""

import json

import pytest

from tools.package.__main__ import main


def test_named_functions_are_packed_into_the_folder_given(tmp_path, capsys):
    assert main(["--out", str(tmp_path), "sweeper", "lookup"]) == 0
    manifest = json.loads((tmp_path / "packages.json").read_text())
    assert list(manifest) == ["lookup", "sweeper"]
    told = capsys.readouterr().out
    assert all(entry["file"] in told for entry in manifest.values())


def test_an_unknown_function_is_refused_with_those_there_are(tmp_path, capsys):
    with pytest.raises(SystemExit) as refused:
        main(["--out", str(tmp_path), "tiada"])
    assert refused.value.code == 2
    assert "no such function: tiada (there are: lookup," in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
