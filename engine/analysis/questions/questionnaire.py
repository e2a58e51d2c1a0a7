"""The questions that some standards ask an organisation, each once, in the order in which people go
through them: by theme, and inside by who can answer; then the registers that are asked for. Every format
of the questionnaire, and the interview, shows this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain

import msgspec

from ...inference.meaning.conditions import Truth
from ...inference.meaning.kleene import kleene
from ...knowledge.language.phrases import Told
from ...model import (
    Discipline,
    Grade,
    KnowledgeBase,
    Question,
    Requirement,
    Who,
    Word,
    clause_order,
    facts_in,
)
from ...organisation.organisation import Answer, Organisation
from .registers import decided_by_records
from .telling import QUICK, Decides, decided_by, most_telling, quick

Number = tuple[tuple[int, int | str], ...]
"""A clause number as `clause_order` sorts it."""


class Depth(Word):
    """How many questions are asked: all, or those that tell most."""

    FULL = "full"
    QUICK = "quick"


class Asked(msgspec.Struct, frozen=True, gc=False):
    """One question with what it serves.

    `theme` is the id of what it is about. `requirements` are those that it helps to decide, in the order
    of the standards, and `worst` the worst grade it could lead to there. `evidence` is what is asked for
    to show the answer. `disciplines` are those that may be answered apart. `answers` are those given
    already; none if the question is open.
    """

    fact: Question
    theme: str
    requirements: tuple[str, ...]
    worst: Grade
    evidence: tuple[str, ...]
    disciplines: tuple[Discipline, ...]
    answers: tuple[Answer, ...] = ()


class QuestionGroup(msgspec.Struct, frozen=True, gc=False):
    """The questions of one theme, or the registers, that one kind of people can answer."""

    who: Who
    questions: tuple[Asked, ...]


class Section(msgspec.Struct, frozen=True, gc=False):
    """The questions about one theme."""

    theme: str
    title: str
    groups: tuple[QuestionGroup, ...]


class Questionnaire(msgspec.Struct, frozen=True, dict=True):
    """All that is asked of an organisation.

    `sections` go in the order of the clauses. `set_aside` are the questions whose requirements cannot
    apply, given the answers and what is declared not applicable. `beyond` are answers that nothing here
    asks for: of another standard, or beyond the quick questions. `telling` has every question, set aside
    or not, the most telling first. `registers` are asked for whole, without theme and evidence. `who` are
    those whom alone it is made for; everybody if there is none.
    """

    standards: tuple[str, ...]
    depth: Depth
    sections: tuple[Section, ...]
    set_aside: tuple[Asked, ...]
    beyond: tuple[Answer, ...]
    telling: tuple[str, ...]
    registers: tuple[Asked, ...] = ()
    who: tuple[Who, ...] = ()

    @cached_property
    def register_groups(self) -> tuple[QuestionGroup, ...]:
        """The registers by who can keep them."""
        return _groups(self.registers)

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """Every question by the id of its fact, in the order of the questionnaire, those set aside last."""
        listed = [one for section in self.sections for group in section.groups for one in group.questions]
        return {one.fact.id: one for one in (*listed, *self.set_aside)}


def questionnaire(
    knowledge: KnowledgeBase,
    standards: Iterable[str],
    depth: Depth = Depth.FULL,
    organisation: Organisation | None = None,
) -> Questionnaire:
    """The questions of some standards to an organisation, with the answers it has given already."""
    chosen = tuple(dict.fromkeys(standards))
    telling = quick(knowledge, chosen) if depth is Depth.QUICK else most_telling(knowledge, chosen)
    decides = decided_by(knowledge, chosen)
    given = organisation.answers if organisation else ()
    asked = {fact: _asked(knowledge.question[fact], decides[fact], knowledge, given) for fact in telling}
    idle = _Idle(knowledge, chosen, organisation).among(asked) if organisation else frozenset()
    return Questionnaire(
        standards=chosen,
        depth=depth,
        sections=_sections(
            [asked[fact] for fact in decides if fact in asked and fact not in idle], knowledge, chosen
        ),
        set_aside=tuple(asked[fact] for fact in decides if fact in idle),
        beyond=tuple(one for one in given if one.fact not in asked),
        telling=telling,
        registers=_registers(knowledge, chosen, depth, organisation),
    )


def asked_of(asked: Questionnaire, people: Iterable[Who]) -> Questionnaire:
    """The part of a questionnaire that some people can answer. Answers beyond it are none of theirs."""
    who = tuple(dict.fromkeys(people))
    sections = (
        msgspec.structs.replace(one, groups=tuple(group for group in one.groups if group.who in who))
        for one in asked.sections
    )
    left = {name for name, one in asked.asked.items() if one.fact.who in who}
    return msgspec.structs.replace(
        asked,
        sections=tuple(one for one in sections if one.groups),
        set_aside=tuple(one for one in asked.set_aside if one.fact.who in who),
        beyond=(),
        telling=tuple(one for one in asked.telling if one in left),
        registers=tuple(one for one in asked.registers if one.fact.who in who),
        who=who,
    )


def _registers(
    knowledge: KnowledgeBase, standards: tuple[str, ...], depth: Depth, organisation: Organisation | None
) -> tuple[Asked, ...]:
    """The registers asked for: those that decide something that can apply (if all is asked), those that
    are given, and those whose records these name."""
    asked = {
        one: Asked(knowledge.question[one], "", decides.requirements, decides.worst, (), ())
        for one, decides in decided_by_records(knowledge, standards).items()
    }
    given = organisation.registers if organisation else {}
    out = _Idle(knowledge, standards, organisation).among(asked) if organisation else frozenset()
    wanted = {*(asked.keys() - out if depth is Depth.FULL else ()), *given}
    fields = chain.from_iterable(knowledge.question[register].record for register in tuple(wanted))
    wanted |= {field.register for field in fields if field.register}
    return tuple(
        asked.get(one.id) or Asked(one, "", (), Grade.UNGRADED, (), ())
        for one in knowledge.registers
        if one.id in wanted
    )


def _asked(
    question: Question, decides: Decides, knowledge: KnowledgeBase, given: tuple[Answer, ...]
) -> Asked:
    serves = [knowledge.requirement[one] for one in decides.requirements]
    own = _own(question, serves, knowledge)
    return Asked(
        fact=question,
        theme=Counter(one.theme for one in own).most_common(1)[0][0],
        requirements=decides.requirements,
        worst=decides.worst,
        evidence=tuple(
            dict.fromkeys(shown for one in own for shown in knowledge.template[one.template].evidence)
        ),
        disciplines=tuple(sorted({knowledge.standard[one.standard].discipline for one in serves})),
        answers=tuple(one for one in given if one.fact == question.id),
    )


def _own(question: Question, serves: list[Requirement], knowledge: KnowledgeBase) -> list[Requirement]:
    """The requirements that a question was written for: those of its own rulebase, or all if that has
    none."""
    return [one for one in serves if knowledge.template[one.template].at.file == question.at.file] or serves


def _sections(
    questions: list[Asked], knowledge: KnowledgeBase, standards: tuple[str, ...]
) -> tuple[Section, ...]:
    themes: dict[str, list[Asked]] = {}
    for one in questions:
        themes.setdefault(one.theme, []).append(one)
    headed = _headed(knowledge, standards)
    ordered = sorted(
        themes, key=lambda theme: (headed.get(theme) or _first_clause(themes[theme], knowledge), theme)
    )
    return tuple(Section(theme, _title(theme, knowledge), _groups(themes[theme])) for theme in ordered)


def _headed(knowledge: KnowledgeBase, standards: tuple[str, ...]) -> dict[str, Number]:
    """Where a theme has clauses of its own: the first of them in any of the standards."""
    found: dict[str, Number] = {}
    for clause in knowledge.clauses:
        if clause.theme and clause.standard in standards:
            number = clause_order(clause.number)
            found[clause.theme] = min(found.get(clause.theme, number), number)
    return found


def _first_clause(questions: list[Asked], knowledge: KnowledgeBase) -> Number:
    """The first clause in which questions serve their own theme."""
    serves = [(one, knowledge.requirement[name]) for one in questions for name in one.requirements]
    return min(
        clause_order(requirement.clause) for one, requirement in serves if requirement.theme == one.theme
    )


def _title(theme: str, knowledge: KnowledgeBase) -> str:
    return knowledge.theme[theme].title if theme in knowledge.theme else theme


def _groups(questions: Iterable[Asked]) -> tuple[QuestionGroup, ...]:
    found: dict[Who, list[Asked]] = {who: [] for who in Who}
    for one in questions:
        found[one.fact.who].append(one)
    return tuple(QuestionGroup(who, tuple(asked)) for who, asked in found.items() if asked)


def idle(knowledge: KnowledgeBase, asked: Questionnaire, organisation: Organisation) -> frozenset[str]:
    """The questions that decide nothing, given an organisation's answers and what it declares not
    applicable."""
    return _Idle(knowledge, asked.standards, organisation).among(asked.asked)


def quick_answered(knowledge: KnowledgeBase, organisation: Organisation) -> int:
    """How many of the quick questions of its standards an organisation has answered, if none of them that
    decides anything is open in any discipline; 0 otherwise."""
    if len({one.fact for one in organisation.answers}) < QUICK / 2:
        return 0
    decides = decided_by(knowledge, organisation.standards)
    values = organisation.values(organisation.standards, knowledge)
    chosen = {fact: decides[fact] for fact in quick(knowledge, organisation.standards)}
    answered = {
        fact for fact, one in chosen.items() if _disciplines(one, knowledge) <= values.get(fact, {}).keys()
    }
    idle = _Idle(knowledge, organisation.standards, organisation).among(chosen)
    return len(answered) if chosen.keys() == answered | idle else 0


def _disciplines(decides: Decides, knowledge: KnowledgeBase) -> set[Discipline]:
    return {
        knowledge.standard[knowledge.requirement[one].standard].discipline for one in decides.requirements
    }


class _Idle:
    """Tells which questions decide nothing, because no requirement that they serve can apply."""

    def __init__(
        self, knowledge: KnowledgeBase, standards: tuple[str, ...], organisation: Organisation
    ) -> None:
        self.knowledge = knowledge
        self.excluded = organisation.excluded(knowledge)
        self.values = organisation.values(standards, knowledge)
        self.as_of = organisation.as_of

    def among(self, asked: Mapping[str, Asked | Decides]) -> frozenset[str]:
        return frozenset(
            fact
            for fact, one in asked.items()
            if all(self._rules_out(name, fact) for name in one.requirements)
        )

    def _rules_out(self, requirement: str, fact: str) -> bool:
        """Whether a requirement cannot apply. A question that itself says so is never idle by its own
        answer, which may be changed."""
        if requirement in self.excluded:
            return True
        one = self.knowledge.requirement[requirement]
        applies = self.knowledge.template[one.template].applies
        if not applies or fact in facts_in(applies):
            return False
        discipline = self.knowledge.standard[one.standard].discipline
        known: dict[str, Told | None] = {
            read: self.values.get(read, {}).get(discipline) for read in facts_in(applies)
        }
        return kleene(applies, known, self.as_of) is Truth.FALSE
