"""Answers to questions of earlier versions, in the questions of today: a file that was right once stays
readable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ..model import Discipline, KnowledgeBase, Renaming
from ..problems import Problem
from ..reading.shapes import Entry, NotUnderstood, Placed
from .understood import answered

Given = tuple[Placed[str], Placed[Any] | None]
"""A question with what is answered: text, an answer with evidence, answers by discipline, or records."""


class Renamed:
    """Translates what is given; `remarks` then tell what was understood as what, and what was left open."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.remarks: list[Problem] = []

    def translated(self, given: Iterable[Given]) -> Iterator[Given]:
        """The same in the questions of today. A question of today that the file answers itself is left as
        it is."""
        pairs = list(given)
        own = {name.value for name, _ in pairs if name.value in self.knowledge.question}
        for name, placed in pairs:
            renaming = self.knowledge.renaming.get(name.value)
            if renaming is None or placed is None or self._is_of_today(name.value, placed):
                yield name, placed
            else:
                taken = own - {name.value}
                yield from (
                    pair for pair in self._translated(name, placed, renaming) if pair[0].value not in taken
                )

    def _is_of_today(self, name: str, placed: Placed[Any]) -> bool:
        """Whether every answer given is one that the question of today takes."""
        fact = self.knowledge.question.get(name)
        if fact is None:
            return False
        try:
            for text in _texts(placed):
                answered(text.value, fact, date.max)
        except NotUnderstood:
            return False
        return True

    def _translated(self, name: Placed[str], placed: Placed[Any], renaming: Renaming) -> Iterator[Given]:
        if renaming.now:
            self._remark(name, f"it is called {renaming.now} now", renaming)
            yield Placed(renaming.now, name.at), placed
            return
        known = {question: None for text in _texts(placed) for question in renaming.said_today(text.value)}
        if not known:
            self._remark(name, "its answer says nothing of what is asked today and is left out", renaming)
            return
        self._remark(name, f"it is read as an answer to {' and '.join(known)}", renaming)
        for question in known:
            answers = {text.value: renaming.said_today(text.value).get(question) for text in _texts(placed)}
            said = _with_answers(placed, {text: now for text, now in answers.items() if now is not None})
            if said is not None:
                yield Placed(question, name.at), said

    def _remark(self, name: Placed[str], what: str, renaming: Renaming) -> None:
        self.remarks.append(
            Problem(
                name.at,
                f"{name.value} is a question of an earlier version: {what}",
                "renamed",
                renaming.because,
            )
        )


def _texts(placed: Placed[Any]) -> Iterator[Placed[str]]:
    """The answers in what is given, one for each discipline."""
    value = placed.value
    if isinstance(value, str):
        yield placed
    elif isinstance(value, Entry) and "answer" in value:
        yield value.placed("answer")
    elif isinstance(value, Entry):
        for discipline in Discipline:
            if discipline.value in value:
                yield from _texts(value.placed(discipline.value))


def _with_answers(placed: Placed[Any], answers: dict[str, str]) -> Placed[Any] | None:
    """What is given with other answers, its evidence and notes kept; None where none of the answers has
    another."""
    value = placed.value
    if isinstance(value, str):
        return Placed(answers[value], placed.at) if value in answers else None
    changed = Entry(value.at)
    for key in value:
        said = (
            _with_answers(value.placed(key), answers)
            if key == "answer" or key in _DISCIPLINES
            else value.placed(key)
        )
        if said is not None:
            changed.put(key, said)
    return (
        Placed(changed, placed.at) if any(key == "answer" or key in _DISCIPLINES for key in changed) else None
    )


_DISCIPLINES = frozenset(discipline.value for discipline in Discipline)
