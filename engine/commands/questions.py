"""From the paths and names a person gives to the questions to be asked: what `questions` shows."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from pathlib import Path

import msgspec

from ..analysis.questions.questionnaire import Depth, Questionnaire, asked_of, questionnaire
from ..model import KnowledgeBase, Who
from ..organisation.coverage import as_given_for, assessed_against
from ..organisation.inputs import Given, nodes_in, source_of
from ..organisation.organisation import Organisation, organisation_of
from ..problems import BadInput, Location, Problem, did_you_mean
from ..reading.nodes import Mapping, Node, Problems
from .workspace import Workspace


class Asking(msgspec.Struct, frozen=True):
    """The questions, the knowledge they come from, and the organisation's file as it is read and as it
    stands, if there is one. `remarks` tell what was passed over in putting files together."""

    asked: Questionnaire
    knowledge: KnowledgeBase
    organisation: Organisation | None = None
    given: Mapping | None = None
    remarks: tuple[Problem, ...] = ()


def ask(
    standards: tuple[str, ...],
    overlays: tuple[Path, ...],
    facts: Given | None,
    depth: Depth,
    *,
    today: date,
    who: tuple[str, ...] = (),
    workspace: Workspace | None = None,
) -> Asking:
    """The questions of the standards named, or else of those that the file `facts` names; where somebody is
    named in `who`, those alone that such people can answer. A `workspace` stands in for the overlays.

    Raises BadInput with every problem in what was given, and where no standard is named at all.
    """
    workspace = workspace or Workspace(overlays)
    people = people_named(who)
    chosen = workspace.chosen(standards)
    if facts is None:
        return _for(people, _asking(chosen, depth, workspace, today, "--standard"))
    source, problems = source_of(facts), Problems()
    node = nodes_in(source, workspace.knowledge, problems)
    return _for(people, asking_of(node, problems, workspace, chosen, depth, shown=source.shown, today=today))


def asking_of(
    node: Node | None,
    problems: Problems,
    workspace: Workspace,
    chosen: tuple[str, ...] = (),
    depth: Depth = Depth.FULL,
    *,
    shown: str,
    today: date,
) -> Asking:
    """The questions to an organisation that is read from a tree of nodes, of the standards chosen or else of
    its own. Raises BadInput with every problem, those in `problems` included."""
    organisation = organisation_of(node, problems, workspace.knowledge, as_of=None, today=today)
    own = organisation.standards
    both = tuple(dict.fromkeys((*own, *chosen)))
    covered = msgspec.structs.replace(
        assessed_against(organisation, both, workspace.knowledge), standards=own
    )
    made = _asking(chosen or own, depth, workspace, organisation.as_of, shown, covered)
    given = as_given_for(node, own, both, workspace.knowledge) if isinstance(node, Mapping) else None
    return msgspec.structs.replace(made, given=given)


def people_named(names: tuple[str, ...]) -> tuple[Who, ...]:
    """Those who can answer, by the names given. Raises BadInput with every one that is not known."""
    known = {one.value: one for one in Who}
    problems = [
        Problem(
            Location("--who"),
            f"nobody is called `{name}` who could answer",
            "unknown-word",
            did_you_mean(name, known) or f"they are {', '.join(known)}",
        )
        for name in names
        if name not in known
    ]
    if problems:
        raise BadInput(problems)
    return tuple(dict.fromkeys(known[name] for name in names))


def _for(people: tuple[Who, ...], asking: Asking) -> Asking:
    """The part of some people: their questions and registers, with what the organisation's file says of
    these and of itself, and nothing that others have said. Raises BadInput where nothing is asked of
    them."""
    if not people:
        return asking
    asked = asked_of(asking.asked, people)
    theirs = {*asked.asked, *(one.fact.id for one in asked.registers)}
    if not theirs:
        whole = [*asking.asked.asked.values(), *asking.asked.registers]
        named = ", ".join(one.value for one in Who if any(asked.fact.who is one for asked in whole))
        raise BadInput(
            [
                Problem(
                    Location("--who"), "nothing is asked of them here", "unknown-name", f"asked are {named}"
                )
            ]
        )
    told = asking.organisation and _said_of(asking.organisation, theirs)
    return msgspec.structs.replace(
        asking, asked=asked, organisation=told, given=asking.given and _nodes_of(asking.given, theirs)
    )


def _said_of(organisation: Organisation, names: Container[str]) -> Organisation:
    return msgspec.structs.replace(
        organisation,
        answers=tuple(one for one in organisation.answers if one.fact in names),
        registers={name: records for name, records in organisation.registers.items() if name in names},
        exclusions=(),
        notes=(),
    )


def _nodes_of(given: Mapping, names: Container[str]) -> Mapping:
    """A file without the answers to other questions, and without what is said of all of it."""
    pairs = [(key, node) for key, node in given.pairs if key.text not in ("not_applicable", "observed")]
    return Mapping(
        given.at,
        [
            (
                key,
                Mapping(node.at, [pair for pair in node.pairs if pair[0].text in names])
                if key.text == "answers" and isinstance(node, Mapping)
                else node,
            )
            for key, node in pairs
        ],
    )


def _asking(
    standards: tuple[str, ...],
    depth: Depth,
    workspace: Workspace,
    day: date,
    place: str,
    organisation: Organisation | None = None,
) -> Asking:
    """The questions on a day; `place` is where standards would have to be named."""
    if not standards:
        raise no_standard(place, workspace.knowledge)
    knowledge = workspace.on(day)
    return Asking(questionnaire(knowledge, standards, depth, organisation), knowledge, organisation)


def no_standard(place: str, knowledge: KnowledgeBase) -> BadInput:
    """What is wrong where neither the command nor the file names a standard."""
    hint = f"--standard ID, of {', '.join(sorted(knowledge.standard))}"
    return BadInput(
        [Problem(Location(place), "no standard is named to ask the questions of", "missing-key", hint)]
    )
