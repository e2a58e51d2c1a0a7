"""What a note and the records of a register do to a verdict."""

from __future__ import annotations

import pytest

from clausegraph.engine.inference.interface import Matched, NoteVerdict, Verdict
from clausegraph.engine.inference.meaning.notes import carrier, joined
from clausegraph.engine.inference.meaning.records import matched, recorded
from clausegraph.engine.model import Discipline, Each, Grade
from clausegraph.engine.organisation.records import RegisterRecord
from clausegraph.tests.unit.inference.small_world import HERE

POSITION = {"a": 0, "b": 1, "c": 2}


@pytest.mark.parametrize(
    ("applies", "lands_on"),
    [
        ({"a": True, "b": True}, "a"),
        ({"a": False, "b": True}, "b"),
        ({"a": False, "b": False}, "a"),
        ({"c": True}, "c"),
        ({}, None),
    ],
)
def test_a_note_lands_on_the_first_that_applies_else_on_the_first(
    applies: dict[str, bool], lands_on: str | None
) -> None:
    assert carrier("cba", applies, POSITION) == lands_on


@pytest.mark.parametrize(
    ("base", "at_least", "note", "applies", "becomes", "certainly"),
    [
        (Grade.UNGRADED, Grade.CONFORMS, Grade.MINOR, True, Grade.MINOR, Grade.MINOR),
        (Grade.MAJOR, Grade.MAJOR, Grade.MINOR, True, Grade.MAJOR, Grade.MAJOR),
        (Grade.UNGRADED, Grade.CONFORMS, Grade.CONFORMS, True, Grade.UNGRADED, Grade.CONFORMS),
        (Grade.UNGRADED, Grade.UNGRADED, Grade.MINOR, False, Grade.MINOR, Grade.MINOR),
        (Grade.UNGRADED, Grade.UNGRADED, Grade.CONFORMS, False, Grade.UNGRADED, Grade.UNGRADED),
    ],
)
def test_a_note_joins_its_grade_and_makes_apply(
    base: Grade, at_least: Grade, note: Grade, applies: bool, becomes: Grade, certainly: Grade
) -> None:
    seen = [NoteVerdict(0, note)]
    verdict = joined(Verdict("r", applies, base, at_least=at_least), seen)
    assert (verdict.base, verdict.at_least, verdict.seen) == (becomes, certainly, tuple(seen))
    assert verdict.applies is (applies or note > Grade.CONFORMS)


def records(number: int, *disciplines: Discipline) -> list[RegisterRecord]:
    return [RegisterRecord(f"R-{place}", HERE, {}, disciplines=disciplines) for place in range(number)]


@pytest.mark.parametrize(
    ("at_least", "share", "met", "among", "is_met"),
    [(1, 0, 1, 9, True), (1, 0, 0, 9, False), (3, 0, 2, 9, False), (1, 50, 4, 9, False), (1, 50, 5, 9, True)],
)
def test_a_rule_over_records_takes_a_number_and_a_share(
    at_least: int, share: float, met: int, among: int, is_met: bool
) -> None:
    each = Each("risks", (), at_least=at_least, share=share)
    found = matched("rule", each, records(among), records(met), Discipline.OHS)
    assert found == (Matched("rule", tuple(f"R-{place}" for place in range(met)), among) if is_met else None)


def test_records_of_another_discipline_are_not_counted() -> None:
    theirs = records(3, Discipline.QUALITY)
    assert matched("rule", Each("risks", ()), theirs, theirs, Discipline.OHS) is None


@pytest.mark.parametrize("at_least", [Grade.UNGRADED, Grade.CONFORMS])
def test_what_records_show_is_certain_unless_the_requirement_may_not_apply(at_least: Grade) -> None:
    verdict = Verdict("r", True, Grade.UNGRADED, open=("o",), at_least=at_least)
    found = [None, Matched("z", ("R-1",), 1), Matched("b", ("R-1",), 1)]
    after = recorded(verdict, found, {"z": Grade.MINOR, "b": Grade.OBSERVATION})
    assert (after.base, after.fired, [one.rule for one in after.records]) == (
        Grade.MINOR,
        ("b", "z"),
        ["b", "z"],
    )
    assert after.at_least is (Grade.MINOR if at_least else Grade.UNGRADED)
    assert recorded(verdict, [None], {}) is verdict
