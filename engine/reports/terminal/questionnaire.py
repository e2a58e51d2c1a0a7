"""The questionnaire on the terminal, to read through or to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console

from ...analysis.questions.questionnaire import Asked, QuestionGroup, Questionnaire
from ...analysis.questions.telling import decided_by
from ...model import KnowledgeBase, count
from ...organisation.organisation import Organisation
from ..words.assessment import answer_words
from ..words.questions import (
    BEYOND,
    SET_ASIDE,
    decides_words,
    kind_words,
    serves_words,
    size_words,
    who_words,
)
from ..words.records import REGISTERS, fields_words
from .page import Page


def print_questionnaire(
    console: Console, asked: Questionnaire, knowledge: KnowledgeBase, organisation: Organisation | None = None
) -> None:
    """Prints every question with its help, the kind of answer, what it serves, and the answer there is;
    then the registers asked for."""
    page = Page(console)
    editions = ", ".join(knowledge.standard[standard].edition for standard in asked.standards)
    page.line((f"Questionnaire · {editions}", "bold"))
    page.line((size_words(asked, len(decided_by(knowledge, asked.standards))), "dim"))
    for section in asked.sections:
        page.section(
            f"{section.title} ({count(sum(len(group.questions) for group in section.groups), 'question')})"
        )
        for question in _by_person(page, section.groups):
            _question(page, question, knowledge)
    if asked.registers:
        page.section(REGISTERS)
    for register in _by_person(page, asked.register_groups):
        _register(page, register, knowledge, organisation)
    if asked.set_aside:
        page.section(SET_ASIDE)
        for one in asked.set_aside:
            _question(page, one, knowledge)
    if asked.beyond:
        page.section(BEYOND)
        for answer in asked.beyond:
            page.line(f"{answer.fact}: {answer_words(answer, knowledge.question[answer.fact])}")


def _by_person(page: Page, groups: Iterable[QuestionGroup]) -> Iterator[Asked]:
    """What is asked of each, under a line that says who is meant."""
    for group in groups:
        page.blank()
        page.line((who_words(group.who), "bold"))
        yield from group.questions


def _question(page: Page, one: Asked, knowledge: KnowledgeBase) -> None:
    page.blank()
    page.line(one.fact.ask, (f"  {one.fact.id}", "dim"))
    if one.fact.help:
        page.line((one.fact.help, "dim"), indent=2)
    page.labelled("Answer", kind_words(one.fact))
    if one.evidence:
        page.labelled("Evidence", "; ".join(one.evidence))
    page.labelled("Decides", f"{decides_words(one)}: {serves_words(one, knowledge)}")
    for answer in one.answers:
        page.labelled("Given", (answer_words(answer, one.fact), "bold"))


def _register(page: Page, one: Asked, knowledge: KnowledgeBase, organisation: Organisation | None) -> None:
    page.blank()
    page.line(one.fact.ask, (f"  {one.fact.id}", "dim"))
    if one.fact.help:
        page.line((one.fact.help, "dim"), indent=2)
    for number, (name, words) in enumerate(fields_words(one.fact)):
        page.labelled("" if number else "Records", f"{name}: ", (words, "dim"))
    if one.requirements:
        page.labelled("Bears on", f"{decides_words(one)}: {serves_words(one, knowledge)}")
    records = organisation.registers.get(one.fact.id) if organisation else None
    if records is not None:
        page.labelled("Given", (count(len(records), "record"), "bold"))
