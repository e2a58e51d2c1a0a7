"""Every problem has a code out of one list, and everything in the list is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import get_args

import pytest

from clausegraph.engine.codes import Code, CodeWord
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.problems import Location, Problem

SOURCES = [PACKAGE / "cli.py", *sorted((PACKAGE / "engine").rglob("*.py"))]
TEXTS = {path: path.read_text(encoding="utf-8") for path in SOURCES if path.name != "codes.py"}


def constants(text: str) -> Iterator[str]:
    """Every text that stands whole in a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_the_words_that_may_be_written_are_the_codes_that_are_explained() -> None:
    assert list(get_args(CodeWord)) == [str(code) for code in Code]


def test_codes_stand_in_the_order_in_which_people_look_them_up() -> None:
    assert [str(code) for code in Code] == sorted(str(code) for code in Code)


@pytest.mark.parametrize("code", Code, ids=str)
def test_a_code_is_made_of_words_and_its_sentence_is_one(code: Code) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert re.fullmatch(r"[A-Z].*\.", code.sentence)


def test_every_code_is_used() -> None:
    used = {word for text in TEXTS.values() for word in constants(text)}
    assert {str(code) for code in Code} - used == set()


def test_a_problem_knows_what_its_code_means() -> None:
    problem = Problem(Location("acme.yaml", 3, 1), "`answers` stands twice", "duplicate-key")
    assert problem.sentence == Code.DUPLICATE_KEY.sentence
    assert str(problem) == "acme.yaml:3:1: `answers` stands twice [duplicate-key]"


def test_a_place_without_lines_is_told_by_the_keys_that_lead_there() -> None:
    assert (
        str(Location("organisation", path="answers.policy.written")) == "organisation: answers.policy.written"
    )
