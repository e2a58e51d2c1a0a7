"""What would clear a finding: the smallest changes of answers that make a requirement conform, found by
judging again with each.

Nothing is guessed from the rules: every proposal was put to the plain evaluator, with all else as it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec

from ...inference.interface import Inference, Premises, Seen
from ...inference.meaning.answers import answer_classes, met
from ...inference.plain.evaluator import PlainEvaluator, standard_of
from ...knowledge.language.phrases import AnyOf, Value
from ...model import AnswerKind, Condition, Grade, KnowledgeBase, Policy, Question
from ...organisation.organisation import Organisation
from ..assessment import put_question

MOST_CLEARINGS = 3
MOST_CHANGES = 3
MOST_CONFIRMED = 12
MOST_JUDGED = 4000


class AnswerChange(msgspec.Struct, frozen=True):
    """An answer that would have to be another: `to`, in words, `value` being one of those. `now` is what
    was answered."""

    fact: str
    to: str
    value: Value
    now: Value | None = None

    def __str__(self) -> str:
        now = f"{self.now:g}" if isinstance(self.now, float) else self.now
        return f"{self.fact}: {self.to} ({'not answered yet' if now is None else f'now {now}'})"


class Clearing(msgspec.Struct, frozen=True):
    """Changes that belong together, and the grade the requirement then has."""

    changes: tuple[AnswerChange, ...]
    grade: Grade


class Clearings:
    """What would clear the findings on one organisation. Each answer is worked out once and then
    remembered."""

    def __init__(self, organisation: Organisation, knowledge: KnowledgeBase, policy: Policy) -> None:
        self.bench = _Bench(put_question(organisation, knowledge, organisation.standards, policy))
        self.search: dict[str, _Search] = {}
        self.known: dict[str, tuple[Clearing, ...]] = {}

    def of(self, requirement: str) -> tuple[Clearing, ...]:
        """At most three ways to a better grade by the answers this requirement reads, those first that make
        it conform and change least.

        Empty if no change of its own answers helps: then it conforms, does not apply, or its foundation
        has to be mended.
        """
        if requirement not in self.known:
            self.known[requirement] = self._search(requirement).clearings()
        return self.known[requirement]

    def _search(self, requirement: str) -> _Search:
        if requirement not in self.search:
            self.search[requirement] = _Search(requirement, self.bench)
        return self.search[requirement]

    def with_foundations(self, requirement: str, roots: Sequence[str]) -> Clearing | None:
        """The smallest changes of the root causes and of the requirement itself, all together, and the grade
        it then has.

        None if one of the root causes cannot be cleared by answers alone.
        """
        found = [self.of(root) for root in roots]
        if not all(found):
            return None
        first = [ways[0] for ways in (*found, self.of(requirement)) if ways]
        together = {change.fact: change for way in first for change in way.changes}
        changes = tuple(together.values())
        return Clearing(changes, self._search(requirement).grade_after(changes))


def clearings(
    requirement: str, organisation: Organisation, knowledge: KnowledgeBase, policy: Policy
) -> tuple[Clearing, ...]:
    """What would clear one finding, see `Clearings.of`."""
    return Clearings(organisation, knowledge, policy).of(requirement)


class _Bench:
    """The question about the whole organisation, parted by standard: no link, clause or note reaches from
    one into another."""

    def __init__(self, whole: Premises) -> None:
        self.whole = whole
        self.evaluator = PlainEvaluator(whole.knowledge)
        self.parts: dict[str, Premises] = {}
        self.inferred: dict[str, Inference] = {}

    def part(self, standard: str) -> Premises:
        """The question about one standard alone."""
        if standard not in self.parts:
            scope = tuple(one for one in self.whole.scope if standard_of(one) == standard)
            notes = tuple(note for note in self.whole.notes if standard_of(note.target) == standard)
            self.parts[standard] = msgspec.structs.replace(self.whole, scope=scope, notes=notes)
        return self.parts[standard]

    def now(self, standard: str) -> Inference:
        """What is said of one standard as things stand."""
        if standard not in self.inferred:
            self.inferred[standard] = self.evaluator.infer(self.part(standard))
        return self.inferred[standard]


class _Search:
    def __init__(self, requirement: str, bench: _Bench) -> None:
        self.requirement = requirement
        self.bench = bench
        self.standard = standard_of(requirement)
        self.knowledge = bench.whole.knowledge
        self.whole = bench.part(self.standard)
        self.evaluator = bench.evaluator
        self.alone = msgspec.structs.replace(self.whole, scope=(requirement,), notes=self._notes())
        self.discipline = self.knowledge.standard[self.standard].discipline

    def _notes(self) -> tuple[Seen, ...]:
        """The notes that land on the requirement; alone in scope, it would draw every note on a clause
        above it."""
        if not self.whole.notes:
            return ()
        verdicts = self.bench.now(self.standard).verdicts
        here = [verdict for verdict in verdicts if verdict.requirement == self.requirement]
        return tuple(self.whole.notes[seen.note] for verdict in here for seen in verdict.seen)

    def clearings(self) -> tuple[Clearing, ...]:
        now = self._grade_in(self.bench.now(self.standard))
        if now is Grade.CONFORMS or self.requirement in self.whole.excluded:
            return ()
        sets = self._sufficient()
        found = [Clearing(changes, self._grade(self.whole, changes)) for changes in sets[:MOST_CONFIRMED]]
        better = [
            one
            for one in found
            if one.grade is not Grade.UNGRADED and (now is Grade.UNGRADED or one.grade < now)
        ]
        return tuple(better[:MOST_CLEARINGS])

    def grade_after(self, changes: tuple[AnswerChange, ...]) -> Grade:
        """The grade of the requirement in the whole picture after some changes."""
        return self._grade(self.whole, changes)

    def _sufficient(self) -> list[tuple[AnswerChange, ...]]:
        """The smallest changes after which the requirement's own rules find nothing; failing that, the
        least bad of all."""
        options = {fact: self._options(self.knowledge.question[fact]) for fact in self._facts()}
        clears: list[tuple[AnswerChange, ...]] = []
        least_bad: tuple[Grade, tuple[AnswerChange, ...]] | None = None
        for changes in self._sets(options):
            names = {change.fact for change in changes}
            if any(names >= {change.fact for change in earlier} for earlier in clears):
                continue
            grade = self._grade(self.alone, changes)
            if grade is Grade.CONFORMS:
                clears.append(changes)
            elif grade is not Grade.UNGRADED and (least_bad is None or grade < least_bad[0]):
                least_bad = grade, changes
        return clears or ([least_bad[1]] if least_bad else [])

    def _facts(self) -> list[str]:
        """The facts that can be answered otherwise. What only describes the organisation stays as it is,
        once it is known."""
        template = self.knowledge.requirement[self.requirement].template
        facts = [self.knowledge.question[name] for name in self.knowledge.reads_of[template]]
        return [
            question.id
            for question in facts
            if not question.computed and not (_describes(question) and self._value(question.id) is not None)
        ]

    def _value(self, fact: str) -> Value | None:
        told = self.whole.values.get(fact, {}).get(self.discipline)
        return told.values[0] if isinstance(told, AnyOf) else told

    def _sets(self, options: dict[str, list[AnswerChange]]) -> Iterator[tuple[AnswerChange, ...]]:
        """Sets of changes, smaller ones first, and at the end the best answer to every question that has
        one."""
        sizes = range(1, min(MOST_CHANGES, len(options)) + 1)
        small = (facts for size in sizes for facts in itertools.combinations(options, size))
        sets = (
            changes for facts in small for changes in itertools.product(*(options[fact] for fact in facts))
        )
        yield from itertools.islice(sets, MOST_JUDGED)
        if len(options) > MOST_CHANGES:
            best = [
                found[:1] if self.knowledge.question[fact].best else found for fact, found in options.items()
            ]
            yield from itertools.islice(itertools.product(*filter(None, best)), MOST_JUDGED)

    def _options(self, question: Question) -> list[AnswerChange]:
        """What else could be answered, the best first."""
        if question.answer is AnswerKind.WORDS:
            words = [*question.best, *(word for word in question.words if word not in question.best)]
            return [
                AnswerChange(question.id, word, word, self._value(question.id))
                for word in words
                if word != self._value(question.id)
            ]
        groups = chain.from_iterable(self._rules())
        conditions = [one for one in chain.from_iterable(groups) if one.fact == question.id]
        now, as_of = self._value(question.id), self.whole.as_of
        here = None if now is None else met(now, conditions, as_of)
        others = answer_classes(question, conditions, as_of) if conditions else ()
        return [
            AnswerChange(question.id, one.words, one.value, now)
            for one in others
            if met(one.value, conditions, as_of) != here
        ]

    def _rules(self) -> list[tuple[tuple[Condition, ...], ...]]:
        return [
            rule.when
            for rule in self.knowledge.rules_of[self.knowledge.requirement[self.requirement].template]
        ]

    def _grade(self, premises: Premises, changes: tuple[AnswerChange, ...]) -> Grade:
        """The grade of the requirement after some changes in its discipline; failures never leave a
        standard."""
        values = dict(premises.values)
        for change in changes:
            values[change.fact] = {**values.get(change.fact, {}), self.discipline: change.value}
        return self._grade_in(self.evaluator.infer(msgspec.structs.replace(premises, values=values)))

    def _grade_in(self, inference: Inference) -> Grade:
        verdict = next(one for one in inference.verdicts if one.requirement == self.requirement)
        raised = [one.grade for one in inference.raised if one.requirement == self.requirement]
        return max([verdict.base, *raised])


def _describes(question: Question) -> bool:
    """Whether a question has no answer that is better than another."""
    return question.answer is AnswerKind.WORDS and not question.best


def clearing_words(clearing: Clearing) -> str:
    """What has to change, and the grade that comes of it."""
    changes = "; ".join(str(change) for change in clearing.changes)
    return f"{changes} → {clearing.grade.word}"
