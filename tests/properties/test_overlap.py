"""What must always hold of an overlap, whatever the knowledge base: nothing lost, nothing one-sided, order
without meaning."""

from __future__ import annotations

from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegraph.engine.analysis.overlap.adding import EffortOfAdding, adding_of
from clausegraph.engine.analysis.overlap.shared import Correspondence, asked, overlap_of
from clausegraph.engine.model import KnowledgeBase
from clausegraph.tests.properties.knowledge_bases import Size, random_knowledge

THEMES = ("audit", "policy", "risks")
seeds = st.integers(0, 2**32)


def random_themes(seed: int) -> KnowledgeBase:
    """A random knowledge base of three standards; requirements of one template have one theme, as those
    read from files do."""
    rng = Random(seed)
    knowledge = random_knowledge(rng, Size(standards=3))
    themes = {one.id: rng.choice(THEMES) for one in knowledge.templates}
    requirements = tuple(
        msgspec.structs.replace(one, theme=themes[one.template]) for one in knowledge.requirements
    )
    return msgspec.structs.replace(knowledge, requirements=requirements)


@settings(deadline=None)
@given(seeds)
def test_every_requirement_is_shared_or_specific_and_counterparts_come_in_pairs(seed: int) -> None:
    knowledge = random_themes(seed)
    overlap = overlap_of(knowledge, knowledge.standard)
    found = [one for shared in overlap.shared for ids in shared.requirements.values() for one in ids]
    found += [one for ids in overlap.specific.values() for one in ids]
    assert sorted(found) == sorted(one.id for one in knowledge.requirements)
    assert all(len(one.requirements) > 1 for one in overlap.shared)


@settings(deadline=None)
@given(seeds)
def test_where_a_theme_is_common_every_standard_that_has_it_asks_every_question(seed: int) -> None:
    knowledge = random_themes(seed)
    for shared in overlap_of(knowledge, knowledge.standard).shared:
        questions = {
            standard: {fact for one in ids for fact in asked(knowledge.requirement[one].template, knowledge)}
            for standard in knowledge.standard
            if (
                ids := [
                    one
                    for one in knowledge.asked_by[standard]
                    if knowledge.requirement[one].theme == shared.theme
                ]
            )
        }
        same = len({frozenset(one) for one in questions.values()}) == 1
        assert (shared.relation is Correspondence.COMMON) <= (same and not shared.more)


@settings(deadline=None)
@given(seeds)
def test_the_order_of_files_changes_no_number(seed: int) -> None:
    knowledge = random_themes(seed)
    turned = msgspec.structs.replace(
        knowledge,
        requirements=knowledge.requirements[::-1],
        rules=knowledge.rules[::-1],
        templates=knowledge.templates[::-1],
    )
    standards = tuple(knowledge.standard)
    one, other = overlap_of(knowledge, standards), overlap_of(turned, standards)
    assert (one.figures, one.specific, one.same_numbers) == (
        other.figures,
        other.specific,
        other.same_numbers,
    )
    assert [(each.theme, each.relation, each.requirements, set(each.facts)) for each in one.shared] == [
        (each.theme, each.relation, each.requirements, set(each.facts)) for each in other.shared
    ]


@settings(deadline=None)
@given(seeds)
def test_a_standard_added_to_itself_in_other_words_would_be_all_shared(seed: int) -> None:
    knowledge = random_themes(seed)
    first, second, *_ = knowledge.standard
    twin = tuple(
        msgspec.structs.replace(one, id=one.id.replace(first, second, 1), standard=second)
        for one in knowledge.requirements
        if one.standard == first
    )
    copied = msgspec.structs.replace(
        knowledge, requirements=(*(one for one in knowledge.requirements if one.standard != second), *twin)
    )
    assert {one.effort for one in adding_of(copied, (first,), second).requirements} <= {EffortOfAdding.SHARED}
