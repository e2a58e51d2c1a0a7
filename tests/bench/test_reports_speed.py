"""How fast everything people see is made and read, in one warm process: overlap, explanation, interview,
HTML, workbooks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.analysis.explanation.chain import explain
from clausegraph.engine.analysis.overlap.adding import adding_of
from clausegraph.engine.analysis.overlap.held import held_of
from clausegraph.engine.analysis.overlap.shared import overlap_of
from clausegraph.engine.analysis.questions.questionnaire import Depth, questionnaire
from clausegraph.engine.commands.assess import Request, Result, run
from clausegraph.engine.commands.interview_state import Interview
from clausegraph.engine.inference.choose import evaluator
from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.organisation.organisation import Organisation, organisation_in, read_organisation
from clausegraph.engine.reports.html.report import assessment_html
from clausegraph.engine.reports.workbook.assessment.report import assessment_workbook
from clausegraph.engine.reports.workbook.questionnaire.book import questionnaire_workbook
from clausegraph.tests.bench.limits import SLACK, own_time

pytestmark = own_time


def test_the_overlap_of_four_standards_takes_at_most_fifty_milliseconds(
    benchmark: Any, knowledge: KnowledgeBase
) -> None:
    benchmark(overlap_of, knowledge, ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018"))
    assert benchmark.stats["median"] < 0.050 * SLACK


def test_what_holds_of_an_overlap_and_what_one_more_standard_asks_take_at_most_fifty_milliseconds(
    benchmark: Any, knowledge: KnowledgeBase, manufacturer: Organisation
) -> None:
    findings = assess(
        manufacturer, knowledge, evaluator(knowledge, "plain"), knowledge.policy["default"]
    ).findings
    overlap = overlap_of(knowledge, manufacturer.standards)

    def both() -> None:
        held_of(overlap, findings, manufacturer, knowledge)
        adding_of(knowledge, manufacturer.standards, "iso-14001:2026")

    benchmark(both)
    assert benchmark.stats["median"] < 0.050 * SLACK


def test_an_explanation_takes_at_most_a_quarter_of_a_second(benchmark: Any, examples: Path) -> None:
    result = run(Request(examples / "invented-workshop.yaml"), today=date(2026, 1, 1))
    worst = max(result.assessment.findings, key=lambda finding: finding.grade)
    benchmark.pedantic(
        explain, args=(result.assessment, result.knowledge, result.organisation, worst.requirement), rounds=5
    )
    assert benchmark.stats["median"] < 0.250 * SLACK


def test_a_workbook_of_four_standards_takes_at_most_two_seconds(benchmark: Any, judged: Result) -> None:
    benchmark.pedantic(
        assessment_workbook, args=(judged.assessment, judged.knowledge, judged.organisation), rounds=3
    )
    assert benchmark.stats["median"] < 2 * SLACK


def test_an_answer_in_an_interview_on_four_standards_is_kept_within_a_quarter_of_a_second(
    benchmark: Any, knowledge: KnowledgeBase, examples: Path
) -> None:
    text = (examples / "integrated-manufacturer.yaml").read_text(encoding="utf-8")
    day = date(2026, 11, 21)
    organisation = organisation_in(text, "facts", knowledge, today=day)
    held = Interview(
        questionnaire(knowledge, organisation.standards, Depth.FULL, organisation),
        knowledge,
        text,
        "facts",
        today=day,
    )

    def answer_again() -> None:
        held.here = "policy.stated"
        held.reply("yes")

    benchmark.pedantic(answer_again, rounds=5)
    assert benchmark.stats["median"] < 0.250 * SLACK


def test_the_html_report_of_four_standards_takes_at_most_a_second(benchmark: Any, judged: Result) -> None:
    benchmark.pedantic(
        assessment_html, args=(judged.assessment, judged.knowledge, judged.organisation), rounds=3
    )
    assert benchmark.stats["median"] < 1.0 * SLACK


def test_a_questionnaire_workbook_for_four_standards_is_written_and_read_within_two_seconds_each(
    benchmark: Any, knowledge: KnowledgeBase, manufacturer: Organisation, tmp_path: Path
) -> None:
    place = tmp_path / "facts.xlsx"

    def write() -> None:
        asked = questionnaire(knowledge, manufacturer.standards, Depth.FULL, manufacturer)
        place.write_bytes(questionnaire_workbook(asked, knowledge, manufacturer))

    benchmark.pedantic(write, rounds=3)
    assert benchmark.stats["median"] < 2 * SLACK
    begin = process_time()
    read_organisation(place, knowledge, as_of=None, today=date(2026, 1, 1))
    assert process_time() - begin < 2 * SLACK
