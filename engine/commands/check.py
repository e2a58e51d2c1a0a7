"""For rule authors: is the knowledge base sound, and do the cases beside the rules give what they say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from os import PathLike

import msgspec

from ..analysis.verification.verify import verify
from ..inference.choose import evaluator
from ..model import KnowledgeBase, count
from ..problems import BadInput, Problem
from ..reading.nodes import Problems
from .rule_tests.cases import cases_in
from .rule_tests.running import Outcome, run_cases
from .workspace import Workspace

Folders = Iterable[str | PathLike[str]]


class Checked(msgspec.Struct, frozen=True):
    """What a check found: every problem, by place; where there is none, how much of what is sound, in the
    order of the words, what was read from each folder given, and by register the questions that its records
    answer."""

    problems: tuple[Problem, ...] = ()
    counted: tuple[str, ...] = ()
    read_from: tuple[str, ...] = ()
    answered: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def __str__(self) -> str:
        if self.sound:
            answered = (
                f"From records of {register}: {', '.join(questions)}."
                for register, questions in self.answered
            )
            return "\n".join(
                (f"Sound: {', '.join(self.counted)}.", *(f"{one}." for one in self.read_from), *answered)
            )
        return "\n".join(str(problem) for problem in self.problems)


def check_knowledge(folders: Folders, *, today: date) -> Checked:
    """What is sound, or wrong, in the rulebases that ship and those in some folders, in their cases, and in
    overlays, whose changes are made as they are in force on the day `today`."""
    try:
        workspace = Workspace(folders, cached=False)
        return Checked(
            counted=_counted(workspace, today),
            read_from=workspace.read_from(),
            answered=tuple(questions_from_records(workspace.knowledge).items()),
        )
    except BadInput as fault:
        return Checked(fault.problems)


def questions_from_records(knowledge: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """The questions that records answer, by register, both in the order of the knowledge base."""
    found: dict[str, tuple[str, ...]] = {}
    for one in knowledge.counts:
        found[one.each.register] = (*found.get(one.each.register, ()), one.question)
    return {one.id: found[one.id] for one in knowledge.registers if one.id in found}


def _counted(workspace: Workspace, today: date) -> tuple[str, ...]:
    knowledge, problems = workspace.knowledge, Problems()
    sources = workspace.sources(problems)
    verify(workspace.changed(today), today, problems, alone=not workspace.read_from())
    cases = cases_in(sources, problems, knowledge)
    return (
        count(len(knowledge.standards), "standard"),
        count(len(knowledge.requirements), "requirement"),
        count(sum(not question.computed for question in knowledge.questions), "question"),
        count(len(knowledge.rules), "rule"),
        count(len(knowledge.links), "link"),
        count(len(cases), "case"),
    )


def test_knowledge(folders: Folders, engine: str | None) -> Outcome:
    """What the cases beside the rules show; raises BadInput if they, or the rules, cannot be read."""
    workspace, problems = Workspace(folders), Problems()
    cases = cases_in(workspace.sources(problems), problems, workspace.knowledge)
    return run_cases(cases, workspace.knowledge, lambda wanted: evaluator(wanted, engine), problems)
