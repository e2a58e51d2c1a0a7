"""The table of what links mean, row by row, and what goes with it."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from clausegraph.engine.inference.interface import State
from clausegraph.engine.inference.meaning.links import (
    KIND,
    Foundation,
    Standing,
    built_on,
    carrying,
    concerned,
    foundation_of,
    is_absent,
    is_feedback,
    kind_of,
    pulled_down,
    raised_by,
    reach,
    standing_of,
    state_of,
    unsound,
)
from clausegraph.engine.model import FailureKind, Grade, LinkKind, Policy, Strength, Weight
from clausegraph.tests.unit.inference.small_world import (
    STANDARD,
    asks,
    by_failure,
    chain_of,
    link,
    requirement,
    rule,
    world,
)


def standing(
    absent: str = "", fails: str = "", unassessed: str = "", holds: str = "", unsound: str = ""
) -> Standing:
    """Requirements named by one letter, by how they stand; what is absent fails, and is unsound, too."""
    of = {State.FAILS: {*absent, *fails}, State.UNASSESSED: {*unassessed}, State.HOLDS: {*holds}}
    return Standing(of, {*absent}, {*absent, *unsound})


@pytest.mark.parametrize(
    ("grade", "base", "could_fail", "state"),
    [
        (Grade.MAJOR, Grade.MINOR, False, State.FAILS),
        (Grade.MINOR, Grade.MINOR, True, State.FAILS),
        (Grade.OBSERVATION, Grade.OBSERVATION, True, State.UNASSESSED),
        (Grade.OBSERVATION, Grade.OBSERVATION, False, State.HOLDS),
        (Grade.UNGRADED, Grade.UNGRADED, False, State.UNASSESSED),
        (Grade.CONFORMS, Grade.CONFORMS, False, State.HOLDS),
    ],
)
def test_how_a_requirement_stands(grade: Grade, base: Grade, could_fail: bool, state: State) -> None:
    assert state_of(grade, base, could_fail) is state


@pytest.mark.parametrize(("weight", "grade"), list(itertools.product(Weight, Grade)))
def test_only_an_element_that_is_major_by_its_own_rules_is_absent(weight: Weight, grade: Grade) -> None:
    assert is_absent(weight, grade) is (weight is Weight.ELEMENT and grade is Grade.MAJOR)


@pytest.mark.parametrize(
    ("members", "foundation"),
    [
        ("a", Foundation.ABSENT),
        ("afuh", Foundation.ABSENT),
        ("l", Foundation.ABSENT),
        ("lf", Foundation.ABSENT),
        ("f", Foundation.FAILS),
        ("fh", Foundation.FAILS),
        ("fu", Foundation.IN_DOUBT),
        ("fuh", Foundation.IN_DOUBT),
        ("u", Foundation.UNASSESSED),
        ("uh", Foundation.UNASSESSED),
        ("h", Foundation.HOLDS),
        ("hx", Foundation.HOLDS),
        ("x", None),
        ("", None),
    ],
)
def test_a_foundation_is_as_good_as_the_worst_under_it(members: str, foundation: Foundation | None) -> None:
    """a is absent, l holds on it by luck, f fails, u is not assessed, h holds, x is not judged."""
    assert foundation_of({*members}, standing("a", "f", "u", "hl", unsound="l")) is foundation


@pytest.mark.parametrize(
    ("foundation", "dependent", "kind"),
    [
        (Foundation.ABSENT, "f", FailureKind.INHERITED),
        (Foundation.ABSENT, "fh", FailureKind.INHERITED),
        (Foundation.ABSENT, "h", FailureKind.UNFOUNDED),
        (Foundation.ABSENT, "hu", FailureKind.UNFOUNDED),
        (Foundation.ABSENT, "u", None),
        (Foundation.FAILS, "f", FailureKind.INHERITED),
        (Foundation.FAILS, "fh", FailureKind.INHERITED),
        (Foundation.FAILS, "h", None),
        (Foundation.IN_DOUBT, "f", FailureKind.INHERITED),
        (Foundation.IN_DOUBT, "h", FailureKind.PROVISIONAL),
        (Foundation.UNASSESSED, "f", None),
        (Foundation.UNASSESSED, "fh", FailureKind.PROVISIONAL),
        (Foundation.UNASSESSED, "h", FailureKind.PROVISIONAL),
        (Foundation.HOLDS, "f", FailureKind.STRANDED),
        (Foundation.HOLDS, "fh", FailureKind.STRANDED),
        (Foundation.HOLDS, "h", None),
        (Foundation.HOLDS, "u", None),
        (None, "f", None),
    ],
)
def test_how_a_link_fails(foundation: Foundation | None, dependent: str, kind: FailureKind | None) -> None:
    assert kind_of(foundation, {*dependent}, standing(fails="f", unassessed="u", holds="h")) is kind


def test_every_kind_of_failure_has_its_row_and_every_foundation_is_spoken_of() -> None:
    assert set(KIND.values()) == set(FailureKind)
    assert {below for below, _ in KIND} == set(Foundation)


def test_a_link_speaks_of_each_that_builds_on_it_by_itself() -> None:
    told = dict(concerned(Foundation.ABSENT, {*"fghu"}, standing(fails="fg", unassessed="u", holds="h")))
    assert told == {FailureKind.INHERITED: {"f", "g"}, FailureKind.UNFOUNDED: {"h"}}
    assert dict(concerned(Foundation.FAILS, {*"fh"}, standing(fails="f", holds="h"))) == {
        FailureKind.INHERITED: {"f"}
    }
    assert dict(concerned(None, {"f"}, standing(fails="f"))) == {}


def test_what_a_link_raises_is_lower_than_the_escalation_and_of_its_kind() -> None:
    policy = Policy(
        "p", "", (by_failure(FailureKind.INHERITED, Grade.MAJOR), by_failure(FailureKind.UNFOUNDED))
    )
    grades = {"f": Grade.MINOR, "g": Grade.MAJOR, "h": Grade.CONFORMS, "o": Grade.OBSERVATION}
    stands = standing(fails="fg", holds="ho")
    raised = raised_by(link("6.1", "8.1"), Foundation.ABSENT, {*"fgho"}, stands, grades, policy)
    assert sorted((one.requirement, one.grade) for one in raised) == [
        ("f", Grade.MAJOR),
        ("h", Grade.OBSERVATION),
    ]


@pytest.mark.parametrize(
    ("kind", "source", "target", "feedback"),
    [
        (LinkKind.IMPROVES, "10.1", "6.1", True),
        (LinkKind.IMPROVES, "9.1", "10.1", False),
        (LinkKind.IMPROVES, "9.1", "9.1", False),
        (LinkKind.EVALUATES, "10.1", "6.1", False),
    ],
)
def test_an_improvement_that_leads_back_is_feedback(
    kind: LinkKind, source: str, target: str, feedback: bool
) -> None:
    one = link(source, target, kind)
    assert is_feedback(one, chain_of("6.1", "9.1", "10.1", links=[one])) is feedback


def test_feedback_lets_nothing_travel() -> None:
    links = [link("6.1", "8.1"), link("10.1", "6.1", LinkKind.IMPROVES)]
    knowledge = chain_of("6.1", "8.1", "10.1", links=links)
    assert built_on(carrying(knowledge), knowledge) == {f"{STANDARD}/6.1/6.1": {f"{STANDARD}/8.1/8.1"}}


def test_soft_links_references_and_links_that_read_one_answer_cannot_fail() -> None:
    links = [
        link("6.1", "8.1"),
        link("8.1", "9.1", strength=Strength.SOFT),
        link("9.1", "6.1", LinkKind.REFERS),
    ]
    assert [one.id for one in carrying(chain_of("6.1", "8.1", "9.1", links=links))] == ["6.1->8.1"]
    rules = [rule(one, ((asks("same"),),)) for one in "ab"]
    places = [requirement("6.1", "a"), requirement("8.1", "b")]
    assert carrying(world(places, rules, [link("6.1", "8.1")])) == ()
    assert len(carrying(world(places, rules, [link("6.1", "8.1")], applies={"b": ((asks("other"),),)}))) == 1


def test_what_is_reached_comes_nearest_first_with_the_one_before() -> None:
    steps = {"a": "bc", "b": "d", "c": "d", "d": "a", "x": "c"}
    assert list(reach("a", lambda one: steps.get(one, "")).items()) == [
        ("a", None),
        ("b", "a"),
        ("c", "a"),
        ("d", "b"),
    ]
    assert reach("", lambda one: one) == {}


BUILDS_ON = {"a": frozenset("bu"), "b": frozenset("c"), "u": frozenset("d"), "f": frozenset("c")}


def test_what_is_absent_makes_unsound_all_that_stands_on_it_but_past_what_is_not_assessed() -> None:
    stands = standing(absent="a", fails="bf", unassessed="u", holds="cd")
    assert unsound(stands, BUILDS_ON) == {"a", "b", "c"}
    assert msgspec.structs.replace(stands, unsound=frozenset("abc")).undermined == {"c"}
    assert unsound(standing(fails="abf", holds="cd"), BUILDS_ON) == frozenset()


def test_what_is_unsound_pulls_down_what_holds_and_any_failure_what_fails() -> None:
    stands = standing(absent="a", fails="bf", holds="c", unsound="bc")
    assert pulled_down("a", stands, BUILDS_ON) == {"b"}
    assert pulled_down("b", stands, BUILDS_ON) == {"c"}
    assert pulled_down("f", stands, BUILDS_ON) == set()
    assert pulled_down("c", stands, BUILDS_ON) == set()


def test_what_does_not_apply_stands_nowhere() -> None:
    found = standing_of([("a", State.FAILS), ("b", State.NOT_APPLICABLE)], {"a"})
    assert found.of == {State.FAILS: {"a"}, State.UNASSESSED: set(), State.HOLDS: set()}
