"""The page for whoever is on call knows every reason a log can give."""

import re

from belajar.errors import Reason
from tools.anatomy import ROOT


def test_every_reason_has_its_row_with_what_to_do_and_no_other_stands_there():
    _, _, table = (ROOT / "docs" / "operations.md").read_text().partition("## Reasons")
    rows = re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", table, re.MULTILINE)
    assert rows == [reason.value for reason in Reason]
