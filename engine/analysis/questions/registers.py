"""Which registers matter to some standards, and what the rules over their records decide there."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import Each, Grade, KnowledgeBase, Rule
from .telling import Decides


def decided_by_records(knowledge: KnowledgeBase, standards: Iterable[str]) -> dict[str, Decides]:
    """What the records of each register decide for some standards, in the order of the knowledge base;
    registers that decide nothing there are left out."""
    found: dict[str, list[str]] = {register.id: [] for register in knowledge.registers}
    for standard in dict.fromkeys(standards):
        for requirement in knowledge.asked_by[standard]:
            for register in registers_over(requirement, knowledge):
                found[register].append(requirement)
    return {
        one: Decides(tuple(serves), _worst(one, serves, knowledge)) for one, serves in found.items() if serves
    }


def registers_over(requirement: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The registers whose records bear on a requirement, each once, in the order in which its rules name
    them."""
    rules = record_rules(requirement, knowledge)
    return tuple(
        dict.fromkeys(
            register for _, each in rules for register in registers_in(each, requirement, knowledge)
        )
    )


def record_rules(requirement: str, knowledge: KnowledgeBase) -> list[tuple[Rule, Each]]:
    """The rules over records that can judge a requirement, each with what it asks of them."""
    rules = knowledge.rules_of[knowledge.requirement[requirement].template]
    asking = [(rule, rule.each) for rule in rules if rule.each is not None]
    return [(rule, each) for rule, each in asking if _counts(each.register, requirement, knowledge)]


def registers_in(each: Each, requirement: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The registers that a rule looks at for a requirement, first the one whose records it judges."""
    return tuple(register for register in each.registers if _counts(register, requirement, knowledge))


def _counts(register: str, requirement: str, knowledge: KnowledgeBase) -> bool:
    """Whether the records of a register say something there: those of another discipline do not."""
    return knowledge.question[register].of in (
        None,
        knowledge.standard[knowledge.requirement[requirement].standard].discipline,
    )


def _worst(register: str, requirements: Iterable[str], knowledge: KnowledgeBase) -> Grade:
    rules = [one for requirement in requirements for one in record_rules(requirement, knowledge)]
    return max(rule.grade for rule, each in rules if register in each.registers)
