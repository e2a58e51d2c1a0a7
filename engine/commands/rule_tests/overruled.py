"""Cases beside the rules where overlays change the rules: those of an overlay are judged with it and what
lies below it; what the overlays above change in them, or in the cases that ship, is overruled, no failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from ...inference.interface import Evaluator
from ...model import KnowledgeBase, Target
from ...problems import Problem
from ...reading.nodes import Problems
from ..workspace import Workspace
from .cases import Case, template_of
from .outcome import Outcome, Ran
from .running import all_told, failures_of


class Overruling:
    """Runs again, with the changes of overlays, the cases that these may bear on. `plain` is what all cases
    show without any change."""

    def __init__(
        self,
        plain: Outcome,
        workspace: Workspace,
        judge: Callable[[KnowledgeBase], Evaluator],
        lines: Problems,
    ) -> None:
        self.plain = plain
        self.workspace = workspace
        self.judge = judge
        self.lines = lines

    def outcome(self) -> Outcome:
        """What the cases show with the overlays in force."""
        top = self.workspace.layers
        if not top:
            return self.plain
        alone, overruled = dict[int, tuple[Problem, ...]](), list[Problem]()
        for layers in range(top + 1):
            own = [ran for ran in self.plain.ran if self.workspace.layer_of(ran.case.at.file) == layers]
            failing = self._failing(own, layers)
            wrong = {one.at for found in failing.values() for one in found}
            alone |= failing
            above = (one for found in self._failing(own, top).values() for one in found)
            overruled += [_told(one) for one in above if one.at not in wrong]
        ran = tuple(Ran(one.case, alone[id(one.case)]) for one in self.plain.ran)
        return msgspec.structs.replace(self.plain, ran=ran, overruled=tuple(overruled))

    def _failing(self, some: Iterable[Ran], layers: int) -> dict[int, tuple[Problem, ...]]:
        """What some cases expect in vain with so many overlays in force, the lowest first."""
        found = {id(ran.case): ran.failures for ran in some}
        again: dict[int, tuple[KnowledgeBase, list[Case]]] = {}
        for ran in some:
            knowledge = self.workspace.changed(ran.case.as_of, layers)
            if _may_differ(ran.case, knowledge):
                again.setdefault(id(knowledge), (knowledge, []))[1].append(ran.case)
        for knowledge, cases in again.values():
            for case, told in all_told(cases, knowledge, self.judge):
                found[id(case)] = tuple(failures_of(case, told, self.lines))
        return found


def _may_differ(case: Case, knowledge: KnowledgeBase) -> bool:
    """Whether what overlays change may bear on a case: on what it expects something of, or, where a policy
    counts, on anything."""
    if not knowledge.changes:
        return False
    if case.policy:
        return True
    templates = {template_of(one.requirement, knowledge) for one in case.expectations}
    return not templates.isdisjoint(_judged_otherwise(knowledge))


def _judged_otherwise(knowledge: KnowledgeBase) -> Iterable[str]:
    for change in knowledge.changes:
        for name in change.touches if change.kind in (Target.RULE, Target.REQUIREMENT) else ():
            yield knowledge.rule[name].template if name in knowledge.rule else name


def _told(failure: Problem) -> Problem:
    return msgspec.structs.replace(
        failure,
        code="overruled",
        message=f"an overlay overrules this case: {failure.message}",
        hint="a case of the overlay says what is expected with it",
        source="",
    )
