"""What an assessment knows of each area of a management system (a theme, with its questions): what is
recorded there, what is open, what is only claimed. An audit is planned by it, a management review filled from
it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ....analysis.assessment import Assessment
from ....analysis.nonconformities.nonconformity import Nonconformity
from ....analysis.questions.questionnaire import Asked, Depth, Section, questionnaire
from ....commands.assess import Result
from ....model import Grade, KnowledgeBase, Status, Who, clause_order
from ....organisation.organisation import Answer
from ...words.overlap import labels


class Area(msgspec.Struct, frozen=True):
    """One area. `recorded` is what stands against its clauses or rests on its answers, worst first;
    `requirements` are those on its theme that apply."""

    theme: str
    title: str
    questions: tuple[Asked, ...]
    requirements: tuple[str, ...]
    recorded: tuple[Nonconformity, ...]

    @property
    def worst(self) -> Grade:
        return max((one.grade for one in self.recorded), default=Grade.UNGRADED)

    @property
    def open_questions(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.questions if not one.answers)

    @property
    def claimed(self) -> int:
        """How many questions are answered and nothing shows it."""
        return sum(bool(one.answers) and not shown(one.answers) for one in self.questions)

    @property
    def people(self) -> tuple[Who, ...]:
        return tuple(who for who in Who if any(one.fact.who is who for one in self.questions))


def shown(answers: Iterable[Answer]) -> bool:
    """Whether every answer names evidence, or stands on records that bear it out."""
    return all(one.evidence or (one.counted and not one.counted.written) for one in answers)


class Areas:
    """The areas of one assessment, in the order of the clauses. Questions that cannot apply are left out."""

    def __init__(self, result: Result) -> None:
        self.assessment: Assessment = result.assessment
        self.knowledge: KnowledgeBase = result.knowledge
        asked = questionnaire(result.knowledge, result.assessment.standards, Depth.FULL, result.organisation)
        self.registers = asked.registers
        everything = (*result.assessment.nonconformities, *result.assessment.observations)
        self.recorded = everything
        self.by_question: dict[str, list[Nonconformity]] = {}
        for one in everything:
            for name in dict.fromkeys(proof.ref for proof in one.evidence if proof.kind == "answer"):
                self.by_question.setdefault(name, []).append(one)
        self.all = tuple(self._area(section) for section in asked.sections)
        self.by_theme = {one.theme: one for one in self.all}

    def _area(self, section: Section) -> Area:
        questions = tuple(one for group in section.groups for one in group.questions)
        names = dict.fromkeys(name for one in questions for name in one.requirements)
        requirements = tuple(
            name
            for name in names
            if self.knowledge.requirement[name].theme == section.theme
            and self.assessment.finding[name].status is not Status.NOT_APPLICABLE
        )
        asked = {one.fact.id for one in questions}
        return Area(
            section.theme, section.title, questions, requirements, self._recorded(requirements, asked)
        )

    def _recorded(self, requirements: Iterable[str], asked: set[str]) -> tuple[Nonconformity, ...]:
        wanted = set(requirements)
        by_answer = {one.id for name in asked for one in self.by_question.get(name, ())}
        return tuple(
            one for one in self.recorded if one.id in by_answer or not wanted.isdisjoint(one.members)
        )

    def clauses(self, requirements: Iterable[str]) -> str:
        """The clauses of some requirements, each once, a line a standard where there are several."""
        found: dict[str, set[str]] = {}
        for name in requirements:
            one = self.knowledge.requirement[name]
            found.setdefault(one.standard, set()).add(one.clause)
        short = labels(self.assessment.standards) if len(self.assessment.standards) > 1 else {}
        return "\n".join(
            f"{f'{short[standard]}: ' if short else ''}{', '.join(sorted(found[standard], key=clause_order))}"
            for standard in self.assessment.standards
            if standard in found
        )

    def name_of(self, standard: str) -> str:
        """A standard as people call it: its edition without the amendment."""
        return self.knowledge.standard[standard].edition.partition(" with ")[0]
