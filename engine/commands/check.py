"""For rule authors: is the knowledge base sound, and do the cases beside the rules give what they say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from os import PathLike

import msgspec

from ..analysis.verification.verify import verify
from ..inference.choose import evaluator
from ..inference.interface import Evaluator
from ..model import KnowledgeBase, count
from ..problems import BadInput, Location, Problem
from ..reading.nodes import Problems
from .rule_tests.cases import cases_in
from .rule_tests.mutation import mutation
from .rule_tests.outcome import Outcome, Step, silently
from .rule_tests.overruled import Overruling
from .rule_tests.running import run_cases
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


def check_knowledge(folders: Folders, *, today: date, step: Step = silently) -> Checked:
    """What is sound, or wrong, in the rulebases that ship and those in some folders, in their cases, and in
    overlays, whose changes are made as they are in force on the day `today`."""
    try:
        workspace = Workspace(folders, cached=False)
        return Checked(
            counted=_counted(workspace, today, step),
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


def _counted(workspace: Workspace, today: date, step: Step) -> tuple[str, ...]:
    knowledge, problems = workspace.knowledge, Problems()
    sources = workspace.sources(problems)
    verify(workspace.changed(today), today, problems, alone=not workspace.read_from(), step=step)
    cases = cases_in(sources, problems, knowledge)
    return (
        count(len(knowledge.standards), "standard"),
        count(len(knowledge.requirements), "requirement"),
        count(sum(not question.computed for question in knowledge.questions), "question"),
        count(len(knowledge.rules), "rule"),
        count(len(knowledge.links), "link"),
        count(len(cases), "case"),
    )


def knowledge_tested(
    folders: Folders, engine: str | None, *, only: str = "", mutate: bool = False, step: Step = silently
) -> Outcome:
    """What the cases beside the rules show: all of them, or those in whose sentence, file or expectations the
    text `only` stands. With `mutate`, also what small changes to the rules no case would notice. Raises
    BadInput if cases or rules cannot be read, or none is meant."""
    workspace, problems = Workspace(folders), Problems()
    knowledge = workspace.knowledge
    cases = cases_in(workspace.sources(problems), problems, knowledge)
    chosen = [case for case in cases if only.lower() in case.described]
    if not chosen:
        raise BadInput([Problem(Location("--filter"), f"no case has `{only}`", "unknown-name")])

    def judge(wanted: KnowledgeBase) -> Evaluator:
        return evaluator(wanted, engine)

    plain = run_cases(chosen, knowledge, judge, problems, step)
    outcome = Overruling(plain, workspace, judge, problems).outcome()
    if only:
        outcome = msgspec.structs.replace(outcome, uncovered=(), covered=())
    if mutate:
        changed = mutation(cases, knowledge, problems, chosen if only else None, step)
        outcome = msgspec.structs.replace(outcome, mutation=changed)
    return outcome
