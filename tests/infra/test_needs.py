"""The topology lists what each function asks for: its environment, secrets and grants are derived from that."""

import ast

import pytest

from devstack.topology import topology
from tools.anatomy import published
from tools.infra_checks.needs import deployed, wrong_buckets, wrong_publishes, wrong_uses

MAINS = deployed()
LOOKUP = """
def _deps():
    chosen = settings()
    return Deps(wiring.store(), wiring.peppers(), wiring.clock(), {more})

FUNCTION = HttpFunction("lookup", [], wiring.runtime, _deps)
"""


def main_of_lookup(more: str) -> dict[str, ast.Module]:
    return {"lookup": ast.parse(LOOKUP.format(more=more))}


@pytest.mark.parametrize("name", MAINS)
def test_a_function_lists_the_builders_it_asks_for(name):
    assert wrong_uses(topology(), {name: MAINS[name]}) == []


@pytest.mark.parametrize("name", MAINS)
def test_a_function_lists_the_buckets_it_works_with(name):
    assert wrong_buckets(topology(), {name: MAINS[name]}) == []


@pytest.mark.parametrize("name", MAINS)
def test_a_function_lists_the_topics_it_publishes_to(name):
    made = {model.topic() for model in published(name)}
    assert wrong_publishes(topology(), {name: MAINS[name]}, {name: made}) == []


@pytest.mark.parametrize("name", MAINS)
def test_a_function_that_works_with_a_bucket_has_files(name):
    function = topology().functions[name]
    assert bool(function.buckets) == ("files" in function.uses)


def test_a_builder_that_is_not_listed_is_found():
    [found] = wrong_uses(topology(), main_of_lookup("wiring.keys()"))
    assert "lookup" in found
    assert "'keys'" in found


def test_a_listed_builder_that_nobody_asks_for_is_found():
    main = ast.parse("FUNCTION = HttpFunction('lookup', [], wiring.runtime, None)")
    assert wrong_uses(topology(), {"lookup": main}) != []


@pytest.mark.parametrize("use", topology().functions["notify"].uses)
def test_a_list_that_leaves_out_a_use_so_that_its_grant_is_missing_is_found(use):
    own = topology()
    fewer = own.functions["notify"].model_copy(
        update={"uses": [each for each in own.functions["notify"].uses if each != use]}
    )
    changed = own.model_copy(update={"functions": own.functions | {"notify": fewer}})
    assert len(wrong_uses(changed, MAINS)) == 1


def test_a_bucket_that_is_not_listed_is_found():
    assert wrong_buckets(topology(), main_of_lookup("")) == []
    assert "rosters" in wrong_buckets(topology(), main_of_lookup("chosen.roster_bucket"))[0]


def test_a_topic_that_is_not_listed_is_found():
    made = {"details-requested-v1"}
    assert wrong_publishes(topology(), main_of_lookup(""), {"lookup": made}) == []
    assert wrong_publishes(topology(), main_of_lookup(""), {"lookup": made | {"sync-paged-v1"}}) != []


def test_whoever_holds_the_bus_may_publish_to_any_topic_and_nobody_else():
    [found] = wrong_publishes(topology(), main_of_lookup("wiring.bus()"), {"lookup": {"details-requested-v1"}})
    assert "['*']" in found
