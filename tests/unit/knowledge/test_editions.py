"""An edition keeps what it does not change, and says how sure each change is."""

from __future__ import annotations

from clausegraph.engine.knowledge.editions import Edition
from clausegraph.engine.model import ChangeKind, Confidence, KnowledgeBase

NEW, OLD = "iso-9001:2026", "iso-9001:2015"
MOVING = Edition(
    "std:2026", "std:2020", {"6.1.4": "6.1.5", "6.1.1/risks": "6.1.4", "9.3/all": "9.3.1/general"}, frozenset({"7.1", "8/a"}), ()
)


def test_what_is_not_named_stays_where_it_is() -> None:
    assert MOVING.place("8.4/criteria") == "8.4/criteria"


def test_a_renumbered_clause_takes_along_what_stands_under_it() -> None:
    assert MOVING.place("6.1.4") == "6.1.5"
    assert MOVING.place("6.1.4/actions") == "6.1.5/actions"
    assert MOVING.place("6.1.4.2/actions") == "6.1.5.2/actions"


def test_a_number_that_only_begins_alike_does_not_move() -> None:
    assert MOVING.place("6.1.40") == "6.1.40"


def test_a_requirement_moves_alone_and_may_get_another_name() -> None:
    assert MOVING.place("6.1.1/risks") == "6.1.4/risks"
    assert MOVING.place("9.3/all") == "9.3.1/general"


def test_what_is_withdrawn_stands_nowhere_nor_does_what_was_under_it() -> None:
    assert [MOVING.place(old) for old in ("7.1", "7.1.2/people", "8/a")] == [None, None, None]


def test_9001_of_2026_keeps_every_requirement_of_2015_and_adds_four(knowledge: KnowledgeBase) -> None:
    held = {edition: {one.id.partition("/")[2] for one in knowledge.requirements if one.standard == edition} for edition in (NEW, OLD)}
    added = {"5.1.1/quality-culture", "6.1.3/opportunity-actions-planned", "6.1.3/opportunity-actions-evaluated", "7.3/culture-and-ethics"}
    assert held[NEW] - held[OLD] == added
    assert held[OLD] <= held[NEW]


def test_9001_of_2026_keeps_every_link_of_2015(knowledge: KnowledgeBase) -> None:
    ends = {edition: {(one.source, one.target) for one in knowledge.links if one.source.startswith(edition)} for edition in (NEW, OLD)}
    assert {(source.replace(OLD, NEW), target.replace(OLD, NEW)) for source, target in ends[OLD]} <= ends[NEW]


def test_a_reworded_requirement_reads_differently_in_the_new_edition_only(knowledge: KnowledgeBase) -> None:
    assert "opportunities" in knowledge.says(f"{OLD}/6.1.2/actions-planned")
    assert "opportunities" not in knowledge.says(f"{NEW}/6.1.2/actions-planned")


def test_every_change_that_is_not_sure_says_why(knowledge: KnowledgeBase) -> None:
    unsure = [one for one in knowledge.edition_changes if one.confidence is not Confidence.HIGH]
    assert {one.what for one in unsure if one.standard == NEW} == {f"{NEW}/5.2.1", f"{NEW}/6.3"}
    assert all(one.note for one in unsure)


def test_what_is_renumbered_remembers_its_old_number(knowledge: KnowledgeBase) -> None:
    moved = [one for one in knowledge.edition_changes if one.kind is ChangeKind.RENUMBERED]
    assert all(one.was and one.what.split("/")[0] != one.was.split("/")[0] for one in moved)
