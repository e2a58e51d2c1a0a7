"""Which registers bear on a standard, and what the rules over their records decide there."""

from __future__ import annotations

from msgspec.structs import replace

from clausegraph.engine.analysis.questions.registers import (
    decided_by_records,
    record_rules,
    registers_in,
    registers_over,
)
from clausegraph.engine.model import Discipline, Grade, KnowledgeBase

CONTROL = "iso-9001:2015/8.1/control"


def test_a_register_decides_the_requirements_that_rules_over_its_records_judge(
    knowledge: KnowledgeBase,
) -> None:
    found = decided_by_records(knowledge, ["iso-14001:2015"])
    assert "iso-14001:2015/8.1/aspects-controlled" in found["registers.aspects"].requirements
    assert found["registers.aspects"].worst is Grade.MINOR
    assert found["registers.objectives"].worst is Grade.MINOR


def test_registers_of_another_discipline_decide_nothing(knowledge: KnowledgeBase) -> None:
    assert "registers.hazards" not in decided_by_records(knowledge, ["iso-9001:2015", "iso-14001:2015"])
    assert "registers.hazards" in decided_by_records(knowledge, ["iso-9001:2015", "iso-45001:2018"])


def test_a_requirement_names_first_the_register_whose_records_are_judged(knowledge: KnowledgeBase) -> None:
    assert registers_over(CONTROL, knowledge) == (
        "registers.controls",
        "registers.risks",
        "registers.obligations",
        "registers.objectives",
    )
    assert registers_over("iso-9001:2015/9.3.1/held", knowledge) == ()


def test_a_rule_over_records_of_another_discipline_judges_nothing(knowledge: KnowledgeBase) -> None:
    (_, each), *_ = record_rules(CONTROL, knowledge)
    facts = tuple(
        replace(one, of=Discipline.OHS) if one.id == each.register else one for one in knowledge.questions
    )
    theirs = replace(knowledge, questions=facts)
    assert record_rules(CONTROL, theirs) == []
    assert registers_in(each, CONTROL, theirs) == (
        "registers.risks",
        "registers.obligations",
        "registers.objectives",
    )
    assert record_rules("iso-45001:2018/8.1.1/control", theirs) != []


def test_no_standard_has_no_register(knowledge: KnowledgeBase) -> None:
    assert decided_by_records(knowledge, []) == {}
