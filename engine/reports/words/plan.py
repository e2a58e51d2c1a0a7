"""The plan in words and as JSON: what to mend first, what each step clears, and the least that leaves no
major."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ...analysis.assessment import Assessment
from ...analysis.nonconformities.nonconformity import Nonconformity
from ...analysis.plan.smallest import Smallest
from ...analysis.plan.steps import Plan, Step, plan_of
from ...model import KnowledgeBase, Policy, count
from ...organisation.plan_file import PlannedAction

MOST_CLEARED = 3
MOST_NUMBERED = 5

Names = Callable[[Sequence[str], int], str]
"""Says the names of requirements, at most so many."""


def plan_for(assessment: Assessment, knowledge: KnowledgeBase) -> Plan:
    """The plan of an assessment; by a policy that the knowledge base does not have, no grade is raised."""
    policy = knowledge.policy.get(assessment.policy) or Policy(assessment.policy, "", ())
    return plan_of(assessment.findings, knowledge, policy, assessment.nonconformities)


def in_order(plan: Plan, assessment: Assessment) -> list[tuple[Nonconformity, Step | None]]:
    """The nonconformities in the order of the plan, each with the step that mends it."""
    steps: dict[str, int] = {}
    for number, step in enumerate(plan.steps):
        for requirement in step.requirements:
            steps.setdefault(requirement, number)
    last = len(plan.steps)
    ordered = sorted(assessment.nonconformities, key=lambda one: steps.get(one.requirement, last))
    numbers = [steps.get(one.requirement, last) for one in ordered]
    return [
        (one, plan.steps[number] if number < last else None)
        for one, number in zip(ordered, numbers, strict=True)
    ]


def plan_json(plan: Plan, planned: Iterable[PlannedAction] = ()) -> dict[str, Any]:
    """The plan for programs. `leaves` are majors that no mending takes away, because a foundation is not
    assessed. Owner, due date and state are those that people have planned, null where they have not."""
    actions = {action.key: action for action in planned if action.key}
    return {
        "steps": [_step(step) | _planned(actions.get(step.key or "")) for step in plan.steps],
        "smallest": {
            "nonconformities": list(plan.smallest.nonconformities),
            "requirements": list(plan.smallest.requirements),
            "exact": plan.smallest.exact,
            "leaves": list(plan.smallest.leaves),
        },
    }


def _planned(action: PlannedAction | None) -> dict[str, Any]:
    if action is None:
        return {"owner": None, "due": None, "state": None, "note": None}
    due = action.due.isoformat() if action.due else None
    return {
        "owner": action.owner or None,
        "due": due,
        "state": action.state.value,
        "note": action.note or None,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "nonconformity": step.nonconformity,
        "key": step.key,
        "requirements": list(step.requirements),
        "grade": step.grade.word,
        "because": step.because,
        "fix": step.fix,
        "clears": {"findings": list(step.clears.findings), "failures": list(step.clears.failures)},
    }


def clears_words(step: Step, names: Names, most: int = MOST_CLEARED) -> str:
    """What is gone after a step beside its own finding; empty if nothing is."""
    others = [one for one in step.clears.findings if one not in step.requirements]
    parts = [f"{count(len(others), 'more finding')} ({names(others, most)})"] if others else []
    parts += [count(len(step.clears.failures), "dependency failure")] if step.clears.failures else []
    return " and ".join(parts)


def smallest_words(smallest: Smallest, names: Names, most: int) -> str:
    """The least that leaves no major; empty if there is none, or none that mending takes away."""
    numbers = smallest.nonconformities
    if not numbers:
        return ""
    these = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    if len(numbers) > MOST_NUMBERED:
        these = f"{len(numbers)} nonconformities"
    but = (
        f" but {count(len(smallest.leaves), 'requirement')} on foundations nobody has assessed"
        if smallest.leaves
        else ""
    )
    perhaps = "" if smallest.exact else " (fewer may do)"
    return f"Mending {these} leaves no major{but}{perhaps}: {names(smallest.requirements, most)}."
