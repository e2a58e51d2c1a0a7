"""The page that explains every code, made from the mistakes in the tests: `python -m
clausegraph.tests.problems_page`."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable

from clausegraph.engine.codes import Code
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.tests.mistakes_elsewhere import ELSEWHERE

PAGE = PACKAGE / "docs" / "problems.md"
MISTAKES = PACKAGE / "tests" / "mistakes"
MOST_LINES = 12
_FIRST_LINE = re.compile(r".*\[([a-z]+(?:-[a-z]+)*)\]")

HEAD = """\
# Problems, by their codes

Every message about a file ends its first line with a code in brackets. The code says what kind of mistake
it is and never changes its meaning; programs may go by it (`check --format json` and `check --format sarif`,
or [Python](api.md)). The hint says how to mend it.

This page is made from the mistakes in `tests/mistakes` by `python -m clausegraph.tests.problems_page`; a
test compares it.

"""


def page() -> str:
    """The whole page: each code with its sentence, a message as people read it, and the mistake it comes
    from."""
    return HEAD + "\n".join(_section(code) for code in Code)


def folders_of(code: Code) -> list[str]:
    """The folders in tests/mistakes whose messages bear a code, the one with the shortest message of it
    first."""
    found = sorted((len(message), folder) for folder, message in _MESSAGES if _code_of(message) == code)
    return list(dict.fromkeys(folder for _, folder in found))


def example_of(code: Code) -> str:
    """A message that bears a code: one with a hint, where there is one, and the shortest of those."""
    messages = [message for _, message in _MESSAGES if _code_of(message) == code] or _elsewhere(code)
    return min(messages, key=lambda message: ("hint:" not in message, len(message), message))


def _section(code: Code) -> str:
    where = [f"`{folder}`" for folder in folders_of(code)[:3]]
    told = f"Tested with {', '.join(where)}." if where else f"It is {ELSEWHERE[code][0]}."
    return f"## {code}\n\n{code.sentence}\n\n```\n{example_of(code)}\n```\n\n{told}\n"


def _elsewhere(code: Code) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return [_short(str(problem)) for problem in ELSEWHERE[code][1]() if problem.code == code]


def _short(message: str) -> str:
    return "\n".join(message.splitlines()[:MOST_LINES])


def _messages() -> Iterable[tuple[str, str]]:
    """Every message that the mistakes give, with the folder of its mistake."""
    for file in sorted(MISTAKES.glob("*/expected.txt")):
        lines: list[str] = []
        for line in file.read_text(encoding="utf-8").splitlines():
            if lines and not line.startswith("    "):
                yield file.parent.name, "\n".join(lines)
                lines = []
            lines.append(line)
        if lines:
            yield file.parent.name, "\n".join(lines)


def _code_of(message: str) -> str:
    match = _FIRST_LINE.fullmatch(message.splitlines()[0])
    return match[1] if match else ""


_MESSAGES = list(_messages())

if __name__ == "__main__":
    os.environ.setdefault("CLAUSEGRAPH_CACHE", "")
    PAGE.write_text(page(), encoding="utf-8")
