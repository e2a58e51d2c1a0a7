"""What somebody is told who does not know yet what to type."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import BEGIN, main
from clausegraph.tests.pages import Reader


def typed(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_the_name_alone_lists_the_commands_and_says_what_to_begin_with() -> None:
    done = typed()
    assert done.exit_code == 0
    assert done.stdout.startswith(typed("--help").stdout)
    assert done.stdout.endswith(f"\n\n{BEGIN}\n")


def test_help_is_not_longer_for_those_who_ask_for_it() -> None:
    assert BEGIN not in typed("--help").stdout


def test_an_assessment_of_nothing_says_what_to_begin_with_and_that_it_was_typed_wrongly() -> None:
    done = typed("assess")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.endswith(f"Error: name the file to assess. {BEGIN}\n")


@pytest.mark.parametrize("words", [("asses",), ("assess", "nowhere.yaml")])
def test_what_is_typed_wrongly_is_not_taken_for_a_beginning(words: tuple[str, ...]) -> None:
    done = typed(*words)
    assert done.exit_code == 2
    assert BEGIN not in done.output


def test_what_is_said_to_begin_with_works_in_the_order_in_which_it_stands(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    commands = [line.strip() for line in BEGIN.splitlines() if line.startswith("  ")]
    assert len(commands) == 2
    assert [fault for command in commands if (fault := reader.runs(command))] == []


def test_python_finds_the_program_by_the_name_of_the_package(tmp_path: Path) -> None:
    assert Reader(tmp_path).runs("python -m clausegraph assess  # exit code 2") == ""
    assert Reader(tmp_path / "other").runs("python -m clausegraph --version") == ""
