"""One fact has one grade, whether somebody answers a question, an auditor notes it, or a record of a
register shows it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.analysis.findings import Finding
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.inference.under_policy import with_policy
from clausegraph.engine.model import Grade, Group, KnowledgeBase, Policy, Weight
from clausegraph.engine.organisation.organisation import organisation_in
from clausegraph.engine.reading.nodes import Mapping, Node, Problems, Scalar, Sequence, read_bytes
from clausegraph.tests.shipped import KNOWLEDGE
from clausegraph.tests.unit.test_published_cases import PUBLISHED

TABLE = Path(__file__).with_name("one_fact_one_grade.yaml")
TODAY = date(2026, 11, 21)
WAYS = ("answers", "note", "registers")
NO_GRADE = (Grade.CONFORMS, Grade.UNGRADED)


def plain(node: Node) -> Any:
    """A piece of YAML as text, lists and dictionaries."""
    match node:
        case Mapping():
            return {name.text: plain(value) for name, value in node.pairs}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            return node.text
    raise TypeError(node)


def table() -> list[dict[str, Any]]:
    problems = Problems()
    node = read_bytes(TABLE.read_bytes(), TABLE.name, problems)
    assert node is not None, problems.found
    return list(plain(node)["facts"])


FACTS = table()
TOLD = [(row, way) for row in FACTS for way in WAYS if way in row]


@cache
def judged_by() -> tuple[KnowledgeBase, PlainEvaluator, Policy]:
    policy = KNOWLEDGE.policy["default"]
    wanted = with_policy(KNOWLEDGE, policy)
    return wanted, PlainEvaluator(wanted), policy


def told(row: dict[str, Any], way: str) -> dict[str, Any]:
    """An organisation's file that tells the fact in one way and nothing else."""
    organisation = {
        "organisation": "Invented Ltd",
        "as_of": str(TODAY),
        "standards": [row["requirement"].partition("/")[0]],
    }
    if way != "note":
        return organisation | {"answers": row[way]}
    return organisation | {
        "observed": [
            {
                "requirement": row["requirement"],
                "saw": row["fact"],
                "evidence": [{"ref": "IA-1"}],
                **row["note"],
            }
        ]
    }


def finding_of(row: dict[str, Any], way: str) -> Finding:
    knowledge, evaluator, policy = judged_by()
    organisation = organisation_in(
        msgspec.json.encode(told(row, way)).decode(), "told.yaml", knowledge, today=TODAY
    )
    return assess(organisation, knowledge, evaluator, policy).finding[row["requirement"]]


def grade_of(row: dict[str, Any], way: str) -> Grade:
    return finding_of(row, way).grade


@pytest.mark.parametrize(("row", "way"), TOLD, ids=[f"{row['fact']} ({way})" for row, way in TOLD])
def test_a_fact_gets_its_grade_on_every_way_in(row: dict[str, Any], way: str) -> None:
    finding = finding_of(row, way)
    expected = Grade[row["grade"].upper()]
    assert finding.grade is expected or (expected is Grade.CONFORMS and finding.grade in NO_GRADE), (
        finding.because
    )


def test_facts_of_every_standard_are_told_in_more_than_one_way() -> None:
    standards = [row["requirement"].partition("/")[0] for row in FACTS if sum(way in row for way in WAYS) > 1]
    assert len(standards) >= 40
    assert all(
        standards.count(standard) >= 10
        for standard in ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
    )


def test_a_fact_from_a_published_situation_has_the_grade_of_its_source() -> None:
    for row in FACTS:
        if "source" in row:
            assert PUBLISHED[row["source"]][1] is Grade[row["grade"].upper()], row["fact"]


DECIDED_BY_MORE = {
    "iso-45001:2018/8.1.3/process",
    "iso-9001:2015/8.3.1/process",
    "operational-planning/control",
}
"""What the system cannot do without, though it takes more than one answer to say that it is absent."""


def test_a_question_answered_no_and_a_note_of_absence_give_one_grade() -> None:
    """Over all the knowledge: where a plain no makes a requirement fail, it fails as its weight says a
    note of absence does."""
    by_weight = {Weight.ELEMENT: Grade.MAJOR, Weight.ITEM: Grade.MINOR}
    differing = set()
    for template in KNOWLEDGE.templates:
        plain_no = [
            rule.grade
            for rule in KNOWLEDGE.rules_of[template.id]
            if rule.grade.fails
            and template.id not in KNOWLEDGE.on_notes
            and any(is_plain_no(group) for group in rule.when)
        ]
        if plain_no and max(plain_no) is not by_weight[template.weight]:
            differing.add(template.id)
    assert differing == DECIDED_BY_MORE


def is_plain_no(group: Group) -> bool:
    return len(group) == 1 and group[0].words == ("no",)
