"""For rule authors: is the knowledge base sound, and do the cases beside the rules give what they say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from os import PathLike

import msgspec

from ..inference.choose import evaluator
from ..model import count
from ..problems import BadInput, Problem
from ..reading.nodes import Problems
from .rule_tests import Outcome, cases_in, run_cases
from .workspace import Workspace

Folders = Iterable[str | PathLike[str]]


class Checked(msgspec.Struct, frozen=True):
    """What a check found: every problem, by place; where there is none, how much of what is sound, in the
    order of the words."""

    problems: tuple[Problem, ...] = ()
    counted: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def __str__(self) -> str:
        if self.sound:
            return f"Sound: {', '.join(self.counted)}."
        return "\n".join(str(problem) for problem in self.problems)


def check_knowledge(folders: Folders, *, today: date) -> Checked:
    """What is sound, or wrong, in the rulebases that ship and those in some folders, in their cases, and in
    overlays, whose changes have to be in force on the day `today`."""
    try:
        return Checked(counted=_counted(folders, today))
    except BadInput as fault:
        return Checked(fault.problems)


def _counted(folders: Folders, today: date) -> tuple[str, ...]:
    workspace = Workspace(folders, cached=False)
    workspace.on(today)
    knowledge, problems = workspace.knowledge, Problems()
    cases = cases_in(workspace.sources(problems), problems, knowledge)
    return (
        count(len(knowledge.standards), "standard"),
        count(len(knowledge.requirements), "requirement"),
        count(sum(not fact.computed for fact in knowledge.facts), "question"),
        count(len(knowledge.rules), "rule"),
        count(len(knowledge.links), "link"),
        count(len(cases), "case"),
    )


def test_knowledge(folders: Folders, engine: str | None) -> Outcome:
    """What the cases beside the rules show; raises BadInput if they, or the rules, cannot be read."""
    workspace, problems = Workspace(folders), Problems()
    cases = cases_in(workspace.sources(problems), problems, workspace.knowledge)
    return run_cases(cases, workspace.knowledge, lambda wanted: evaluator(wanted, engine), problems)
