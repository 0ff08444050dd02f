"""Archives are the same byte for byte wherever they are made; their names change with what is in them."""

import io
import json
import os
import shutil
from zipfile import ZipFile

import pytest

from tests.support.checkouts import make_checkout
from tools.package import PackagingError
from tools.package.archive import pack
from tools.package.build import build
from tools.package.contents import contents


def packed(root, function="satu"):
    return pack(function, contents(function, root))


def test_two_checkouts_give_the_same_bytes_whatever_their_dates_and_rights(checkout, tmp_path):
    other = make_checkout(tmp_path / "elsewhere")
    for path in other.rglob("*.py"):
        os.utime(path, (1, 1))
        path.chmod(0o755)
    (other / "belajar" / "__pycache__").mkdir()
    assert packed(other).data == packed(checkout).data


def test_the_order_in_which_files_are_given_does_not_matter():
    assert pack("satu", {"a": b"1", "b": b"2"}) == pack("satu", {"b": b"2", "a": b"1"})


@pytest.mark.parametrize(
    "changed",
    ["functions/satu/step.py", "functions/satu/templates/salam.txt.j2", "belajar/wiring.py", "schemas/__init__.py"],
)
def test_one_byte_of_a_shipped_file_changes_the_name(checkout, changed):
    before = packed(checkout)
    (checkout / changed).write_text((checkout / changed).read_text() + " ")
    assert packed(checkout).file != before.file


def test_another_file_in_the_lock_changes_the_names_of_those_who_need_it(checkout):
    before = {name: packed(checkout, name).file for name in ("satu", "dua")}
    lock = checkout / "requirements" / "run.lock"
    lock.write_text(lock.read_text().replace(_hash_of("anyascii", lock.read_text()), "0" * 64))
    assert packed(checkout, "satu").file != before["satu"]
    assert packed(checkout, "dua").file == before["dua"]


def _hash_of(name, lock):
    return lock.partition(f"{name}==")[2].partition("sha256:")[2][:64]


def test_what_is_installed_in_another_version_than_locked_stops_the_packing(checkout):
    """It may need something else, and then the archive would depend on who packs it."""
    lock = checkout / "requirements" / "run.lock"
    lock.write_text(lock.read_text().replace("anyascii==", "anyascii==1"))
    with pytest.raises(PackagingError, match="not as locked: anyascii"):
        packed(checkout, "satu")
    assert packed(checkout, "dua")


@pytest.mark.parametrize("changed", ["functions/dua/main.py", "tests/test_satu.py", "pyproject.toml", ".env"])
def test_a_file_that_is_not_shipped_does_not_change_the_name(checkout, changed):
    before = packed(checkout)
    (checkout / changed).write_text("# changed\n")
    assert packed(checkout).file == before.file


def test_everybody_may_read_what_is_unpacked_and_nothing_can_be_started(checkout):
    with ZipFile(io.BytesIO(packed(checkout).data)) as opened:
        assert {info.external_attr >> 16 for info in opened.infolist()} == {0o100644}
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_manifest_says_file_hash_and_entry_point(checkout, tmp_path):
    [archive] = build(["satu"], checkout, tmp_path / "dist")
    manifest = json.loads((tmp_path / "dist" / "packages.json").read_text())
    assert manifest == {"satu": {"file": archive.file, "sha256": archive.sha256, "entry_point": "satu"}}
    assert archive.file == f"satu-{archive.sha256[:16]}.zip"
    assert (tmp_path / "dist" / archive.file).read_bytes() == archive.data


def test_packing_one_function_leaves_the_others_in_the_manifest(checkout, tmp_path):
    [first] = build(["dua"], checkout, tmp_path / "dist")
    build(["satu"], checkout, tmp_path / "dist")
    assert json.loads((tmp_path / "dist" / "packages.json").read_text())["dua"]["file"] == first.file
    assert (tmp_path / "dist" / first.file).exists()


def test_a_function_that_is_no_more_leaves_manifest_and_folder(checkout, tmp_path):
    [first] = build(["dua"], checkout, tmp_path / "dist")
    shutil.rmtree(checkout / "functions" / "dua")
    build(["satu"], checkout, tmp_path / "dist")
    assert list(json.loads((tmp_path / "dist" / "packages.json").read_text())) == ["satu"]
    assert not (tmp_path / "dist" / first.file).exists()


def test_an_older_archive_of_a_function_goes_and_files_of_others_stay(checkout, tmp_path):
    [old] = build(["satu"], checkout, tmp_path / "dist")
    (tmp_path / "dist" / "arsip.zip").write_bytes(b"not ours")
    (checkout / "schemas/forms.py").write_text("class Form:\n    baru = True\n")
    [new] = build(["satu"], checkout, tmp_path / "dist")
    assert {path.name for path in (tmp_path / "dist").iterdir()} == {new.file, "packages.json", "arsip.zip"}
    assert old.file != new.file


def test_nothing_is_written_if_one_function_cannot_be_packed(checkout, tmp_path):
    shutil.rmtree(checkout / "functions" / "dua")
    with pytest.raises(PackagingError):
        build(["satu", "dua"], checkout, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()
