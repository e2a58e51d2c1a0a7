"""Which practice failed where a requirement fails: that of the question whose answer decided.

In clauses 4 to 7, 9 and 10 a practice is a theme: one internal audit, one management review, one way to
train people. In operation each control and each process is a practice of its own, told apart by the
question that is answered badly, in Annex A by the control. What falls short there without breaking down is
written as one nonconformity of its family, the theme: suppliers, access, emergencies.
"""

from __future__ import annotations

from ...model import CONTROL, KnowledgeBase, Requirement
from ..findings import Reason


class Practices:
    """The practices of a knowledge base: what a question, and what a requirement, is about."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge

    def of_reason(self, reason: Reason, requirement: Requirement) -> str:
        """The practice that failed, by the rule that says so."""
        asked = self._asked(reason)
        return self.of_question(asked[0], requirement) if asked else self.of_requirement(requirement)

    def family(self, reason: Reason, requirement: Requirement) -> str:
        """The theme that is one process or one family of controls, so that its lesser failures are one
        nonconformity; empty where a theme holds processes that have nothing to do with each other."""
        asked = () if requirement.clause.startswith(CONTROL) else self._asked(reason)
        name = self.knowledge.question[asked[0]].theme if asked else requirement.theme
        theme = self.knowledge.theme.get(name)
        return "" if theme and theme.apart else name

    def _asked(self, reason: Reason) -> tuple[str, ...]:
        """The questions that told; none of a note, or of records."""
        told = reason.note is None and self.knowledge.rule[reason.rule].each is None
        return reason.questions if told else ()

    def of_question(self, question: str, requirement: Requirement) -> str:
        """The practice that a question asks about, seen from a requirement that it decides."""
        if requirement.clause.startswith(CONTROL):
            return requirement.clause
        theme = self.knowledge.question[question].theme
        return question if theme in self.knowledge.operational else theme

    def of_requirement(self, requirement: Requirement) -> str:
        """The practice that a requirement belongs to, where no question told: what somebody saw, what a
        record shows. A clause in operation, or of several themes, is a practice of its own."""
        if requirement.clause.startswith(CONTROL):
            return requirement.clause
        if requirement.theme and requirement.theme not in self.knowledge.operational:
            return requirement.theme
        return requirement.template or f"clause {requirement.clause}"
