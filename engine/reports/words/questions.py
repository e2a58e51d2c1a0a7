"""The words around a question, the same in every questionnaire and in the interview: who answers, how, and
what it serves."""

from __future__ import annotations

from collections.abc import Iterable

from ...analysis.questions.questionnaire import Asked, Depth, Questionnaire
from ...model import AnswerKind, Discipline, KnowledgeBase, Question, Who, count

SET_ASIDE = "Set aside: these cannot apply, given the answers and what is declared not applicable"
BEYOND = "Answered, and not asked here"


_LETTERS = {Who.IT: "IT", Who.HR: "HR"}


def who_words(who: Who) -> str:
    """Who can answer, as a heading."""
    return _LETTERS.get(who) or who.value.replace("-", " ").capitalize()


def _in_a_sentence(who: Who) -> str:
    return _LETTERS.get(who) or who.value.replace("-", " ")


def kind_words(question: Question) -> str:
    """How a question is answered, with an example where the form matters."""
    match question.answer:
        case AnswerKind.DATE | AnswerKind.PLANNED_DATE:
            return f"{question.answer}, written like 2026-03-02"
        case AnswerKind.PERCENTAGE:
            return "percentage from 0 to 100"
        case _:
            return question.answer_words


def serves_words(asked: Asked, knowledge: KnowledgeBase) -> str:
    """The clauses that a question serves, by standard."""
    clauses: dict[str, dict[str, None]] = {}
    for name in asked.requirements:
        one = knowledge.requirement[name]
        clauses.setdefault(one.standard, {})[one.clause] = None
    return "; ".join(f"{standard} {', '.join(numbers)}" for standard, numbers in clauses.items())


def decides_words(asked: Asked) -> str:
    """How many requirements a question helps to decide, and the worst it could lead to."""
    return f"{count(len(asked.requirements), 'requirement')}, {asked.worst.word} at worst"


def size_words(asked: Questionnaire, all_questions: int) -> str:
    """How many questions there are, and how many of them are answered; then the same of registers, if
    there are any."""
    number = len(asked.asked)
    answered = sum(bool(one.answers) for one in asked.asked.values())
    size = (
        f"the {number} questions that tell most, of {all_questions}"
        if asked.depth is Depth.QUICK
        else count(number, "question")
    )
    registers = f", and {count(len(asked.registers), 'register')}" if asked.registers else ""
    return f"{size}{people_words(asked)}, {answered} of them answered{registers}"


def people_words(asked: Questionnaire) -> str:
    """For whom alone a questionnaire is made: ` for purchasing and sales`; empty if for everybody."""
    return f" for {joined(_in_a_sentence(one) for one in asked.who)}" if asked.who else ""


def joined(words: Iterable[str], by: str = "and") -> str:
    """Words in a row, the last joined by `and`, or by another word."""
    *first, last = words
    return f"{', '.join(first)} {by} {last}" if first else last


def confirm_words(asked: Asked) -> str:
    """For whom a question is answered and for whom it still has to be confirmed; empty where it is open
    for all, or for nobody."""
    given = {one.discipline for one in asked.answers}
    left = [one for one in asked.disciplines if one not in given]
    if None in given or not given or not left:
        return ""
    return (
        f"Given for {joined(_plain(one) for one in Discipline if one in given)}: confirm for"
        f" {joined(map(_plain, left))}"
    )


def _plain(discipline: Discipline) -> str:
    return discipline.value.replace("-", " ")
