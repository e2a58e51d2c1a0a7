"""One entry of a file changes; every other line stays as its author wrote it."""

from __future__ import annotations

import pytest

from clausegraph.engine.reading.kept import NotKept, Value, with_entry

FILE = """\
# ours
organisation: "Acme: pumps"
standards:
- iso-9001:2015

answers:  # from the workshop
  # ---- 4 Context
  context.issues: yes   # asked twice

  parties.known:
    answer: by name
    note: >-
      a long
      remark

  # ---- 5 Leadership
  # policy.stated:
  policy.fits: "no"
  # the end

observed: []
"""


def changed(name: str, value: Value, file: str = FILE) -> tuple[list[str], list[str]]:
    """The lines that go and the lines that come."""
    before, after = file.splitlines(), with_entry(file, "answers", name, value).splitlines()
    first = next(
        (place for place, (old, new) in enumerate(zip(before, after, strict=False)) if old != new),
        min(len(before), len(after)),
    )
    rest = len(after) - first
    while rest and before[len(before) - rest :] != after[len(after) - rest :]:
        rest -= 1
    return before[first : len(before) - rest], after[first : len(after) - rest]


def test_an_answer_changes_on_its_line_and_keeps_the_remark_behind_it() -> None:
    assert changed("context.issues", "no") == (
        ["  context.issues: yes   # asked twice"],
        ["  context.issues: no   # asked twice"],
    )


def test_a_remark_moves_above_an_answer_that_grows_over_its_line() -> None:
    _, new = changed("context.issues", {"answer": "no", "note": "word " * 40 + "end"})
    assert new[0] == "  # asked twice"
    assert new[1] == "  context.issues:"


def test_an_answer_of_many_lines_goes_and_the_comments_after_it_stay() -> None:
    gone, new = changed("parties.known", "none")
    assert gone == ["  parties.known:", "    answer: by name", "    note: >-", "      a long", "      remark"]
    assert new == ["  parties.known: none"]


def test_an_answer_takes_the_place_of_the_comment_that_waits_for_it() -> None:
    assert changed("policy.stated", "yes") == (["  # policy.stated:"], ["  policy.stated: yes"])


def test_a_new_answer_comes_after_the_last() -> None:
    text = with_entry(FILE, "answers", "policy.available", "yes").splitlines()
    assert text[text.index('  policy.fits: "no"') + 1] == "  policy.available: yes"


def test_answers_begin_where_there_were_none() -> None:
    assert (
        with_entry("organisation: A\n", "answers", "a.b", "yes") == "organisation: A\nanswers:\n  a.b: yes\n"
    )
    assert (
        with_entry("answers:\norganisation: A", "answers", "a.b", "yes")
        == "answers:\n  a.b: yes\norganisation: A\n"
    )


def test_other_indents_are_followed() -> None:
    assert (
        with_entry("answers:\n    a.b: yes\n", "answers", "c.d", "no")
        == "answers:\n    a.b: yes\n    c.d: no\n"
    )


def test_line_endings_stay() -> None:
    assert with_entry("answers:\r\n  a.b: yes\r\n", "answers", "a.b", "no") == "answers:\r\n  a.b: no\r\n"


@pytest.mark.parametrize("file", ['{"answers": {"a.b": "yes"}}', "answers: {a.b: yes}\n", "answers: {}\n"])
def test_entries_in_brackets_are_left_alone(file: str) -> None:
    with pytest.raises(NotKept):
        with_entry(file, "answers", "a.b", "no")
