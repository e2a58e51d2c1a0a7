"""What was said of one discipline is never taken for another that is added later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main
from clausegraph.tests.shipped import KNOWLEDGE

QUALITY, ENVIRONMENT = "iso-9001:2015", "iso-14001:2015"
OF_QUALITY = {
    fact
    for one in KNOWLEDGE.asked_by[QUALITY]
    for fact in KNOWLEDGE.reads_of[KNOWLEDGE.requirement[one].template]
}
BEST = [
    question
    for question in KNOWLEDGE.questions
    if question.best and not question.computed and question.id in OF_QUALITY
]
ANSWERS = "answers:\n" + "".join(f"  {question.id}: {question.best[0]}\n" for question in BEST)
"""The best answer to every question that quality asks."""


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def file(folder: Path, standards: str, name: str = "acme.yaml") -> Path:
    path = folder / name
    path.write_text(
        f"organisation: Acme\nas_of: 2026-11-21\nstandards: [{standards}]\n{ANSWERS}", encoding="utf-8"
    )
    return path


def conforming(path: Path, *options: str) -> dict[str, int]:
    """How many requirements conform, by standard."""
    found = json.loads(run("assess", path, "--engine", "plain", "--format", "json", *options).stdout)
    conform = [one["standard"] for one in found["findings"] if one["status"] == "conforms"]
    return {standard: conform.count(standard) for standard in found["standards"]}


def test_what_the_file_names_decides_for_whom_an_answer_speaks(tmp_path: Path) -> None:
    alone = conforming(file(tmp_path, QUALITY))
    added = conforming(file(tmp_path, QUALITY), "--standard", QUALITY, "--standard", ENVIRONMENT)
    both = conforming(file(tmp_path, f"{QUALITY}, {ENVIRONMENT}"))
    assert alone[QUALITY] == added[QUALITY] == both[QUALITY] > 0
    assert (added[ENVIRONMENT], both[ENVIRONMENT] > 0) == (0, True)


def test_a_file_that_names_no_standard_speaks_for_those_that_are_chosen(tmp_path: Path) -> None:
    path = file(tmp_path, QUALITY)
    path.write_text(
        path.read_text(encoding="utf-8").replace(f"standards: [{QUALITY}]\n", ""), encoding="utf-8"
    )
    assert conforming(path, "--standard", ENVIRONMENT)[ENVIRONMENT] > 0


def test_a_questionnaire_for_one_standard_more_keeps_answers_for_whom_they_were_given(tmp_path: Path) -> None:
    more = run(
        "questions",
        file(tmp_path, QUALITY),
        "--standard",
        QUALITY,
        "--standard",
        ENVIRONMENT,
        "--format",
        "yaml",
    ).stdout
    assert "  policy.stated: {quality: yes}\n" in more
    assert "  #   Given for quality: confirm for environment.\n" in more
    path = tmp_path / "more.yaml"
    path.write_text(more, encoding="utf-8")
    assert conforming(path)[ENVIRONMENT] == 0
    assert conforming(path)[QUALITY] == conforming(file(tmp_path, QUALITY))[QUALITY]


@pytest.mark.parametrize("form", ["yaml", "xlsx"])
def test_the_way_over_a_workbook_keeps_them_as_well(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"more.{form}"
    run(
        "questions",
        file(tmp_path, QUALITY),
        "--standard",
        QUALITY,
        "--standard",
        ENVIRONMENT,
        "--format",
        form,
        "--output",
        out,
    )
    assert conforming(out)[ENVIRONMENT] == 0


def test_a_standard_that_would_be_added_is_judged_by_nothing_that_was_said_of_another(tmp_path: Path) -> None:
    found = json.loads(
        run(
            "overlap",
            file(tmp_path, QUALITY),
            "--adding",
            ENVIRONMENT,
            "--engine",
            "plain",
            "--format",
            "json",
        ).stdout
    )
    assert [one["conforms"] for one in found["adding"]["summary"].values()] == [0, 0, 0]
