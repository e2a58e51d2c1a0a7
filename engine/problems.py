"""What is wrong in a file, where, and how to mend it. Every message to a rule author or a user passes
through here."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

import msgspec

from .codes import Code, CodeWord

LONGEST_WORD = 120
"""Longer words are no slips of a name, and take long to compare."""

NOT_TEXT = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What no file may hold: control characters, characters that break lines without being seen, halves of
characters."""


class Location(msgspec.Struct, frozen=True, order=True, gc=False, omit_defaults=True):
    """A place in a file. Lines and columns count from 1; 0 means the file as a whole. In a workbook they
    are those of a cell of `sheet`. What has no lines, an organisation given as a mapping, has the `path`
    of keys that leads there."""

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""
    path: str = ""

    def __str__(self) -> str:
        file = on_one_line(self.file)
        if self.path:
            return f"{file}: {on_one_line(self.path)}"
        if self.sheet:
            return f"{file}:{on_one_line(self.cell)}"
        return f"{file}:{self.line}:{self.column}" if self.line else file

    @property
    def cell(self) -> str:
        """Sheet and cell as spreadsheet programs name them: `Questions!D17`; empty outside a workbook."""
        if not self.sheet:
            return ""
        return f"{self.sheet}!{column_letters(self.column)}{self.line}" if self.line else self.sheet


class Problem(msgspec.Struct, frozen=True, gc=False):
    """One thing wrong in a file (never confused with a finding, which is about an organisation).

    `code` names the kind of mistake and stays the same for ever. `source` is the line of the file as it
    stands there, so that the message can point at the place; it is empty where there is none to show.
    """

    at: Location
    message: str
    code: CodeWord
    hint: str = ""
    source: str = ""

    @property
    def sentence(self) -> str:
        """What is meant by its code, whatever the file."""
        return Code(self.code).sentence

    @property
    def as_remark(self) -> str:
        """In one line, where it is worth a word and stops nobody."""
        hint = f" ({on_one_line(self.hint)})" if self.hint else ""
        return f"Remark: {self.at}: {on_one_line(self.message)} [{self.code}]{hint}"

    def __str__(self) -> str:
        lines = [f"{self.at}: {on_one_line(self.message)} [{self.code}]"]
        if self.source.strip():
            lines += [f"    {self.source}", f"    {caret_line(self.source, self.at.column)}"]
        if self.hint:
            lines.append(f"    hint: {on_one_line(self.hint)}")
        return "\n".join(lines)


class BadInput(Exception):
    """Input that cannot be used; carries every problem found, sorted by place, none twice."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def visible(text: str) -> str:
    """The text with every character that cannot be shown replaced, so that a message never disturbs a
    terminal."""
    return NOT_TEXT.sub("\ufffd", text)


def on_one_line(text: str) -> str:
    """The same without breaks, so that what a stranger wrote, or called a file, never looks like a line of
    ours."""
    return re.sub(r"[\t\r\n]", " ", visible(text))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file, sheet, line and column, each once."""
    return tuple(
        sorted(
            set(problems),
            key=lambda problem: (
                problem.at.file,
                problem.at.sheet,
                problem.at,
                problem.code,
                problem.message,
            ),
        )
    )


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: A, Z, AA."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def caret_line(source: str, column: int) -> str:
    """Blanks up to `column` (from 1), then a caret; tabs are kept so that the caret stands under its
    character."""
    lead = "".join("\t" if char == "\t" else " " for char in source[: max(column - 1, 0)])
    return lead + "^"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint naming the nearest known words, or an empty string where none is near."""
    if len(word) > LONGEST_WORD:
        return ""
    near = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else ""
