"""Which failures are one nonconformity, one situation at a time."""

from __future__ import annotations

import itertools
from datetime import timedelta

import msgspec
import pytest

from clausegraph.engine.analysis.assessment import assess
from clausegraph.engine.analysis.nonconformities.recorded import Recorded
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import (
    AnswerKind,
    Condition,
    Discipline,
    Each,
    Extent,
    Grade,
    KnowledgeBase,
    Op,
    Question,
    Requirement,
    Rule,
    Theme,
)
from clausegraph.engine.organisation.organisation import Note, Organisation
from clausegraph.engine.organisation.records import RegisterRecord
from clausegraph.tests.unit.analysis.nonconformities.small_audit import audited, members, note, with_notes
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    SECOND_STANDARD,
    STANDARD,
    TODAY,
    asks,
    requirement,
    rule,
    world,
)

TWICE = world([requirement("9.2", "held"), requirement("9.2", "held", SECOND_STANDARD)])


# The same answer, the same nonconformity


def test_the_same_answer_is_one_nonconformity_in_two_standards() -> None:
    found = audited(TWICE, {"held": "no"})
    (recorded,) = found.nonconformities
    assert recorded.members == (f"{STANDARD}/9.2/held", f"{SECOND_STANDARD}/9.2/held")
    assert recorded.standards == (STANDARD, SECOND_STANDARD)
    assert found.summary.recorded[Grade.MINOR] == 1
    assert [numbers[Grade.MINOR] for numbers in found.summary.by_standard.values()] == [1, 1]


def test_answered_by_discipline_each_discipline_stands_alone() -> None:
    found = audited(TWICE, {"held": {Discipline.QUALITY: "no", Discipline.OHS: "no"}})
    assert [recorded.standards for recorded in found.nonconformities] == [(STANDARD,), (SECOND_STANDARD,)]
    assert found.summary.recorded[Grade.MINOR] == 2


def test_an_answer_for_one_discipline_fails_in_that_one_alone() -> None:
    found = audited(TWICE, {"held": {Discipline.QUALITY: "yes", Discipline.OHS: "no"}})
    assert [recorded.standards for recorded in found.nonconformities] == [(SECOND_STANDARD,)]


def read_by(*requirements: Requirement, **questions: str) -> KnowledgeBase:
    """Requirements, each with the question that decides it: its own, unless another is named."""
    rules: list[Rule] = [
        rule(one.template, ((asks(questions.get(one.template, one.template)),),)) for one in requirements
    ]
    return world(list(requirements), rules)


def apart(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The same knowledge with themes that hold processes which have nothing to do with each other."""
    names = dict.fromkeys(one.theme for one in knowledge.requirements)
    return msgspec.structs.replace(knowledge, themes=tuple(Theme(name, name, apart=True) for name in names))


@pytest.mark.parametrize(
    ("knowledge", "failing", "expected"),
    [
        pytest.param(
            read_by(
                requirement("9.2", "audited", theme="audit"), requirement("9.3", "reviewed", theme="review")
            ),
            ("audited", "reviewed"),
            [{"9.2/audited"}, {"9.3/reviewed"}],
            id="no audit and no review stay two",
        ),
        pytest.param(
            read_by(
                requirement("7.2", "able", theme="competence"), requirement("7.3", "aware", theme="awareness")
            ),
            ("able", "aware"),
            [{"7.2/able"}, {"7.3/aware"}],
            id="competence and awareness stay two",
        ),
        pytest.param(
            read_by(requirement("7.5", "able", theme="one"), requirement("7.5", "aware", theme="another")),
            ("able", "aware"),
            [{"7.5/able"}, {"7.5/aware"}],
            id="one clause alone makes no nonconformity",
        ),
        pytest.param(
            read_by(
                requirement("7.2", "able", theme="competence"),
                requirement("7.2", "proven", theme="competence"),
            ),
            ("able", "proven"),
            [{"7.2/able", "7.2/proven"}],
            id="two answers on one theme of the system are one",
        ),
        pytest.param(
            read_by(
                requirement("6.2", "set", theme="objectives"),
                requirement("9.1", "followed", theme="objectives"),
            ),
            ("set", "followed"),
            [{"6.2/set", "9.1/followed"}],
            id="one theme is one over clauses",
        ),
        pytest.param(
            read_by(
                requirement("8.4", "chosen", theme="buying"), requirement("8.4", "checked", theme="buying")
            ),
            ("chosen", "checked"),
            [{"8.4/checked", "8.4/chosen"}],
            id="two failing answers on one process are one",
        ),
        pytest.param(
            apart(
                read_by(
                    requirement("8.1", "cut", theme="making"), requirement("8.1", "welded", theme="making")
                )
            ),
            ("cut", "welded"),
            [{"8.1/cut"}, {"8.1/welded"}],
            id="two failing answers on processes that have nothing to do with each other are two",
        ),
        pytest.param(
            read_by(
                requirement("8.1", "cut", theme="making"),
                requirement("8.5", "welded", theme="making"),
                cut="trained",
                welded="trained",
            ),
            ("trained",),
            [{"8.1/cut", "8.5/welded"}],
            id="one failing answer in operation is one",
        ),
        pytest.param(
            read_by(
                requirement("A.5.7", "known", theme="threats"),
                requirement("A.8.8", "mended", theme="threats"),
            ),
            ("known", "mended"),
            [{"A.5.7/known", "A.8.8/mended"}],
            id="controls of one family are one",
        ),
        pytest.param(
            read_by(
                requirement("A.5.9", "listed", theme="assets"),
                requirement("A.8.24", "keyed", theme="cryptography"),
            ),
            ("listed", "keyed"),
            [{"A.5.9/listed"}, {"A.8.24/keyed"}],
            id="controls of two families are two",
        ),
        pytest.param(
            read_by(
                requirement("7.3", "aware", theme="awareness"),
                requirement("A.6.3", "trained", theme="awareness"),
            ),
            ("aware", "trained"),
            [{"7.3/aware", "A.6.3/trained"}],
            id="a control on the practice of a clause is written with it",
        ),
        pytest.param(
            read_by(
                requirement("5.1", "led", theme="leadership"),
                requirement("9.2", "held", theme="audit"),
                led="held",
            ),
            ("held",),
            [{"5.1/led", "9.2/held"}],
            id="what fails by the answer of another theme belongs to that",
        ),
    ],
)
def test_what_is_one_nonconformity(
    knowledge: KnowledgeBase, failing: tuple[str, ...], expected: list[set[str]]
) -> None:
    for order in itertools.permutations(failing):
        assert members(audited(knowledge, dict.fromkeys(order, "no")).nonconformities) == expected


def test_what_has_broken_down_stands_alone_and_lesser_failures_of_its_family_are_one_beside_it() -> None:
    names = ("chosen", "checked", "told")
    knowledge = world(
        [requirement("8.4", name, theme="buying") for name in names],
        [rule(name, ((asks(name),),), Grade.MAJOR if name == "chosen" else Grade.MINOR) for name in names],
    )
    found = audited(knowledge, dict.fromkeys(names, "no")).nonconformities
    assert [one.grade for one in found] == [Grade.MAJOR, Grade.MINOR]
    assert members(found) == [{"8.4/chosen"}, {"8.4/checked", "8.4/told"}]


def test_what_to_do_is_said_for_each_practice_that_is_written_in_a_nonconformity() -> None:
    made = read_by(
        requirement("A.5.19", "chosen", theme="buying"), requirement("A.5.20", "agreed", theme="buying")
    )
    rules = tuple(msgspec.structs.replace(one, fix=f"Mend {one.template}.") for one in made.rules)
    knowledge = msgspec.structs.replace(made, rules=rules)
    (both,) = audited(knowledge, {"chosen": "no", "agreed": "no"}).nonconformities
    assert both.fix == "Mend chosen. Mend agreed."


def test_what_is_written_in_a_nonconformity_is_known_again_by_the_key_it_would_have_alone() -> None:
    knowledge = read_by(
        requirement("A.5.19", "chosen", theme="buying"), requirement("A.5.20", "agreed", theme="buying")
    )
    (both,) = audited(knowledge, {"chosen": "no", "agreed": "no"}).nonconformities
    (alone,) = audited(knowledge, {"agreed": "no"}).nonconformities
    assert (both.key, both.practices) == ("A.5.19 in std", ("A.5.20 in std",))
    assert (alone.key, alone.practices) == ("A.5.20 in std", ())


# What it is written against


def test_it_is_written_against_the_home_of_the_practice_and_not_against_what_reads_its_answer() -> None:
    borrowing = rule("led", ((asks("held"),),), Grade.MAJOR)
    knowledge = world(
        [requirement("5.1", "led", theme="leadership"), requirement("9.2", "held", theme="audit")],
        [borrowing, rule("held", ((asks("held"),),))],
        themes={"held": "audit"},
    )
    (recorded,) = audited(knowledge, {"held": "no"}).nonconformities
    assert (recorded.requirement, recorded.also) == (f"{STANDARD}/9.2/held", (f"{STANDARD}/5.1/led",))
    assert (recorded.grade, recorded.key) == (Grade.MAJOR, "audit in std")


def test_of_the_same_practice_it_is_written_against_the_worst() -> None:
    knowledge = world(
        [requirement("9.2", "held", theme="audit"), requirement("9.2", "planned", theme="audit")],
        [rule("held", ((asks("held"),),)), rule("planned", ((asks("planned"),),), Grade.MAJOR)],
    )
    (recorded,) = audited(knowledge, {"held": "no", "planned": "no"}).nonconformities
    assert recorded.requirement == f"{STANDARD}/9.2/planned"


# Notes

SEEN = with_notes(
    world([requirement("8.1", "cut", theme="making"), requirement("7.2", "able", theme="competence")])
)
CUT, ABLE = f"{STANDARD}/8.1/cut", f"{STANDARD}/7.2/able"


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("", ""), [""]),
        (("hall 1", "hall 1"), ["hall 1"]),
        (("hall 1", "hall 2"), ["hall 1", "hall 2"]),
        (("hall 1", "hall 2", "hall 1"), ["hall 1", "hall 2"]),
        (("", "hall 1"), ["", "hall 1"]),
    ],
)
@pytest.mark.parametrize("target", [CUT, ABLE])
def test_notes_that_name_different_places_are_several_and_all_others_are_one(
    places: tuple[str, ...], expected: list[str], target: str
) -> None:
    notes = [note(target, f"Case {number}.", place, line=number) for number, place in enumerate(places, 1)]
    found = audited(SEEN, {}, *notes).nonconformities
    assert sorted(recorded.place for recorded in found) == expected
    assert sorted(proof.text for recorded in found for proof in recorded.evidence) == [
        one.saw for one in notes
    ]
    assert {recorded.requirement for recorded in found} == {target}


def test_a_note_and_an_answer_on_one_practice_are_one() -> None:
    (recorded,) = audited(SEEN, {"able": "no"}, note(ABLE, "One welder.")).nonconformities
    assert {proof.kind for proof in recorded.evidence} == {"answer", "note"}
    assert recorded.rules == ("able-gap", "notes-isolated")


def test_a_note_on_another_requirement_of_the_same_practice_is_the_same_nonconformity() -> None:
    knowledge = with_notes(
        world([requirement("9.2", "held", theme="audit"), requirement("9.2", "reported", theme="audit")])
    )
    found = audited(knowledge, {"held": "no"}, note(f"{STANDARD}/9.2/reported")).nonconformities
    assert members(found) == [{"9.2/held", "9.2/reported"}]


def test_the_worst_of_a_requirements_notes_grades_its_own_place_and_no_other() -> None:
    notes: tuple[Note, ...] = (
        note(CUT, where="hall 1", extent=Extent.WIDESPREAD),
        note(CUT, where="hall 2", line=2),
    )
    found = audited(SEEN, {}, *notes).nonconformities
    assert [(recorded.place, recorded.grade) for recorded in found] == [
        ("hall 1", Grade.MAJOR),
        ("hall 2", Grade.MINOR),
    ]


# What is absent, and what only follows

AUDIT = [requirement("9.2", name, theme="audit") for name in ("held", "planned", "reported")]


def theme(*, elements: tuple[str, ...], leads: tuple[str, ...] = ("held",)) -> KnowledgeBase:
    rules = [
        rule("held", ((asks("held"),),), Grade.MAJOR),
        *(rule(one.template, ((asks(one.template),),)) for one in AUDIT[1:]),
    ]
    return world(AUDIT, rules, elements=elements, leads=leads)


def test_what_is_absent_carries_the_rest_of_its_theme_whether_that_fails_or_is_open() -> None:
    found = audited(theme(elements=("held",)), {"held": "no", "planned": "no", "reported": ""})
    (recorded,) = found.nonconformities
    assert recorded.members == (f"{STANDARD}/9.2/held",)
    assert recorded.carries == (f"{STANDARD}/9.2/planned", f"{STANDARD}/9.2/reported")
    assert [found.finding[name].carried_by for name in recorded.carries] == ["NC-1", "NC-1"]
    assert found.summary.recorded == {
        Grade.MAJOR: 1,
        Grade.MINOR: 0,
        Grade.OBSERVATION: 0,
        Grade.OPPORTUNITY: 0,
    }


@pytest.mark.parametrize(
    "knowledge",
    [
        theme(elements=()),
        theme(elements=("held",), leads=()),
        theme(elements=("planned",), leads=("planned",)),
    ],
)
def test_the_absence_of_an_item_or_of_what_leads_nothing_carries_nothing(knowledge: KnowledgeBase) -> None:
    (recorded,) = audited(knowledge, {"held": "no", "reported": "no"}).nonconformities
    assert members((recorded,)) == [{"9.2/held", "9.2/reported"}]
    assert recorded.carries == ()


def test_what_is_absent_in_one_standard_carries_nothing_of_another() -> None:
    theirs = [*AUDIT, requirement("9.2", "reported", SECOND_STANDARD, theme="audit")]
    rules = [
        rule("held", ((asks("held"),),), Grade.MAJOR),
        *(rule(one.template, ((asks(one.template),),)) for one in AUDIT[1:]),
    ]
    knowledge = world(theirs, rules, elements=("held",), leads=("held",))
    found = audited(knowledge, {"held": "no", "reported": "no"}).nonconformities
    assert [(recorded.standards, recorded.carries) for recorded in found] == [
        ((STANDARD,), (f"{STANDARD}/9.2/reported",)),
        ((SECOND_STANDARD,), ()),
    ]


def test_an_observation_by_the_same_answer_is_carried_and_one_by_another_answer_stands() -> None:
    knowledge = world(
        [
            requirement("9.2", "held", theme="audit"),
            requirement("5.1", "led", theme="leadership"),
            requirement("9.1", "shown"),
        ],
        [
            rule("held", ((asks("held"),),)),
            rule("led", ((asks("held"),),), Grade.OBSERVATION),
            rule("shown", ((asks("shown"),),), Grade.OBSERVATION),
        ],
    )
    found = audited(knowledge, {"held": "no", "shown": "no"})
    assert [recorded.carries for recorded in found.nonconformities] == [(f"{STANDARD}/5.1/led",)]
    assert members(found.observations) == [{"9.1/shown"}]


# Records


def late(**words: str) -> Each:
    """A test of pieces that are past their date, some of them told apart by words."""
    told = (Condition(name, Op.ONE_OF, words=(word,)) for name, word in words.items())
    return Each("pieces", (Condition("due", Op.BEFORE), *told))


def of_pieces(first: Each, second: Each, grade: Grade = Grade.MINOR) -> Recorded:
    """What is recorded where one piece is late, by a rule in operation of each of two standards."""
    requirements = [requirement("8.1", "kept"), requirement("8.1", "watched", SECOND_STANDARD)]
    rules = [
        msgspec.structs.replace(rule("kept", ()), each=first),
        msgspec.structs.replace(rule("watched", (), grade), each=second),
    ]
    knowledge = world(requirements, rules)
    register = Question("pieces", "Which?", AnswerKind.REGISTER, HERE)
    knowledge = msgspec.structs.replace(knowledge, questions=(*knowledge.questions, register))
    yesterday = TODAY - timedelta(days=1)
    piece = RegisterRecord("P-1", HERE, {"due": yesterday, "used": "yes", "grade": "high"})
    organisation = Organisation(
        "Acme", TODAY, (STANDARD, SECOND_STANDARD), (), registers={"pieces": (piece,)}
    )
    found = assess(organisation, knowledge, PlainEvaluator(knowledge), knowledge.policies[0])
    return Recorded(found.nonconformities, found.observations)


def test_what_is_late_in_one_record_is_one_nonconformity_in_two_standards() -> None:
    (recorded,) = of_pieces(late(), late(used="yes")).nonconformities
    assert recorded.standards == (STANDARD, SECOND_STANDARD)


def test_an_observation_on_what_is_late_in_a_record_is_carried_by_the_nonconformity_on_it() -> None:
    found = of_pieces(late(), late(used="yes"), Grade.OBSERVATION)
    assert [one.carries for one in found.nonconformities] == [(f"{SECOND_STANDARD}/8.1/watched",)]
    assert found.observations == ()


def test_two_things_wrong_with_one_record_are_two_nonconformities() -> None:
    poor = Each("pieces", (Condition("grade", Op.ONE_OF, words=("high",)),))
    assert len(of_pieces(late(), poor).nonconformities) == 2
