"""Links that run against the cycle, or between requirements that read one answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from ...model import KnowledgeBase, Link, LinkKind, Stage
from .doubts import Doubt
from .grades import alone
from .spaces import Space

STAGES: dict[LinkKind, tuple[tuple[Stage, ...], tuple[Stage, ...]]] = {
    LinkKind.GROUNDS: ((Stage.PLAN,), tuple(Stage)),
    LinkKind.LEADS: ((Stage.PLAN,), tuple(Stage)),
    LinkKind.PLANS: ((Stage.PLAN, Stage.DO), tuple(Stage)),
    LinkKind.SUPPORTS: ((Stage.PLAN, Stage.DO, Stage.CHECK), tuple(Stage)),
    LinkKind.EVALUATES: (tuple(Stage), (Stage.CHECK,)),
}
"""Where in the cycle of plan, do, check and act the two ends of each kind of link stand, unless both stand in
one stage. What improves closes the circle, and what only refers may lead anywhere."""

CLAUSES = ("4", "5", "6", "7", "8", "9", "10")
"""The clauses of the harmonised structure in their order, of which each builds on those before it."""


def against_the_cycle(knowledge: KnowledgeBase) -> Iterator[Doubt]:
    """The links whose ends do not stand in the cycle as their kind has it, or that lead back without closing
    it."""
    for link in _each_once(knowledge):
        wrong = _wrong_ends(link, knowledge) or _leads_back(link, knowledge)
        if wrong:
            message = (
                f"{link.id} runs against the cycle: {link.kind} from {link.source} to {link.target}, {wrong}"
            )
            hint = "turn it round (`from` is the foundation), or choose the kind that fits"
            yield Doubt("link-direction", (link,), message, hint)


def _each_once(knowledge: KnowledgeBase) -> Iterator[Link]:
    """The links as they are written: of those made from one line in several standards, the first."""
    for _, made in groupby(
        sorted(knowledge.links, key=lambda link: (link.at, link.id)), lambda link: link.at
    ):
        yield next(made)


def _wrong_ends(link: Link, knowledge: KnowledgeBase) -> str:
    """What is wrong with where the ends of a link stand; empty if nothing is."""
    stages = [stage_of(place, knowledge) for place in (link.source, link.target)]
    if link.kind is LinkKind.IMPROVES:
        onward = stages[0].order < stages[1].order and stages[1] is not Stage.ACT
        return f"onward from {stages[0]} to {stages[1]}, which closes no circle" if onward else ""
    if link.kind is LinkKind.EVALUATES and stages[0] is stages[1]:
        return ""
    for place, stage, fitting in zip(
        (link.source, link.target), stages, STAGES.get(link.kind, ()), strict=False
    ):
        if stage not in fitting:
            return f"and {place} stands under {stage}, not {' or '.join(map(str, fitting))}"
    return ""


def _leads_back(link: Link, knowledge: KnowledgeBase) -> str:
    """Whether a link that may not close a circle leads to an earlier stage, or to an earlier clause of
    one."""
    if link.kind.may_close_a_circle:
        return ""
    before, after = (stage_of(place, knowledge) for place in (link.source, link.target))
    if before.order > after.order:
        return f"from {before} back to {after}"
    first, second = (place.split("/")[1].partition(".")[0] for place in (link.source, link.target))
    if first in CLAUSES and second in CLAUSES and CLAUSES.index(first) > CLAUSES.index(second):
        return f"from clause {first} back to clause {second}"
    return ""


def stage_of(place: str, knowledge: KnowledgeBase) -> Stage:
    """The stage of the cycle in which a requirement or a clause stands."""
    return (
        knowledge.requirement[place].stage
        if place in knowledge.requirement
        else knowledge.clause[place].stage
    )


def between_one_answer(knowledge: KnowledgeBase, spaces: Mapping[str, Space]) -> Iterator[Doubt]:
    """The hard links between two requirements that one and the same answer alone makes fail: it would count
    twice, as a gap and as the foundation of that gap."""
    for link in _each_once(knowledge):
        ends = [knowledge.requirement.get(place) for place in (link.source, link.target)]
        found = [spaces[one.template] for one in ends if one is not None and one.template in spaces]
        if link.carries_failure and len(found) == 2:
            shared = next(_failing_both(*found), None)
            if shared is not None:
                question, word = shared
                message = f"{link.id} joins two requirements that fail by one answer, {question}: {word}"
                hint = "make it soft, or judge one of the two by a question of its own"
                yield Doubt("link-one-answer", (link,), message, hint, question)


def _failing_both(one: Space, other: Space) -> Iterator[tuple[str, str]]:
    """The answers in words, all others being at their best, that are a nonconformity in both of two
    requirements."""
    for question in one.questions:
        if question.id in other.place and not question.computed:
            for word in question.words:
                if alone(question, word, one).fails and alone(question, word, other).fails:
                    yield question.id, word
