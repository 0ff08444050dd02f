"""The document of the benches: one section each, replaced one at a time."""

from bench.report import table, with_section


def test_a_new_run_replaces_its_own_section_and_leaves_the_others():
    first = with_section(with_section("", "roster", "## Import\n\nearlier"), "cold_start", "## Cold start\n\nkept")
    second = with_section(first, "roster", "## Import\n\nnew")
    assert "earlier" not in second
    assert second.index("## Cold start\n\nkept") < second.index("## Import\n\nnew")
    assert second.startswith("# Benchmarks\n")


def test_the_same_section_again_changes_nothing():
    once = with_section("", "operations", "## Operations")
    assert with_section(once, "operations", "## Operations") == once


def test_columns_of_a_table_are_as_wide_as_their_widest_cell():
    assert table(["per", "n"], [["row", "10,000"]]) == "\n".join(
        ["| per |      n |", "| --- | -----: |", "| row | 10,000 |"]
    )
