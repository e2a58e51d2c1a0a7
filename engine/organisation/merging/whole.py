"""Files that several people have filled in as one organisation's file: a tree of nodes, each at its place in
the file it comes from, so that the reader of organisations checks it like any other and names the right
file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingType
from functools import reduce

import msgspec

from ...knowledge.formats.organisation import organisation_file
from ...model import Discipline, KnowledgeBase
from ...problems import BadInput, Problem
from ...reading.nodes import Mapping, Node, Problems, Scalar, Sequence
from ...reading.shapes import Placed
from ..coverage import as_given_for, questions_of
from ..inputs import Source, nodes_in
from ..organisation import knows_standard
from .answers import AnswerPieces, Saying
from .pieces import Pieces, united

UNNAMED = "Name of the organisation"
"""What stands where nobody has written the name yet."""


class Merged(msgspec.Struct, frozen=True):
    """The file, and what was passed over because another file is preferred."""

    node: Mapping
    chosen: tuple[Problem, ...]


class _Part(msgspec.Struct, frozen=True):
    """One file, with the standards that it names."""

    node: Mapping
    standards: tuple[str, ...]


def merged(
    sources: Iterable[Source], preferred: tuple[str, ...], knowledge: KnowledgeBase, problems: Problems
) -> Merged:
    """The files put together. Where two contradict, those `preferred` count, as messages call them, the first
    before all others; else it goes to `problems`.

    Raises BadInput with every problem where one of the files cannot be read.
    """
    ordered = sorted(sources, key=lambda one: _rank(one.shown, preferred))
    nodes = [nodes_in(one, knowledge, problems) for one in ordered]
    for node in nodes:
        if node is not None:
            organisation_file.read(node, problems)
    parts = [_part(node, knowledge, problems) for node in nodes if isinstance(node, Mapping)]
    if problems.found:
        raise BadInput(problems.found)
    pieces = Pieces(problems, preferred)
    return Merged(_Together(parts, pieces, knowledge).node(), tuple(pieces.chosen))


def _rank(shown: str, preferred: tuple[str, ...]) -> int:
    return preferred.index(shown) if shown in preferred else len(preferred)


def _part(node: Mapping, knowledge: KnowledgeBase, problems: Problems) -> _Part:
    listed = _said(node).get("standards")
    named = [one for one in listed.items if isinstance(one, Scalar)] if isinstance(listed, Sequence) else []
    known = [one.text for one in named if knows_standard(Placed(one.text, one.at), knowledge, problems)]
    return _Part(node, tuple(dict.fromkeys(known)))


class _Together:
    """Several files as one."""

    def __init__(self, parts: list[_Part], pieces: Pieces, knowledge: KnowledgeBase) -> None:
        self.pieces = pieces
        self.knowledge = knowledge
        self.answers = AnswerPieces(pieces, knowledge)
        standards = tuple(dict.fromkeys(name for part in parts for name in part.standards))
        self.parts = [
            _Part(as_given_for(one.node, one.standards, standards, knowledge), one.standards) for one in parts
        ]

    def node(self) -> Mapping:
        said = [_said(one.node) for one in self.parts]
        names = dict.fromkeys(name for one in said for name in one)
        pairs = []
        for name in names:
            nodes = [one[name] for one in said if name in one]
            if node := self._under(name, nodes):
                pairs.append((Scalar(node.at, name), node))
        return Mapping(self.parts[0].node.at, pairs)

    def _under(self, name: str, nodes: list[Node]) -> Node | None:
        """All that stands under a key."""
        if name == "answers":
            return self._all_answers(nodes[0])
        if name == "organisation":
            nodes = [one for one in nodes if not _is_unnamed(one)] or nodes[:1]
        join = _LISTS.get(name)
        return reduce(
            lambda one, other: (
                join(self.pieces, one, other)
                if join and isinstance(one, Sequence) and isinstance(other, Sequence)
                else self.pieces.joined(one, other, name)
            ),
            nodes,
        )

    def _all_answers(self, first: Node) -> Mapping:
        found: dict[str, list[Saying]] = {}
        for part in self.parts:
            covered = self._covered(part)
            answers = _said(part.node).get("answers")
            for name, node in answers.pairs if isinstance(answers, Mapping) else ():
                found.setdefault(" ".join(name.text.split()), []).append(Saying(name, node, covered))
        for called in found:
            self._refuse_earlier(called, found)
        return Mapping(first.at, [self.answers.together(given) for given in found.values()])

    def _refuse_earlier(self, name: str, found: dict[str, list[Saying]]) -> None:
        """Refuses a question of an earlier version beside one of today that says the same in another file:
        the reader would let the earlier one go without a word."""
        earlier = found[name][0].name.at
        for today in sorted(questions_of(name, self.knowledge) - {name}):
            others = [one.name.at for one in found.get(today, ()) if one.name.at.file != earlier.file]
            if others:
                message = f"{name} is a question of an earlier version, and {others[0]} answers {today}"
                hint = "take away the one of the two that does not hold"
                self.pieces.problems.add(earlier, message, "different-answers", hint)

    def _covered(self, part: _Part) -> tuple[Discipline, ...]:
        own = {self.knowledge.standard[one].discipline for one in part.standards}
        return tuple(one for one in Discipline if one in own or not own)


def _exclusions(pieces: Pieces, one: Sequence, other: Sequence) -> Sequence:
    return pieces.by_key(one, other, ("requirement",), "not_applicable")


def _scales(pieces: Pieces, one: Sequence, other: Sequence) -> Sequence:
    return pieces.by_key(one, other, ("scale",), "scales")


_LISTS: MappingType[str, Callable[[Pieces, Sequence, Sequence], Sequence]] = {
    "standards": lambda _, one, other: united(one, other),
    "observed": lambda _, one, other: united(one, other),
    "not_applicable": _exclusions,
    "scales": _scales,
}
"""How the lists of a file are joined; any other is like what was observed."""


def _said(node: Mapping) -> dict[str, Node]:
    return {" ".join(name.text.split()): value for name, value in node.pairs}


def _is_unnamed(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.strip() in ("", UNNAMED)
