"""What both evaluators promise, one case at a time, each run on either."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest

from clausegraph.engine.inference.interface import (
    Failure,
    Inference,
    NoteVerdict,
    Premises,
    Raised,
    Seen,
    Verdict,
)
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import (
    Alternatives,
    AnswerKind,
    Computed,
    Condition,
    Discipline,
    Each,
    Escalation,
    FailureKind,
    Grade,
    Group,
    KnowledgeBase,
    LinkKind,
    Op,
    Question,
    Strength,
    Template,
    Weight,
)
from clausegraph.engine.organisation.records import RegisterRecord
from clausegraph.tests.unit.inference.conftest import Infer
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    SECOND_STANDARD,
    STANDARD,
    TODAY,
    answered,
    ask,
    asks,
    by_count,
    by_failure,
    chain_of,
    elements,
    link,
    requirement,
    rule,
    world,
)


def only(inference: Inference) -> Verdict:
    (verdict,) = inference.verdicts
    return verdict


def one_rule(*when: tuple[Condition, ...], grade: Grade = Grade.MINOR) -> KnowledgeBase:
    return world([requirement("8.1", "r")], [rule("r", when, grade)])


# From answers to verdicts


def test_a_rule_whose_condition_holds_fires(infer: Infer) -> None:
    verdict = only(infer(ask(one_rule((asks("a"),)), a="no")))
    assert (verdict.base, verdict.fired, verdict.open) == (Grade.MINOR, ("r-gap",), ())


def test_a_requirement_on_which_no_rule_fires_conforms(infer: Infer) -> None:
    verdict = only(infer(ask(one_rule((asks("a"),)), a="yes")))
    assert (verdict.base, verdict.fired, verdict.open) == (Grade.CONFORMS, (), ())


def test_silence_is_never_a_pass(infer: Infer) -> None:
    verdict = only(infer(ask(one_rule((asks("a"),)))))
    assert (verdict.base, verdict.fired, verdict.open) == (Grade.UNGRADED, (), ("r-gap",))


def test_a_requirement_without_rules_conforms(infer: Infer) -> None:
    assert only(infer(ask(world([requirement("8.1", "r")], [])))).base is Grade.CONFORMS


@pytest.mark.parametrize("conditions", range(1, 14))
def test_a_group_holds_only_if_every_condition_of_it_does_however_long(infer: Infer, conditions: int) -> None:
    facts = [f"f{number}" for number in range(conditions)]
    knowledge = one_rule(tuple(asks(fact) for fact in facts))
    judge = dict.fromkeys(facts, "no")
    assert only(infer(answered(knowledge, judge))).fired == ("r-gap",)
    for fact in facts:
        assert only(infer(answered(knowledge, judge | {fact: "yes"}))).base is Grade.CONFORMS
        without = {other: "no" for other in facts if other != fact}
        assert only(infer(answered(knowledge, without))).open == ("r-gap",)


def test_one_false_condition_closes_a_group_even_beside_an_unknown_one(infer: Infer) -> None:
    assert only(infer(ask(one_rule((asks("a"), asks("b"))), a="yes"))).base is Grade.CONFORMS


def test_one_alternative_that_holds_is_enough_even_beside_an_unknown_one(infer: Infer) -> None:
    verdict = only(infer(ask(one_rule((asks("a"),), (asks("b"),)), b="no")))
    assert (verdict.fired, verdict.open) == (("r-gap",), ())


def test_a_condition_named_twice_counts_once(infer: Infer) -> None:
    assert only(infer(ask(one_rule((asks("a"), asks("a"))), a="no"))).fired == ("r-gap",)


def test_a_group_without_conditions_always_holds_and_no_group_never_does(infer: Infer) -> None:
    assert only(infer(ask(one_rule(())))).fired == ("r-gap",)
    assert only(infer(ask(one_rule()))).base is Grade.CONFORMS


def test_the_worst_grade_of_the_rules_that_fire_wins(infer: Infer) -> None:
    rules = [
        rule("r", ((asks("a"),),), grade, grade.word)
        for grade in (Grade.OBSERVATION, Grade.MAJOR, Grade.MINOR)
    ]
    verdict = only(infer(ask(world([requirement("8.1", "r")], rules), a="no")))
    assert (verdict.base, verdict.fired) == (Grade.MAJOR, ("r-major", "r-minor", "r-observation"))


def test_an_open_rule_is_told_beside_the_grade_so_far(infer: Infer) -> None:
    rules = [
        rule("r", ((asks("a"),),), Grade.OBSERVATION, "known"),
        rule("r", ((asks("b"),),), Grade.MAJOR, "unknown"),
    ]
    verdict = only(infer(ask(world([requirement("8.1", "r")], rules), a="no")))
    assert (verdict.base, verdict.fired, verdict.open) == (Grade.OBSERVATION, ("r-known",), ("r-unknown",))


def test_numbers_and_dates_are_judged_too(infer: Infer) -> None:
    knowledge = one_rule(
        (Condition("a", Op.LESS_THAN, number=80.0), Condition("b", Op.OLDER_THAN, months=12))
    )
    assert only(infer(answered(knowledge, {"a": 79.0, "b": date(2025, 11, 20)}))).fired == ("r-gap",)
    assert only(infer(answered(knowledge, {"a": 80.0, "b": date(2025, 11, 20)}))).base is Grade.CONFORMS


@pytest.mark.parametrize(("answer", "applies"), [("yes", True), ("no", False), (None, True)])
def test_a_requirement_applies_unless_its_condition_is_false(
    infer: Infer, answer: str | None, applies: bool
) -> None:
    when = ((asks("b", "yes"), asks("a")),)
    knowledge = world([requirement("8.1", "r")], [rule("r", when)], applies={"r": ((asks("b", "yes"),),)})
    verdict = only(infer(answered(knowledge, {"a": "no"} | ({"b": answer} if answer else {}))))
    assert verdict.applies is applies
    assert (verdict.fired, verdict.open) == (
        (("r-gap",), ()) if answer == "yes" else ((), ("r-gap",)) if applies else ((), ())
    )


def test_an_excluded_requirement_is_not_judged(infer: Infer) -> None:
    knowledge = one_rule((asks("a"),))
    verdict = only(infer(ask(knowledge, (f"{STANDARD}/8.1/r",), a="no")))
    assert verdict == Verdict(f"{STANDARD}/8.1/r", False, Grade.UNGRADED)


def test_verdicts_come_in_the_order_of_the_scope_and_for_the_scope_alone(infer: Infer) -> None:
    knowledge = chain_of("4.1", "6.1", "8.1")
    scope = (f"{STANDARD}/8.1/8.1", f"{STANDARD}/4.1/4.1")
    assert tuple(one.requirement for one in infer(ask(knowledge, scope=scope)).verdicts) == scope


def test_an_empty_scope_has_an_empty_inference(infer: Infer) -> None:
    assert infer(ask(chain_of("4.1", "6.1"), scope=())) == Inference((), (), (), ())


def test_an_answer_by_discipline_is_read_by_the_standards_of_that_discipline(infer: Infer) -> None:
    knowledge = world([requirement("8.1", "r"), requirement("8.1", "r", SECOND_STANDARD)])
    values = {"r": {Discipline.QUALITY: "no", Discipline.OHS: "yes"}}
    inference = infer(msgspec.structs.replace(ask(knowledge), values=values))
    assert [one.base for one in inference.verdicts] == [Grade.MINOR, Grade.CONFORMS]


def test_a_discipline_without_an_answer_stays_unknown_where_another_has_one(infer: Infer) -> None:
    knowledge = world([requirement("8.1", "r"), requirement("8.1", "r", SECOND_STANDARD)])
    inference = infer(msgspec.structs.replace(ask(knowledge), values={"r": {Discipline.OHS: "no"}}))
    assert [one.base for one in inference.verdicts] == [Grade.UNGRADED, Grade.MINOR]


# Dependency failures


def kinds(inference: Inference) -> dict[str, str]:
    return {one.link: one.kind.value for one in inference.failures}


@pytest.mark.parametrize(
    ("foundation", "dependent", "kind"),
    [
        ("no", "yes", "unfounded"),
        ("no", "partly", "inherited"),
        ("no", "no", "inherited"),
        ("partly", "yes", None),
        ("partly", "partly", "inherited"),
        ("partly", "no", "inherited"),
        ("yes", "no", "stranded"),
        (None, "yes", "provisional"),
        ("yes", "yes", None),
        (None, "no", None),
        ("no", None, None),
        ("partly", None, None),
        ("yes", None, None),
        (None, None, None),
    ],
)
def test_a_link_fails_by_how_its_two_ends_stand(
    infer: Infer, foundation: str | None, dependent: str | None, kind: str | None
) -> None:
    """What is answered no is absent, what is answered partly has a gap."""
    answers = {clause: word for clause, word in (("6.1", foundation), ("8.1", dependent)) if word}
    assert kinds(infer(answered(absent_or_minor("6.1", "8.1"), answers))) == (
        {"6.1->8.1": kind} if kind else {}
    )


def absent_or_minor(*clauses: str) -> KnowledgeBase:
    rules = [rule(one, ((asks(one),),), Grade.MAJOR, "absent") for one in clauses]
    rules += [rule(one, ((asks(one, "partly"),),), Grade.MINOR, "gap") for one in clauses]
    return world(
        [requirement(clause, clause) for clause in clauses],
        rules,
        [link(*pair) for pair in pairwise(clauses)],
    )


def test_an_item_that_is_missing_leaves_alone_what_conforms_on_it(infer: Infer) -> None:
    knowledge = elements("6.1", "8.1")
    items = tuple(msgspec.structs.replace(one, weight=Weight.ITEM) for one in knowledge.templates)
    inference = infer(
        answered(msgspec.structs.replace(knowledge, templates=items), {"6.1": "no", "8.1": "yes"})
    )
    assert (inference.failures, inference.undermined) == ((), ())
    inference = infer(
        answered(msgspec.structs.replace(knowledge, templates=items), {"6.1": "no", "8.1": "no"})
    )
    assert kinds(inference) == {"6.1->8.1": "inherited"}


def test_a_link_whose_ends_read_one_answer_alone_is_no_dependency(infer: Infer) -> None:
    same = [rule(one, ((asks("same"),),), Grade.MAJOR) for one in ("6.1", "8.1")]
    apart = [*same, rule("8.1", ((asks("own"),),), Grade.MINOR, "own")]
    requirements = [requirement(clause, clause) for clause in ("6.1", "8.1")]
    assert infer(ask(world(requirements, same, [link("6.1", "8.1")]), same="no")).failures == ()
    assert kinds(infer(ask(world(requirements, apart, [link("6.1", "8.1")]), same="no"))) == {
        "6.1->8.1": "inherited"
    }


def test_failure_travels_along_the_whole_chain(infer: Infer) -> None:
    clauses = ("4.1", "6.1", "8.1", "9.1", "10.1")
    inference = infer(answered(elements(*clauses), {"4.1": "no"} | dict.fromkeys(clauses[1:], "yes")))
    assert inference.undermined == tuple(sorted(f"{STANDARD}/{one}/{one}" for one in clauses[1:]))
    assert set(kinds(inference).values()) == {"unfounded"}
    assert len(inference.failures) == 4


def test_nothing_travels_backwards_from_a_dependent_to_its_foundation(infer: Infer) -> None:
    inference = infer(answered(chain_of("4.1", "6.1", "8.1"), {"4.1": "yes", "6.1": "yes", "8.1": "no"}))
    assert inference.undermined == ()
    assert kinds(inference) == {"6.1->8.1": "stranded"}


def test_what_fails_itself_is_not_undermined_but_passes_failure_on(infer: Infer) -> None:
    inference = infer(answered(elements("4.1", "6.1", "8.1"), {"4.1": "no", "6.1": "no", "8.1": "yes"}))
    assert inference.undermined == (f"{STANDARD}/8.1/8.1",)
    assert kinds(inference) == {"4.1->6.1": "inherited", "6.1->8.1": "unfounded"}


def test_an_unassessed_requirement_in_between_stops_what_travels(infer: Infer) -> None:
    inference = infer(answered(elements("4.1", "6.1", "8.1"), {"4.1": "no", "8.1": "yes"}))
    assert inference.undermined == ()
    assert kinds(inference) == {"6.1->8.1": "provisional"}


def test_an_undermined_foundation_makes_the_failure_of_its_dependent_inherited(infer: Infer) -> None:
    inference = infer(answered(elements("4.1", "6.1", "8.1"), {"4.1": "no", "6.1": "yes", "8.1": "no"}))
    assert kinds(inference) == {"4.1->6.1": "unfounded", "6.1->8.1": "inherited"}


@pytest.mark.parametrize("kind", [LinkKind.REFERS, LinkKind.PLANS])
@pytest.mark.parametrize("strength", list(Strength))
def test_soft_links_and_references_carry_no_failure(infer: Infer, kind: LinkKind, strength: Strength) -> None:
    knowledge = elements("6.1", "8.1", links=[link("6.1", "8.1", kind, strength)])
    carried = kind is LinkKind.PLANS and strength is Strength.HARD
    assert bool(infer(answered(knowledge, {"6.1": "no", "8.1": "yes"})).failures) is carried


def test_feedback_fails_as_a_link_but_undermines_nothing(infer: Infer) -> None:
    knowledge = elements("6.1", "10.1", links=[link("10.1", "6.1", LinkKind.IMPROVES)])
    inference = infer(answered(knowledge, {"10.1": "no", "6.1": "yes"}))
    assert kinds(inference) == {"10.1->6.1": "unfounded"}
    assert inference.undermined == ()


def test_an_improvement_that_leads_on_is_no_feedback(infer: Infer) -> None:
    knowledge = elements("9.1", "10.1", links=[link("9.1", "10.1", LinkKind.IMPROVES)])
    assert infer(answered(knowledge, {"9.1": "no", "10.1": "yes"})).undermined == (f"{STANDARD}/10.1/10.1",)


def test_a_circle_of_links_comes_to_rest(infer: Infer) -> None:
    knowledge = elements(
        "6.1", "8.1", "9.1", links=[link("6.1", "8.1"), link("8.1", "9.1"), link("9.1", "6.1")]
    )
    inference = infer(answered(knowledge, {"6.1": "no", "8.1": "yes", "9.1": "yes"}))
    assert inference.undermined == (f"{STANDARD}/8.1/8.1", f"{STANDARD}/9.1/9.1")


def whole_clauses() -> KnowledgeBase:
    """6.1 with two requirements of its own and one under 6.1.2 is the foundation of 8, which has two."""
    requirements = [
        requirement("6.1", "a"),
        requirement("6.1", "b"),
        requirement("6.1.2", "c"),
        requirement("8.1", "d"),
        requirement("8.2", "e"),
    ]
    rules = [rule(one, ((asks(one),),), Grade.MAJOR) for one in "abcde"]
    return world(requirements, rules, [link("6.1", "8")])


GOOD = dict.fromkeys("abcde", "yes")


def test_a_clause_as_foundation_is_as_bad_as_the_worst_under_it(infer: Infer) -> None:
    inference = infer(answered(whole_clauses(), GOOD | {"c": "no"}))
    assert kinds(inference) == {"6.1->8": "unfounded"}
    assert inference.undermined == (f"{STANDARD}/8.1/d", f"{STANDARD}/8.2/e")


def test_one_unanswered_requirement_makes_a_foundation_provisional(infer: Infer) -> None:
    assert kinds(infer(answered(whole_clauses(), dict.fromkeys("abde", "yes")))) == {"6.1->8": "provisional"}


def test_a_gap_beside_something_unanswered_leaves_a_foundation_in_doubt(infer: Infer) -> None:
    knowledge = whole_clauses()
    minor = tuple(msgspec.structs.replace(one, grade=Grade.MINOR) for one in knowledge.rules)
    answers = {"a": "no", "b": "yes", "d": "yes", "e": "yes"}
    inference = infer(answered(msgspec.structs.replace(knowledge, rules=minor), dict(answers)))
    assert kinds(inference) == {"6.1->8": "provisional"}


def test_a_dependent_clause_holds_where_one_holds_and_none_fails(infer: Infer) -> None:
    assert kinds(infer(answered(whole_clauses(), {"a": "no", "b": "yes", "c": "yes", "d": "yes"}))) == {
        "6.1->8": "unfounded"
    }
    assert kinds(infer(answered(whole_clauses(), GOOD | {"a": "no", "d": "no"}))) == {"6.1->8": "inherited"}


def test_members_out_of_scope_or_not_applicable_do_not_count(infer: Infer) -> None:
    knowledge = whole_clauses()
    answers = GOOD | {"c": "no"}
    assert infer(answered(knowledge, answers, excluded=(f"{STANDARD}/6.1.2/c",))).failures == ()
    scope = tuple(one.id for one in knowledge.requirements if one.template != "c")
    assert infer(answered(knowledge, answers, scope=scope)).failures == ()


def test_a_link_with_an_end_out_of_scope_is_ignored(infer: Infer) -> None:
    assert (
        infer(
            answered(chain_of("6.1", "8.1"), {"6.1": "no", "8.1": "yes"}, scope=(f"{STANDARD}/8.1/8.1",))
        ).failures
        == ()
    )


def test_a_grade_that_could_still_fail_is_unassessed_as_a_foundation(infer: Infer) -> None:
    rules = [
        rule("f", ((asks("a"),),), Grade.OBSERVATION, "seen"),
        rule("f", ((asks("b"),),), Grade.MINOR, "open"),
        rule("d", ((asks("c"),),)),
    ]
    knowledge = world([requirement("6.1", "f"), requirement("8.1", "d")], rules, [link("6.1", "8.1")])
    assert kinds(infer(ask(knowledge, a="no", c="yes"))) == {"6.1->8.1": "provisional"}
    assert kinds(infer(ask(knowledge, a="no", b="yes", c="yes"))) == {}


def test_an_open_observation_alone_does_not_make_it_unassessed_where_something_fired(infer: Infer) -> None:
    rules = [
        rule("f", ((asks("a"),),), Grade.OPPORTUNITY, "seen"),
        rule("f", ((asks("b"),),), Grade.OBSERVATION, "open"),
        rule("d", ((asks("c"),),)),
    ]
    knowledge = world([requirement("6.1", "f"), requirement("8.1", "d")], rules, [link("6.1", "8.1")])
    assert kinds(infer(ask(knowledge, a="no", c="yes"))) == {}


# Escalation by dependency


def test_an_unfounded_control_is_raised_to_an_observation_because_of_its_link(infer: Infer) -> None:
    knowledge = elements("6.1", "8.1", escalations=[by_failure(FailureKind.UNFOUNDED)])
    raised = infer(answered(knowledge, {"6.1": "no", "8.1": "yes"})).raised
    assert raised == (Raised(f"{STANDARD}/8.1/8.1", "raise-unfounded", Grade.OBSERVATION, "6.1->8.1"),)


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        (FailureKind.PROVISIONAL, {"8.1": "yes"}),
        (FailureKind.INHERITED, {"6.1": "no", "8.1": "no"}),
        (FailureKind.STRANDED, {"6.1": "yes", "8.1": "no"}),
    ],
)
def test_every_kind_of_failure_can_raise_its_dependent(
    infer: Infer, kind: FailureKind, answers: dict[str, str]
) -> None:
    knowledge = chain_of("6.1", "8.1", escalations=[by_failure(kind, Grade.MAJOR)])
    inference = infer(answered(knowledge, dict(answers)))
    assert inference.failures == (Failure("6.1->8.1", kind),)
    assert [one.requirement for one in inference.raised] == [f"{STANDARD}/8.1/8.1"]


def test_a_raised_grade_does_not_feed_back_into_dependencies(infer: Infer) -> None:
    knowledge = elements("4.1", "6.1", "8.1", escalations=[by_failure(FailureKind.UNFOUNDED, Grade.MAJOR)])
    inference = infer(answered(knowledge, {"4.1": "no", "6.1": "yes", "8.1": "yes"}))
    assert set(kinds(inference).values()) == {"unfounded"}
    assert len(inference.raised) == 2


def test_several_links_may_raise_one_requirement_each_for_itself(infer: Infer) -> None:
    links = [link("4.1", "8.1"), link("6.1", "8.1")]
    knowledge = elements("4.1", "6.1", "8.1", links=links, escalations=[by_failure(FailureKind.UNFOUNDED)])
    raised = infer(answered(knowledge, {"4.1": "no", "6.1": "no", "8.1": "yes"})).raised
    assert [one.because_of for one in raised] == ["4.1->8.1", "6.1->8.1"]


def test_minors_of_one_clause_raise_no_grade_whatever_their_number(infer: Infer) -> None:
    """Together they are one nonconformity, which is worked out from the findings."""
    knowledge = world([requirement("9.2", one) for one in "abc"], escalations=[by_count(2, whole=1)])
    assert infer(ask(knowledge, a="no", b="no", c="no")).raised == ()


def test_a_question_about_another_knowledge_base_is_refused(infer: Infer) -> None:
    question = ask(chain_of("6.1"))
    other = PlainEvaluator(chain_of("6.1"))
    with pytest.raises(ValueError, match="another knowledge base"):
        other.infer(question)
    assert infer(question)


# What an auditor saw


def noted(
    clauses: tuple[str, ...],
    escalations: list[Escalation] | None = None,
    applies: dict[str, Alternatives] | None = None,
) -> KnowledgeBase:
    """A requirement under each clause, and one rule on notes: minor where one tells `no`."""
    bare = world(
        [requirement(clause, clause) for clause in clauses], escalations=escalations, applies=applies
    )
    told = Question("note", "", AnswerKind.WORDS, HERE, words=("yes", "no"), computed=Computed.NOTE_REPEATS)
    return msgspec.structs.replace(
        bare,
        questions=(*bare.questions, told),
        templates=(*bare.templates, Template("seen", "", HERE)),
        rules=(*bare.rules, rule("seen", ((asks("note"),),))),
    )


def seen(premises: Premises, *targets: str, tells: str = "no") -> Premises:
    return msgspec.structs.replace(
        premises, notes=tuple(Seen(f"{STANDARD}/{target}", {"note": tells}) for target in targets)
    )


def test_a_note_joins_the_verdict_of_its_requirement(infer: Infer) -> None:
    verdict = only(infer(seen(answered(noted(("8.1",)), {"8.1": "yes"}), "8.1/8.1")))
    assert (verdict.base, verdict.fired, verdict.seen) == (
        Grade.MINOR,
        (),
        (NoteVerdict(0, Grade.MINOR, ("seen-gap",)),),
    )


def test_a_note_leaves_open_what_is_open(infer: Infer) -> None:
    verdict = only(infer(seen(answered(noted(("8.1",)), {}), "8.1/8.1")))
    assert (verdict.base, verdict.open) == (Grade.MINOR, ("8.1-gap",))


def test_a_note_that_no_rule_fires_on_proves_nothing(infer: Infer) -> None:
    verdict = only(infer(seen(answered(noted(("8.1",)), {}), "8.1/8.1", tells="yes")))
    assert (verdict.base, verdict.seen) == (Grade.UNGRADED, (NoteVerdict(0, Grade.CONFORMS),))


def test_a_note_on_a_clause_lands_on_the_first_requirement_that_applies(infer: Infer) -> None:
    knowledge = noted(("8.1.2", "8.1.10", "8.1.1"), applies={"8.1.1": ((asks("there", "yes"),),)})
    answers: dict[str, Value] = {"8.1.1": "yes", "8.1.2": "yes", "8.1.10": "yes", "there": "no"}
    found = {one.requirement: one for one in infer(seen(answered(knowledge, answers), "8.1")).verdicts}
    assert [one for one in found if found[one].seen] == [f"{STANDARD}/8.1.2/8.1.2"]


def test_a_note_makes_apply_what_does_not(infer: Infer) -> None:
    place = f"{STANDARD}/8.1/8.1"
    verdict = only(infer(seen(answered(noted(("8.1",)), {}, excluded=(place,)), "8.1")))
    assert (verdict.applies, verdict.base, verdict.open) == (True, Grade.MINOR, ())
    silent = only(infer(seen(answered(noted(("8.1",)), {}, excluded=(place,)), "8.1", tells="yes")))
    assert (silent.applies, silent.base) == (False, Grade.UNGRADED)


def test_a_note_on_nothing_in_scope_is_left_aside(infer: Infer) -> None:
    question = seen(answered(noted(("8.1", "8.2")), {"8.1": "yes"}, scope=(f"{STANDARD}/8.1/8.1",)), "8.2")
    assert only(infer(question)).seen == ()


LATE = (Condition("due", Op.BEFORE),)


@pytest.mark.parametrize(
    ("among", "share", "fires"),
    [
        (None, 50, True),
        ((), 6, False),
        ((), 5, True),
        ((Condition("used", Op.ONE_OF, words=("yes",)),), 10, True),
    ],
)
def test_a_share_is_counted_out_of_the_records_that_a_rule_names(
    infer: Infer, among: Group | None, share: float, fires: bool
) -> None:
    """One piece of twenty is late, and ten are in use."""
    pieces = tuple(
        RegisterRecord(
            f"P-{number}",
            HERE,
            {
                "due": TODAY - timedelta(days=1) if number == 1 else TODAY,
                "used": "yes" if number <= 10 else "no",
            },
        )
        for number in range(1, 21)
    )
    each = Each("pieces", (*(among or ()), *LATE), share=share, among=among)
    knowledge = world([requirement("8.1", "r")], [msgspec.structs.replace(rule("r", ()), each=each)])
    asked = msgspec.structs.replace(answered(knowledge, {}), registers={"pieces": pieces})
    (verdict,) = infer(asked).verdicts
    found = [(one.records, one.among) for one in verdict.records]
    assert found == ([(("P-1",), {None: 1, (): 20}.get(among, 10))] if fires else [])
