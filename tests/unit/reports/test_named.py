"""From what a person types to the requirements meant."""

import pytest

from clausegraph.engine.knowledge.language.named import find_requirement
from clausegraph.engine.problems import BadInput

QUALITY = ("iso-9001:2015",)
BOTH = ("iso-9001:2015", "iso-14001:2015")


def test_a_full_name_means_one_requirement(knowledge):
    assert find_requirement(knowledge, BOTH, "iso-14001:2015/4.1/issues") == ["iso-14001:2015/4.1/issues"]


def test_a_short_name_means_one_in_every_standard(knowledge):
    assert find_requirement(knowledge, BOTH, "4.1/issues") == [
        "iso-9001:2015/4.1/issues",
        "iso-14001:2015/4.1/issues",
    ]


def test_a_clause_means_all_under_it(knowledge):
    assert find_requirement(knowledge, QUALITY, "9.2") == [
        "iso-9001:2015/9.2.2/audit",
        "iso-9001:2015/9.2.2/suppliers",
    ]


def test_a_harmonised_requirement_may_go_by_its_own_name(knowledge):
    assert find_requirement(knowledge, BOTH, "context/audit") == [
        "iso-9001:2015/9.2.2/audit",
        "iso-14001:2015/9.2.2/audit",
    ]


@pytest.mark.parametrize("name", ["4.1/isues", "iso-9001:2015/4.1/isues"])
def test_a_misspelt_name_is_a_problem_that_names_the_nearest(knowledge, name):
    with pytest.raises(BadInput, match=r"did you mean .*4\.1/issues"):
        find_requirement(knowledge, QUALITY, name)


def test_a_name_out_of_scope_says_how_to_bring_it_in(knowledge):
    with pytest.raises(BadInput, match="add --standard iso-14001:2015"):
        find_requirement(knowledge, QUALITY, "iso-14001:2015/4.1/issues")


def test_a_name_like_no_other_says_where_to_look(knowledge):
    with pytest.raises(BadInput, match="clausegraph standards"):
        find_requirement(knowledge, QUALITY, "zzzz")
