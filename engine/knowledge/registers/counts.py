"""Reads how records of registers answer questions: which are looked at, which fall short, and which answer
that gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ...model import AnswerKind, Count, CountKind, CountStep, Each, Question
from ...problems import did_you_mean
from ...reading.nodes import Problems
from ...reading.shapes import Entry, Placed
from ..language.conditions import ConditionReader
from ..names import Names
from ..sources import Sources
from .each import EachReader

_TAKES = {
    CountKind.ANSWER: (AnswerKind.WORDS,),
    CountKind.NUMBER: (AnswerKind.NUMBER,),
    CountKind.SHARE: (AnswerKind.PERCENTAGE,),
    CountKind.SHARE_SHORT: (AnswerKind.PERCENTAGE,),
    CountKind.LATEST: (AnswerKind.DATE,),
}
"""The kinds of question that each kind of count can answer."""

_DAYS = (AnswerKind.DATE, AnswerKind.PLANNED_DATE)


def read_counts(sources: Sources, conditions: ConditionReader, problems: Problems) -> tuple[Count, ...]:
    """The counts of all rulebases. What is wrong goes to `problems`."""
    reader = _CountReader(conditions, problems)
    entries = [
        (rulebase["rulebase"], entry) for rulebase in sources["rulebase"] for entry in rulebase.all("counts")
    ]
    read = [reader.count(rulebase, entry) for rulebase, entry in entries]
    return tuple(one for one in read if one is not None)


class _CountReader:
    def __init__(self, conditions: ConditionReader, problems: Problems) -> None:
        self.conditions = conditions
        self.questions: Mapping[str, Question] = conditions.facts
        self.each = EachReader(conditions.facts, conditions.names, problems)
        self.problems = problems
        self.names = Names("a count", problems)
        self.answered = Names("a question that is counted", problems)

    def count(self, rulebase: str, entry: Entry) -> Count | None:
        if not entry.whole:
            return None
        name = f"{rulebase.partition('/')[0]}/{entry['count']}"
        question = self._question(entry.placed("answers"))
        each = self._each(entry)
        whole = self.conditions.alternatives(entry["whole"]) if "whole" in entry else ()
        is_new = self.names.declare(name, entry.place("count"))
        if not is_new or question is None or each is None or whole is None:
            return None
        kind, steps, field = self._gives(entry, question, each)
        if question.answer not in _TAKES[kind]:
            hint = "gives: a list of answers, number, share, share short, or latest with a date of the record"
            message = f"{question.id} is answered with `{question.answer_words}`, not with this"
            self.problems.add(entry.place("gives"), message, "wrong-type", hint)
            return None
        return Count(name, question.id, each, kind, entry.at, steps, field, whole)

    def _question(self, name: Placed[str]) -> Question | None:
        if not self.conditions.names.usable(name):
            return None
        question = self.questions[name.value]
        if question.computed or question.record:
            what = "worked out" if question.computed else "a register itself"
            hint = "name a question that people are asked"
            self.problems.add(name.at, f"{question.id} is {what}", "wrong-type", hint)
            return None
        return question if self.answered.declare(name.value, name.at) else None

    def _each(self, entry: Entry) -> Each | None:
        """Those that fall short of those looked at; all that are looked at where nothing says which fall
        short."""
        made = self.each.each(entry)
        if made is None:
            return None
        short = self.each.conditions(self.questions[made.register], entry.get("short", ()))
        if short is None:
            return None
        together = tuple(dict.fromkeys((*made.conditions, *short)))
        return msgspec.structs.replace(made, conditions=together, among=made.conditions)

    def _gives(
        self, entry: Entry, question: Question, each: Each
    ) -> tuple[CountKind, tuple[CountStep, ...], str]:
        given = entry["gives"]
        if isinstance(given, list):
            return CountKind.ANSWER, tuple(self._steps(given, question)), ""
        if given in (CountKind.NUMBER, CountKind.SHARE, CountKind.SHARE_SHORT):
            return CountKind(given), (), ""
        kind, _, field = given.partition(" ")
        if field not in self._days(each.register):
            hint = did_you_mean(field, self._days(each.register)) or "name a date of its records"
            message = f"the records of {each.register} have no date `{field}`"
            self.problems.add(entry.place("gives"), message, "unknown-name", hint)
        return CountKind(kind), (), field

    def _days(self, register: str) -> list[str]:
        return [one.name for one in self.questions[register].record if one.holds in _DAYS]

    def _steps(self, given: list[Placed[Any]], question: Question) -> Iterator[CountStep]:
        for placed in given:
            step: Entry = placed.value
            if not step.whole:
                continue
            if question.words and step["answer"] not in question.words:
                hint = did_you_mean(step["answer"], question.words) or f"they are {', '.join(question.words)}"
                message = f"`{step['answer']}` is not an answer to {question.id}"
                self.problems.add(step.place("answer"), message, "unknown-word", hint)
            yield CountStep(step["answer"], step.get("at_least", 1), step.get("share", 0))
