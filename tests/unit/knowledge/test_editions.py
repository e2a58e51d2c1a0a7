"""An edition keeps what it does not change, and says how sure each change is."""

from __future__ import annotations

from clausegraph.engine.knowledge.editions import Edition
from clausegraph.engine.model import ChangeKind, Confidence, KnowledgeBase
from clausegraph.engine.reports.as_json.knowledge import standard_json

NEW, OLD = "iso-9001:2026", "iso-9001:2015"
MOVING = Edition(
    "std:2026",
    "std:2020",
    {"6.1.4": "6.1.5", "6.1.1/risks": "6.1.4", "9.3/all": "9.3.1/general"},
    frozenset({"7.1", "8/a"}),
    (),
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


def test_9001_of_2026_keeps_every_requirement_of_2015_and_adds_five(knowledge: KnowledgeBase) -> None:
    held = {
        edition: {one.id.partition("/")[2] for one in knowledge.requirements if one.standard == edition}
        for edition in (NEW, OLD)
    }
    added = {
        "4.2/requirements-addressed",
        "5.1.1/quality-culture",
        "6.1.3/opportunity-actions-planned",
        "6.1.3/opportunity-actions-evaluated",
        "7.3/culture-and-ethics",
    }
    assert held[NEW] - held[OLD] == added
    assert held[OLD] <= held[NEW]


def test_9001_of_2026_keeps_every_link_of_2015(knowledge: KnowledgeBase) -> None:
    ends = {
        edition: {(one.source, one.target) for one in knowledge.links if one.source.startswith(edition)}
        for edition in (NEW, OLD)
    }
    assert {(source.replace(OLD, NEW), target.replace(OLD, NEW)) for source, target in ends[OLD]} <= ends[NEW]


def test_a_reworded_requirement_reads_differently_in_the_new_edition_only(knowledge: KnowledgeBase) -> None:
    assert "opportunities" in knowledge.says(f"{OLD}/6.1.2/actions-planned")
    assert "opportunities" not in knowledge.says(f"{NEW}/6.1.2/actions-planned")


def test_every_change_that_is_not_sure_says_why(knowledge: KnowledgeBase) -> None:
    unsure = [one for one in knowledge.edition_changes if one.confidence is not Confidence.HIGH]
    expected = {
        f"{NEW}/{place}"
        for place in ("4.2/requirements-addressed", "5.1.1/improvement", "5.2.1", "6.3", "7.5.1/required")
    }
    assert {one.what for one in unsure if one.standard == NEW} == expected
    assert all(one.note for one in unsure)


def test_what_is_renumbered_remembers_its_old_number(knowledge: KnowledgeBase) -> None:
    moved = [one for one in knowledge.edition_changes if one.kind is ChangeKind.RENUMBERED]
    assert all(one.was and one.what.split("/")[0] != one.was.split("/")[0] for one in moved)


NEW_14001, OLD_14001 = "iso-14001:2026", "iso-14001:2015"
ADDED_14001 = {
    "4.1/conditions-named",
    "4.2/taken-up",
    "4.3/life-cycle",
    "6.3/changes-managed",
    "6.3/planned",
    "8.1/provided-products",
    "8.1/provision-extent",
    "9.2.2/audit-objectives",
}


def moved_in(knowledge: KnowledgeBase, old: str) -> str:
    """Where a clause or requirement of ISO 14001:2015 stands in the edition of 2026, read off its changes."""
    moves = {
        one.was.partition("/")[2]: one.what.partition("/")[2]
        for one in knowledge.edition_changes
        if one.standard == NEW_14001
    }
    return (
        Edition(
            NEW_14001, OLD_14001, {was: what for was, what in moves.items() if was}, frozenset(), ()
        ).place(old)
        or ""
    )


def test_14001_of_2026_keeps_every_requirement_of_2015_at_its_new_number(knowledge: KnowledgeBase) -> None:
    held = {
        edition: {one.id.partition("/")[2] for one in knowledge.requirements if one.standard == edition}
        for edition in (NEW_14001, OLD_14001)
    }
    kept = {moved_in(knowledge, old) for old in held[OLD_14001]}
    assert len(kept) == len(held[OLD_14001])
    assert held[NEW_14001] - kept == ADDED_14001
    assert kept <= held[NEW_14001]


def test_14001_of_2026_keeps_every_link_of_2015_between_the_new_numbers(knowledge: KnowledgeBase) -> None:
    ends = {
        edition: {(one.source, one.target) for one in knowledge.links if one.source.startswith(edition)}
        for edition in (NEW_14001, OLD_14001)
    }
    kept = {
        tuple(f"{NEW_14001}/{moved_in(knowledge, end.partition('/')[2])}" for end in link)
        for link in ends[OLD_14001]
    }
    assert kept <= ends[NEW_14001]


def test_14001_of_2026_splits_the_management_review_and_leaves_nothing_above_it(
    knowledge: KnowledgeBase,
) -> None:
    review = {
        one.clause
        for one in knowledge.requirements
        if one.standard == NEW_14001 and one.clause.startswith("9.3")
    }
    assert review == {"9.3.1", "9.3.2", "9.3.3"}


def test_14001_of_2026_puts_continual_improvement_first_and_ends_with_corrective_action(
    knowledge: KnowledgeBase,
) -> None:
    titles = {one.number: one.title for one in knowledge.clauses if one.standard == NEW_14001}
    assert titles["10.1"] == "Continual improvement"
    assert titles["10.2"] == "Nonconformity and corrective action"
    assert "10.3" not in titles
    assert (titles["6.1.4"], titles["6.1.5"]) == ("Risks and opportunities", "Planning action")


def test_14001_of_2026_is_sure_of_what_many_report_and_says_so_of_the_rest(knowledge: KnowledgeBase) -> None:
    changes = {
        one.what.partition("/")[2]: one.confidence
        for one in knowledge.edition_changes
        if one.standard == NEW_14001
    }
    sure = ("4.1/environmental-conditions", "6.1.4", "6.1.5", "6.3", "9.3.1", "9.3.2", "9.3.3")
    assert {changes[place] for place in sure} == {Confidence.HIGH}
    unsure = {place for place, confidence in changes.items() if confidence is not Confidence.HIGH}
    assert unsure == {
        "4.2/taken-up",
        "6.1.2/emergency-situations",
        "6.1.2/foreseeable-emergencies",
        "6.1.4/risks-documented",
        "7.5.1/required",
        "8.1/provision-extent",
        "9.3.1/conclusion",
        "10.1",
        "10.1/opportunities",
    }


def test_both_new_editions_say_until_when_and_how_sure_that_is(knowledge: KnowledgeBase) -> None:
    told = {one.id: one.transition for one in knowledge.standards if one.transition}
    assert set(told) == {one.id for one in knowledge.standards if one.based_on}
    assert all(one.note for one in told.values() if one.confidence is not Confidence.HIGH)
    assert told[NEW].until == "2029-09-30"


def test_browsing_an_edition_shows_until_when_to_change_over(knowledge: KnowledgeBase) -> None:
    assert standard_json(knowledge, NEW)["transition"] == {
        "until": "2029-09-30",
        "confidence": "low",
        "note": knowledge.standard[NEW].transition.note if knowledge.standard[NEW].transition else "",
    }
    assert standard_json(knowledge, OLD)["transition"] is None
