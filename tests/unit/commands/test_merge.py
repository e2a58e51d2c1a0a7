"""`merge` on the command line: what it writes, what it refuses, and that nobody's file is harmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main

HEAD = "organisation: Acme\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers:\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    for name, share in (("a", 40), ("b", 50)):
        (tmp_path / f"{name}.yaml").write_text(f"{HEAD}  competence.share: {share}\n", encoding="utf-8")
    return tmp_path / "a.yaml", tmp_path / "b.yaml"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["merge", *map(str, words)], catch_exceptions=False)


def test_a_contradiction_ends_with_2_and_nothing_is_written(files: tuple[Path, Path], tmp_path: Path) -> None:
    done = run(*files, "--output", tmp_path / "both.yaml")
    assert done.exit_code == 2
    assert "[different-answers]" in done.stderr
    assert done.stderr.endswith("1 problem; nothing was put together.\n")
    assert not (tmp_path / "both.yaml").exists()


def test_what_was_passed_over_is_told(files: tuple[Path, Path], tmp_path: Path) -> None:
    done = run(*files, "--prefer", files[1], "--output", tmp_path / "both.yaml")
    assert done.exit_code == 0
    assert "Remark: " in done.stderr
    assert "[passed-over]" in done.stderr
    again = run(tmp_path / "both.yaml", files[1])
    assert again.exit_code == 0
    assert "Answered otherwise: `40`, " in " ".join(again.stdout.split())


def test_none_of_the_files_is_written_over(files: tuple[Path, Path]) -> None:
    before = files[0].read_bytes()
    done = run(*files, "--prefer", files[1], "--output", files[0], "--force")
    assert (done.exit_code, files[0].read_bytes()) == (2, before)
    assert "[same-file]" in done.stderr


def test_work_that_is_there_stays(files: tuple[Path, Path], tmp_path: Path) -> None:
    place = tmp_path / "whole.yaml"
    assert run(*files, "--prefer", files[1], "--output", place).exit_code == 0
    assert "[work-kept]" in run(*files, "--prefer", files[1], "--output", place).stderr


def test_a_file_is_preferred_that_is_none_of_them(files: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "c.yaml"
    other.write_text(HEAD, encoding="utf-8")
    done = run(*files, "--prefer", other)
    assert done.exit_code == 2
    assert "none of the files that are put together" in done.stderr
