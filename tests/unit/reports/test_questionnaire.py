"""The questionnaire as people meet it: a file to fill in, and a list to read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausegraph.cli import main
from clausegraph.engine.analysis.questions.telling import QUICK


def questions(*words: str) -> Result:
    return CliRunner().invoke(
        main, ["questions", *words], env={"COLUMNS": "100", "NO_COLOR": "1"}, catch_exceptions=False
    )


def assess(place: Path) -> Result:
    return CliRunner().invoke(main, ["assess", str(place), "--format", "markdown"], catch_exceptions=False)


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    place = tmp_path / "blank.yaml"
    done = questions(
        "--standard",
        "iso-9001:2015",
        "--standard",
        "iso-45001:2018",
        "--format",
        "yaml",
        "--output",
        str(place),
    )
    assert done.exit_code == 0, done.output
    return place


def test_an_untouched_questionnaire_assesses_nothing(blank: Path) -> None:
    done = assess(blank)
    assert done.exit_code == 0
    assert "543 of 543 applicable requirements (100 %) are not assessed" in " ".join(done.stdout.split())


def test_taking_away_the_sign_before_a_question_and_answering_it_is_all_it_takes(blank: Path) -> None:
    text = blank.read_text(encoding="utf-8")
    blank.write_text(text.replace("  # policy.stated:\n", "  policy.stated: no\n"), encoding="utf-8")
    done = assess(blank)
    assert done.exit_code == 0, done.output
    assert "5.2/established" in done.stdout


def test_a_question_left_without_an_answer_is_pointed_at(blank: Path) -> None:
    text = blank.read_text(encoding="utf-8").replace("  # policy.stated:\n", "  policy.stated:\n")
    blank.write_text(text, encoding="utf-8")
    done = assess(blank)
    line = text.splitlines().index("  policy.stated:") + 1
    assert done.exit_code == 2
    assert f"{blank}:{line}:3: `policy.stated` has no value" in done.stderr


def test_every_standard_shows_how_to_answer_by_discipline_only_where_there_are_several(blank: Path) -> None:
    assert "{ohs: yes, quality: no}" in blank.read_text(encoding="utf-8")
    assert "quality:" not in questions("--standard", "iso-9001:2015", "--format", "yaml").stdout


def test_a_question_names_who_answers_how_with_what_evidence_and_for_which_clauses(blank: Path) -> None:
    text = blank.read_text(encoding="utf-8")
    asked = text[
        text.index("  # How often does the audit programme") : text.index("  # internal_audit.programme:")
    ]
    assert "Answer: one of half-yearly, yearly" in asked
    assert "Evidence: " in asked
    assert "iso-9001:2015 9.2.1" in " ".join(asked.split())
    assert "---- System manager" in text


def test_questions_that_cannot_apply_come_last_and_say_so(examples: Path) -> None:
    text = questions(str(examples / "invented-workshop.yaml"), "--format", "yaml").stdout
    assert (
        text.index("# design.plan:")
        > text.index("==== Set aside: these cannot apply")
        > text.index("policy.stated:")
    )


def test_answers_to_what_is_not_asked_are_kept(examples: Path) -> None:
    text = questions(
        str(examples / "invented-workshop.yaml"), "--standard", "iso-14001:2015", "--format", "yaml"
    ).stdout
    assert "==== Answered, and not asked here" in text
    assert "standards: [iso-9001:2015, iso-14001:2015]" in text


def test_the_list_to_read_shows_each_answer_with_its_question(examples: Path) -> None:
    text = questions(str(examples / "invented-workshop.yaml"), "--depth", "quick").stdout
    assert re.search(rf"the {QUICK} questions that tell most, of \d+, \d+ of them answered", text)
    assert "Given    some of either" in text


def test_without_a_standard_there_is_nothing_to_ask() -> None:
    done = questions("--format", "yaml")
    assert done.exit_code == 2
    assert "no standard is named to ask the questions of" in done.stderr
    assert "iso-9001:2015" in done.stderr


# Registers


def test_a_register_shows_its_fields_and_a_record_as_an_example(blank: Path) -> None:
    text = blank.read_text(encoding="utf-8")
    block = text[text.index("  # Which hazards have you identified") :].split("\n\n")[0].splitlines()
    fields = " ".join(line.removeprefix("  #").strip() for line in block)
    assert (
        "severity: one of minor, serious, fatal, or points of your scale (needed). The worst harm" in fields
    )
    assert (
        "controls: names of records of registers.controls, with commas. The controls against it: their names"
        in fields
    )
    example = block.index("  # registers.hazards:")
    assert block[example : example + 8] == [
        "  # registers.hazards:",
        "  #   - record: H-1",
        '  #     what: "..."',
        "  #     severity: minor",
        "  #     # controls: [C-1]",
        "  #     # residual: low",
        "  #     # assessed: 2026-03-02",
        '  #     # owner: "..."',
    ]
    assert any(
        line.startswith("  #   Bears on ") and "major at worst: iso-45001:2018 6.1.2.1" in line
        for line in block
    )


def test_an_example_made_into_a_record_is_judged(blank: Path) -> None:
    text = blank.read_text(encoding="utf-8")
    example = text[text.index("  # registers.hazards:") :].split("\n\n")[0]
    ours = "\n".join(
        line.replace("# ", "", 1)
        for line in example.replace("severity: minor", "severity: fatal").splitlines()
    )
    kept = "{record: H-9, what: Noise, severity: minor, controls: C-1, assessed: 2026-10-01}"
    ours += f"\n    - {kept}\n  registers.controls: [{{record: C-1, what: Silencers, type: engineering}}]"
    blank.write_text(text.replace(example, ours), encoding="utf-8")
    done = assess(blank)
    assert done.exit_code == 0, done.output
    found = [line for line in done.stdout.splitlines() if line.startswith("- **Found:**")]
    assert found == [
        "- **Found:** A hazard that can injure seriously or kill has no control in the register.",
        (
            "- **Found:** A hazard that can injure seriously or kill was identified, and the register does"
            " not show that its risk was ever assessed."
        ),
    ]
    assert "Registers given: controls (1 record) and hazards (2 records)." in done.stdout


def test_the_registers_of_a_file_stand_whole_in_the_questionnaire_and_its_list_counts_them(
    examples: Path,
) -> None:
    text = questions(str(examples / "electroplater.yaml"), "--depth", "quick", "--format", "yaml").stdout
    assert (
        "  registers.controls:\n    - record: C-1\n      what: Ion exchangers in the rinse\n      type:"
        " engineering\n" in text
    )
    assert "# registers." not in text
    assert "Answered, and not asked here" in text
    assert "registers" not in text[text.index("Answered, and not asked here") :]
    listed = questions(str(examples / "electroplater.yaml")).stdout
    assert "Given    11 records" in listed
    assert "and 14 registers" in listed.splitlines()[1]


def test_an_example_bears_no_day_after_that_of_the_assessment(tmp_path: Path) -> None:
    place = tmp_path / "old.yaml"
    place.write_text(
        "organisation: Somebody\nas_of: 2024-02-29\nstandards: [iso-45001:2018]\n", encoding="utf-8"
    )
    assert "  #     # assessed: 2024-02-29" in questions(str(place), "--format", "yaml").stdout
