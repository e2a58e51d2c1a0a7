"""How much it matters to know of a practice by each question: what the ranking of questions weighs beside
what an answer settles.

A nonconformity is one failure of one practice (`nonconformities/practices.py`), so that questions are
weighed by practices and not by requirements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from ...model import AnswerKind, KnowledgeBase, LinkKind, Requirement, Weight
from ..nonconformities.practices import Practices

LAW = ("compliance-obligations", "evaluation-of-compliance")
"""The themes that are about keeping the law."""

ELEMENT, LAWFUL, PROVABLE = 2.0, 2.0, 1.5
"""How many times as much it matters if an absence is a breakdown, if a gap may break the law, and if the
answer is a date, a number or a share, which can be checked on the spot. House numbers."""

PROVED_AT_ONCE = (AnswerKind.DATE, AnswerKind.NUMBER, AnswerKind.PERCENTAGE)


class Practised:
    """The practices that the questions of some standards are about, and what each template under them
    weighs."""

    def __init__(self, knowledge: KnowledgeBase, carried: Mapping[str, int]) -> None:
        """`carried` has by requirement in scope how many stand on it, itself included."""
        self.knowledge = knowledge
        self.practices = Practices(knowledge)
        self.scope = tuple(knowledge.requirement[one] for one in carried)
        self.carries = self._carries(carried)

    def of(self, template_asks: Mapping[str, Iterable[str]]) -> dict[str, dict[str, tuple[str, ...]]]:
        """By question and practice, the templates by which the answer tells of it. `template_asks` has the
        questions of each template."""
        found: dict[str, dict[str, dict[str, None]]] = {}
        for requirement in self.scope:
            for question in template_asks[requirement.template]:
                by_practice = found.setdefault(question, {})
                by_practice.setdefault(self.practices.of_question(question, requirement), {})[
                    requirement.template
                ] = None
        return {one: {name: tuple(sorted(ids)) for name, ids in by.items()} for one, by in found.items()}

    def matters(self, template: str) -> float:
        """How many times as much a template matters as one that is an item, and that no law reaches."""
        element = ELEMENT if self.knowledge.template[template].weight is Weight.ELEMENT else 1.0
        return element * (LAWFUL if template in self._lawful else 1.0)

    def provable(self, question: str) -> float:
        """How many times as much a question matters because its answer can be checked on the spot."""
        return PROVABLE if self.knowledge.question[question].answer in PROVED_AT_ONCE else 1.0

    def _carries(self, carried: Mapping[str, int]) -> dict[str, int]:
        """By template: what stands on its requirements and, where they lead a theme, what else is in it
        (absence swallows the rest)."""
        sizes: dict[tuple[str, str], int] = {}
        for one in self.scope:
            sizes[one.standard, one.theme] = sizes.get((one.standard, one.theme), 0) + 1
        found: dict[str, int] = {}
        for one in self.scope:
            led = sizes[one.standard, one.theme] - 1 if self.knowledge.template[one.template].leads else 0
            found[one.template] = found.get(one.template, 0) + carried[one.id] + led
        return found

    @cached_property
    def _lawful(self) -> frozenset[str]:
        """The templates in scope that are about keeping the law, or on which what is about it bears
        directly."""
        reached: set[str] = set()
        for link in self.knowledge.links:
            if link.kind is not LinkKind.REFERS and all(
                self._is_law(one) for one in self._members(link.source)
            ):
                reached.update(self.knowledge.members[link.target])
        return frozenset(one.template for one in self.scope if self._is_law(one) or one.id in reached)

    def _is_law(self, requirement: Requirement) -> bool:
        return requirement.theme in LAW

    def _members(self, end: str) -> list[Requirement]:
        return [self.knowledge.requirement[one] for one in self.knowledge.members[end]]
