"""Which practice failed where a requirement fails: that of the question whose answer decided.

In clauses 4 to 7, 9 and 10 a practice is a theme: one internal audit, one management review, one way to train people. In operation each
control and each process is a practice of its own, told apart by the question that is answered badly, in Annex A by the control.
"""

from __future__ import annotations

from functools import cached_property

from ...model import KnowledgeBase, Requirement
from ..findings import Reason

OPERATION = ("8",)
"""The clauses in which each process stands for itself."""

METHODS = {"information-security": ("6.1.2", "6.1.3")}
"""By discipline, clauses of planning in which each step is done and judged by itself: information security risks and their treatment."""

CONTROL = "A."
"""How the clauses of an annex of controls begin."""


class Practices:
    """The practices of a knowledge base: what a question, and what a requirement, is about."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge

    def of_reason(self, reason: Reason, requirement: Requirement) -> str:
        """The practice that failed, by the rule that says so."""
        asked = reason.questions if reason.note is None and self.knowledge.rule[reason.rule].each is None else ()
        return self.of_question(asked[0], requirement) if asked else self.of_requirement(requirement)

    def of_question(self, question: str, requirement: Requirement) -> str:
        """The practice that a question asks about, seen from a requirement that it decides."""
        if requirement.clause.startswith(CONTROL):
            return requirement.clause
        theme = self.knowledge.fact[question].theme
        return question if theme in self.operational else theme

    def of_requirement(self, requirement: Requirement) -> str:
        """The practice that a requirement belongs to, where no question told: what somebody saw, what a record shows. A clause in
        operation, or of several themes, is a practice of its own."""
        if requirement.clause.startswith(CONTROL):
            return requirement.clause
        if requirement.theme and requirement.theme not in self.operational:
            return requirement.theme
        return requirement.template or f"clause {requirement.clause}"

    @cached_property
    def operational(self) -> frozenset[str]:
        """The themes most of whose requirements stand in operation."""
        weighs: dict[str, int] = {}
        for requirement in self.knowledge.requirements:
            weighs[requirement.theme] = weighs.get(requirement.theme, 0) + (1 if self._operates(requirement) else -1)
        return frozenset(theme for theme, weight in weighs.items() if weight > 0)

    def _operates(self, requirement: Requirement) -> bool:
        discipline = self.knowledge.standard[requirement.standard].discipline.value
        clauses = (*OPERATION, *METHODS.get(discipline, ()))
        return requirement.clause.startswith(CONTROL) or any(f"{requirement.clause}.".startswith(f"{one}.") for one in clauses)

    @cached_property
    def leading(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """By standard and theme, the requirements without which the rest of the theme cannot be there."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for requirement in self.knowledge.requirements:
            if self.knowledge.template[requirement.template].leads:
                key = requirement.standard, requirement.theme
                found[key] = (*found.get(key, ()), requirement.id)
        return found
