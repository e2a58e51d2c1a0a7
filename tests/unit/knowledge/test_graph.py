"""Circles among links, on the small knowledge base."""

from __future__ import annotations

import msgspec
import pytest

from clausegraph.engine.knowledge.graph import circles
from clausegraph.engine.model import Basis, KnowledgeBase, Link, LinkKind, Strength
from clausegraph.engine.problems import Location


def with_links(small: KnowledgeBase, *ends: tuple[str, str, LinkKind]) -> KnowledgeBase:
    links = tuple(
        Link(
            f"test/{source}-{target}",
            f"sample:2020/{source}",
            f"sample:2020/{target}",
            kind,
            Basis.GUIDANCE,
            Strength.HARD,
            "",
            Location("here"),
        )
        for source, target, kind in ends
    )
    return msgspec.structs.replace(small, links=links)


def found(knowledge: KnowledgeBase) -> list[set[str]]:
    return [{link.id.removeprefix("test/") for link in circle} for circle in circles(knowledge)]


def test_links_that_lead_on_close_no_circle(small: KnowledgeBase) -> None:
    assert circles(small) == []


def test_two_links_back_and_forth_are_a_circle(small: KnowledgeBase) -> None:
    knowledge = with_links(
        small, ("8.4/watched", "9.2", LinkKind.EVALUATES), ("9.2/done", "8.4", LinkKind.PLANS)
    )
    assert found(knowledge) == [{"8.4/watched-9.2", "9.2/done-8.4"}]


def test_three_links_are_a_circle(small: KnowledgeBase) -> None:
    ends = (
        ("5.2", "8.4", LinkKind.LEADS),
        ("8.4", "9.2", LinkKind.EVALUATES),
        ("9.2", "5.2", LinkKind.GROUNDS),
    )
    assert found(with_links(small, *ends)) == [{"5.2-8.4", "8.4-9.2", "9.2-5.2"}]


@pytest.mark.parametrize("kind", [LinkKind.IMPROVES, LinkKind.REFERS])
def test_links_that_improve_or_refer_may_close_a_circle(small: KnowledgeBase, kind: LinkKind) -> None:
    assert found(with_links(small, ("5.2", "8.4", LinkKind.LEADS), ("8.4", "5.2", kind))) == []


def test_two_requirements_of_one_clause_do_not_lend_each_other_their_links(small: KnowledgeBase) -> None:
    knowledge = with_links(
        small, ("8.4/criteria", "9.2", LinkKind.EVALUATES), ("9.2", "8.4/watched", LinkKind.GROUNDS)
    )
    assert found(knowledge) == []


def test_separate_circles_are_told_separately(small: KnowledgeBase) -> None:
    ends = (
        ("5.2", "8.4/criteria", LinkKind.LEADS),
        ("8.4/criteria", "5.2", LinkKind.GROUNDS),
        ("8.4/watched", "9.2", LinkKind.EVALUATES),
        ("9.2", "8.4/watched", LinkKind.GROUNDS),
    )
    assert len(circles(with_links(small, *ends))) == 2
