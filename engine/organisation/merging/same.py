"""Whether two texts say the same in other letters: `Yes` and yes, 40 and 40 %, 2026-03-02 and 2 March
2026."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from ...knowledge.language.phrases import Value, as_question
from ...model import AnswerKind, Field, Question
from ...reading.nodes import Node, Scalar, Sequence
from ...reading.shapes import NotUnderstood
from ..records import plain_name
from ..registers.reader import listed_names
from ..understood import answered, as_day


def same_answer(one: Node, other: Node, question: Question | None) -> bool:
    """Whether two answers to a question mean the same."""
    if not (isinstance(one, Scalar) and isinstance(other, Scalar)):
        return False
    return _meaning(one.text, question) == _meaning(other.text, question)


def same_field(one: Node, other: Node, field: Field | None) -> bool:
    """Whether two values of a field of a record mean the same; names of records in any order."""
    if field is not None and field.holds is AnswerKind.RECORDS:
        return _names(one) == _names(other)
    if isinstance(one, Sequence) or isinstance(other, Sequence):
        return _names(one) == _names(other)
    return same_answer(one, other, as_question(field) if field is not None else None)


def same_text(one: str, other: str) -> bool:
    """Whether two texts read the same, or are the same day or number."""
    return bool(_readings(one) & _readings(other))


def _meaning(text: str, question: Question | None) -> Value:
    """What an answer means; the text without what programs change in it where that cannot be said."""
    if question is not None and question.answer is not AnswerKind.TEXT:
        with suppress(NotUnderstood):
            return answered(text, question, date.max)
    return plain_name(text)


def _names(node: Node) -> frozenset[str]:
    if isinstance(node, Sequence):
        return frozenset(plain_name(item.text) for item in node.items if isinstance(item, Scalar))
    return frozenset(map(plain_name, listed_names(node.text))) if isinstance(node, Scalar) else frozenset()


def _readings(text: str) -> set[Value]:
    found: set[Value] = {plain_name(text)}
    with suppress(NotUnderstood):
        found.add(as_day(text))
    with suppress(ValueError):
        found.add(float(text.strip().removesuffix("%")))
    return found
