"""Infra as it is, and copies that can be spoilt on purpose."""

import shutil
from pathlib import Path

import pytest

from tools.infra_checks.hcl import Terraform, read_terraform
from tools.infra_checks.needs import ROOT

INFRA = ROOT / "infra"


@pytest.fixture(scope="package")
def terraform() -> Terraform:
    return read_terraform(INFRA)


class Copy:
    """A copy of infra/ in which one text is replaced."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "infra"
        shutil.copytree(INFRA, self.root, ignore=shutil.ignore_patterns(".terraform*"))

    def spoil(self, file: str, old: str, new: str) -> Terraform:
        path = self.root / file
        before = path.read_text()
        assert old in before, f"{file} has no {old!r}: the test spoils nothing"
        path.write_text(before.replace(old, new))
        return read_terraform(self.root)


@pytest.fixture
def copy(tmp_path) -> Copy:
    return Copy(tmp_path)
