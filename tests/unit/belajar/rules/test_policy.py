from dataclasses import fields

from belajar.rules.policy import POLICY
from tools.policies_doc import DOCUMENT, render


def test_the_page_of_policies_is_current():
    assert DOCUMENT.read_text(encoding="utf-8") == render()


def test_every_policy_says_what_it_rules_and_who_sets_the_bar():
    assert all(row.metadata["meaning"] and row.metadata["source"] for row in fields(POLICY))


def test_the_page_shows_limits_with_their_window():
    assert "| `lookup_failures_per_identity` | 5 in 3600 s |" in render()
