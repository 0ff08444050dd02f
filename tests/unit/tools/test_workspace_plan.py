"""What an administrator is told to make is what accounts are put into."""

import pytest

from belajar.cloud.directory import SCOPES
from belajar.rules.domains import email_domains, org_unit
from schemas.people import Jenis, JenisLain, Jenjang, Peran
from tools.workspace_plan import main, units


def test_every_unit_stands_behind_the_one_above_it():
    found = units()
    assert org_unit(Jenis.TENAGA_KEPENDIDIKAN, Peran.OPERATOR, Jenjang.SMA) in found
    assert org_unit(JenisLain.DINAS, None, None) in found
    for unit in found:
        above = unit.rpartition("/")[0]
        assert not above or found.index(above) < found.index(unit)


def test_the_plan_names_every_domain_unit_and_scope_once(capsys: pytest.CaptureFixture[str]):
    main()
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    for wanted in (*email_domains(), *units(), *SCOPES):
        assert lines.count(wanted) == 1
