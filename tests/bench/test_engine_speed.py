"""How fast knowledge is read and an organisation assessed, in one warm process, and that memory stays
flat."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.inference.choose import evaluator
from clausegraph.engine.knowledge.load import BUILT_IN, load, read
from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.organisation.organisation import Organisation, read_organisation
from clausegraph.tests.bench.limits import ENGINES, SLACK, own_time

pytestmark = own_time


@pytest.fixture(scope="module")
def workshop(knowledge: KnowledgeBase, examples: Path) -> Organisation:
    return read_organisation(
        examples / "invented-workshop.yaml", knowledge, as_of=None, today=date(2026, 1, 1)
    )


def test_knowledge_is_read_from_its_files_within_three_seconds(benchmark: Any) -> None:
    benchmark.pedantic(read, args=((BUILT_IN,),), rounds=3)
    assert benchmark.stats["median"] < 3 * SLACK


def test_knowledge_comes_from_the_cache_within_sixty_milliseconds(
    benchmark: Any, knowledge: KnowledgeBase, own_cache: Path
) -> None:
    benchmark(load, (BUILT_IN,), cache=own_cache)
    assert benchmark.stats["median"] < 0.060 * SLACK


@pytest.mark.parametrize("engine", ENGINES)
def test_an_evaluator_is_ready_within_a_hundred_milliseconds(
    benchmark: Any, knowledge: KnowledgeBase, engine: str
) -> None:
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
def test_one_assessment_of_four_standards_takes_at_most_twenty_milliseconds(
    benchmark: Any, knowledge: KnowledgeBase, manufacturer: Organisation, engine: str
) -> None:
    judge, policy = evaluator(knowledge, engine), knowledge.policy["default"]
    benchmark(assess, manufacturer, knowledge, judge, policy)
    assert benchmark.stats["median"] < 0.020 * SLACK


@pytest.mark.parametrize("engine", ENGINES)
def test_memory_stays_flat_over_a_thousand_assessments(
    knowledge: KnowledgeBase, workshop: Organisation, engine: str
) -> None:
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
