"""What is doubted of the knowledge that ships, and that every acceptance in it is needed."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from clausegraph.engine.analysis.verification.doubts import report
from clausegraph.engine.analysis.verification.spaces import Space
from clausegraph.engine.analysis.verification.verify import doubts, verify
from clausegraph.engine.codes import DOUBTFUL, Code
from clausegraph.engine.model import Condition, KnowledgeBase, Op
from clausegraph.engine.reading.nodes import Problems
from clausegraph.tests.shipped import KNOWLEDGE

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("day", [date(2024, 2, 29), TODAY])
def test_nothing_in_what_ships_is_doubted_without_a_reason_nor_accepted_in_vain(day: date) -> None:
    problems = Problems()
    verify(KNOWLEDGE, day, problems)
    assert problems.found == []


def test_every_doubt_has_a_code_that_can_be_accepted() -> None:
    assert {one.code for one in doubts(KNOWLEDGE, TODAY)} <= set(DOUBTFUL) <= {code.value for code in Code}


def test_what_is_accepted_in_vain_is_told_of_a_knowledge_base_that_stands_alone() -> None:
    problems = Problems()
    report((), KNOWLEDGE, problems, unused=True)
    accepted = {
        one
        for some in (KNOWLEDGE.templates, KNOWLEDGE.rules, KNOWLEDGE.links)
        for entry in some
        for one in entry.accepted
    }
    assert {problem.code for problem in problems.found} == {"accepts-nothing"}
    assert {problem.at for problem in problems.found} == {one.at for one in accepted}


def rule_moved(knowledge: KnowledgeBase, name: str, number: float) -> KnowledgeBase:
    """The knowledge base with another limit in one rule."""

    def moved(condition: Condition) -> Condition:
        if condition.op is Op.ONE_OF:
            return condition
        return msgspec.structs.replace(condition, number=number)

    rules = tuple(
        msgspec.structs.replace(rule, when=tuple(tuple(map(moved, group)) for group in rule.when))
        if rule.id == name
        else rule
        for rule in knowledge.rules
    )
    return msgspec.structs.replace(knowledge, rules=rules)


def test_a_limit_moved_past_the_next_one_is_told() -> None:
    moved = rule_moved(KNOWLEDGE, "iso-14001/limit-exceeded-in-several-months", 5)
    told = [one for one in doubts(moved, TODAY) if "months_exceeded" in one.message]
    assert [one.code for one in told] == ["threshold-order"]


def test_a_count_has_no_class_between_two_whole_numbers() -> None:
    template = KNOWLEDGE.template["iso-14001:2015/8.1/limits-kept"]
    space = Space(template, KNOWLEDGE, TODAY)
    classes = space.classes[space.place["environmental_limits.months_exceeded"]]
    assert [one.words for one in classes] == ["0 months", "1 months", "2 to 3 months", "at least 4 months"]
