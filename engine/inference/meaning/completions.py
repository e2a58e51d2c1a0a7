"""What is certain whatever the open answers turn out to be: the mildest grade over all ways to complete them.

Answers that no condition tells apart are one, so that there are finitely many completions. They are not
listed: a grade is avoided where the open questions have answers by which no worse rule fires, and these are
searched for question by question, with every rule that fires ending the attempt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain

from ...knowledge.language.phrases import AnyOf, Told, Value
from ...model import Alternatives, Condition, Grade, Group, KnowledgeBase, Rule, facts_in
from .answers import answer_classes
from .conditions import Truth, holds, truth
from .verdicts import Opinion

REMEMBERED = 20_000
"""How many completed opinions are kept, and of how many questions the answers to try."""

Choices = Callable[[str], Sequence[Value]]
"""The answers to try for a question, one for each class."""

Answers = tuple[Told | None, ...]
"""The answers to the facts that a template reads, in their order."""


class Completions:
    """What is certain of the requirements of one knowledge base. It remembers what it has found: answers
    seldom change all at once."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._try = lru_cache(REMEMBERED)(self._choices)
        self.completed = lru_cache(REMEMBERED)(self._completed)

    def _completed(self, opinion: Opinion, template: str, answers: Answers, as_of: date) -> Opinion:
        """An opinion formed on some answers, with what is certain (`completed`)."""
        applies, rules = self._knowledge.template[template].applies, self._knowledge.rules_of[template]
        known = dict(zip(self._knowledge.reads_of[template], answers, strict=True))

        def choices(fact: str) -> Sequence[Value]:
            told = known[fact]
            return told.values if isinstance(told, AnyOf) else self._try(template, fact, as_of)

        return completed(opinion, applies, rules, known, choices, as_of)

    def _choices(self, template: str, fact: str, as_of: date) -> tuple[Value, ...]:
        asked = (one for one in self._conditions(template) if one.fact == fact)
        return tuple(one.value for one in answer_classes(self._knowledge.question[fact], asked, as_of))

    def _conditions(self, template: str) -> list[Condition]:
        rules = (rule.when for rule in self._knowledge.rules_of[template])
        groups = (
            group
            for alternatives in (self._knowledge.template[template].applies, *rules)
            for group in alternatives
        )
        return [condition for group in groups for condition in group]


def completed(
    opinion: Opinion,
    applies: Alternatives,
    rules: Sequence[Rule],
    known: Mapping[str, Told | None],
    choices: Choices,
    as_of: date,
) -> Opinion:
    """An opinion on a requirement that applies, or may, with the mildest grade over all completions:
    UNGRADED where in one of them it does not apply, CONFORMS where in one of them it conforms. Where
    nothing at all is answered nothing is certain but what fired."""
    undecided = left_open(applies, known, as_of)
    if all(value is None for value in known.values()) or not (opinion.open or undecided):
        return opinion.with_least(max(opinion.base, Grade.CONFORMS))
    if undecided and avoidable(undecided, choices, as_of):
        return opinion.with_least(Grade.UNGRADED)
    still = frozenset(opinion.open)
    weighed = [(rule.grade, left_open(rule.when, known, as_of)) for rule in rules if rule.id in still]
    return opinion.with_least(mildest(max(opinion.base, Grade.CONFORMS), weighed, choices, as_of))


def mildest(
    fired: Grade, weighed: Sequence[tuple[Grade, Sequence[Group]]], choices: Choices, as_of: date
) -> Grade:
    """The mildest grade that completions lead to: that of what fired already, or the lowest above it at
    which some completion lets no worse rule fire. `weighed` are the open rules with the groups that may
    still hold."""
    worse = sorted({grade for grade, _ in weighed if grade > fired})
    for grade in (fired, *worse):
        above = chain.from_iterable(groups for other, groups in weighed if other > grade)
        if avoidable([*above], choices, as_of):
            return grade
    raise AssertionError("the worst grade leaves nothing to avoid")


def left_open(alternatives: Alternatives, known: Mapping[str, Told | None], as_of: date) -> list[Group]:
    """The groups that may hold, each with its unknown conditions; none where one of them holds already, or
    none can."""
    left: list[Group] = []
    for group in alternatives:
        truths = [(condition, truth(condition, known[condition.fact], as_of)) for condition in group]
        if all(one is not Truth.FALSE for _, one in truths):
            left.append(tuple(condition for condition, one in truths if one is Truth.UNKNOWN))
    return left if all(left) else []


def avoidable(groups: Sequence[Group], choices: Choices, as_of: date) -> bool:
    """Whether the questions that some groups ask have answers by which none of the groups holds."""
    if not groups:
        return True
    fact = facts_in((min(groups, key=len),))[0]
    return any(
        (left := _after(groups, fact, value, as_of)) is not None and avoidable(left, choices, as_of)
        for value in choices(fact)
    )


def _after(groups: Sequence[Group], fact: str, value: Value, as_of: date) -> list[Group] | None:
    """The groups that may hold once a question is answered, without what is decided; None where one holds."""
    left: list[Group] = []
    for group in groups:
        if all(holds(one, value, as_of) for one in group if one.fact == fact):
            rest = tuple(one for one in group if one.fact != fact)
            if not rest:
                return None
            left.append(rest)
    return left
