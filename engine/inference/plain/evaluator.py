"""The evaluator in plain Python, straight from the model. It serves where durable-rules cannot be had, and it
does the thousands of evaluations that searches need. What things mean is in `meaning`; here is in which order
they are found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from ...knowledge.language.phrases import Told
from ...model import Discipline, Each, Grade, KnowledgeBase, Link, Repeat
from ...organisation.previous import Earlier
from ..interface import Failure, Inference, NoteVerdict, Premises, Raised, Seen, Verdict
from ..meaning.completions import Answers, Completions
from ..meaning.conditions import Truth
from ..meaning.kleene import kleene
from ..meaning.links import (
    Standing,
    built_on,
    carrying,
    foundation_of,
    kind_of,
    raised_by,
    standing_after,
    unsound,
)
from ..meaning.notes import carrier, joined
from ..meaning.records import matched, recorded
from ..meaning.verdicts import NOT_APPLICABLE, Opinion, grades_after, opinion_of, settled, verdict_of
from .records import FoundRecords, RegisterSearch

REMEMBERED = 20_000
"""How many opinions on a template are kept: searches change one answer at a time and ask for the rest
again."""

RecordsFound = tuple[str, Each, FoundRecords]
"""A rule over records by its id, and what it finds."""


class LinkEnds(msgspec.Struct, frozen=True, gc=False):
    """A link with the requirements that its ends stand for."""

    link: Link
    foundation: frozenset[str]
    dependent: frozenset[str]


class PlainEvaluator:
    """Judges organisations against one knowledge base."""

    name = "plain"

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._reads = knowledge.reads_of
        self._asks = {
            one.id: (one.template, knowledge.standard[one.standard].discipline)
            for one in knowledge.requirements
        }
        self._grades = {rule.id: rule.grade for rule in knowledge.rules}
        members = {end: frozenset(everyone) for end, everyone in knowledge.members.items()}
        self._links: dict[str, list[LinkEnds]] = defaultdict(list)
        for link in carrying(knowledge):
            self._links[standard_of(link.source)].append(
                LinkEnds(link, members[link.source], members[link.target])
            )
        self._builds_on = built_on(carrying(knowledge), knowledge)
        self._opinion = lru_cache(REMEMBERED)(self._complete)
        self._on_note = lru_cache(REMEMBERED)(self._form_opinion)
        self._completions = Completions(knowledge)

    def infer(self, premises: Premises) -> Inference:
        """The inference for one organisation."""
        if premises.knowledge is not self.knowledge:
            raise ValueError("the question is about another knowledge base than this evaluator's")
        verdicts = tuple(self._verdict(one, premises) for one in premises.scope)
        verdicts = self._with_notes(self._with_records(verdicts, premises), premises)
        verdicts = tuple(settled(one, self._grades) for one in verdicts)
        raised = set(self._raised_again(verdicts, premises))
        grades = grades_after(raised, verdicts)
        standing = self._standing(verdicts, grades)
        failures = []
        for ends in self._links_among({standard_of(one) for one in premises.scope}):
            foundation = foundation_of(ends.foundation, standing)
            if kind := kind_of(foundation, ends.dependent, standing):
                failures.append(Failure(ends.link.id, kind))
                raised.update(
                    raised_by(ends.link, foundation, ends.dependent, standing, grades, premises.policy)
                )
        return Inference(
            verdicts=verdicts,
            raised=tuple(sorted(raised)),
            failures=tuple(sorted(failures)),
            undermined=tuple(sorted(standing.undermined)),
            unsound=tuple(sorted(standing.unsound)),
        )

    def _links_among(self, standards: set[str]) -> Iterator[LinkEnds]:
        """The links of some standards: no link leaves its standard."""
        for standard in sorted(standards):
            yield from self._links.get(standard, ())

    def _verdict(self, requirement: str, premises: Premises) -> Verdict:
        if requirement in premises.excluded:
            return Verdict(requirement, False, Grade.UNGRADED)
        template, discipline = self._asks[requirement]
        answers = tuple(answer(premises, fact, discipline) for fact in self._reads[template])
        return verdict_of(requirement, self._opinion(template, answers, premises.as_of))

    def _complete(self, template: str, answers: Answers, as_of: date) -> Opinion:
        """What is said of some answers, with what is certain whatever the others turn out to be."""
        opinion = self._form_opinion(template, answers, as_of)
        undecided = opinion.open or self.knowledge.template[template].applies
        return (
            self._completions.completed(opinion, template, answers, as_of)
            if opinion.applies and undecided
            else opinion
        )

    def _form_opinion(self, template: str, answers: Answers, as_of: date) -> Opinion:
        known = dict(zip(self._reads[template], answers, strict=True))
        applies = self.knowledge.template[template].applies
        if applies and kleene(applies, known, as_of) is Truth.FALSE:
            return NOT_APPLICABLE
        return opinion_of(
            (rule, kleene(rule.when, known, as_of)) for rule in self.knowledge.rules_of[template]
        )

    def _with_records(self, verdicts: tuple[Verdict, ...], premises: Premises) -> tuple[Verdict, ...]:
        """The verdicts, each joined by the rules over records that fire on it."""
        if not premises.registers:
            return verdicts
        search = RegisterSearch(premises.registers, premises.as_of)
        found: dict[str, list[RecordsFound]] = defaultdict(list)
        for rule in self.knowledge.on_records:
            if rule.each is not None:
                found[rule.template].append((rule.id, rule.each, search.found(rule.each)))
        return tuple(self._on_records(one, found) if one.applies else one for one in verdicts)

    def _on_records(self, verdict: Verdict, found: Mapping[str, list[RecordsFound]]) -> Verdict:
        template, discipline = self._asks[verdict.requirement]
        if template not in found:
            return verdict
        met = (
            matched(rule, each, records.among, records.met, discipline)
            for rule, each, records in found[template]
        )
        return recorded(verdict, met, self._grades)

    def _with_notes(self, verdicts: tuple[Verdict, ...], premises: Premises) -> tuple[Verdict, ...]:
        """The verdicts, each joined by those on the notes that land on it."""
        applies = {one.requirement: one.applies for one in verdicts}
        landed: dict[str, list[NoteVerdict]] = defaultdict(list)
        for place, note in enumerate(premises.notes):
            lands_on = carrier(self.knowledge.members[note.target], applies, self.knowledge.position)
            if lands_on is not None:
                landed[lands_on].append(self._note_verdict(place, note, premises.as_of))
        return tuple(
            joined(one, landed[one.requirement]) if one.requirement in landed else one for one in verdicts
        )

    def _note_verdict(self, place: int, note: Seen, as_of: date) -> NoteVerdict:
        """What is said of a note. What it does not tell lets no rule fire, and is not asked."""
        told = {
            template: tuple(map(note.values.get, self._reads[template]))
            for template in self.knowledge.on_notes
        }
        opinions = [self._on_note(template, answers, as_of) for template, answers in told.items()]
        fired = tuple(sorted(rule for opinion in opinions for rule in opinion.fired))
        return NoteVerdict(place, max((self._grades[rule] for rule in fired), default=Grade.CONFORMS), fired)

    def _raised_again(self, verdicts: tuple[Verdict, ...], premises: Premises) -> Iterator[Raised]:
        """What is raised because it was found before; only a requirement that fails now can come back."""
        for verdict in verdicts:
            ways = set(self._ways_back(verdict, premises)) if verdict.base.fails else set()
            for escalation in premises.policy.escalations:
                if escalation.repeats in ways and verdict.base < escalation.grade:
                    yield Raised(verdict.requirement, escalation.id, escalation.grade, verdict.requirement)

    def _ways_back(self, verdict: Verdict, premises: Premises) -> Iterator[Repeat]:
        earlier = premises.earlier.get(verdict.requirement)
        if earlier or any(note.base.fails and premises.notes[note.note].repeats for note in verdict.seen):
            yield Repeat.FINDING
        if earlier and earlier.grade is Grade.MAJOR:
            yield Repeat.MAJOR_LEFT_OPEN
        if (
            earlier
            and earlier.grade is Grade.MINOR
            and any(self._fails_again(rule, verdict, earlier) for rule in verdict.fired)
        ):
            yield Repeat.MINOR_LEFT_OPEN

    def _fails_again(self, rule: str, verdict: Verdict, earlier: Earlier) -> bool:
        """Whether a rule made the requirement fail then and does so now; over registers, because of a
        record it named then."""
        if rule not in earlier.rules or not self._grades[rule].fails:
            return False
        named = set().union(*(found.records for found in verdict.records if found.rule == rule))
        return not earlier.records.get(rule) or not named.isdisjoint(earlier.records[rule])

    def _standing(self, verdicts: tuple[Verdict, ...], grades: Mapping[str, Grade]) -> Standing:
        """How every requirement that applies stands, and what is unsound because of those that are absent."""
        standing = standing_after(verdicts, grades, self.knowledge)
        return msgspec.structs.replace(standing, unsound=unsound(standing, self._builds_on))


def standard_of(place: str) -> str:
    """The standard that a requirement or clause belongs to."""
    return place.partition("/")[0]


def answer(premises: Premises, fact: str, discipline: Discipline) -> Told | None:
    by_discipline = premises.values.get(fact)
    return by_discipline.get(discipline) if by_discipline else None
