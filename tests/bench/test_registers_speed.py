"""How fast organisations with many records and notes are read and assessed, in one warm process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import pytest
from msgspec.structs import replace

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.inference.choose import evaluator
from clausegraph.engine.inference.counted import with_records
from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import AnswerKind, Consequence, Extent, KnowledgeBase, Question
from clausegraph.engine.organisation.organisation import Note, Organisation, read_organisation
from clausegraph.engine.organisation.records import RegisterRecord, Registers, joined
from clausegraph.engine.problems import Location
from clausegraph.tests.bench.limits import ENGINES, SLACK, own_time

pytestmark = own_time

LEVELS = ("low", "medium", "high")
STATES = ("in place", "planned")


@pytest.mark.parametrize("engine", ENGINES)
def test_four_standards_with_registers_and_notes_take_at_most_twenty_milliseconds(
    benchmark: Any, knowledge: KnowledgeBase, manufacturer: Organisation, engine: str
) -> None:
    """200 records and 50 notes beside all answers."""
    organisation = replace(
        manufacturer,
        registers=registers_of(knowledge, 100),
        notes=notes_on(knowledge, manufacturer.standards, 50),
    )
    judge, policy = evaluator(knowledge, engine), knowledge.policy["default"]
    benchmark(assess, organisation, knowledge, judge, policy)
    assert benchmark.stats["median"] < 0.020 * SLACK


@pytest.mark.parametrize("engine", ENGINES)
def test_ten_thousand_records_take_at_most_a_second_and_cost_grows_with_their_number(
    benchmark: Any, knowledge: KnowledgeBase, examples: Path, engine: str
) -> None:
    """5,000 risks and 5,000 controls, an assessment of them in a warm process; a fifth of them takes at
    least a tenth of the time."""
    organisation = read_organisation(
        examples / "software-company.yaml", knowledge, as_of=None, today=date(2026, 1, 1)
    )
    judge, policy = evaluator(knowledge, engine), knowledge.policy["default"]
    few, many = (
        replace(organisation, registers=registers_of(knowledge, number)) for number in (1_000, 5_000)
    )
    benchmark.pedantic(assess, args=(many, knowledge, judge, policy), rounds=5, warmup_rounds=1)
    assert benchmark.stats["median"] < 1.0 * SLACK
    start = process_time()
    assess(few, knowledge, judge, policy)
    assert benchmark.stats["min"] < 10 * (process_time() - start)


@pytest.mark.parametrize("engine", ENGINES)
def test_ten_thousand_records_in_all_registers_take_at_most_a_second(
    benchmark: Any, knowledge: KnowledgeBase, manufacturer: Organisation, engine: str
) -> None:
    """As many in each register, every field filled, with the answers that are counted from them."""
    each = 10_000 // len(knowledge.registers)
    records = {one.id: tuple(filled(one, place) for place in range(each)) for one in knowledge.registers}
    organisation = replace(manufacturer, registers=joined(records, knowledge.question, whole=True))
    judge, policy = evaluator(knowledge, engine), knowledge.policy["default"]

    def judged() -> None:
        assess(with_records(organisation, knowledge), knowledge, judge, policy)

    benchmark.pedantic(judged, rounds=3, warmup_rounds=1)
    assert benchmark.stats["median"] < 1.0 * SLACK


def filled(register: Question, place: int) -> RegisterRecord:
    """A record with all its fields, which differ from one record to the next."""
    naming = [one.name for one in register.record if one.holds is AnswerKind.RECORDS]
    values = {
        one.name: one.words[place % len(one.words)] if one.words else VALUES[one.holds](place)
        for one in register.record
        if one.holds is not AnswerKind.RECORDS
    }
    names = dict.fromkeys(naming, (f"R-{place}", f"R-{place * 7 % 1000}"))
    return RegisterRecord(f"R-{place}", Location("many"), values, names)


VALUES: dict[AnswerKind, Callable[[int], Value]] = {
    AnswerKind.TEXT: str,
    AnswerKind.SCORE: lambda place: float(place % 25),
    AnswerKind.NUMBER: lambda place: float(place % 9),
    AnswerKind.PERCENTAGE: lambda place: float(place % 101),
    AnswerKind.DATE: lambda place: date(2025, 1, place % 28 + 1),
    AnswerKind.PLANNED_DATE: lambda place: date(2026 + place % 2, 1, place % 28 + 1),
}


def test_a_file_with_ten_thousand_records_is_read_within_five_seconds(
    benchmark: Any, knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    """Reading YAML with line and column costs more than judging it."""
    written = tmp_path / "many.yaml"
    written.write_text(many_records(5_000), encoding="utf-8")
    benchmark.pedantic(
        read_organisation,
        args=(written, knowledge),
        kwargs={"as_of": None, "today": date(2026, 1, 1)},
        rounds=1,
    )
    assert benchmark.stats["median"] < 5 * SLACK


def many_records(number: int) -> str:
    risks = (
        f"    - {{record: S-{place}, what: Risk {place}, level: {LEVELS[place % 3]}, treatment: reduce,"
        f" owner: somebody, controls: [C-{place}, C-{place * 7 % number}], assessed:"
        f" 2025-01-{place % 28 + 1:02d}}}"
        for place in range(number)
    )
    controls = (
        f"    - {{record: C-{place}, what: Control {place}, annex_a: A.8.{place % 34 + 1}, justification:"
        f" needed, status: {STATES[place % 5 == 0]}, changed: 2025-01-{place * 3 % 28 + 1:02d}}}"
        for place in range(number)
    )
    lines = [
        "organisation: Many records",
        "answers:",
        "  registers.security_risks:",
        *risks,
        "  registers.controls:",
        *controls,
    ]
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
    return tuple(
        Note(one, "This was seen.", extent, consequence, Location("note"))
        for one, extent, consequence in told
    )
