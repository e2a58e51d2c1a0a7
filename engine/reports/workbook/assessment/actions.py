"""What became of a plan that was filled in for an earlier report: the actions on nonconformities that are
still found, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from ....analysis.assessment import Assessment
from ....analysis.nonconformities.nonconformity import Nonconformity
from ....analysis.since import names_of
from ....model import Status, count
from ....organisation.plan_file import ActionState, PlannedAction


class Stands(msgspec.Struct, frozen=True):
    """An action that is on no nonconformity of today, with what became of it."""

    action: PlannedAction
    words: str


class Followed(msgspec.Struct, frozen=True):
    """A plan beside an assessment: `on` holds the actions by the key of the nonconformity they are on,
    `beside` all others in their order, so that none is lost."""

    on: dict[str, PlannedAction]
    beside: tuple[Stands, ...]


def followed(planned: Sequence[PlannedAction], assessment: Assessment) -> Followed:
    """What became of the actions planned before."""
    found = {one.key for one in assessment.nonconformities}
    on = {action.key: _found_again(action) for action in planned if action.key in found}
    return Followed(on, tuple(_beside(action, assessment) for action in planned if action.key not in found))


def _found_again(action: PlannedAction) -> PlannedAction:
    """An action whose nonconformity is here; what had been closed because it was gone is open again."""
    state = ActionState.OPEN if action.gone and action.state is ActionState.CLOSED else action.state
    return msgspec.structs.replace(action, state=state)


def remark(action: PlannedAction | None) -> str:
    """What to know of an action on a nonconformity that is found; empty where it goes its way."""
    if action is None:
        return ""
    if action.gone:
        return f"found again; on {action.gone} it was gone"
    return "marked closed, and still found" if action.state is ActionState.CLOSED else ""


def _beside(action: PlannedAction, assessment: Assessment) -> Stands:
    """Closed only where its requirements were judged and nothing is recorded against them any more."""
    if not action.key:
        return Stands(action, "added by hand")
    if action.gone:
        return Stands(action, _gone_words(action))
    elsewhere = _recorded_now(action, assessment)
    if elsewhere:
        return Stands(action, f"now in {', '.join(elsewhere)}")
    findings = [assessment.finding[name] for name in action.requirements if name in assessment.finding]
    if not findings:
        unknown = (
            "no nonconformity has this key" if not action.requirements else "not part of this assessment"
        )
        return Stands(action, unknown)
    if any(finding.status is Status.NOT_ASSESSED for finding in findings):
        return Stands(action, "nothing is known of it now: that closes nothing")
    closed = msgspec.structs.replace(action, state=ActionState.CLOSED, gone=assessment.as_of)
    return Stands(closed, _gone_words(closed))


def _gone_words(action: PlannedAction) -> str:
    return f"not found any more on {action.gone}"


def _recorded_now(action: PlannedAction, assessment: Assessment) -> tuple[str, ...]:
    """The numbers of the nonconformities that what an action is on has become part of."""
    requirements = set(action.requirements)
    here = [one for one in assessment.nonconformities if _takes_in(one, action.key, requirements)]
    return tuple(one.id for one in here)


def _takes_in(one: Nonconformity, key: str, requirements: set[str]) -> bool:
    return key in names_of(one) or not requirements.isdisjoint((*one.members, *one.carries))


def progress_lines(kept: Followed, assessment: Assessment) -> list[str]:
    """How far the plan has come, in sentences."""
    here = assessment.nonconformities
    on = {one.id: kept.on.get(one.key) for one in here}
    ready = [name for name, action in on.items() if action and action.owner and action.due]
    late = [name for name, action in on.items() if action and is_overdue(action, assessment)]
    denied = [name for name, action in on.items() if action and action.state is ActionState.CLOSED]
    gone = [one for one in kept.beside if one.action.gone == assessment.as_of]
    return [
        *(
            [f"{len(ready)} of {count(len(here), 'nonconformity')} {_have(ready)} an owner and a due date."]
            if here
            else []
        ),
        *([f"Overdue: {', '.join(late)}."] if late else []),
        *([f"Marked closed, and still found: {', '.join(denied)}."] if denied else []),
        *(
            [
                f"{count(len(gone), 'nonconformity')} planned before {'is' if len(gone) == 1 else 'are'} not"
                " found any more."
            ]
            if gone
            else []
        ),
    ]


def is_overdue(action: PlannedAction, assessment: Assessment) -> bool:
    """Whether an action was due before the day of the assessment and is not closed."""
    return action.due is not None and action.due < assessment.as_of and action.state is not ActionState.CLOSED


def _have(found: Iterable[str]) -> str:
    return "has" if len(list(found)) == 1 else "have"
