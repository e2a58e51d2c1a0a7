"""All that can hardly be meant in a knowledge base, as it is with its overlays.

Exact over the classes of answers that the rules of a requirement tell apart; where a search takes too long
(`MOST_STEPS`), or a question stands beside too many others (`MOST_SURROUNDINGS`), nothing is claimed beyond
what was tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from ...knowledge.checks import check
from ...model import KnowledgeBase
from ...model.switched_off import switched_on
from ...reading.nodes import Problems
from .deciding import asked_by_nobody, deciding, deciding_nothing, never_deciding
from .doubts import Doubt, report
from .grades import fault_with_the_best, never_conforming, worse_when_better, wrong_whatever
from .holes import holes
from .links import against_the_cycle, between_one_answer
from .spaces import Space, TooLong
from .themes import strange_themes
from .units import odd_units


def verify(
    knowledge: KnowledgeBase,
    as_of: date,
    problems: Problems,
    *,
    alone: bool = True,
    step: Callable[[str], None] = lambda _: None,
) -> None:
    """Reports what can hardly be meant, what is accepted without being there, and what passes in silence once
    overlays have changed the rules.

    `alone`: the knowledge base stands by itself. Beside another, something that was rightly accepted may be
    gone. `step` is told of each requirement in its turn."""
    if knowledge.changes:
        check(switched_on(knowledge), problems)
    report(doubts(knowledge, as_of, step), knowledge, problems, unused=alone and not knowledge.changes)


def doubts(
    knowledge: KnowledgeBase, as_of: date, step: Callable[[str], None] = lambda _: None
) -> Iterator[Doubt]:
    """What can hardly be meant, accepted or not."""
    spaces = {
        template.id: Space(template, knowledge, as_of)
        for template in knowledge.templates
        if knowledge.rules_of[template.id]
    }
    readers = _readers(spaces)
    for template, space in spaces.items():
        step(template)
        for find in _of_a_requirement(space, knowledge, readers):
            yield from _within_reason(find)
    yield from wrong_whatever(knowledge, spaces)
    decide = {question for space in spaces.values() for question in deciding(space)}
    yield from deciding_nothing(knowledge, decide)
    yield from between_one_answer(knowledge, spaces)
    for everywhere in (asked_by_nobody, against_the_cycle, strange_themes, odd_units):
        yield from everywhere(knowledge)


def _of_a_requirement(
    space: Space, knowledge: KnowledgeBase, readers: dict[str, tuple[Space, ...]]
) -> tuple[Callable[[], Iterable[Doubt]], ...]:
    return (
        lambda: holes(space),
        lambda: never_deciding(space, knowledge),
        lambda: worse_when_better(space, readers),
        lambda: fault_with_the_best(space, knowledge),
        lambda: never_conforming(space),
    )


def _within_reason(find: Callable[[], Iterable[Doubt]]) -> Iterator[Doubt]:
    """What a check finds before one of its searches takes too long."""
    try:
        yield from find()
    except TooLong:
        return


def _readers(spaces: dict[str, Space]) -> dict[str, tuple[Space, ...]]:
    found: dict[str, list[Space]] = {}
    for space in spaces.values():
        for question in space.questions:
            found.setdefault(question.id, []).append(space)
    return {question: tuple(some) for question, some in found.items()}
