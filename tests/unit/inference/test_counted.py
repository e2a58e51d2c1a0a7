"""Answers counted from records: what records prove, what they leave open, and what gives way to them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from clausegraph.engine.analysis.assessment import put_question
from clausegraph.engine.commands.assess import Request, Result, run
from clausegraph.engine.inference.choose import evaluator
from clausegraph.engine.inference.counted import with_records
from clausegraph.engine.knowledge.language.phrases import AnyOf
from clausegraph.engine.model import Condition, Count, CountKind, Discipline, Each, Grade, KnowledgeBase, Op
from clausegraph.engine.organisation.organisation import Answer, Organisation, organisation_in
from clausegraph.engine.problems import Location

DAY = date(2026, 11, 21)
OHS = "iso-45001:2018"
ISMS = "iso-27001:2022"


def organisation(answers: str, knowledge: KnowledgeBase, standards: str = OHS) -> Organisation:
    text = f"organisation: Invented Ltd\nas_of: {DAY}\nstandards: [{standards}]\nanswers:\n{answers}"
    return organisation_in(text, "o.yaml", knowledge, today=DAY)


def told(answers: str, question: str, knowledge: KnowledgeBase, standards: str = OHS) -> Answer | None:
    made = with_records(organisation(answers, knowledge, standards), knowledge)
    return next((one for one in made.answers if one.fact == question), None)


def judged(answers: str, standards: str = OHS, engine: str = "plain") -> Result:
    text = f"organisation: Invented Ltd\nas_of: {DAY}\nstandards: [{standards}]\nanswers:\n{answers}"
    return run(Request(text.encode(), engine=engine), today=DAY)


PERMITS = (
    "  registers.obligations:\n"
    "    - {record: L-1, what: Boiler, valid_until: 2026-10-31}\n"
    "    - {record: L-2, what: Crane, valid_until: 2027-10-31}\n"
    "    - {record: L-3, what: Store, valid_until: 2028-10-31}\n"
)
WHOLE = "  obligations.determined: yes\n  obligations.last_checked: 2026-09-01\n"


def test_records_that_fall_short_leave_that_answer_or_a_worse_one(knowledge: KnowledgeBase) -> None:
    answer = told(PERMITS, "legal.permits", knowledge)
    assert answer is not None
    assert answer.counted is not None
    assert (answer.value, answer.counted.possible) == ("partly", ("partly", "no"))
    assert [name for name, _ in answer.counted.records] == ["L-1"]
    assert (answer.counted.among, answer.at.line) == (3, 6)


def test_in_a_register_that_is_whole_the_answer_is_the_one_counted(knowledge: KnowledgeBase) -> None:
    answer = told(WHOLE + PERMITS, "legal.permits", knowledge)
    assert answer is not None
    assert answer.counted is not None
    assert (answer.value, answer.counted.possible) == ("partly", ())


def test_records_in_order_answer_nothing_unless_the_register_is_whole(knowledge: KnowledgeBase) -> None:
    sound = PERMITS.replace("2026-10-31", "2026-12-31")
    assert told(sound, "legal.permits", knowledge) is None
    answer = told(WHOLE + sound, "legal.permits", knowledge)
    assert answer is not None
    assert answer.value == "yes"


@pytest.mark.parametrize(
    ("written", "counts", "instead_of"),
    [
        ("yes", "partly", "yes"),
        ("largely", "partly", "largely"),
        ("partly", "partly", ""),
        ("no", "no", None),
    ],
)
def test_a_better_answer_gives_way_and_a_worse_one_stands(
    knowledge: KnowledgeBase, written: str, counts: str, instead_of: str | None
) -> None:
    answer = told(f"  legal.permits: {written}\n{PERMITS}", "legal.permits", knowledge)
    assert answer is not None
    assert answer.value == counts
    assert (answer.counted and answer.counted.written) == instead_of


def test_what_is_known_of_a_gap_stays_with_an_answer_that_records_bear_out(knowledge: KnowledgeBase) -> None:
    known = "{answer: partly, known: {action: Renew it., due: 2027-01-31, owner: plant}}"
    answer = told(f"  legal.permits: {known}\n{PERMITS}", "legal.permits", knowledge)
    assert answer is not None
    assert answer.known is not None
    assert answer.counted is not None


def test_a_day_is_the_latest_of_the_records_and_takes_nothing_back(knowledge: KnowledgeBase) -> None:
    records = (
        "  registers.obligations:\n"
        "    - {record: L-1, what: Boiler, evaluated: 2026-03-01}\n"
        "    - {record: L-2, what: Crane, evaluated: 2026-05-01}\n"
    )
    answer = told(records, "compliance.last", knowledge)
    assert answer is not None
    assert answer.counted is not None
    assert (answer.value, [name for name, _ in answer.counted.records]) == (date(2026, 5, 1), ["L-2"])
    assert answer.counted.possible == (DAY, date(2026, 5, 1))
    written = told(f"  compliance.last: 2026-01-01\n{records}", "compliance.last", knowledge)
    assert written is not None
    assert (written.value, written.counted) == (date(2026, 1, 1), None)


def test_a_number_is_that_of_the_records_that_fall_short(knowledge: KnowledgeBase) -> None:
    records = (
        "  registers.obligations:\n"
        "    - {record: L-1, what: Boiler, complied: no}\n"
        "    - {record: L-2, what: Crane, complied: yes}\n"
    )
    answer = told(records, "environmental_law.broken", knowledge, "iso-14001:2015")
    assert answer is not None
    assert answer.value == 1
    less = told(
        f"  environmental_law.broken: 0\n{records}", "environmental_law.broken", knowledge, "iso-14001:2015"
    )
    assert less is not None
    assert less.counted is not None
    assert (less.value, less.counted.written) == (1, "0")


def test_records_of_one_discipline_answer_for_no_other(knowledge: KnowledgeBase) -> None:
    records = (
        "  registers.obligations:\n"
        "    - {record: L-1, what: Boiler, disciplines: ohs}\n"
        "    - {record: L-2, what: Waste, complied: yes, disciplines: environment}\n"
    )
    made = with_records(organisation(records, knowledge, f"{OHS}, iso-14001:2015"), knowledge)
    assert [(one.discipline, one.value) for one in made.answers if one.fact == "compliance.status_known"] == [
        (Discipline.OHS, "largely")
    ]


def test_a_counted_answer_shows_and_a_contradicted_one_is_told_once(knowledge: KnowledgeBase) -> None:
    result = judged(f"  legal.permits: yes\n{PERMITS}")
    permits = result.assessment.finding[f"{OHS}/8.1.1/permits-in-force"]
    assert (permits.grade, permits.could_become, permits.ask) == (
        Grade.MINOR,
        Grade.MAJOR,
        ("legal.permits",),
    )
    noted = result.assessment.finding[f"{OHS}/9.1.1/performance-evaluated"]
    assert noted.grade is Grade.OBSERVATION
    sound = judged(WHOLE + PERMITS.replace("2026-10-31", "2026-12-31"))
    assert sound.assessment.finding[f"{OHS}/8.1.1/permits-in-force"].shown


def test_a_contradiction_is_told_in_the_standard_that_asks(knowledge: KnowledgeBase) -> None:
    result = judged(f"  legal.permits: yes\n{PERMITS}", f"{OHS}, iso-14001:2015")
    told = [
        one.standards
        for one in result.assessment.observations
        if "answers-better-than-records" in str(one.rules)
    ]
    assert told == [(OHS,)]


def test_no_records_change_nothing_and_leave_the_very_same_organisation(knowledge: KnowledgeBase) -> None:
    plain = organisation("  legal.permits: yes\n", knowledge)
    assert with_records(plain, knowledge) is plain


SCALE_QUESTIONS = ("legal.permits", "ohs_risks.assessed", "compliance.status_known", "obligations.determined")


def test_both_evaluators_understand_answers_that_are_not_known_to_the_word(knowledge: KnowledgeBase) -> None:
    premises = put_question(
        organisation("  legal.not_kept: all are kept\n", knowledge),
        knowledge,
        (OHS,),
        knowledge.policy["default"],
    )
    bounded = {name: {Discipline.OHS: AnyOf(("partly", "no"))} for name in SCALE_QUESTIONS}
    asked = msgspec.structs.replace(premises, values={**premises.values, **bounded})
    plain, other = (evaluator(knowledge, engine).infer(asked).verdicts for engine in ("plain", None))
    assert plain == other
    both = [
        {
            one.requirement: one
            for one in evaluator(knowledge, "plain")
            .infer(
                msgspec.structs.replace(
                    premises,
                    values={**premises.values, **{name: {Discipline.OHS: word} for name in SCALE_QUESTIONS}},
                )
            )
            .verdicts
        }
        for word in ("partly", "no")
    ]
    for one in plain:
        grades = [verdicts[one.requirement].at_least for verdicts in both]
        assert one.at_least <= min(grades)


EXPIRED = (Condition("valid_until", Op.BEFORE),)


@pytest.mark.parametrize(
    ("kind", "at_least", "value"),
    [(CountKind.SHARE, 1, 66.0), (CountKind.SHARE_SHORT, 3, 33.0), (CountKind.SHARE, 4, None)],
)
def test_a_share_is_that_of_the_records_looked_at_if_they_are_enough(
    knowledge: KnowledgeBase, kind: CountKind, at_least: int, value: float | None
) -> None:
    looked_at = (Condition("valid_until", Op.GIVEN),)
    each = Each("registers.obligations", (*looked_at, *EXPIRED), at_least=at_least, among=looked_at)
    count = Count("of/permits", "compliance.covered", each, kind, Location("rules"))
    own = msgspec.structs.replace(knowledge, counts=(count,))
    answer = told(PERMITS, "compliance.covered", own)
    assert (answer.value if answer else None) == value
