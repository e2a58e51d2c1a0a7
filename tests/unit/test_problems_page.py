"""Every code has a mistake that gives it, and its place on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausegraph.engine.codes import Code
from clausegraph.tests.mistakes_elsewhere import ELSEWHERE
from clausegraph.tests.problems_page import MISTAKES, PAGE, folders_of, page


def test_the_page_is_what_the_mistakes_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "python -m clausegraph.tests.problems_page writes it anew"
    )


@pytest.mark.parametrize("code", Code, ids=str)
def test_a_code_has_a_folder_of_mistakes_or_stands_in_the_list_of_those_that_cannot(code: Code) -> None:
    assert bool(folders_of(code)) is not (code in ELSEWHERE)


@pytest.mark.parametrize("code", ELSEWHERE, ids=str)
def test_a_mistake_elsewhere_gives_its_code_and_nothing_else(
    code: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert {problem.code for problem in ELSEWHERE[code][1]()} == {str(code)}


def test_every_message_in_the_folders_bears_a_code() -> None:
    bare = [
        (file.parent.name, line)
        for file in MISTAKES.glob("*/expected.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
        if not line.startswith("    ") and not line.endswith(tuple(f"[{code}]" for code in Code))
    ]
    assert bare == []
