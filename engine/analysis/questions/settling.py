"""How much some answers settle of a requirement before anybody has given them: what the ranking of
questions rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, product
from math import prod

from ...inference.meaning.conditions import Truth, back_from, truth
from ...inference.meaning.kleene import kleene
from ...knowledge.language.phrases import Value
from ...model import AnswerKind, Condition, Grade, KnowledgeBase, Question, Rule, Template

WEIGHT = {Grade.MAJOR: 18, Grade.MINOR: 2, Grade.OBSERVATION: 1, Grade.OPPORTUNITY: 1}
"""What it is worth to know whether there is a finding of a grade or worse. House numbers: a major
outweighs eight minors."""

ANY_DAY = date(2000, 1, 1)
"""The day from which sample dates are counted; which kinds of answer there are does not depend on it."""


class Settling:
    """What it is worth to have some questions of a template answered, whatever the answers are."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._found: dict[tuple[str, frozenset[str]], float] = {}

    def worth(self, template: str, answered: frozenset[str]) -> float:
        """The weight of each grade the template can get by answers, times the share of possible answers that
        settle whether it gets it.

        Answers that no condition tells apart are one; each kind of answer counts the same. What is not
        answered stays unknown, so that a grade is settled where a rule for it fires, or where none can
        fire any more (Kleene's strong logic).
        """
        key = template, answered.intersection(self.knowledge.reads_of[template])
        if key not in self._found:
            self._found[key] = self._worth(self.knowledge.template[template], key[1])
        return self._found[key]

    def _worth(self, template: Template, answered: frozenset[str]) -> float:
        rules = tuple(rule for rule in self.knowledge.rules_of[template.id] if rule.each is None)
        kinds = {
            fact: self._kinds(template, fact) if fact in answered else (None,)
            for fact in self.knowledge.reads_of[template.id]
        }
        grades = {rule.grade for rule in rules}
        settled = dict.fromkeys(grades, 0)
        for values in product(*kinds.values()):
            known = dict(zip(kinds, values, strict=True))
            for grade in _settled(template, rules, known):
                settled[grade] += 1
        return sum(WEIGHT[grade] * settled[grade] for grade in sorted(grades)) / prod(
            map(len, kinds.values())
        )

    def _kinds(self, template: Template, fact: str) -> tuple[Value | None, ...]:
        """One answer of each kind that the conditions of a template tell apart; unknown stays alone where
        no answer can be made up."""
        alternatives = [template.applies, *(rule.when for rule in self.knowledge.rules_of[template.id])]
        groups = chain.from_iterable(alternatives)
        conditions = [one for one in chain.from_iterable(groups) if one.fact == fact]
        found: dict[tuple[Truth, ...], Value] = {}
        for value in _samples(self.knowledge.question[fact], conditions):
            found.setdefault(tuple(truth(one, value, ANY_DAY) for one in conditions), value)
        return tuple(found.values()) or (None,)


def _settled(template: Template, rules: tuple[Rule, ...], known: dict[str, Value | None]) -> Iterator[Grade]:
    """The grades of which some answers settle whether the requirement gets them, or worse."""
    applies = not template.applies or kleene(template.applies, known, ANY_DAY) is not Truth.FALSE
    truths = [(rule.grade, kleene(rule.when, known, ANY_DAY)) for rule in rules] if applies else []
    for grade in {rule.grade for rule in rules}:
        worse = {truth for other, truth in truths if other >= grade}
        if Truth.TRUE in worse or Truth.UNKNOWN not in worse:
            yield grade


def _samples(question: Question, conditions: list[Condition]) -> list[Value]:
    """Possible answers to a question, on and beside every limit that conditions set."""
    match question.answer:
        case AnswerKind.WORDS:
            return list(question.words)
        case AnswerKind.NUMBER | AnswerKind.PERCENTAGE:
            limits = sorted({one.number for one in conditions})
            return [max(limit + step, 0.0) for limit in limits for step in (-0.5, 0.0, 0.5)]
        case _:
            return [
                limit + timedelta(days=step)
                for limit in sorted({_limit(one) for one in conditions})
                for step in (-1, 0, 1)
            ]


def _limit(condition: Condition) -> date:
    if condition.months or condition.days:
        return back_from(ANY_DAY, condition.months, condition.days)
    return date.fromisoformat(condition.date) if condition.date else ANY_DAY
