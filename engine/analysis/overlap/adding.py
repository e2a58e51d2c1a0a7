"""What one more standard, or the next edition of one, would ask of those who have others: what serves,
what to extend, what is new."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ...model import (
    Discipline,
    EditionChange,
    KnowledgeBase,
    Policy,
    Requirement,
    Status,
    Transition,
    Word,
    lineage,
)
from ...organisation.organisation import Answer
from ..findings import Finding
from ..plan.steps import Plan, plan_of
from ..summary import unanswered
from .shared import asked, overlap_of, questions_of


class EffortOfAdding(Word):
    """How much of a requirement the standards one has prepare.

    SHARED: every question behind it is asked by them already. EXTENDED: it asks for more, or for something
    else in this edition, on a theme they share or with a question they ask. NEW: nothing of it is there.
    """

    SHARED = "shared"
    EXTENDED = "extended"
    NEW = "new"


class Needed(msgspec.Struct, frozen=True, gc=False):
    """One requirement of the standard to add. `new` are the questions that the standards one has do not
    ask; `status` is None where nobody has answered anything."""

    requirement: str
    effort: EffortOfAdding
    new: tuple[str, ...]
    status: Status | None = None


class ToAnswer(msgspec.Struct, frozen=True, gc=False):
    """A question still to answer, and the requirements it decides. `new` tells that no standard one has
    asks it, `given_for` the disciplines for which it is answered: what was said of these has to be
    confirmed for the standard to add."""

    fact: str
    requirements: tuple[str, ...]
    new: bool
    given_for: tuple[Discipline, ...] = ()


class Adding(msgspec.Struct, frozen=True, gc=False):
    """What it takes to add a standard to those one has.

    `questions` are those still to answer: with findings the open ones, what could become worst first;
    without, the new ones. `plan` are the gaps in the order to close them; None without findings. `changes`
    and `transition` tell what the edition to add did to the one before, if that is among those one has.
    """

    standard: str
    has: tuple[str, ...]
    requirements: tuple[Needed, ...]
    questions: tuple[ToAnswer, ...]
    plan: Plan | None = None
    changes: tuple[EditionChange, ...] = ()
    transition: Transition | None = None

    def count(self, effort: EffortOfAdding, *statuses: Status) -> int:
        """How many requirements ask for an effort; with statuses, only those that have one of them."""
        return sum(
            one.effort is effort and (not statuses or one.status in statuses) for one in self.requirements
        )


def adding_of(
    knowledge: KnowledgeBase,
    has: Iterable[str],
    standard: str,
    findings: Iterable[Finding] | None = None,
    policy: Policy | None = None,
    answers: Iterable[Answer] = (),
) -> Adding:
    """What `standard` asks beside the standards one `has`. `findings` judge its requirements by the
    answers given, by `policy`; `answers` are those of the organisation, an undivided one given for the
    standards it has."""
    having = tuple(one for one in dict.fromkeys(has) if one != standard)
    needs = _Needs(having, standard, knowledge)
    judged = {one.requirement: one for one in findings} if findings is not None else None
    follows = knowledge.standard[standard].based_on in having
    requirements = tuple(
        needs.needed(one, judged[one].status if judged is not None else None)
        for one in knowledge.asked_by[standard]
    )
    return Adding(
        standard=standard,
        has=having,
        requirements=requirements,
        questions=_open(judged, needs, answers) if judged is not None else _new(requirements),
        plan=plan_of(judged.values(), knowledge, policy or Policy("none", "", ()))
        if judged is not None
        else None,
        changes=tuple(one for one in knowledge.edition_changes if one.standard == standard)
        if follows
        else (),
        transition=knowledge.standard[standard].transition if follows else None,
    )


class _Needs:
    """What the requirements of a standard need beside the standards one has."""

    def __init__(self, having: tuple[str, ...], standard: str, knowledge: KnowledgeBase) -> None:
        self.having = having
        self.knowledge = knowledge
        self.cores = {
            one.theme
            for one in overlap_of(knowledge, (*having, standard)).shared
            if standard in one.requirements
        }
        mine = [one for standard in having for one in knowledge.asked_by[standard]]
        self.known = frozenset(questions_of(mine, knowledge))
        self.alike: dict[str, list[Requirement]] = {}
        for one in mine:
            self.alike.setdefault(knowledge.requirement[one].kin, []).append(knowledge.requirement[one])

    def needed(self, requirement: str, status: Status | None) -> Needed:
        questions = asked(self.knowledge.requirement[requirement].template, self.knowledge)
        new = tuple(fact for fact in questions if fact not in self.known)
        return Needed(
            requirement, self._effort(self.knowledge.requirement[requirement], questions, new), new, status
        )

    def _effort(self, one: Requirement, questions: tuple[str, ...], new: tuple[str, ...]) -> EffortOfAdding:
        alike = self.alike.get(one.kin, ())
        if new or not (questions or alike):
            return (
                EffortOfAdding.EXTENDED
                if len(new) < len(questions) or one.theme in self.cores
                else EffortOfAdding.NEW
            )
        same_words = any((each.says, each.documented) == (one.says, one.documented) for each in alike)
        asks_otherwise = bool(alike) or self._was_changed(one)
        return EffortOfAdding.EXTENDED if asks_otherwise and not same_words else EffortOfAdding.SHARED

    def _was_changed(self, one: Requirement) -> bool:
        """Whether this edition of a standard one has brought the requirement in, or changed it."""
        return self.knowledge.standard[one.standard].based_on in self.having and bool(
            changes_of(one.id, self.knowledge)
        )


def changes_of(requirement: str, knowledge: KnowledgeBase) -> tuple[EditionChange, ...]:
    """What an edition changed about a requirement itself and the clauses it stands under."""
    standard, number, *_ = requirement.split("/")
    places = (requirement, *(f"{standard}/{upper}" for upper in lineage(number)))
    return tuple(change for place in places for change in knowledge.changed_in.get(place, ()))


def _open(judged: dict[str, Finding], needs: _Needs, answers: Iterable[Answer]) -> tuple[ToAnswer, ...]:
    own = {needs.knowledge.standard[one].discipline for one in needs.having}
    given: dict[str, set[Discipline]] = {}
    for answer in answers:
        given.setdefault(answer.fact, set()).update([answer.discipline] if answer.discipline else own)
    return tuple(
        ToAnswer(
            one.fact, one.requirements, one.fact not in needs.known, tuple(sorted(given.get(one.fact, ())))
        )
        for one in unanswered(tuple(judged.values()), needs.knowledge)
    )


def _new(requirements: tuple[Needed, ...]) -> tuple[ToAnswer, ...]:
    deciding: dict[str, list[str]] = {}
    for one in requirements:
        for fact in one.new:
            deciding.setdefault(fact, []).append(one.requirement)
    return tuple(ToAnswer(fact, tuple(ids), True) for fact, ids in deciding.items())
