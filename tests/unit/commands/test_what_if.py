"""What if: other answers, without touching the file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.analysis.comparison import Comparison, compare
from clausegraph.engine.commands.assess import Request, Result, run
from clausegraph.engine.model import Discipline, Grade
from clausegraph.engine.organisation.organisation import with_answers
from clausegraph.engine.problems import BadInput

ROOT = "iso-9001:2015/6.1.1/risks-determined"


def asked(examples: Path, *settings: str) -> Result:
    return run(
        Request(examples / "invented-workshop.yaml", settings=settings, engine="plain"),
        today=date(2026, 11, 21),
    )


def test_mending_a_root_cause_clears_what_it_undermines(examples: Path) -> None:
    result = asked(examples, "risks.determined=both")
    assert result.before is not None
    comparison = compare(result.before, result.assessment)
    assert ROOT in {shift.requirement for shift in comparison.better}
    assert ROOT in comparison.roots_gone
    assert comparison.worse == ()
    assert all(failure.path[0] == ROOT for failure in comparison.failures_gone if failure.kind == "unfounded")


def test_a_worse_answer_shows_as_worse_and_brings_new_failures(examples: Path) -> None:
    result = asked(examples, "processes.criteria=no")
    assert result.before is not None
    comparison = compare(result.before, result.assessment)
    assert comparison.better == ()
    assert all(shift.after > shift.before for shift in comparison.worse)
    assert comparison.worse
    assert comparison.failures_new


def test_the_same_answer_changes_nothing_and_says_so(examples: Path) -> None:
    result = asked(examples, "risks.determined=some of either")
    assert result.before is not None
    assert compare(result.before, result.assessment).is_empty
    done = CliRunner().invoke(
        main, ["assess", str(examples / "invented-workshop.yaml"), "--set", "risks.determined=some of either"]
    )
    assert "Nothing changes" in done.stdout


def test_an_answer_for_one_discipline_leaves_the_others_alone(examples: Path) -> None:
    result = asked(examples)
    changed = with_answers(result.organisation, ["risks.actions@ohs=no"], result.knowledge)
    values = changed.values(("iso-9001:2015", "iso-45001:2018"), result.knowledge)["risks.actions"]
    before = result.organisation.values(("iso-9001:2015",), result.knowledge)["risks.actions"]
    assert values[Discipline.OHS] == "no"
    assert values[Discipline.QUALITY] == before[Discipline.QUALITY]


def test_an_answer_for_all_replaces_those_by_discipline(examples: Path) -> None:
    result = asked(examples)
    changed = with_answers(
        result.organisation, ["risks.actions@ohs=no", "risks.actions=partly"], result.knowledge
    )
    values = changed.values(("iso-9001:2015", "iso-45001:2018"), result.knowledge)["risks.actions"]
    assert set(values.values()) == {"partly"}


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("risks.determined", "does not say which answer"),
        ("risks.determnd=both", "did you mean risks.determined"),
        ("risks.determined=all", "is not an answer"),
        ("risks.actions@safety=no", "there is no discipline `safety`"),
        ("exclusions.unjustified=1", "to answer"),
        ("internal_audit.last=2031-01-01", "lies after the day of the assessment"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_a_problem(examples: Path, setting: str, message: str) -> None:
    with pytest.raises(BadInput) as fault:
        asked(examples, setting)
    assert message in str(fault.value)


def compared(examples: Path, *settings: str) -> Comparison:
    result = asked(examples, *settings)
    assert result.before is not None
    return compare(result.before, result.assessment)


def test_a_nonconformity_whose_answer_is_mended_is_gone(examples: Path) -> None:
    comparison = compared(examples, "internal_audit.covered=100")
    assert [one.key for one in comparison.gone] == ["internal-audit in iso-9001"]
    assert (comparison.new, comparison.milder, comparison.harder) == ((), (), ())


def test_a_nonconformity_that_a_worse_answer_grades_anew_is_neither_gone_nor_new(examples: Path) -> None:
    comparison = compared(examples, "internal_audit.covered=20")
    (harder,) = comparison.harder
    assert (harder.before.id, harder.before.grade) == ("NC-7", Grade.MINOR)
    assert (harder.now.id, harder.now.grade) == ("NC-1", Grade.MAJOR)
    assert (comparison.gone, comparison.new, comparison.milder) == ((), (), ())


def test_a_nonconformity_that_another_answer_brings_is_new(examples: Path) -> None:
    comparison = compared(examples, "policy.stated=no")
    assert [one.key for one in comparison.new] == ["policy in iso-9001"]


@pytest.mark.parametrize(("form", "heading"), [("text", "── {} (1)"), ("markdown", "## {}")])
def test_nonconformities_stand_before_requirements(examples: Path, form: str, heading: str) -> None:
    place = str(examples / "invented-workshop.yaml")
    shown = (
        CliRunner()
        .invoke(main, ["assess", place, "--set", "internal_audit.covered=20", "--format", form])
        .stdout
    )
    assert shown.index(heading.format("Nonconformities graded harder")) < shown.index(heading.format("Worse"))
    assert "NC-7 → NC-1, minor → major: 9.2.1/conducted. Fewer than half" in " ".join(shown.split())


def test_json_tells_nonconformities_by_number_and_key(examples: Path) -> None:
    place = str(examples / "invented-workshop.yaml")
    settings = ("--set", "internal_audit.covered=20", "--set", "competence.gaps=effect checked")
    done = CliRunner().invoke(main, ["assess", place, *settings, "--format", "json"])
    competence = {
        "id": "NC-4",
        "key": "competence in iso-9001",
        "grade": "minor",
        "requirement": "iso-9001:2015/7.2/effect-checked",
    }
    audits = {
        "id": "NC-1",
        "key": "internal-audit in iso-9001",
        "requirement": "iso-9001:2015/9.2.1/conducted",
    }
    assert json.loads(done.stdout)["what_if"]["nonconformities"] == {
        "gone": [competence],
        "new": [],
        "better": [],
        "worse": [audits | {"before": "minor", "after": "major"}],
    }


def test_json_has_the_new_assessment_and_what_changed(examples: Path) -> None:
    place = str(examples / "invented-workshop.yaml")
    done = CliRunner().invoke(main, ["assess", place, "--set", "risks.determined=both", "--format", "json"])
    read = json.loads(done.stdout)
    assert read["what_if"]["set"] == ["risks.determined=both"]
    assert read["what_if"]["roots_gone"][0] == ROOT
    assert {"requirement": ROOT, "before": "minor", "after": Grade.CONFORMS.word} in read["what_if"]["better"]
    assert next(one for one in read["findings"] if one["requirement"] == ROOT)["grade"] == "conforms"


def test_markdown_names_both_verdicts(examples: Path) -> None:
    place = str(examples / "invented-workshop.yaml")
    done = CliRunner().invoke(
        main, ["assess", place, "--set", "risks.determined=both", "--format", "markdown"]
    )
    assert "- Now: " in done.stdout
    assert "- Then: **" in done.stdout
