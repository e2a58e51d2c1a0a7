"""Answers of several files to one question as one: with all that shows it, by discipline where one of them
answers so, and records by their names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import msgspec

from ...model import Discipline, KnowledgeBase, Question
from ...reading.nodes import Mapping, Node, Scalar, Sequence, shortened
from ..records import NAME
from .pieces import Pieces, in_words, together
from .same import same_answer, same_field

_DISCIPLINES = frozenset(one.value for one in Discipline)


class Saying(msgspec.Struct, frozen=True):
    """What one file says of a question; `covered` are the disciplines for which an undivided answer speaks
    there."""

    name: Scalar
    node: Node
    covered: tuple[Discipline, ...]


class AnswerPieces:
    """Joins answers, by `pieces`."""

    def __init__(self, pieces: Pieces, knowledge: KnowledgeBase) -> None:
        self.pieces = pieces
        self.knowledge = knowledge

    def together(self, given: Iterable[Saying]) -> tuple[Scalar, Node]:
        """All that is said of one question, with its name."""
        said = list(given)
        name = said[0].name
        fact = self.knowledge.question.get(" ".join(name.text.split()))
        if any(_is_divided(one.node) for one in said):
            nodes: Iterable[Node] = (_divided(one) for one in said)
        else:
            nodes = (one.node for one in said)
        return name, reduce(lambda one, other: self._both(one, other, name.text, fact), nodes)

    def _both(self, one: Node, other: Node, name: str, question: Question | None) -> Node:
        if isinstance(one, Sequence) and isinstance(other, Sequence):
            return self._records(one, other, name, question)
        if isinstance(one, Sequence) or isinstance(other, Sequence):
            said = (in_words(one), in_words(other))
            return one if self.pieces.prefers_first(one, other, name, said) else other
        if _is_divided(one) and _is_divided(other):
            return self._by_discipline(one, other, name, question)
        return self._answer(one, other, name, question)

    def _records(self, one: Sequence, other: Sequence, name: str, question: Question | None) -> Node:
        if bool(one.items) is not bool(other.items):
            said = (in_words(one), in_words(other))
            return one if self.pieces.prefers_first(one, other, name, said) else other
        fields = {field.name: field for field in question.record} if question else {}
        return self.pieces.by_key(
            one,
            other,
            (NAME,),
            name,
            lambda left, right, key: same_field(left, right, fields.get(key)),
        )

    def _by_discipline(self, one: Node, other: Node, name: str, question: Question | None) -> Node:
        left, right = _parts(one), _parts(other)
        pairs = []
        for key in _DISCIPLINES_IN_ORDER:
            if key in left and key in right:
                node = self._answer(left[key], right[key], f"{name} for {key}", question)
            elif key in left or key in right:
                node = left.get(key) or right[key]
            else:
                continue
            pairs.append((Scalar(node.at, key), node))
        return Mapping(one.at, pairs)

    def _answer(self, one: Node, other: Node, what: str, question: Question | None) -> Node:
        """Two answers: what shows them together where they say the same, else one of them."""
        first, second = _parts(one), _parts(other)
        if not same_answer(first["answer"], second["answer"], question):
            said = (_with_name(first), _with_name(second))
            at = (first["answer"], second["answer"])
            if self.pieces.prefers_first(*at, what, said):
                return self._passed_over(one, other, _with_name(second))
            return self._passed_over(other, one, _with_name(first))
        if not first.keys() | second.keys() > {"answer"}:
            return one
        return self._beside(_long(one), _long(other), what)

    def _beside(self, one: Mapping, other: Mapping, what: str) -> Mapping:
        """What stands beside two answers that are the same. Pieces of evidence are known by reference and
        date."""
        shown = [_parts(answer).get("evidence") for answer in (one, other)]
        rest = Mapping(other.at, [pair for pair in other.pairs if pair[0].text not in ("answer", "evidence")])
        joined = self.pieces.mapping(one, rest, what)
        first, second = shown
        if not isinstance(second, Sequence):
            return joined
        evidence: Node = second
        if isinstance(first, Sequence):
            evidence = self.pieces.by_key(first, second, ("ref", "date"), f"{what}: evidence")
        kept = [pair for pair in joined.pairs if pair[0].text != "evidence"]
        return Mapping(joined.at, [*kept, (Scalar(evidence.at, "evidence"), evidence)])

    def _passed_over(self, taken: Node, left: Node, said: str) -> Mapping:
        """The answer that is taken, with a note of the one that is not: nothing that somebody said is
        lost."""
        parts = _parts(left)
        shown = ", ".join(_references(parts.get("evidence")))
        note = parts.get("note")
        told = f"Answered otherwise: {said}, {left.at}"
        told += f", shown by {shown}" if shown else ""
        told += "".join(f", {key}: {_flat(node)}" for key, node in parts.items() if key not in _TOLD_APART)
        told += f", noted: {note.text}" if isinstance(note, Scalar) else "."
        whole = _long(taken)
        beside = Scalar(left.at, told, quoted=True)
        before = _parts(whole).get("note")
        kept = [pair for pair in whole.pairs if pair[0].text != "note"]
        both = together(before, beside, " ") if isinstance(before, Scalar) else beside
        return Mapping(whole.at, [*kept, (Scalar(both.at, "note"), both)])


_TOLD_APART = ("answer", "by", "evidence", "note")
_DISCIPLINES_IN_ORDER = tuple(one.value for one in Discipline)


def _is_divided(node: Node) -> bool:
    return isinstance(node, Mapping) and any(name.text in _DISCIPLINES for name, _ in node.pairs)


def _divided(given: Saying) -> Node:
    """An answer for all as one for each discipline for which it speaks."""
    if _is_divided(given.node) or isinstance(given.node, Sequence):
        return given.node
    at = given.node.at
    return Mapping(at, [(Scalar(at, one.value), given.node) for one in given.covered])


def _parts(node: Node) -> dict[str, Node]:
    """What a node says by name; a short answer says only that."""
    if isinstance(node, Mapping):
        return {" ".join(name.text.split()): value for name, value in node.pairs}
    return {"answer": node}


def _long(node: Node) -> Mapping:
    return node if isinstance(node, Mapping) else Mapping(node.at, [(Scalar(node.at, "answer"), node)])


def _with_name(parts: dict[str, Node]) -> str:
    """An answer in a few words, and who gave it."""
    by = parts.get("by")
    return f"{in_words(parts['answer'])}{f' (by {shortened(by.text)})' if isinstance(by, Scalar) else ''}"


def _flat(node: Node) -> str:
    """What a node says, in one line."""
    if isinstance(node, Mapping):
        return ", ".join(f"{name.text} {_flat(value)}" for name, value in node.pairs)
    return node.text if isinstance(node, Scalar) else ", ".join(_references(node))


def _references(evidence: Node | None) -> Iterable[str]:
    for item in evidence.items if isinstance(evidence, Sequence) else ():
        said = {name: node.text for name, node in _parts(item).items() if isinstance(node, Scalar)}
        yield " of ".join(said[key] for key in ("ref", "date") if key in said)
