"""Answers that are better and graded worse, rules that find fault with the best answers, and questions to
which every answer is wrong."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from ...knowledge.language.phrases import SCALE, YES_NO, YES_PARTLY_NO
from ...model import AnswerKind, Grade, KnowledgeBase, Question
from .doubts import Doubt, written_by
from .spaces import ORDERED, Box, FiringRule, Point, Space, only

SCALES = (YES_NO, YES_PARTLY_NO, SCALE)

Spaces = Mapping[str, Space]
"""The spaces by requirement."""


def worse_when_better(space: Space, readers: Mapping[str, tuple[Space, ...]]) -> Iterator[Doubt]:
    """The questions of which a better answer is graded worse than a worse one, unless the worse one is graded
    as badly elsewhere: `readers` are the requirements that read a question."""
    for place, question in enumerate(space.questions):
        of_word = words_of(space, place)
        for better, worse in _steps_down(question):
            found = _falling(space, place, of_word[better], of_word[worse])
            if found is not None and _elsewhere(question, worse, readers[question.id]) < found[0]:
                yield _fell(space, place, better, worse, *found)
                break


def words_of(space: Space, place: int) -> dict[str, int]:
    """The class of every answer in words to a question."""
    return {
        word: number for number, one in enumerate(space.classes[place]) for word in one.words.split(" or ")
    }


def _steps_down(question: Question) -> Iterator[tuple[str, str]]:
    """Pairs of answers of which the first is better than the second."""
    if question.answer is not AnswerKind.WORDS or question.computed or not question.best:
        return
    if question.best == ("yes",) and question.words in SCALES:
        yield from itertools.pairwise(question.words)
    else:
        worse = [word for word in question.words if word not in question.best]
        yield from itertools.product(question.best, worse)


def _falling(space: Space, place: int, better: int, worse: int) -> tuple[Grade, Point] | None:
    """The grade of the better answer where that of the worse one is milder, with all answers; None if it is
    not."""
    if better == worse:
        return None
    for judging in sorted(space.rules, key=lambda one: -one.grade):
        hidden_by = _as_if_any(space.at_least(judging.grade), place, worse, space)
        for box in (box for box in judging.boxes if box[place] >> better & 1):
            point = _outside(space, only(box, place, space.full[place]), hidden_by, place, (better, worse))
            if point is not None:
                return judging.grade, (*point[:place], better, *point[place + 1 :])
    return None


def _as_if_any(boxes: list[Box], place: int, answer: int, space: Space) -> list[Box]:
    """Those of some boxes that hold an answer, as if they held every answer to its question."""
    return [only(box, place, space.full[place]) for box in boxes if box[place] >> answer & 1]


def _outside(space: Space, box: Box, others: list[Box], place: int, answers: tuple[int, int]) -> Point | None:
    """Answers outside some boxes, under which the requirement applies whichever of two answers is given."""
    for one in space.applies:
        if all(one[place] >> answer & 1 for answer in answers):
            part = tuple(a & b for a, b in zip(box, only(one, place, space.full[place]), strict=True))
            point = space.outside(part, others) if all(part) else None
            if point is not None:
                return point
    return None


def _elsewhere(question: Question, worse: str, readers: tuple[Space, ...]) -> Grade:
    """What the worse answer alone comes to, all others being at their best, wherever it is read."""
    return max((alone(question, worse, other) for other in readers), default=Grade.CONFORMS)


def alone(question: Question, word: str, space: Space) -> Grade:
    """What an answer comes to in a requirement, all others being at their best."""
    place = space.place[question.id]
    box = only(at_best(space), place, 1 << words_of(space, place)[word])
    return max((one.grade for one in space.rules if _fires_throughout(one, box)), default=Grade.CONFORMS)


def _fires_throughout(judging: FiringRule, box: Box) -> bool:
    return any(all(not mine & ~its for mine, its in zip(box, other, strict=True)) for other in judging.boxes)


def at_best(space: Space) -> Box:
    """Every question in words at its best answer, where it has one; all others at any."""
    return tuple(_best(space, place) for place in range(len(space.questions)))


def _best(space: Space, place: int) -> int:
    best = set(space.questions[place].best)
    numbers = (n for n, one in enumerate(space.classes[place]) if not best or one.value in best)
    return sum(1 << number for number in numbers)


def _fell(space: Space, place: int, better: str, worse: str, grade: Grade, point: Point) -> Doubt:
    question, answer = space.questions[place], words_of(space, place)[worse]
    milder = space.grade((*point[:place], answer, *point[place + 1 :]))
    others = space.told(point, [other for other in range(len(point)) if other != place])
    beside = f" beside {others}" if others else ""
    message = f"{question.id}: {better} is better than {worse} and graded worse: {grade.word},"
    message += f" not {milder.word}{beside}"
    hint = "let a rule react to the worse answer"
    return Doubt("worse-when-better", (space.template,), message, hint, question.id)


def fault_with_the_best(space: Space, knowledge: KnowledgeBase) -> Iterator[Doubt]:
    """The rules that find fault where every question in words is at its best, whatever numbers and dates
    are."""
    best = at_best(space)
    for judging in space.rules:
        for box in judging.boxes:
            asked = [place for place, full in enumerate(space.full) if box[place] != full]
            closed = asked and all(_has_best(space.questions[place]) for place in asked)
            if closed and all(best[place] & box[place] for place in asked):
                yield _faulted(judging, box, space, asked, knowledge)
                break


def _has_best(question: Question) -> bool:
    return bool(question.best) and question.answer not in ORDERED


def _faulted(
    judging: FiringRule, box: Box, space: Space, asked: list[int], knowledge: KnowledgeBase
) -> Doubt:
    best = at_best(space)
    point = tuple(
        ((mine & its) & -(mine & its)).bit_length() - 1 for mine, its in zip(best, box, strict=True)
    )
    message = f"{judging.rule.id} finds fault with the best answers: {space.told(point, asked)}"
    hint = "turn the condition round, or change `best` of the question"
    return Doubt("rules-disagree", written_by(judging.rule, knowledge), message, hint, judging.rule.name)


def never_conforming(space: Space) -> Iterator[Doubt]:
    """A requirement under whose every answer some rule fires."""
    everywhere = space.at_least(Grade.OPPORTUNITY)
    if everywhere and space.outside(space.full, everywhere) is None:
        message = f"{space.template.id} can never conform: whatever is answered, some rule fires"
        yield Doubt("rules-disagree", (space.template,), message, "leave an answer that no rule reacts to")


def wrong_whatever(knowledge: KnowledgeBase, spaces: Spaces) -> Iterator[Doubt]:
    """The questions to which every answer alone is a nonconformity, in one requirement or in another."""
    wrong: dict[str, set[str]] = {}
    for space in spaces.values():
        for judging in space.rules if space.template.id not in knowledge.on_notes else ():
            for name, words in _alone_wrong(judging, space):
                known = wrong.setdefault(name, set())
                if not words <= known and known | words == set(knowledge.question[name].words):
                    yield _all_wrong(judging, knowledge.question[name], words, knowledge)
                known |= words


def _all_wrong(judging: FiringRule, question: Question, words: set[str], knowledge: KnowledgeBase) -> Doubt:
    message = f"whatever the answer to {question.id} is, it is a nonconformity: {judging.rule.id} finds fault"
    message += f" with {' and '.join(sorted(words))}, other rules with every other answer"
    hint = "leave one answer that no rule reacts to"
    return Doubt(
        "rules-disagree", (*written_by(judging.rule, knowledge), question), message, hint, question.id
    )


def _alone_wrong(judging: FiringRule, space: Space) -> Iterator[tuple[str, set[str]]]:
    """The questions in words, with answers that are a nonconformity by themselves."""
    for box in judging.boxes if judging.grade.fails else ():
        asked = [place for place, full in enumerate(space.full) if box[place] != full]
        if len(asked) == 1 and space.questions[asked[0]].answer is AnswerKind.WORDS:
            place = asked[0]
            classes = (one for n, one in enumerate(space.classes[place]) if box[place] >> n & 1)
            yield space.questions[place].id, {word for one in classes for word in one.words.split(" or ")}
