"""What is certain whatever the open answers are, one situation at a time, on either evaluator."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from clausegraph.engine.inference.interface import Seen, Verdict
from clausegraph.engine.inference.meaning.completions import avoidable
from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import (
    Alternatives,
    AnswerKind,
    Computed,
    Condition,
    Grade,
    KnowledgeBase,
    Op,
    Question,
    Rule,
    Template,
)
from clausegraph.tests.unit.inference.conftest import Infer
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    STANDARD,
    TODAY,
    answered,
    asks,
    link,
    requirement,
    rule,
    world,
)

LADDER = [
    rule("r", ((asks("planned"), asks("practised")),), Grade.MAJOR, "absent"),
    rule("r", ((asks("planned"), asks("practised", "yes", "partly")),), Grade.MINOR, "not-planned"),
    rule("r", ((asks("planned", "partly"),),), Grade.OBSERVATION, "nearly"),
]


def one(infer: Infer, rules: list[Rule], applies: Alternatives = (), **answers: Value) -> Verdict:
    knowledge = world([requirement("8.1", "r")], rules, applies={"r": applies})
    (verdict,) = infer(answered(knowledge, dict(answers))).verdicts
    return verdict


def test_a_bad_answer_whose_consequence_is_only_open_in_its_weight_is_a_nonconformity_now(
    infer: Infer,
) -> None:
    verdict = one(infer, LADDER, planned="no")
    assert (verdict.base, verdict.at_least) == (Grade.MINOR, Grade.MINOR)
    assert (verdict.fired, verdict.certain) == ((), ("r-absent", "r-not-planned"))
    assert verdict.open == ("r-absent", "r-not-planned")


def test_where_a_completion_conforms_nothing_is_certain(infer: Infer) -> None:
    verdict = one(infer, LADDER, practised="no")
    assert (verdict.base, verdict.at_least, verdict.certain) == (Grade.UNGRADED, Grade.CONFORMS, ())


def test_what_fired_already_needs_no_certainty(infer: Infer) -> None:
    rules = [*LADDER, rule("r", ((asks("planned"),),), Grade.MINOR, "known")]
    verdict = one(infer, rules, planned="no")
    assert (verdict.base, verdict.at_least, verdict.certain) == (Grade.MINOR, Grade.MINOR, ())
    weaker = [*LADDER, rule("r", ((asks("planned"),),), Grade.OBSERVATION, "known")]
    assert one(infer, weaker, planned="no").certain == ("r-absent", "r-not-planned")


def test_where_nothing_is_open_at_least_is_the_grade_itself(infer: Infer) -> None:
    verdict = one(infer, LADDER, planned="no", practised="no")
    assert (verdict.base, verdict.at_least, verdict.certain) == (Grade.MAJOR, Grade.MAJOR, ())
    assert one(infer, LADDER, planned="yes", practised="no").at_least is Grade.CONFORMS


def test_where_nothing_is_answered_nothing_is_certain(infer: Infer) -> None:
    always = [
        rule("r", ((asks("a", *words),),), grade, grade.word)
        for words, grade in ((("yes",), Grade.OPPORTUNITY), (("partly", "no"), Grade.MINOR))
    ]
    verdict = one(infer, always)
    assert (verdict.base, verdict.at_least, verdict.certain) == (Grade.UNGRADED, Grade.CONFORMS, ())


def test_a_completion_in_which_it_does_not_apply_conforms(infer: Infer) -> None:
    may_apply = ((asks("there", "yes"),),)
    assert one(infer, LADDER, may_apply, planned="no").at_least is Grade.CONFORMS
    assert one(infer, LADDER, may_apply, planned="no", practised="no").at_least is Grade.CONFORMS
    assert one(infer, LADDER, may_apply, planned="no", there="yes").at_least is Grade.MINOR
    assert one(infer, LADDER, may_apply, planned="no", there="no").at_least is Grade.UNGRADED


def test_a_condition_to_apply_that_every_answer_meets_leaves_no_doubt(infer: Infer) -> None:
    either = ((asks("there", "yes"),), (asks("there", "partly", "no"),))
    assert one(infer, LADDER, either, planned="no").at_least is Grade.MINOR


def dated(months: int, interval: str, grade: Grade) -> Rule:
    late = Condition("last", Op.OLDER_THAN, months=months)
    return rule("r", ((late, asks("interval", interval)),), grade, f"{interval}-{months}")


@pytest.mark.parametrize(
    ("last", "at_least"),
    [(date(2021, 1, 1), Grade.MINOR), (date(2025, 6, 1), Grade.CONFORMS), (TODAY, Grade.CONFORMS)],
)
def test_a_review_five_years_ago_is_late_whatever_the_interval(
    infer: Infer, last: date, at_least: Grade
) -> None:
    words = ("year", "two", "three")
    rules = [dated(12, "year", Grade.MAJOR), dated(24, "two", Grade.MINOR), dated(36, "three", Grade.MINOR)]
    facts = (
        Question("interval", "", AnswerKind.WORDS, HERE, words=words, best=words),
        Question("last", "", AnswerKind.DATE, HERE),
    )
    knowledge = msgspec.structs.replace(world([requirement("8.1", "r")], rules), questions=facts)
    (verdict,) = infer(answered(knowledge, {"last": last})).verdicts
    assert verdict.at_least is at_least


def two_clauses(grade: Grade) -> KnowledgeBase:
    """Two requirements under 8.1 that are certain once `a` or `b` is answered no, and one under 9.1 that
    builds on them."""

    def certain(name: str) -> list[Rule]:
        return [
            rule(name, ((asks(name), asks(f"{name}_open")),), Grade.MAJOR, "worst"),
            rule(name, ((asks(name), asks(f"{name}_open", "yes", "partly")),), grade, "least"),
        ]

    places = [requirement("8.1", "a"), requirement("8.1", "b"), requirement("9.1", "c")]
    rules = [*certain("a"), *certain("b"), rule("c", ((asks("c"),),))]
    return world(places, rules, [link("8.1", "9.1")])


def test_what_is_certain_stands_as_a_foundation(infer: Infer) -> None:
    knowledge = two_clauses(Grade.MINOR)
    inference = infer(answered(knowledge, {"a": "no", "b": "no", "c": "no"}))
    assert [one.kind.value for one in inference.failures] == ["inherited"]


def test_an_absence_that_is_certain_travels(infer: Infer) -> None:
    inference = infer(answered(two_clauses(Grade.MAJOR), {"a": "no", "b": "yes", "c": "yes"}))
    assert inference.undermined == (f"{STANDARD}/9.1/c",)


def test_a_note_is_certain_and_one_that_is_told_little_is_not_completed(infer: Infer) -> None:
    base = world([requirement("8.1", "r")], LADDER)
    told = [
        Question(name, "", AnswerKind.WORDS, HERE, words=("yes", "no"), computed=Computed.NOTE_EXTENT)
        for name in ("n", "m")
    ]
    knowledge = msgspec.structs.replace(
        base,
        questions=(*base.questions, *told),
        templates=(*base.templates, Template("seen", "", HERE)),
        rules=(
            *base.rules,
            rule("seen", ((asks("n"), asks("m")),), Grade.MAJOR, "worst"),
            rule("seen", ((asks("n"), asks("m", "yes")),), Grade.MINOR, "least"),
        ),
    )
    question = answered(knowledge, {"practised": "no"})
    little = msgspec.structs.replace(question, notes=(Seen(f"{STANDARD}/8.1/r", {"n": "no"}),))
    (verdict,) = infer(little).verdicts
    assert (verdict.base, verdict.at_least, verdict.seen[0].base) == (
        Grade.UNGRADED,
        Grade.CONFORMS,
        Grade.CONFORMS,
    )
    enough = msgspec.structs.replace(question, notes=(Seen(f"{STANDARD}/8.1/r", {"n": "no", "m": "yes"}),))
    (verdict,) = infer(enough).verdicts
    assert (verdict.base, verdict.at_least, verdict.certain) == (Grade.MINOR, Grade.MINOR, ())


def test_more_completions_than_could_be_listed_are_searched_and_not_sampled(infer: Infer) -> None:
    """3 ** 40 completions: the rules together cover every answer to the last question, and nothing else
    matters."""
    names = [f"f{number}" for number in range(40)]
    many = [rule("r", ((asks(name), asks("bad")),), Grade.MAJOR, name) for name in names]
    covered = [
        rule("r", ((asks("bad"), asks("f39", word)),), Grade.MINOR, word) for word in ("yes", "partly")
    ]
    assert one(infer, many, bad="no").at_least is Grade.CONFORMS
    assert one(infer, [*many, *covered], bad="no").at_least is Grade.MINOR


def test_groups_are_avoidable_if_some_answers_let_none_of_them_hold() -> None:
    choices = {"a": ("yes", "no"), "b": ("yes", "no")}.__getitem__
    assert avoidable([(asks("a"),), (asks("a", "yes"), asks("b"))], choices, TODAY)
    assert not avoidable([(asks("a"),), (asks("a", "yes"), asks("b")), (asks("b", "yes"),)], choices, TODAY)
    assert avoidable([], choices, TODAY)
