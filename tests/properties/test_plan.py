"""What must always hold of the plan, on random knowledge bases: it foresees what the evaluator finds, and never builds on sand."""

from __future__ import annotations

import itertools
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.analysis.plan.mending import Mending
from clausegraph.engine.analysis.plan.steps import Plan, plan_of
from clausegraph.engine.inference.interface import Inference, Question, Verdict
from clausegraph.engine.inference.meaning.links import carrying, is_feedback
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import Consequence, Escalation, Extent, FailureKind, Grade, KnowledgeBase, Link, Repeat
from clausegraph.engine.organisation.organisation import Answer, Note, Organisation
from clausegraph.engine.problems import Location
from clausegraph.tests.properties.knowledge_bases import HERE, TODAY, Size, random_knowledge, random_question, shuffled
from clausegraph.tests.properties.test_evaluators_agree import final_grade, repeatably, seeds

MOST_FOR_BRUTE_FORCE = 9
BIG = Size(standards=3, facts=8, templates=20, rules=4, links=30, escalations=4)


sizes = st.builds(
    Size,
    standards=st.integers(1, 3),
    facts=st.integers(3, 8),
    templates=st.integers(5, 16),
    rules=st.integers(2, 5),
    links=st.integers(0, 40),
    escalations=st.integers(0, 3),
)


class Mended(PlainEvaluator):
    """The plain evaluator, but for some requirements that conform whatever was answered or seen."""

    mended: frozenset[str] = frozenset()

    def _with_notes(self, verdicts: tuple[Verdict, ...], question: Question) -> tuple[Verdict, ...]:
        noted = super()._with_notes(verdicts, question)
        return tuple(Verdict(one.requirement, True, Grade.CONFORMS) if one.requirement in self.mended else one for one in noted)


class Given:
    """An evaluator that gives one inference, whatever it is asked."""

    name = "given"

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    def infer(self, question: Question) -> Inference:
        return self.inference


class Situation:
    """A random organisation, assessed, and what the evaluator itself says once some requirements are mended."""

    def __init__(self, knowledge: KnowledgeBase, question: Question) -> None:
        self.knowledge = knowledge
        self.question = question
        self.evaluator = Mended(knowledge)
        before = self.evaluator.infer(question)
        notes = tuple(
            Note(one.target, "Something.", Extent.SEVERAL, Consequence.NONE, Location("generated", place))
            for place, one in enumerate(question.notes)
        )
        answers = tuple(
            Answer(fact, value, "", Location("generated"), discipline)
            for fact, given in question.values.items()
            for discipline, value in given.items()
        )
        organisation = Organisation("random", TODAY, (), answers, notes=notes, registers=question.registers)
        self.assessment: Assessment = assess(organisation, knowledge, Given(before), question.policy)
        self.failing = frozenset(one.requirement for one in before.verdicts if final_grade(one, before).fails)

    def after(self, mended: frozenset[str]) -> Inference:
        self.evaluator.mended = mended
        return self.evaluator.infer(self.question)

    def mending(self) -> Mending:
        return Mending(self.assessment.findings, self.knowledge, self.question.policy)

    def plan(self) -> Plan:
        return plan_of(self.assessment.findings, self.knowledge, self.question.policy)


def situation(size: Size, seed: int, *escalations: Escalation, forward: bool = False) -> Situation:
    rng = Random(seed)
    knowledge = random_knowledge(rng, size)
    knowledge = forward_only(knowledge) if forward else knowledge
    question = random_question(rng, knowledge, unknown=rng.choice((0.0, 0.1, 0.4)))
    given = escalations or [escalation(rng, kind) for kind in FailureKind if rng.random() < 0.5]
    again = [
        Escalation(f"again-{way}", rng.choice((Grade.MINOR, Grade.MAJOR)), "", HERE, repeats=way) for way in Repeat if rng.random() < 0.3
    ]
    policy = msgspec.structs.replace(question.policy, escalations=(*question.policy.escalations, *given, *again))
    return Situation(knowledge, msgspec.structs.replace(question, policy=policy))


def escalation(rng: Random, kind: FailureKind) -> Escalation:
    return Escalation(f"raise-{kind}", rng.choice((Grade.OPPORTUNITY, Grade.OBSERVATION, Grade.MINOR, Grade.MAJOR)), "", HERE, failure=kind)


def grades_of(inference: Inference) -> dict[str, Grade]:
    """The grades in the end, of what applies."""
    grades = {one.requirement: one.base for one in inference.verdicts if one.applies}
    for one in inference.raised:
        grades[one.requirement] = max(grades[one.requirement], one.grade)
    return grades


def bad_of(inference: Inference) -> set[str]:
    failing = {one.requirement for one in inference.verdicts if final_grade(one, inference).fails}
    return failing | set(inference.undermined)


@settings(repeatably, max_examples=600)
@given(sizes, seeds)
def test_mending_foresees_what_the_evaluator_finds(size: Size, seed: int) -> None:
    made = situation(size, seed)
    rng, mending = Random(seed), made.mending()
    assert mending.failing == made.failing
    for share in (0, 0.3, 0.7, 1):
        mended = frozenset(one for one in made.failing if rng.random() < share)
        picture, inference = mending.after(mended), made.after(mended)
        assert picture.grades == grades_of(inference)
        assert picture.failures == {one.link: one.kind for one in inference.failures}
        assert picture.bad == bad_of(inference)


@settings(repeatably, max_examples=400)
@given(sizes, seeds)
def test_every_failing_requirement_is_in_one_step_and_after_all_nothing_fails(size: Size, seed: int) -> None:
    made = situation(size, seed)
    planned = [one for step in made.plan().steps for one in step.requirements]
    assert sorted(planned) == sorted(made.failing)
    assert bad_of(made.after(made.failing)) == set()


@settings(repeatably, max_examples=400)
@given(sizes, seeds)
def test_no_step_meets_an_unmended_foundation_but_one_that_stands_on_it(size: Size, seed: int) -> None:
    made = situation(size, seed)
    bad = bad_of(made.after(frozenset()))
    done: frozenset[str] = frozenset()
    for step in made.plan().steps:
        done |= frozenset(step.requirements)
        still_bad = bad_of(made.after(done))
        for requirement in step.requirements:
            assert all(requirement in bad_under(made, one, bad) for one in foundations(made.knowledge, requirement) & still_bad)


def bad_under(made: Situation, requirement: str, bad: set[str]) -> set[str]:
    """The bad requirements on which one stands, over any number of links."""
    found: set[str] = set()
    waiting = [requirement]
    while waiting:
        new = (foundations(made.knowledge, waiting.pop()) & bad) - found
        found |= new
        waiting += new
    return found


@settings(repeatably, max_examples=400)
@given(sizes, seeds)
def test_without_circles_no_step_meets_an_unmended_foundation(size: Size, seed: int) -> None:
    made = situation(size, seed, forward=True)
    done: frozenset[str] = frozenset()
    for step in made.plan().steps:
        done |= frozenset(step.requirements)
        bad = bad_of(made.after(done))
        assert not any(foundations(made.knowledge, one) & bad for one in step.requirements)


def forward_only(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The knowledge without the links that could close a circle: what is left leads from earlier requirements to later ones."""
    position = knowledge.position

    def leads_on(link: Link) -> bool:
        return max(position[one] for one in knowledge.members[link.source]) < min(position[one] for one in knowledge.members[link.target])

    return msgspec.structs.replace(knowledge, links=tuple(one for one in knowledge.links if leads_on(one)))


def foundations(knowledge: KnowledgeBase, requirement: str) -> set[str]:
    travelling = [link for link in carrying(knowledge) if not is_feedback(link, knowledge)]
    return {one for link in travelling if requirement in knowledge.members[link.target] for one in knowledge.members[link.source]}


@settings(repeatably, max_examples=400)
@given(sizes, seeds)
def test_the_same_requirement_is_one_step_unless_a_circle_parts_it(size: Size, seed: int) -> None:
    made = situation(size, seed)
    template = {one.id: one.template for one in made.knowledge.requirements}
    steps = [{template[one] for one in step.requirements} for step in made.plan().steps]
    assert all(len(templates) == 1 for templates in steps)
    parted = {one for (one,) in steps if steps.count({one}) > 1}
    for one in parted:
        alike = [requirement.id for requirement in made.knowledge.requirements if requirement.template == one]
        assert stands_on_itself(made, alike)


def stands_on_itself(made: Situation, alike: list[str]) -> bool:
    """Whether one of these stands on another of them or itself, when all the failing ones of a template count as one."""
    template = {one.id: one.template for one in made.knowledge.requirements}
    bad = bad_of(made.after(frozenset()))
    found: set[str] = set()
    waiting = [one for one in alike if one in made.failing]
    while waiting:
        under = bad_under(made, waiting.pop(), bad)
        under |= {other for other in made.failing if template[other] in {template[one] for one in under & made.failing}}
        waiting += under - found
        found |= under
    return not found.isdisjoint(alike)


@settings(repeatably, max_examples=400)
@given(sizes, seeds)
def test_what_a_step_clears_is_gone_when_the_evaluator_judges_again(size: Size, seed: int) -> None:
    made = situation(size, seed)
    done: frozenset[str] = frozenset()
    for step in made.plan().steps:
        before, after = made.after(done), made.after(done | frozenset(step.requirements))
        done |= frozenset(step.requirements)
        earlier, later = grades_of(before), grades_of(after)
        assert set(step.clears.failures) == {one.link for one in before.failures} - {one.link for one in after.failures}
        better = {one for one in later if later[one] < earlier[one]}
        rest = better - set(step.clears.findings)
        assert set(step.clears.findings) <= better
        assert all(later[one].fails == earlier[one].fails and later[one] is not Grade.CONFORMS for one in rest)
        assert not any(later[one].fails for one in step.clears.findings)


@settings(repeatably, max_examples=600)
@given(st.builds(Size, facts=st.integers(1, 6), templates=st.integers(1, 7), links=st.integers(0, 12), escalations=st.just(1)), seeds)
def test_the_smallest_set_is_as_small_as_brute_force_finds(size: Size, seed: int) -> None:
    rng = Random(seed)
    together = Escalation("together", Grade.MAJOR, "", HERE, at_least=rng.randint(1, 3), share=rng.choice((0, 33.3, 50)))
    weak = [Escalation(f"weak-{kind}", Grade.MAJOR, "", HERE, failure=kind) for kind in rng.sample(list(FailureKind), rng.randint(0, 2))]
    made = situation(size, seed, together, *weak)
    if len(made.failing) > MOST_FOR_BRUTE_FORCE:
        return
    found = made.plan().smallest
    assert found.exact
    assert is_enough(made, frozenset(found.requirements))
    smaller = (frozenset(some) for size in range(len(found.requirements)) for some in itertools.combinations(made.failing, size))
    assert not any(is_enough(made, some) for some in smaller)


def is_enough(made: Situation, mended: frozenset[str]) -> bool:
    """No major is left, but those that hold by their own answers and are major even when all is mended."""
    inference = made.after(mended)
    still_failing = made.failing - mended
    majors = {one for one, grade in grades_of(inference).items() if grade is Grade.MAJOR}
    whatever = {one for one, grade in grades_of(made.after(made.failing)).items() if grade is Grade.MAJOR}
    return majors <= whatever - still_failing


@settings(repeatably, max_examples=100)
@given(seeds)
def test_whatever_set_is_found_in_a_big_graph_is_enough_and_spares_nothing(seed: int) -> None:
    made = situation(BIG, seed, Escalation("together", Grade.MAJOR, "", HERE, at_least=2))
    found = frozenset(made.plan().smallest.requirements)
    assert is_enough(made, found)
    assert not any(is_enough(made, found - {one}) for one in found)


@settings(repeatably, max_examples=150)
@given(sizes, seeds)
def test_the_order_of_files_never_matters_to_the_plan(size: Size, seed: int) -> None:
    made = situation(size, seed)
    policy = made.question.policy
    mixed = shuffled(Random(seed), msgspec.structs.replace(made.knowledge, policies=(policy,)))
    question = msgspec.structs.replace(made.question, knowledge=mixed, policy=mixed.policies[0])
    assert Situation(mixed, question).plan() == made.plan()
