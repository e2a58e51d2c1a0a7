"""The evaluator in plain Python, straight from the model. It serves where durable-rules cannot be had, it does the thousands of
evaluations that searches need, and it is the oracle for the other one: they share the meaning of one condition and nothing else.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import msgspec

from ...knowledge.language.phrases import Value
from ...model import Alternatives, Discipline, Escalation, FailureKind, Grade, KnowledgeBase, Link, LinkKind, Policy, Repeat, Rule
from ...organisation.previous import Earlier
from ..interface import Failure, Inference, Matched, NoteVerdict, Question, Raised, Seen, State, Verdict
from ..meaning.conditions import Truth, truth
from .records import Found, RegisterSearch

REMEMBERED = 20_000
"""How many opinions on a template are kept: searches change one answer at a time and ask for the rest again."""

Answers = tuple[Value | None, ...]
"""The answers to the facts that a template reads, in their order."""


class Opinion(msgspec.Struct, frozen=True, gc=False):
    """What the rules of a template say of some answers."""

    applies: bool
    base: Grade
    fired: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


class Situation(msgspec.Struct, frozen=True, gc=False):
    """How the requirements in scope stand: grades after escalation by count, and the states that links are judged by."""

    grade: dict[str, Grade]
    state: dict[str, State]

    def any_is(self, state: State, members: tuple[str, ...]) -> bool:
        return any(self.state[one] is state for one in members)


class PlainEvaluator:
    """Judges organisations against one knowledge base."""

    name = "plain"

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._reads = knowledge.reads_of
        self._asks = {one.id: (one.template, knowledge.standard[one.standard].discipline) for one in knowledge.requirements}
        self._counted_under = {one.id: counted_clause(one.standard, one.clause) for one in knowledge.requirements}
        self._links = tuple(link for link in knowledge.links if link.carries_failure)
        self._links_in: dict[str, list[Link]] = defaultdict(list)
        for link in self._links:
            self._links_in[standard_of(link.source)].append(link)
        self._feedback = frozenset(link.id for link in self._links if is_feedback(link, knowledge))
        self._opinion = lru_cache(REMEMBERED)(self._form_opinion)

    def infer(self, question: Question) -> Inference:
        """The inference for one organisation."""
        if question.knowledge is not self._knowledge:
            raise ValueError("the question is about another knowledge base than this evaluator's")
        verdicts = tuple(self._verdict(one, question) for one in question.scope)
        verdicts = self._with_notes(self._with_records(verdicts, question), question)
        again = set(self._raised_again(verdicts, question))
        counted = again.union(self._raised_by_count(verdicts, again, question.policy))
        situation = self._situation(verdicts, counted)
        asked = self._links_among({standard_of(one) for one in question.scope})
        members = {end: self._members(end, situation) for link in asked for end in (link.source, link.target)}
        links = [link for link in asked if members[link.source] and members[link.target]]
        undermined = self._undermined(links, members, situation)
        kinds = [(link, self._kind(members[link.source], members[link.target], situation, undermined)) for link in links]
        failures = [(link, kind) for link, kind in kinds if kind]
        raised = counted.union(*(raised_by(link, kind, members[link.target], situation, question.policy) for link, kind in failures))
        return Inference(
            verdicts=verdicts,
            raised=tuple(sorted(raised)),
            failures=tuple(sorted(Failure(link.id, kind) for link, kind in failures)),
            undermined=tuple(sorted(undermined)),
        )

    def _links_among(self, standards: set[str]) -> list[Link]:
        """The links of some standards: no link leaves its standard."""
        return [link for standard in sorted(standards) for link in self._links_in[standard]]

    def _verdict(self, requirement: str, question: Question) -> Verdict:
        if requirement in question.excluded:
            return Verdict(requirement, False, Grade.UNGRADED)
        template, discipline = self._asks[requirement]
        answers = tuple(answer(question, fact, discipline) for fact in self._reads[template])
        opinion = self._opinion(template, answers, question.as_of)
        return Verdict(requirement, opinion.applies, opinion.base, opinion.fired, opinion.open)

    def _form_opinion(self, template: str, answers: Answers, as_of: date) -> Opinion:
        known = dict(zip(self._reads[template], answers, strict=True))
        applies = self._knowledge.template[template].applies
        if applies and kleene(applies, known, as_of) is Truth.FALSE:
            return Opinion(False, Grade.UNGRADED)
        truths = [(rule, kleene(rule.when, known, as_of)) for rule in self._knowledge.rules_of[template]]
        fired = [rule for rule, holds in truths if holds is Truth.TRUE]
        left_open = sorted(rule.id for rule, holds in truths if holds is Truth.UNKNOWN)
        worst = max((rule.grade for rule in fired), default=Grade.UNGRADED if left_open else Grade.CONFORMS)
        return Opinion(True, worst, tuple(sorted(rule.id for rule in fired)), tuple(left_open))

    def _with_records(self, verdicts: tuple[Verdict, ...], question: Question) -> tuple[Verdict, ...]:
        """The verdicts, each joined by the rules over records that fire on it."""
        if not question.registers:
            return verdicts
        search = RegisterSearch(question.registers, question.as_of)
        found = {rule.id: (rule, search.found(rule.each)) for rule in self._knowledge.on_records if rule.each is not None}
        on: dict[str, list[str]] = defaultdict(list)
        for rule, _ in found.values():
            on[rule.template].append(rule.id)
        return tuple(
            self._on_records(one, [found[rule] for rule in on[self._asks[one.requirement][0]]]) if one.applies else one for one in verdicts
        )

    def _on_records(self, verdict: Verdict, found: list[tuple[Rule, Found]]) -> Verdict:
        discipline = self._asks[verdict.requirement][1]
        matched: list[Matched] = []
        grades = [verdict.base]
        for rule, records in found:
            among = [one for one in records.among if one.belongs_to(discipline)]
            met = tuple(one.id for one in records.met if one.belongs_to(discipline))
            if rule.each is not None and len(met) >= rule.each.at_least and 100 * len(met) >= rule.each.share * len(among):
                matched.append(Matched(rule.id, met, len(among)))
                grades.append(rule.grade)
        if not matched:
            return verdict
        fired = tuple(sorted((*verdict.fired, *(one.rule for one in matched))))
        return msgspec.structs.replace(verdict, base=max(grades), fired=fired, records=tuple(sorted(matched, key=lambda one: one.rule)))

    def _with_notes(self, verdicts: tuple[Verdict, ...], question: Question) -> tuple[Verdict, ...]:
        """The verdicts, each joined by those on the notes that land on it."""
        applies = {one.requirement: one.applies for one in verdicts}
        landed: dict[str, list[NoteVerdict]] = defaultdict(list)
        for place, note in enumerate(question.notes):
            carrier = self._carrier(note.target, applies)
            if carrier is not None:
                landed[carrier].append(self._note_verdict(place, note, question.as_of))
        return tuple(joined(one, landed[one.requirement]) if one.requirement in landed else one for one in verdicts)

    def _carrier(self, target: str, applies: dict[str, bool]) -> str | None:
        here = [one for one in self._knowledge.members[target] if one in applies]
        return min(here, key=lambda one: (not applies[one], self._knowledge.position[one]), default=None)

    def _note_verdict(self, place: int, note: Seen, as_of: date) -> NoteVerdict:
        """What is said of a note. What it does not tell lets no rule fire, and is not asked."""
        opinions = [
            self._opinion(template, tuple(note.values.get(fact) for fact in self._reads[template]), as_of)
            for template in self._knowledge.on_notes
        ]
        fired = tuple(sorted(rule for opinion in opinions for rule in opinion.fired))
        return NoteVerdict(place, max([Grade.CONFORMS, *(opinion.base for opinion in opinions)]), fired)

    def _raised_again(self, verdicts: tuple[Verdict, ...], question: Question) -> Iterator[Raised]:
        """What is raised because it was found before; only a requirement that fails now can come back."""
        for verdict in verdicts:
            ways = set(self._ways_back(verdict, question)) if verdict.base.fails else set()
            for escalation in question.policy.escalations:
                if escalation.repeats in ways and verdict.base < escalation.grade:
                    yield Raised(verdict.requirement, escalation.id, escalation.grade, verdict.requirement)

    def _ways_back(self, verdict: Verdict, question: Question) -> Iterator[Repeat]:
        earlier = question.earlier.get(verdict.requirement)
        if earlier or any(note.base.fails and question.notes[note.note].repeats for note in verdict.seen):
            yield Repeat.FINDING
        if earlier and earlier.grade is Grade.MAJOR:
            yield Repeat.MAJOR_LEFT_OPEN
        if earlier and earlier.grade is Grade.MINOR and any(self._fails_again(rule, verdict, earlier) for rule in verdict.fired):
            yield Repeat.MINOR_LEFT_OPEN

    def _fails_again(self, rule: str, verdict: Verdict, earlier: Earlier) -> bool:
        """Whether a rule made the requirement fail then and does so now; over registers, because of a record it named then."""
        if rule not in earlier.rules or not self._knowledge.rule[rule].grade.fails:
            return False
        named = {name for found in verdict.records if found.rule == rule for name in found.records}
        return not earlier.records.get(rule) or not named.isdisjoint(earlier.records[rule])

    def _raised_by_count(self, verdicts: tuple[Verdict, ...], again: set[Raised], policy: Policy) -> Iterator[Raised]:
        stands = {one.requirement: one.grade for one in sorted(again, key=lambda one: one.grade)}
        clauses: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            if verdict.applies:
                clauses[self._counted_under[verdict.requirement]].append(verdict)
        for escalation in policy.escalations:
            for clause, judged in clauses.items():
                failing = [one for one in judged if one.base.fails]
                enough = len(failing) >= needed(escalation, len(judged)) and self._answers_behind(failing) >= escalation.at_least
                if escalation.at_least > 0 and enough:
                    lower = (one.requirement for one in failing if stands.get(one.requirement, one.base) < escalation.grade)
                    yield from (Raised(one, escalation.id, escalation.grade, clause) for one in lower)

    def _answers_behind(self, failing: list[Verdict]) -> int:
        """How many different answers and notes made these fail: an answer that many requirements read is no systemic failure by itself."""
        rules = [self._knowledge.rule[rule] for one in failing for rule in one.fired]
        notes = sum(note.base.fails for one in failing for note in one.seen)
        registers = {rule.id for rule in rules if rule.grade.fails and rule.each is not None}
        return notes + len(registers) + len({fact for rule in rules if rule.grade.fails for fact in rule.reads})

    def _situation(self, verdicts: tuple[Verdict, ...], raised: set[Raised]) -> Situation:
        grade = {one.requirement: one.base for one in verdicts}
        for one in raised:
            grade[one.requirement] = max(grade[one.requirement], one.grade)
        return Situation(grade, {one.requirement: self._state(one, grade[one.requirement]) for one in verdicts})

    def _state(self, verdict: Verdict, grade: Grade) -> State:
        if not verdict.applies:
            return State.NOT_APPLICABLE
        if grade.fails:
            return State.FAILS
        if verdict.base is Grade.UNGRADED or any(self._knowledge.rule[rule].grade.fails for rule in verdict.open):
            return State.UNASSESSED
        return State.HOLDS

    def _members(self, end: str, situation: Situation) -> tuple[str, ...]:
        """The requirements that an end of a link stands for: those in scope that apply."""
        everyone = self._knowledge.members[end]
        return tuple(one for one in everyone if situation.state.get(one, State.NOT_APPLICABLE) is not State.NOT_APPLICABLE)

    def _undermined(self, links: list[Link], members: dict[str, tuple[str, ...]], situation: Situation) -> set[str]:
        """Requirements that hold on a foundation that does not: the least set that the links close."""
        bad = {one for one, state in situation.state.items() if state is State.FAILS}
        failing = frozenset(bad)
        waiting = [link for link in links if link.id not in self._feedback]
        while broken := [link for link in waiting if not bad.isdisjoint(members[link.source])]:
            waiting = [link for link in waiting if bad.isdisjoint(members[link.source])]
            bad |= {one for link in broken for one in members[link.target] if situation.state[one] is State.HOLDS}
        return bad - failing

    def _kind(
        self, foundation: tuple[str, ...], dependent: tuple[str, ...], situation: Situation, undermined: set[str]
    ) -> FailureKind | None:
        """How a link fails, if it does."""
        fails = situation.any_is(State.FAILS, dependent)
        holds = not fails and situation.any_is(State.HOLDS, dependent)
        if situation.any_is(State.FAILS, foundation) or not undermined.isdisjoint(foundation):
            return FailureKind.INHERITED if fails else FailureKind.UNFOUNDED if holds else None
        if situation.any_is(State.UNASSESSED, foundation):
            return FailureKind.PROVISIONAL if situation.any_is(State.HOLDS, dependent) else None
        return FailureKind.STRANDED if fails else None


def standard_of(place: str) -> str:
    """The standard that a requirement or clause belongs to."""
    return place.partition("/")[0]


def joined(verdict: Verdict, seen: list[NoteVerdict]) -> Verdict:
    """A verdict with what is said of the notes on it. A note that no rule fires on proves nothing and changes nothing."""
    worst = max(one.base for one in seen)
    if worst is Grade.CONFORMS:
        return msgspec.structs.replace(verdict, seen=tuple(seen))
    return msgspec.structs.replace(verdict, applies=True, base=max(verdict.base, worst), seen=tuple(seen))


def answer(question: Question, fact: str, discipline: Discipline) -> Value | None:
    by_discipline = question.values.get(fact)
    return by_discipline.get(discipline) if by_discipline else None


def kleene(alternatives: Alternatives, known: dict[str, Value | None], as_of: date) -> Truth:
    """One group must hold, and all conditions of a group: Kleene's strong three-valued logic."""
    groups = (min((truth(one, known[one.fact], as_of) for one in group), default=Truth.TRUE) for group in alternatives)
    return max(groups, default=Truth.FALSE)


def counted_clause(standard: str, number: str) -> str:
    """The clause of two numbers under which a requirement is counted: 9.2 for 9.2.2, 10 for 10, A.5 for A.5.7."""
    return f"{standard}/{'.'.join(number.split('.')[:2])}"


def needed(escalation: Escalation, judged: int) -> int:
    """How many nonconformities it takes among the requirements judged under a clause."""
    return max(escalation.at_least, math.ceil(escalation.share * judged / 100))


def is_feedback(link: Link, knowledge: KnowledgeBase) -> bool:
    """An improvement that leads back to an earlier stage. Failures show on it but do not travel on: a circle has no first cause."""

    def stage(end: str) -> int:
        return (knowledge.clause[end] if end in knowledge.clause else knowledge.requirement[end]).stage.order

    return link.kind is LinkKind.IMPROVES and stage(link.target) < stage(link.source)


def raised_by(link: Link, kind: FailureKind, dependent: tuple[str, ...], situation: Situation, policy: Policy) -> Iterator[Raised]:
    """What a failing link raises, member by member: those that hold where the foundation is at fault or in doubt, else those that fail."""
    for escalation in policy.escalations:
        speaks_of = State.HOLDS if escalation.failure in (FailureKind.UNFOUNDED, FailureKind.PROVISIONAL) else State.FAILS
        unfounded = escalation.failure is FailureKind.UNFOUNDED and kind is FailureKind.INHERITED
        for one in dependent if escalation.failure is kind or unfounded else ():
            if situation.state[one] is speaks_of and situation.grade[one] < escalation.grade:
                yield Raised(one, escalation.id, escalation.grade, link.id)
