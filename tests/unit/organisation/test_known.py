"""Gaps that an organisation knows and has an action for: observations until the day has passed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.analysis.findings import Finding
from clausegraph.engine.commands.assess import Request, run
from clausegraph.engine.model import Grade, KnowledgeBase
from clausegraph.engine.organisation.known import with_known
from clausegraph.engine.organisation.organisation import Known, organisation_in

DAY = date(2026, 11, 21)
HEAD = "organisation: Invented Ltd\nas_of: 2026-11-21\nstandards: [{}]\nanswers:\n"
KNOWN = "known: {{action: Tell every shift., due: {}, owner: head of production}}"
AWARE = "iso-9001:2015/7.3/policy"


def answered(*answers: str, standards: str = "iso-9001:2015") -> str:
    return HEAD.format(standards) + "".join(f"  {one}\n" for one in answers)


def aware(due: str, answer: str = "no") -> str:
    return f"awareness.policy: {{answer: {answer}, {KNOWN.format(due)}}}"


def found(folder: Path, text: str, engine: str = "plain", previous: Path | None = None) -> dict[str, Finding]:
    file = folder / "known.yaml"
    file.write_text(text, encoding="utf-8")
    return run(Request(file, engine=engine, previous=previous), today=DAY).assessment.finding


def test_a_known_gap_is_read_with_its_action(knowledge: KnowledgeBase) -> None:
    (answer,) = organisation_in(answered(aware("2027-01-31")), "known.yaml", knowledge, today=DAY).answers
    assert answer.known == Known("Tell every shift.", date(2027, 1, 31), "head of production")


@pytest.mark.parametrize(("due", "grade"), [("2026-11-21", Grade.OBSERVATION), ("2026-11-20", Grade.MINOR)])
def test_it_is_an_observation_while_the_date_holds(tmp_path: Path, due: str, grade: Grade) -> None:
    assert found(tmp_path, answered(aware(due)))[AWARE].grade is grade


def test_the_finding_says_what_is_done_by_whom_until_when_and_its_own_grade(tmp_path: Path) -> None:
    because = found(tmp_path, answered(aware("2027-01-31")))[AWARE].because
    assert because.endswith(
        "Known: Tell every shift (head of production, due 2027-01-31). By itself this is minor."
    )


def test_a_day_that_has_passed_is_told(tmp_path: Path) -> None:
    assert "due 2026-11-20, which has passed" in found(tmp_path, answered(aware("2026-11-20")))[AWARE].because


def test_an_answer_without_an_action_beside_it_keeps_the_grade(tmp_path: Path) -> None:
    laid_down = f"suppliers.criteria: {{answer: no, {KNOWN.format('2027-01-31')}}}"
    requirement = "iso-9001:2015/8.4.1/evaluation-and-selection"
    assert found(tmp_path, answered(laid_down, "suppliers.evaluated: no"))[requirement].grade is Grade.MAJOR
    known = f"suppliers.evaluated: {{answer: no, {KNOWN.format('2027-01-31')}}}"
    assert found(tmp_path, answered(laid_down, known))[requirement].grade is Grade.OBSERVATION


def test_a_breach_of_law_counts_whatever_is_planned(tmp_path: Path) -> None:
    stored = f"waste.stored: {{answer: partly, {KNOWN.format('2027-01-31')}}}"
    finding = found(tmp_path, answered(stored, standards="iso-14001:2015"))["iso-14001:2015/8.1/waste-stored"]
    assert finding.grade is Grade.MINOR
    assert finding.because.endswith("A breach of law counts all the same.")


def test_what_an_earlier_audit_found_is_not_softened_by_a_plan(tmp_path: Path) -> None:
    before = tmp_path / "before.yaml"
    before.write_text(answered("awareness.policy: no").replace("2026-11-21", "2025-11-20"), encoding="utf-8")
    command = [
        "assess",
        str(before),
        "--engine",
        "plain",
        "--format",
        "json",
        "--output",
        str(tmp_path / "before.json"),
    ]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert (
        found(tmp_path, answered(aware("2027-01-31")), previous=tmp_path / "before.json")[AWARE].grade
        is Grade.MAJOR
    )


def test_a_gap_known_in_one_discipline_counts_where_another_does_not_know_it(tmp_path: Path) -> None:
    apart = f"awareness.policy: {{quality: no, environment: {{answer: no, {KNOWN.format('2027-01-31')}}}}}"
    finding = found(tmp_path, answered(apart, standards="iso-9001:2015, iso-14001:2015"))
    assert finding[AWARE].grade is Grade.MINOR


def test_a_gap_known_in_the_one_discipline_that_judges_it_is_known(tmp_path: Path) -> None:
    apart = f"suppliers.criteria: {{quality: {{answer: no, {KNOWN.format('2027-01-31')}}}, environment: no}}"
    text = answered(apart, "suppliers.evaluated: yes", standards="iso-9001:2015, iso-14001:2015")
    assert found(tmp_path, text)["iso-9001:2015/8.4.1/evaluation-and-selection"].grade is Grade.OBSERVATION


def test_both_evaluators_see_the_same(tmp_path: Path) -> None:
    text = answered(
        aware("2027-01-31"), f"internal_audit.covered: {{answer: 40, {KNOWN.format('2026-11-01')}}}"
    )
    plain, durable = (found(tmp_path, text, engine) for engine in ("plain", "durable"))
    assert plain == durable


def test_without_a_known_gap_the_knowledge_stays_as_it_is(knowledge: KnowledgeBase) -> None:
    organisation = organisation_in(answered("awareness.policy: no"), "known.yaml", knowledge, today=DAY)
    assert with_known(knowledge, organisation) is knowledge


def test_a_share_that_keeps_its_own_limit_conforms(tmp_path: Path) -> None:
    share = "competence.share: {answer: 92, limit: 90, evidence: [{ref: competence plan}]}"
    assert not any(one.grade.fails for one in found(tmp_path, answered(share)).values())
    missed = share.replace("92", "89")
    assert any(one.grade.fails for one in found(tmp_path, answered(missed)).values())
