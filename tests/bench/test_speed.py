"""How fast it is, each figure measured in one warm process. Limits are those the project promises, times SLACK for busy machines."""

from __future__ import annotations

import tracemalloc
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import pytest
from msgspec.structs import replace

from clausegraph.engine.analysis.adding import adding_of
from clausegraph.engine.analysis.held import held_of
from clausegraph.engine.analysis.overlap import overlap_of
from clausegraph.engine.analysis.questionnaire import Depth, questionnaire
from clausegraph.engine.assessment import assess
from clausegraph.engine.inference.choose import durable_is_missing, evaluator
from clausegraph.engine.interview import Interview
from clausegraph.engine.knowledge.load import BUILT_IN, load, read
from clausegraph.engine.model import Consequence, Extent, KnowledgeBase
from clausegraph.engine.organisation import Note, Organisation, organisation_in, read_organisation
from clausegraph.engine.problems import Location
from clausegraph.engine.records import Registers
from clausegraph.engine.reports.explanation import explain
from clausegraph.engine.reports.html.report import assessment_html
from clausegraph.engine.reports.questionnaire_book import questionnaire_workbook
from clausegraph.engine.reports.xlsx_report import assessment_workbook
from clausegraph.engine.run import Request, run

SLACK = 3
LEVELS = ("low", "medium", "high")
STATES = ("in place", "planned")
ENGINES = [
    pytest.param("durable", marks=pytest.mark.skipif(bool(durable_is_missing()), reason=str(durable_is_missing()))),
    "plain",
]


@pytest.fixture(scope="module")
def workshop(knowledge: KnowledgeBase, examples: Path) -> Organisation:
    return read_organisation(examples / "invented-workshop.yaml", knowledge, as_of=None, today=date(2026, 1, 1))


def test_knowledge_is_read_from_its_files_within_three_seconds(benchmark: Any) -> None:
    benchmark.pedantic(read, args=((BUILT_IN,),), rounds=3)
    assert benchmark.stats["median"] < 3 * SLACK


def test_knowledge_comes_from_the_cache_within_sixty_milliseconds(benchmark: Any, knowledge: KnowledgeBase, own_cache: Path) -> None:
    benchmark(load, (BUILT_IN,), cache=own_cache)
    assert benchmark.stats["median"] < 0.060 * SLACK


@pytest.mark.parametrize("engine", ENGINES)
def test_an_evaluator_is_ready_within_a_hundred_milliseconds(benchmark: Any, knowledge: KnowledgeBase, engine: str) -> None:
    benchmark.pedantic(evaluator, args=(knowledge, engine), rounds=5)
    assert benchmark.stats["median"] < 0.100 * SLACK


@pytest.mark.parametrize("engine", ENGINES)
def test_one_assessment_of_all_of_9001_takes_at_most_ten_milliseconds(
    benchmark: Any, knowledge: KnowledgeBase, workshop: Organisation, engine: str
) -> None:
    judge, policy = evaluator(knowledge, engine), knowledge.policy["default"]
    benchmark(assess, workshop, knowledge, judge, policy)
    assert benchmark.stats["median"] < 0.010 * SLACK


@pytest.mark.parametrize("engine", ENGINES)
def test_one_assessment_of_four_standards_takes_at_most_fifteen_milliseconds(
    benchmark: Any, knowledge: KnowledgeBase, examples: Path, engine: str
) -> None:
    organisation = read_organisation(examples / "integrated-manufacturer.yaml", knowledge, as_of=None, today=date(2026, 1, 1))
    judge, policy = evaluator(knowledge, engine), knowledge.policy["default"]
    benchmark(assess, organisation, knowledge, judge, policy)
    assert benchmark.stats["median"] < 0.015 * SLACK


@pytest.mark.parametrize("engine", ENGINES)
def test_four_standards_with_registers_and_notes_take_at_most_twenty_milliseconds(
    benchmark: Any, knowledge: KnowledgeBase, examples: Path, engine: str
) -> None:
    """200 records and 50 notes beside all answers."""
    organisation = read_organisation(examples / "integrated-manufacturer.yaml", knowledge, as_of=None, today=date(2026, 1, 1))
    organisation = replace(organisation, registers=registers_of(knowledge, 100), notes=notes_on(knowledge, organisation.standards, 50))
    judge, policy = evaluator(knowledge, engine), knowledge.policy["default"]
    benchmark(assess, organisation, knowledge, judge, policy)
    assert benchmark.stats["median"] < 0.020 * SLACK


@pytest.mark.parametrize("engine", ENGINES)
def test_ten_thousand_records_take_at_most_a_second_and_cost_grows_with_their_number(
    benchmark: Any, knowledge: KnowledgeBase, examples: Path, engine: str
) -> None:
    """5,000 risks and 5,000 controls, an assessment of them in a warm process; a fifth of them takes at least a tenth of the time."""
    organisation = read_organisation(examples / "software-company.yaml", knowledge, as_of=None, today=date(2026, 1, 1))
    judge, policy = evaluator(knowledge, engine), knowledge.policy["default"]
    few, many = (replace(organisation, registers=registers_of(knowledge, number)) for number in (1_000, 5_000))
    benchmark.pedantic(assess, args=(many, knowledge, judge, policy), rounds=5, warmup_rounds=1)
    assert benchmark.stats["median"] < 1.0 * SLACK
    start = perf_counter()
    assess(few, knowledge, judge, policy)
    assert benchmark.stats["min"] < 10 * (perf_counter() - start)


def test_a_file_with_ten_thousand_records_is_read_within_five_seconds(benchmark: Any, knowledge: KnowledgeBase, tmp_path: Path) -> None:
    """Reading YAML with line and column costs more than judging it."""
    written = tmp_path / "many.yaml"
    written.write_text(many_records(5_000), encoding="utf-8")
    benchmark.pedantic(read_organisation, args=(written, knowledge), kwargs={"as_of": None, "today": date(2026, 1, 1)}, rounds=1)
    assert benchmark.stats["median"] < 5 * SLACK


def many_records(number: int) -> str:
    risks = (
        f"    - {{record: S-{place}, what: Risk {place}, level: {LEVELS[place % 3]}, treatment: reduce, owner: somebody, "
        f"controls: [C-{place}, C-{place * 7 % number}], assessed: 2025-01-{place % 28 + 1:02d}}}"
        for place in range(number)
    )
    controls = (
        f"    - {{record: C-{place}, what: Control {place}, annex_a: A.8.{place % 34 + 1}, justification: needed, "
        f"status: {STATES[place % 5 == 0]}, changed: 2025-01-{place * 3 % 28 + 1:02d}}}"
        for place in range(number)
    )
    lines = ["organisation: Many records", "answers:", "  registers.security_risks:", *risks, "  registers.controls:", *controls]
    return "\n".join(lines)


def registers_of(knowledge: KnowledgeBase, number: int) -> Registers:
    """As many risks as controls, each risk naming two of them; a fifth of the controls is only planned."""
    with TemporaryDirectory() as folder:
        written = Path(folder) / "many.yaml"
        written.write_text(many_records(number), encoding="utf-8")
        return read_organisation(written, knowledge, as_of=None, today=date(2026, 1, 1)).registers


def notes_on(knowledge: KnowledgeBase, standards: tuple[str, ...], number: int) -> tuple[Note, ...]:
    requirements = [one.id for one in knowledge.requirements if one.standard in standards][::7][:number]
    kinds = list(product([one for one in Extent if one is not Extent.SAMPLE], Consequence))
    told = [(one, *kinds[place % len(kinds)]) for place, one in enumerate(requirements)]
    return tuple(Note(one, "This was seen.", extent, consequence, Location("note")) for one, extent, consequence in told)


def test_the_overlap_of_four_standards_takes_at_most_fifty_milliseconds(benchmark: Any, knowledge: KnowledgeBase) -> None:
    benchmark(overlap_of, knowledge, ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018"))
    assert benchmark.stats["median"] < 0.050 * SLACK


def test_what_holds_of_an_overlap_and_what_one_more_standard_asks_take_at_most_fifty_milliseconds(
    benchmark: Any, knowledge: KnowledgeBase, examples: Path
) -> None:
    organisation = read_organisation(examples / "integrated-manufacturer.yaml", knowledge, as_of=None, today=date(2026, 1, 1))
    findings = assess(organisation, knowledge, evaluator(knowledge, "plain"), knowledge.policy["default"]).findings
    overlap = overlap_of(knowledge, organisation.standards)

    def both() -> None:
        held_of(overlap, findings, organisation, knowledge)
        adding_of(knowledge, organisation.standards, "iso-14001:2026")

    benchmark(both)
    assert benchmark.stats["median"] < 0.050 * SLACK


def test_an_explanation_takes_at_most_a_quarter_of_a_second(benchmark: Any, examples: Path) -> None:
    result = run(Request(examples / "invented-workshop.yaml"), today=date(2026, 1, 1))
    worst = max(result.assessment.findings, key=lambda finding: finding.grade)
    benchmark.pedantic(explain, args=(result.assessment, result.knowledge, result.organisation, worst.requirement), rounds=5)
    assert benchmark.stats["median"] < 0.250 * SLACK


def test_a_workbook_of_four_standards_takes_at_most_two_seconds(benchmark: Any, examples: Path) -> None:
    result = run(Request(examples / "integrated-manufacturer.yaml"), today=date(2026, 1, 1))
    benchmark.pedantic(assessment_workbook, args=(result.assessment, result.knowledge, result.organisation), rounds=3)
    assert benchmark.stats["median"] < 2 * SLACK


def test_an_answer_in_an_interview_on_four_standards_is_kept_within_a_quarter_of_a_second(
    benchmark: Any, knowledge: KnowledgeBase, examples: Path
) -> None:
    text = (examples / "integrated-manufacturer.yaml").read_text(encoding="utf-8")
    day = date(2026, 11, 21)
    organisation = organisation_in(text, "facts", knowledge, today=day)
    held = Interview(questionnaire(knowledge, organisation.standards, Depth.FULL, organisation), knowledge, text, "facts", today=day)

    def answer_again() -> None:
        held.here = "policy.stated"
        held.reply("yes")

    benchmark.pedantic(answer_again, rounds=5)
    assert benchmark.stats["median"] < 0.250 * SLACK


def test_the_html_report_of_four_standards_takes_at_most_a_second(benchmark: Any, examples: Path) -> None:
    result = run(Request(examples / "integrated-manufacturer.yaml"), today=date(2026, 1, 1))
    benchmark.pedantic(assessment_html, args=(result.assessment, result.knowledge, result.organisation), rounds=3)
    assert benchmark.stats["median"] < 1.0 * SLACK


def test_a_questionnaire_workbook_for_four_standards_is_written_and_read_within_two_seconds_each(
    benchmark: Any, knowledge: KnowledgeBase, examples: Path, tmp_path: Path
) -> None:
    organisation = read_organisation(examples / "integrated-manufacturer.yaml", knowledge, as_of=None, today=date(2026, 1, 1))
    place = tmp_path / "facts.xlsx"

    def write() -> None:
        asked = questionnaire(knowledge, organisation.standards, Depth.FULL, organisation)
        place.write_bytes(questionnaire_workbook(asked, knowledge, organisation))

    benchmark.pedantic(write, rounds=3)
    assert benchmark.stats["median"] < 2 * SLACK
    begin = perf_counter()
    read_organisation(place, knowledge, as_of=None, today=date(2026, 1, 1))
    assert perf_counter() - begin < 2 * SLACK


@pytest.mark.parametrize("engine", ENGINES)
def test_memory_stays_flat_over_a_thousand_assessments(knowledge: KnowledgeBase, workshop: Organisation, engine: str) -> None:
    judge, policy = evaluator(knowledge, engine), knowledge.policy["default"]
    for _ in range(50):
        assess(workshop, knowledge, judge, policy)
    before, traced = resident(), _traced(lambda: assess(workshop, knowledge, judge, policy))
    for _ in range(1000):
        assess(workshop, knowledge, judge, policy)
    assert resident() - before < 8 * 1024 * 1024
    assert traced < 256 * 1024


def _traced(work: Any) -> int:
    """Bytes that Python still holds after one more piece of work."""
    tracemalloc.start()
    work()
    first, _ = tracemalloc.get_traced_memory()
    work()
    second, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return second - first


def resident() -> int:
    """Bytes of this process in memory, what the C engine holds included."""
    pages = Path("/proc/self/statm")
    if not pages.exists():
        pytest.skip("this system does not tell how much memory a process holds")
    return int(pages.read_text().split()[1]) * 4096
