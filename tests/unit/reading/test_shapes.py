"""The shapes of values: what they read, what they tell, what they leave out."""

from __future__ import annotations

from typing import Any

import pytest

from clausegraph.engine.reading.nodes import Problems, read_bytes, shortened
from clausegraph.engine.reading.shapes import Choice, Key, ListOf, MapOf, Record, Shape, Text

WORD = Text("a word", r"[a-z]+", example="word")
THING = Record("a thing", {"name": Key(WORD, "what it is called", required=True), "parts": Key(ListOf(WORD))})


def read(shape: Shape, text: str) -> tuple[Any, list[str]]:
    problems = Problems()
    node = read_bytes(text.encode(), "file", problems)
    assert node is not None
    placed = shape.read(node, problems)
    return (None if placed is None else placed.value), [problem.message for problem in problems.found]


def test_text_is_taken_with_single_blanks() -> None:
    assert read(Text("a phrase"), "more \u00a0 than   12") == ("more than 12", [])


def test_a_text_of_another_form_is_told_with_an_example() -> None:
    problems = Problems()
    node = read_bytes(b"UPPER", "file", problems)
    assert node is not None
    assert WORD.read(node, problems) is None
    assert (problems.found[0].message, problems.found[0].hint) == (
        "`UPPER` is not a word",
        "for example: word",
    )


def test_a_choice_gives_what_the_word_stands_for() -> None:
    choice = Choice("a size", {"small": 1, "large": 2})
    assert read(choice, "large") == (2, [])
    assert read(choice, "huge") == (None, ["`huge` is not a size"])


def test_entries_of_a_list_that_cannot_be_read_are_left_out() -> None:
    values, messages = read(ListOf(WORD), "[one, TWO, three]")
    assert [one.value for one in values] == ["one", "three"]
    assert messages == ["`TWO` is not a word"]


def test_a_name_whose_value_cannot_be_read_is_still_known() -> None:
    pairs, messages = read(MapOf(WORD, WORD), "{one: TWO, three:\n}")
    assert [(name.value, value) for name, value in pairs] == [("one", None), ("three", None)]
    assert messages == ["`TWO` is not a word", "`three` has no value"]


def test_a_word_of_its_own_has_a_shape_of_its_own() -> None:
    shape = MapOf(WORD, WORD, own={"any": ListOf(WORD)})
    pairs, messages = read(shape, "{any: [one], two: [three]}")
    assert [name.value for name, _ in pairs] == ["any", "two"]
    assert messages == ["here belongs a word, not a list"]


@pytest.mark.parametrize(
    "shape", [ListOf(WORD, "words", filled=True), MapOf(WORD, WORD, "words", filled=True)]
)
def test_what_must_be_filled_may_not_be_empty(shape: Shape) -> None:
    value, messages = read(shape, "[]" if isinstance(shape, ListOf) else "{}")
    assert value is None
    assert len(messages) == 1


def test_a_record_is_whole_only_without_problems_and_gives_what_can_be_read() -> None:
    entry, messages = read(THING, "{name: one, parts: two}")
    assert (entry.whole, entry["name"], "parts" in entry) == (False, "one", False)
    assert messages == ["here belongs a list, not a text"]


def test_a_misspelt_key_is_told_once_and_not_as_missing_too() -> None:
    assert read(THING, "{nam: one}")[1] == ["a thing has no key `nam`"]


def test_a_missing_key_is_explained() -> None:
    problems = Problems()
    node = read_bytes(b"parts: []", "file", problems)
    assert node is not None
    THING.read(node, problems)
    assert (problems.found[0].message, problems.found[0].hint) == (
        "a thing needs the key `name`",
        "name: what it is called",
    )


def test_long_text_is_shortened_to_the_length_asked_for() -> None:
    assert shortened("a" * 100) == "a" * 59 + "…"
    assert shortened("short") == "short"
