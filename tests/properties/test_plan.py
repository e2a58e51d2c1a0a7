"""What must always hold of the plan, on random knowledge bases: it foresees what the evaluator finds, and
never builds on sand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegraph.engine.analysis.assessment import Assessment, assess
from clausegraph.engine.analysis.nonconformities.nonconformity import Nonconformity
from clausegraph.engine.analysis.plan.mending import Mending
from clausegraph.engine.analysis.plan.smallest import FAIL_THEMSELVES
from clausegraph.engine.analysis.plan.steps import Plan, Step, plan_of
from clausegraph.engine.analysis.plan.tasks import Task, mended, tasks_of
from clausegraph.engine.inference.interface import Inference, Premises, Verdict
from clausegraph.engine.inference.meaning.links import carrying, is_feedback
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.model import (
    Consequence,
    Escalation,
    Extent,
    FailureKind,
    Grade,
    KnowledgeBase,
    Link,
    Policy,
    Repeat,
)
from clausegraph.engine.organisation.organisation import Answer, Note, Organisation
from clausegraph.engine.organisation.previous import Previous
from clausegraph.engine.problems import Location
from clausegraph.tests.properties.knowledge_bases import HERE, TODAY, Size, random_knowledge, random_question
from clausegraph.tests.properties.practices import shuffled_files, with_practices
from clausegraph.tests.properties.test_evaluators_agree import final_grade, repeatably, seeds

MOST_FOR_BRUTE_FORCE = 9

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

    def _with_notes(self, verdicts: tuple[Verdict, ...], premises: Premises) -> tuple[Verdict, ...]:
        noted = super()._with_notes(verdicts, premises)
        return tuple(
            Verdict(one.requirement, True, Grade.CONFORMS) if one.requirement in self.mended else one
            for one in noted
        )


class Given:
    """An evaluator that gives one inference, whatever it is asked."""

    name = "given"

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    def infer(self, premises: Premises) -> Inference:
        return self.inference


class Situation:
    """A random organisation, assessed, and what the evaluator itself says once some requirements are
    mended."""

    def __init__(self, knowledge: KnowledgeBase, premises: Premises) -> None:
        self.knowledge = knowledge
        self.question = premises
        self.evaluator = Mended(knowledge)
        before = self.evaluator.infer(premises)
        self.assessment = self.assessed(before)
        self.failing = frozenset(one.requirement for one in before.verdicts if final_grade(one, before).fails)

    def assessed(self, inference: Inference) -> Assessment:
        return assess(
            organisation_behind(self.question), self.knowledge, Given(inference), self.question.policy
        )

    def after(self, mended: frozenset[str]) -> Inference:
        self.evaluator.mended = mended
        return self.evaluator.infer(self.question)

    def mending(self) -> Mending:
        return Mending(self.assessment.findings, self.knowledge, self.question.policy)

    def plan(self) -> Plan:
        return plan_of(
            self.assessment.findings, self.knowledge, self.question.policy, self.assessment.nonconformities
        )

    def tasks(self) -> tuple[Task, ...]:
        return tasks_of(self.assessment.nonconformities, self.failing)

    def majors(self, mended: frozenset[str]) -> list[Nonconformity]:
        """The major nonconformities left once some requirements are mended."""
        return [one for one in self.assessed(self.after(mended)).nonconformities if one.grade is Grade.MAJOR]


def organisation_behind(premises: Premises) -> Organisation:
    """An organisation that answers as the question says, with the same notes, records and earlier
    findings."""
    answers = [
        Answer(fact, value, str(value), HERE, discipline)
        for fact, given in premises.values.items()
        for discipline, value in given.items()
    ]
    notes = tuple(
        Note(
            one.target,
            "Something.",
            Extent.SEVERAL,
            Consequence.NONE,
            Location("generated", place),
            repeats=one.repeats,
        )
        for place, one in enumerate(premises.notes)
    )
    standards = tuple(dict.fromkeys(one.partition("/")[0] for one in premises.scope))
    before = Previous(
        "earlier", TODAY - timedelta(days=365), "", premises.earlier, frozenset(premises.earlier), ()
    )
    return Organisation(
        "random", TODAY, standards, tuple(answers), notes=notes, registers=premises.registers, previous=before
    )


def situation(size: Size, seed: int, *escalations: Escalation, forward: bool = False) -> Situation:
    rng = Random(seed)
    knowledge = with_practices(rng, random_knowledge(rng, size))
    knowledge = forward_only(knowledge) if forward else knowledge
    question = on_requirements(random_question(rng, knowledge, unknown=rng.choice((0.0, 0.1, 0.4))))
    question = msgspec.structs.replace(question, policy=only_what_comes_back(question.policy))
    given = escalations or [escalation(rng, kind) for kind in FailureKind if rng.random() < 0.5]
    again = [
        Escalation(f"again-{way}", rng.choice((Grade.MINOR, Grade.MAJOR)), "", HERE, repeats=way)
        for way in Repeat
        if rng.random() < 0.3
    ]
    policy = msgspec.structs.replace(
        question.policy, escalations=(*question.policy.escalations, *given, *again)
    )
    return Situation(knowledge, msgspec.structs.replace(question, policy=policy))


def on_requirements(premises: Premises) -> Premises:
    """The question without notes on whole clauses: an evaluator lets these land on a requirement, for the
    links' sake, which does not fail for them and which no mending concerns."""
    notes = tuple(note for note in premises.notes if note.target in premises.knowledge.requirement)
    return msgspec.structs.replace(premises, notes=notes)


def only_what_comes_back(policy: Policy) -> Policy:
    return msgspec.structs.replace(
        policy, escalations=tuple(one for one in policy.escalations if one.repeats)
    )


def escalation(rng: Random, kind: FailureKind) -> Escalation:
    return Escalation(
        f"raise-{kind}",
        rng.choice((Grade.OPPORTUNITY, Grade.OBSERVATION, Grade.MINOR, Grade.MAJOR)),
        "",
        HERE,
        failure=kind,
    )


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


@settings(repeatably, max_examples=200)
@given(sizes, seeds)
def test_every_failing_requirement_is_in_a_step_and_after_all_nothing_fails(size: Size, seed: int) -> None:
    made = situation(size, seed)
    assert {name for step in made.plan().steps for name in step.requirements} == made.failing
    assert bad_of(made.after(made.failing)) == set()


@settings(repeatably, max_examples=200)
@given(sizes, seeds)
def test_every_nonconformity_with_an_answer_of_its_own_is_one_step(size: Size, seed: int) -> None:
    made = situation(size, seed)
    steps = {step.nonconformity: step for step in made.plan().steps}
    assert len(steps) == len(made.plan().steps)
    for one in made.assessment.nonconformities:
        assert (one.id in steps) == (not made.failing.isdisjoint((*one.members, *one.carries)))
        if one.id in steps:
            assert (steps[one.id].key, steps[one.id].grade) == (one.key, one.grade)


@settings(repeatably, max_examples=200)
@given(sizes, seeds)
def test_no_step_comes_before_a_foundation_but_one_that_stands_on_it(size: Size, seed: int) -> None:
    made = situation(size, seed)
    now = made.after(frozenset())
    steps = made.plan().steps
    under = {step.nonconformity: under_step(made, step.requirements, now) for step in steps}
    for place, step in enumerate(steps):
        for later in steps[place + 1 :]:
            if not under[step.nonconformity].isdisjoint(later.requirements):
                assert later.nonconformity in everything_under(step.nonconformity, steps, under)
                assert step.nonconformity in everything_under(later.nonconformity, steps, under)


def under_step(made: Situation, requirements: tuple[str, ...], now: Inference) -> set[str]:
    return {other for one in requirements for other in bad_under(made, one, now)}


def everything_under(start: str, steps: Sequence[Step], under: dict[str, set[str]]) -> set[str]:
    """The steps on which one stands, over any number of others."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        here = under[waiting.pop()]
        new = {step.nonconformity for step in steps if not here.isdisjoint(step.requirements)} - found
        found |= new
        waiting += new
    return found


def bad_under(made: Situation, requirement: str, now: Inference) -> set[str]:
    """The bad requirements on which one stands, over any number of links: what fails stands on all that is
    bad, what works by luck only on what is unsound."""
    bad, unsound = bad_of(now), set(now.unsound)
    found: set[str] = set()
    waiting = [requirement]
    while waiting:
        here = waiting.pop()
        new = (foundations(made.knowledge, here) & (unsound if here in now.undermined else bad)) - found
        found |= new
        waiting += new
    return found


def forward_only(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The knowledge without the links that could close a circle: what is left leads from earlier
    requirements to later ones."""
    position = knowledge.position

    def leads_on(link: Link) -> bool:
        return max(position[one] for one in knowledge.members[link.source]) < min(
            position[one] for one in knowledge.members[link.target]
        )

    return msgspec.structs.replace(knowledge, links=tuple(one for one in knowledge.links if leads_on(one)))


def foundations(knowledge: KnowledgeBase, requirement: str) -> set[str]:
    travelling = [link for link in carrying(knowledge) if not is_feedback(link, knowledge)]
    return {
        one
        for link in travelling
        if requirement in knowledge.members[link.target]
        for one in knowledge.members[link.source]
    }


@settings(repeatably, max_examples=200)
@given(sizes, seeds)
def test_what_a_step_clears_is_gone_when_the_evaluator_judges_again(size: Size, seed: int) -> None:
    made = situation(size, seed)
    done: frozenset[str] = frozenset()
    numbers: set[str] = set()
    for step in made.plan().steps:
        numbers.add(step.nonconformity)
        before, after = made.after(done), made.after(mended(made.tasks(), numbers))
        done = mended(made.tasks(), numbers)
        earlier, later = grades_of(before), grades_of(after)
        assert set(step.clears.failures) == {one.link for one in before.failures} - {
            one.link for one in after.failures
        }
        better = {one for one in later if later[one] < earlier[one]}
        rest = better - set(step.clears.findings)
        assert set(step.clears.findings) <= better
        assert all(
            later[one].fails == earlier[one].fails and later[one] is not Grade.CONFORMS for one in rest
        )
        assert not any(later[one].fails for one in step.clears.findings)


@settings(repeatably, max_examples=400)
@given(
    st.builds(
        Size,
        facts=st.integers(1, 6),
        templates=st.integers(1, 9),
        links=st.integers(0, 12),
        escalations=st.just(1),
    ),
    seeds,
    st.sets(st.sampled_from([FailureKind.UNFOUNDED, FailureKind.PROVISIONAL])),
)
def test_the_smallest_set_is_as_small_as_brute_force_finds(
    size: Size, seed: int, weak: set[FailureKind]
) -> None:
    made = breaking_down(size, seed, weak)
    found = made.plan().smallest
    tasks = made.tasks()
    assert found.exact
    assert is_enough(made, frozenset(found.nonconformities))
    if len(tasks) <= MOST_FOR_BRUTE_FORCE:
        smaller = (
            some for size in range(len(found.nonconformities)) for some in itertools.combinations(tasks, size)
        )
        assert not any(is_enough(made, frozenset(task.id for task in some)) for some in smaller)


@settings(repeatably, max_examples=300)
@given(sizes, seeds, st.sets(st.sampled_from(list(FailureKind))))
def test_whatever_links_make_major_the_smallest_set_is_enough_and_spares_nothing(
    size: Size, seed: int, weak: set[FailureKind]
) -> None:
    made = breaking_down(size, seed, weak)
    found = frozenset(made.plan().smallest.nonconformities)
    assert is_enough(made, found)
    assert not any(is_enough(made, found - {one}) for one in found)


@settings(repeatably, max_examples=200)
@given(sizes, seeds)
def test_where_links_make_nothing_major_the_smallest_set_is_every_major_one(size: Size, seed: int) -> None:
    made = breaking_down(size, seed, set())
    majors = {one.id for one in made.assessment.nonconformities if one.grade is Grade.MAJOR}
    assert set(made.plan().smallest.nonconformities) == majors


def breaking_down(size: Size, seed: int, weak: set[FailureKind]) -> Situation:
    """A situation in which several minors show a breakdown, and links that fail in some ways make major.
    Where they do so with what fails, there are no breakdowns: one that such a major hides would show only
    after it is mended."""
    rng = Random(seed)
    together = Escalation(
        "together",
        Grade.MAJOR,
        "",
        HERE,
        at_least=rng.randint(1, 3),
        share=rng.choice((0, 33.3, 50)),
        whole=2,
    )
    breakdowns = [together] if weak.isdisjoint(FAIL_THEMSELVES) else []
    return situation(
        size,
        seed,
        *breakdowns,
        *(Escalation(f"weak-{kind}", Grade.MAJOR, "", HERE, failure=kind) for kind in sorted(weak)),
    )


def is_enough(made: Situation, numbers: frozenset[str]) -> bool:
    """No major is left, but those that hold by their own answers and are major even when all is mended."""
    done = mended(made.tasks(), numbers)
    whatever = {one for one, grade in grades_of(made.after(made.failing)).items() if grade is Grade.MAJOR}
    unavoidable = whatever - (made.failing - done)
    left = grades_of(made.after(done))
    raised = {one: [name for name in one.members if left[name] is Grade.MAJOR] for one in made.majors(done)}
    return all(names and not one.breakdown and unavoidable.issuperset(names) for one, names in raised.items())


@settings(repeatably, max_examples=150)
@given(sizes, seeds)
def test_the_order_of_files_never_matters_to_the_plan(size: Size, seed: int) -> None:
    made = situation(size, seed)
    policy = made.question.policy
    mixed = shuffled_files(Random(seed), msgspec.structs.replace(made.knowledge, policies=(policy,)))
    question = msgspec.structs.replace(made.question, knowledge=mixed, policy=mixed.policies[0])
    assert Situation(mixed, question).plan() == made.plan()
