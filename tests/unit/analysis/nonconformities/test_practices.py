"""Which practice failed: in the clauses of the system a theme, in operation what was asked, in an annex the
control."""

from __future__ import annotations

import msgspec
import pytest

from clausegraph.engine.analysis.findings import Reason
from clausegraph.engine.analysis.nonconformities.practices import Practices
from clausegraph.engine.model import Discipline, Grade, KnowledgeBase, Requirement
from clausegraph.tests.unit.analysis.nonconformities.small_audit import note
from clausegraph.tests.unit.inference.small_world import HERE, STANDARD, asks, requirement, rule, world

THEME = {"asked": "training"}


def knowing(*requirements: Requirement, discipline: Discipline = Discipline.QUALITY) -> KnowledgeBase:
    """Requirements with a question of theirs each, and a question `asked` about training that the first
    reads."""
    first, *rest = requirements
    rules = [rule(one.template, ((asks(one.template),),)) for one in rest] + [
        rule(first.template, ((asks("asked"),),))
    ]
    made = world(list(requirements), rules, themes=THEME)
    standards = tuple(
        msgspec.structs.replace(one, discipline=discipline) if one.id == STANDARD else one
        for one in made.standards
    )
    return msgspec.structs.replace(made, standards=standards)


@pytest.mark.parametrize(
    ("clause", "discipline", "practice"),
    [
        ("4.1", Discipline.QUALITY, "training"),
        ("6.1.2", Discipline.QUALITY, "training"),
        ("6.1.2", Discipline.INFORMATION_SECURITY, "asked"),
        ("6.1.3", Discipline.INFORMATION_SECURITY, "asked"),
        ("6.1.1", Discipline.INFORMATION_SECURITY, "training"),
        ("8", Discipline.QUALITY, "asked"),
        ("8.1", Discipline.QUALITY, "asked"),
        ("9.2", Discipline.QUALITY, "training"),
        ("10.2", Discipline.QUALITY, "training"),
        ("A.5.7", Discipline.INFORMATION_SECURITY, "A.5.7"),
    ],
)
def test_a_failing_answer_names_its_theme_or_itself_in_operation(
    clause: str, discipline: Discipline, practice: str
) -> None:
    failing = requirement(clause, "taught", theme="training")
    assert Practices(knowing(failing, discipline=discipline)).of_question("asked", failing) == practice


@pytest.mark.parametrize(("clause", "practice"), [("7.2", "training"), ("8.1", "taught"), ("A.5.7", "A.5.7")])
def test_where_no_question_told_a_requirement_names_its_theme_or_itself_in_operation(
    clause: str, practice: str
) -> None:
    failing = requirement(clause, "taught", theme="training")
    practices = Practices(knowing(failing))
    assert practices.of_requirement(failing) == practice
    seen = Reason("taught-gap", Grade.MINOR, "", "", HERE, note(failing.id), None, ("asked",))
    assert practices.of_reason(seen, failing) == practice


def test_a_question_about_another_theme_names_that_theme() -> None:
    failing = requirement("9.3", "reviewed", theme="review")
    told = Reason("reviewed-gap", Grade.MINOR, "", "", HERE, questions=("asked",))
    assert Practices(knowing(failing)).of_reason(told, failing) == "training"


def test_a_theme_is_operational_where_most_of_its_requirements_stand_in_operation() -> None:
    mixed = [
        requirement("8.1", "done", theme="both"),
        requirement("8.2", "kept", theme="both"),
        requirement("6.1", "planned", theme="both"),
    ]
    assert knowing(*mixed).operational == {"both"}
    assert knowing(*mixed[1:]).operational == frozenset()


def test_what_leads_a_theme_is_known_by_standard() -> None:
    theirs = [requirement("9.2", "held", theme="audit"), requirement("9.2", "reported", theme="audit")]
    assert world(theirs, leads=("held",)).leading == {(STANDARD, "audit"): (f"{STANDARD}/9.2/held",)}
