"""Whom an answer speaks for. An undivided answer speaks for the disciplines of the standards that its file
names: what was said of quality when quality alone was in scope says nothing of the environment, until
somebody confirms it there.

A question that only the added discipline asks can have been answered for it alone, and is taken.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ..model import Discipline, KnowledgeBase
from ..reading.nodes import Mapping, Node, Scalar, Sequence
from .organisation import Answer, Organisation


def assessed_against(
    organisation: Organisation, standards: Iterable[str], knowledge: KnowledgeBase
) -> Organisation:
    """The organisation with the standards that are assessed now; its undivided answers divided where some
    of these lie beyond its file."""
    chosen = tuple(dict.fromkeys(standards))
    own = _disciplines(organisation.standards, knowledge)
    shared = to_confirm(organisation.standards, chosen, knowledge)
    answers = tuple(one for answer in organisation.answers for one in _divided(answer, own, shared))
    return msgspec.structs.replace(organisation, standards=chosen, answers=answers)


def to_confirm(own: Iterable[str], chosen: Iterable[str], knowledge: KnowledgeBase) -> frozenset[str]:
    """The questions that a file's own standards ask and that are asked for a further discipline by those
    chosen now. None where the file names no standard: then those chosen are its own."""
    covered = _disciplines(own, knowledge)
    if not covered:
        return frozenset()
    asked = {
        inside: _asked(chosen if not inside else (*own, *chosen), covered, knowledge, inside=inside)
        for inside in (True, False)
    }
    return asked[True] & asked[False]


def as_given_for(
    file: Mapping, own: Iterable[str], chosen: Iterable[str], knowledge: KnowledgeBase
) -> Mapping:
    """The nodes of a file whose standards become others: undivided answers that would then say more than
    they said are divided."""
    own = tuple(own)
    shared = to_confirm(own, chosen, knowledge)
    covered = _disciplines(own, knowledge)
    pairs = [
        (key, _given_for(node, shared, covered, knowledge) if key.text == "answers" else node)
        for key, node in file.pairs
    ]
    return Mapping(file.at, pairs)


def _disciplines(standards: Iterable[str], knowledge: KnowledgeBase) -> tuple[Discipline, ...]:
    found = {knowledge.standard[one].discipline for one in standards}
    return tuple(one for one in Discipline if one in found)


def _asked(
    standards: Iterable[str], covered: tuple[Discipline, ...], knowledge: KnowledgeBase, *, inside: bool
) -> frozenset[str]:
    """The questions of those standards whose discipline is covered (`inside`), or is not."""
    wanted = [
        one for one in dict.fromkeys(standards) if (knowledge.standard[one].discipline in covered) is inside
    ]
    templates = {
        knowledge.requirement[one].template for standard in wanted for one in knowledge.asked_by[standard]
    }
    return frozenset(fact for template in templates for fact in knowledge.reads_of[template])


def _divided(answer: Answer, own: tuple[Discipline, ...], shared: frozenset[str]) -> tuple[Answer, ...]:
    if answer.discipline is not None or answer.fact not in shared:
        return (answer,)
    return tuple(msgspec.structs.replace(answer, discipline=one) for one in own)


def _given_for(
    answers: Node, shared: frozenset[str], covered: tuple[Discipline, ...], knowledge: KnowledgeBase
) -> Node:
    if not isinstance(answers, Mapping):
        return answers
    return Mapping(
        answers.at, [(key, _node_for(key, node, shared, covered, knowledge)) for key, node in answers.pairs]
    )


def _node_for(
    key: Scalar, node: Node, shared: frozenset[str], covered: tuple[Discipline, ...], knowledge: KnowledgeBase
) -> Node:
    """An undivided answer as one for each discipline that is covered; records and what is divided already
    stay."""
    names = {one.value for one in Discipline}
    is_divided = isinstance(node, Mapping) and any(name.text in names for name, _ in node.pairs)
    if is_divided or isinstance(node, Sequence) or shared.isdisjoint(questions_of(key.text, knowledge)):
        return node
    return Mapping(node.at, [(Scalar(node.at, one.value), node) for one in covered])


def questions_of(name: str, knowledge: KnowledgeBase) -> set[str]:
    """The questions of today that a name stands for."""
    renaming = knowledge.renaming.get(name)
    if renaming is None:
        return {name}
    said = {question for answers in (*renaming.answers.values(), renaming.otherwise) for question in answers}
    return {name, renaming.now} | said
