"""The words that all reports share, and the page they are printed on."""

import io

import msgspec
import pytest
from rich.console import Console

from clausegraph.engine.model import AnswerKind, Discipline, Question
from clausegraph.engine.organisation.organisation import Answer
from clausegraph.engine.problems import Location
from clausegraph.engine.reports.terminal.page import Page
from clausegraph.engine.reports.words.assessment import answer_words, clause_title, not_assessed_words, place

HERE = Location("acme.yaml", 3, 5)


@pytest.mark.parametrize(
    ("fact", "text", "shown"),
    [
        (Question("a.b", "?", AnswerKind.NUMBER, HERE, unit="suppliers"), "3", "3 suppliers"),
        (Question("a.b", "?", AnswerKind.PERCENTAGE, HERE), "80", "80 %"),
        (Question("a.b", "?", AnswerKind.PERCENTAGE, HERE), "80 %", "80 %"),
        (Question("a.b", "?", AnswerKind.DATE, HERE), "2026-01-01", "2026-01-01"),
    ],
)
def test_an_answer_has_its_unit(fact, text, shown):
    assert answer_words(Answer("a.b", 0.0, text, HERE), fact) == shown


def test_an_answer_by_discipline_says_which():
    fact = Question("a.b", "?", AnswerKind.WORDS, HERE, words=("yes", "no"))
    assert answer_words(Answer("a.b", "no", "no", HERE, Discipline.OHS), fact) == "no (ohs)"


def test_a_clause_titled_general_goes_by_the_clause_above(knowledge):
    general = [
        msgspec.structs.replace(one, title="General") if one.number == "9.2.2" else one
        for one in knowledge.clauses
    ]
    renamed = msgspec.structs.replace(knowledge, clauses=tuple(general))
    assert clause_title("iso-9001:2015/9.2.2", renamed) == "Internal audit"
    assert clause_title("iso-9001:2015/9.2.2", knowledge) == "Internal audit programme"


def test_a_file_as_a_whole_has_no_line():
    assert place(HERE) == "acme.yaml:3"
    assert place(Location("acme.yaml")) == "acme.yaml"


def test_what_is_not_assessed_is_never_rounded_to_nothing(case):
    made = case().assessment
    few = msgspec.structs.replace(made.summary, requirements=1000, not_assessed=1, not_applicable=0)
    assert "(1 %)" in not_assessed_words(msgspec.structs.replace(made, summary=few))


def test_items_in_a_row_are_kept_whole():
    out = io.StringIO()
    page = Page(Console(file=out, width=10))
    page.row("", [page.text("aaaa"), page.text("bbbbb"), page.text("cc")])
    assert out.getvalue() == "aaaa\nbbbbb  cc\n"
