"""In which order to mend what fails: foundations before what builds on them, and what each step clears."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ...model import CONTROL, Grade, KnowledgeBase, Policy
from ..findings import Finding
from ..nonconformities.nonconformity import Nonconformity
from ..nonconformities.recorded import recorded
from .mending import MendedPicture, Mending
from .smallest import Smallest, smallest
from .tasks import Task, is_clause, mended, tasks_of

FEWEST_WORDS = 3
"""How many words a sentence needs to say what to do."""


class Clears(msgspec.Struct, frozen=True, gc=False):
    """What is gone after a step that was there before it.

    `findings`: requirements whose nonconformity is none any more, or whose observation or opportunity is
    gone, in the order of the clauses. `failures`: the links that no longer fail in any way.
    """

    findings: tuple[str, ...]
    failures: tuple[str, ...]


class Step(msgspec.Struct, frozen=True, gc=False):
    """One nonconformity to mend, by its number and key, with all its requirements that fail, in whatever
    standard.

    `grade` and `because` are its own. `fix` begins with the practice that failed and says what to do about
    each requirement, the worst first. `clears` supposes that the steps before it are done.
    """

    requirements: tuple[str, ...]
    grade: Grade
    because: str
    fix: str
    clears: Clears
    nonconformity: str = ""
    key: str = ""


class Plan(msgspec.Struct, frozen=True, gc=False):
    """All that fails, step by step, and the smallest part of it whose mending leaves no major."""

    steps: tuple[Step, ...]
    smallest: Smallest


def plan_of(
    findings: Iterable[Finding],
    knowledge: KnowledgeBase,
    policy: Policy,
    nonconformities: Sequence[Nonconformity] | None = None,
) -> Plan:
    """The plan for the findings of one assessment under its policy; left out, its nonconformities are worked
    out from them.

    Every failing requirement is in a step, and every clause that a note finds fault with; no step comes
    before one it stands on, unless the two stand on each other. What holds on a foundation that fails
    needs no step: it clears with its foundation.
    """
    found = {one.requirement: one for one in findings}
    if nonconformities is None:
        standards = tuple(dict.fromkeys(one.standard for one in found.values()))
        nonconformities = recorded(tuple(found.values()), knowledge, policy, standards).nonconformities
    mending = Mending(found.values(), knowledge, policy)
    tasks = _Order(tasks_of(nonconformities, mending.failing), mending, knowledge).tasks()
    return Plan(tuple(_Steps(tasks, found, mending, knowledge).steps()), smallest(mending, tasks))


class _Steps:
    """Tasks in order, each with what to do and what it clears."""

    def __init__(
        self, tasks: Sequence[Task], found: dict[str, Finding], mending: Mending, knowledge: KnowledgeBase
    ) -> None:
        self.tasks = tasks
        self.found = found
        self.mending = mending
        self.knowledge = knowledge

    def steps(self) -> Iterator[Step]:
        done: set[str] = set()
        before = self.mending.now
        for task in self.tasks:
            done.add(task.id)
            after = self.mending.after(mended(self.tasks, done))
            yield self._step(task, _cleared(before, after, self.knowledge))
            before = after

    def _step(self, task: Task, clears: Clears) -> Step:
        known = task.nonconformity
        return Step(
            task.requirements, known.grade, known.because, self._fix(known), clears, known.id, known.key
        )

    def _fix(self, known: Nonconformity) -> str:
        """What to do about each requirement that it is recorded against, the worst first; what several begin
        with is said once. Of a clause as a whole there is no finding: there the nonconformity says it."""
        findings = (self.found[name] for name in known.members if not is_clause(name))
        fixes = [finding.fix for finding in sorted(findings, key=lambda finding: -finding.grade)]
        if any(map(is_clause, known.members)):
            fixes.insert(0, known.fix)
        sentences = dict.fromkeys(sentence for fix in fixes for sentence in sentences_of(fix))
        practice = practice_words(known, self.knowledge)
        return ": ".join(filter(None, (practice, " ".join(sentences)))) if sentences else ""


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, without those that say nothing beside others: "Complete it." where the next
    says how."""
    sentences = [sentence for sentence in re.split(r"(?<=[.!?]) +", text) if sentence]
    return [sentence for sentence in sentences if len(sentence.split()) >= FEWEST_WORDS] or sentences


def practice_words(known: Nonconformity, knowledge: KnowledgeBase) -> str:
    """What the practice behind a nonconformity is called: the clause that broke down, the control, else the
    theme; empty where a knowledge base calls it nothing."""
    requirement = knowledge.written_against(known.requirement)
    clause = known.breakdown or (requirement.clause_id if requirement.clause.startswith(CONTROL) else "")
    if clause in knowledge.clause:
        return knowledge.clause[clause].title
    theme = knowledge.theme.get(requirement.theme)
    return theme.title if theme else knowledge.clause[requirement.clause_id].title


def _cleared(before: MendedPicture, after: MendedPicture, knowledge: KnowledgeBase) -> Clears:
    grades = after.grades.items()
    findings = [
        name for name, grade in grades if grade < before.grades[name] and _is_gone(before.grades[name], grade)
    ]
    failures = sorted(before.failures.keys() - after.failures.keys())
    return Clears(tuple(sorted(findings, key=knowledge.position.__getitem__)), tuple(failures))


def _is_gone(before: Grade, after: Grade) -> bool:
    """Whether nothing is left of a finding whose grade got better, or no nonconformity."""
    return after is Grade.CONFORMS or (before.fails and not after.fails)


class _Order:
    """Tasks in an order that respects the links along which failures travel."""

    def __init__(self, tasks: Sequence[Task], mending: Mending, knowledge: KnowledgeBase) -> None:
        self.bearing = mending.bearing
        self.pulls = {task.id: mending.pulls_down(frozenset(task.requirements)) for task in tasks}
        self.place_of = knowledge.place_of
        self.stands_on = _over_any_number({task.id: self._directly_under(task, tasks) for task in tasks})
        self.urgent = sorted(tasks, key=self._urgency)

    def _directly_under(self, task: Task, tasks: Iterable[Task]) -> set[str]:
        return {
            other.id
            for other in tasks
            if other is not task and not self.pulls[other.id].isdisjoint(self.bearing(task.requirements))
        }

    def _urgency(self, task: Task) -> tuple[int, int, int, str]:
        """First what undermines more, then what is graded worse, then the order of the clauses."""
        undermined = self.pulls[task.id].difference(self.bearing(task.requirements))
        known = task.nonconformity
        return -len(undermined), -known.grade, self.place_of(known.requirement), known.key

    def tasks(self) -> tuple[Task, ...]:
        """The most urgent first that stands on nothing left, but for what stands on it in turn."""
        left = list(self.urgent)
        ordered = []
        while left:
            task = next(task for task in left if self._waits_for_nothing(task, left))
            ordered.append(task)
            left.remove(task)
        return tuple(ordered)

    def _waits_for_nothing(self, task: Task, left: Iterable[Task]) -> bool:
        under = self.stands_on[task.id]
        return all(task.id in self.stands_on[other.id] for other in left if other.id in under)


def _over_any_number(direct: dict[str, set[str]]) -> dict[str, set[str]]:
    """What each leads to over any number of steps; itself only where a circle leads back."""
    found: dict[str, set[str]] = {}
    for start, first in direct.items():
        reached: set[str] = set()
        waiting = list(first)
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += direct[name]
        found[start] = reached
    return found
