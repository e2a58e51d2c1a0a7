"""One record is one fact: of all the records by which cases beside the rules show what is wrong, each alone
gives one nonconformity at most in an organisation of four standards, whichever of them see it."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.inference.counted import with_records
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.inference.under_policy import with_policy
from clausegraph.engine.organisation.organisation import organisation_in
from clausegraph.engine.reading.nodes import Problems, read_bytes
from clausegraph.tests.pages import PACKAGE
from clausegraph.tests.shipped import KNOWLEDGE
from clausegraph.tests.unit.test_one_fact_one_grade import plain

FOUR = ["iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018"]
TODAY = date(2026, 11, 21)
POLICY = KNOWLEDGE.policy["default"]
WANTED = with_policy(KNOWLEDGE, POLICY)
EVALUATOR = PlainEvaluator(WANTED)


def single_records() -> list[tuple[str, dict[str, Any]]]:
    """The facts of the cases on registers of what an organisation works with that hold one record."""
    found = []
    for place in sorted(PACKAGE.glob("rulebases/*/registers-of-*.test.yaml")):
        node = read_bytes(place.read_bytes(), place.name, Problems())
        assert node is not None
        cases = [(case["case"], case["facts"]) for case in plain(node)["cases"]]
        found += [(name, facts) for name, facts in cases if sum(map(len, facts.values())) == 1]
    return found


SINGLE = single_records()


def test_many_records_show_alone_what_is_wrong() -> None:
    assert len(SINGLE) >= 40


@pytest.mark.parametrize("facts", [facts for _, facts in SINGLE], ids=[name for name, _ in SINGLE])
def test_one_record_gives_one_nonconformity_at_most(facts: dict[str, Any]) -> None:
    told = {"organisation": "Invented Ltd", "as_of": str(TODAY), "standards": FOUR, "answers": facts}
    organisation = organisation_in(msgspec.json.encode(told).decode(), "told.yaml", KNOWLEDGE, today=TODAY)
    judged = assess(with_records(organisation, WANTED), WANTED, EVALUATOR, POLICY)
    assert len(judged.nonconformities) <= 1
    assert len(judged.observations) <= 3
