"""What of an overlap holds in one organisation: shared themes that hold everywhere, on paper only, or
nowhere, and what is kept twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ...model import Discipline, KnowledgeBase, Status, Word
from ...organisation.organisation import Answer, Organisation
from ..findings import Finding
from .shared import Overlap, Shared, asked


class HeldState(Word):
    """How a shared theme stands in an organisation, judged by the requirements that have a counterpart.

    PAPER: what is shared holds under one standard and fails under another, so that it is integrated on
    paper only. FAILS: something fails, and nothing of it holds elsewhere. OPEN: nothing fails, and not
    everything is assessed.
    """

    PAPER = "on-paper-only"
    FAILS = "fails"
    OPEN = "not-assessed"
    HOLDS = "holds"
    NOT_APPLICABLE = "not-applicable"


class Split(msgspec.Struct, frozen=True, gc=False):
    """One shared thing that comes apart: the requirements that hold and those that fail, and the questions
    answered differently."""

    holds: tuple[str, ...]
    fails: tuple[str, ...]
    facts: tuple[str, ...]


class HeldTheme(msgspec.Struct, frozen=True, gc=False):
    """How one shared theme stands. `marks` has the worst of each standard: major, minor and so on, or a
    status without a grade."""

    theme: str
    state: HeldState
    marks: dict[str, str]
    splits: tuple[Split, ...]


class Used(msgspec.Struct, frozen=True, gc=False):
    """A piece of evidence by its reference: the standards and questions it serves."""

    ref: str
    standards: tuple[str, ...]
    facts: tuple[str, ...]


class Twice(msgspec.Struct, frozen=True, gc=False):
    """A question of several standards that is answered by discipline with different evidence: the references
    by discipline.

    `differs` tells whether the answers differ too; where they do not, one answer with one piece of
    evidence may do.
    """

    fact: str
    refs: dict[Discipline, tuple[str, ...]]
    differs: bool


class Held(msgspec.Struct, frozen=True, gc=False):
    """What holds of the overlap of `standards`: every shared theme, the evidence (what serves most first),
    and what is kept twice.

    `answered_apart` are the questions of several standards that are answered by discipline with different
    answers.
    """

    standards: tuple[str, ...]
    themes: tuple[HeldTheme, ...]
    evidence: tuple[Used, ...]
    twice: tuple[Twice, ...]
    answered_apart: tuple[str, ...]


def held_of(
    overlap: Overlap, findings: Iterable[Finding], organisation: Organisation, knowledge: KnowledgeBase
) -> Held:
    """What of the overlap holds. `findings` have one for every requirement of its standards; KeyError if
    one is missing."""
    return _Holding(overlap, {one.requirement: one for one in findings}, organisation, knowledge).held()


class _Holding:
    def __init__(
        self,
        overlap: Overlap,
        found: dict[str, Finding],
        organisation: Organisation,
        knowledge: KnowledgeBase,
    ) -> None:
        self.overlap = overlap
        self.found = found
        self.knowledge = knowledge
        self.answers: dict[str, list[Answer]] = {}
        for one in organisation.answers:
            self.answers.setdefault(one.fact, []).append(one)
        self.askers = self._askers()
        self.disciplines = {
            standard: knowledge.standard[standard].discipline for standard in overlap.standards
        }

    def held(self) -> Held:
        several = [fact for fact, standards in self.askers.items() if len(standards) > 1]
        return Held(
            standards=self.overlap.standards,
            themes=tuple(self._theme(one) for one in self.overlap.shared),
            evidence=tuple(
                sorted(self._evidence(), key=lambda one: (-len(one.standards), -len(one.facts), one.ref))
            ),
            twice=tuple(one for fact in several if (one := self._twice(fact))),
            answered_apart=tuple(fact for fact in several if self._differs(fact)),
        )

    def _askers(self) -> dict[str, list[str]]:
        """The standards whose applicable requirements read a question."""
        found: dict[str, dict[str, None]] = {}
        for standard in self.overlap.standards:
            for one in self.knowledge.asked_by[standard]:
                if self.found[one].status is not Status.NOT_APPLICABLE:
                    for fact in asked(self.knowledge.requirement[one].template, self.knowledge):
                        found.setdefault(fact, {})[standard] = None
        return {fact: list(standards) for fact, standards in found.items()}

    # Themes

    def _theme(self, shared: Shared) -> HeldTheme:
        splits = tuple(self._splits(shared))
        found = [self.found[one] for ids in shared.requirements.values() for one in ids]
        marks = {
            standard: _worst([self.found[one] for one in ids])
            for standard, ids in shared.requirements.items()
        }
        return HeldTheme(shared.theme, HeldState.PAPER if splits else _state(found), marks, splits)

    def _splits(self, shared: Shared) -> Iterator[Split]:
        told: set[str] = set()
        for group in self._groups(shared):
            split = self._split([one for one in group if one not in told])
            if split is not None:
                told |= {*split.holds, *split.fails}
                yield split

    def _groups(self, shared: Shared) -> Iterator[list[str]]:
        """What is shared, one thing at a time: a template, or else a question that is answered differently
        by discipline."""
        everything = [one for ids in shared.requirements.values() for one in ids]
        found = {one: self.knowledge.requirement[one] for one in everything}
        for same in shared.same:
            yield [one for one in everything if found[one].kin == same]
        for fact in shared.facts:
            if self._differs(fact):
                yield [
                    one
                    for one in everything
                    if found[one].kin not in shared.same
                    and fact in asked(found[one].template, self.knowledge)
                ]

    def _split(self, group: list[str]) -> Split | None:
        """The group if it holds under one standard, with all its requirements there, and fails under
        another."""
        fails = [one for one in group if self.found[one].grade.fails]
        failing = {self.found[one].standard for one in fails}
        holds = [
            one
            for one in group
            if self.found[one].status in (Status.CONFORMS, Status.GAP)
            and self.found[one].standard not in failing
        ]
        if not fails or not holds:
            return None
        facts = dict.fromkeys(
            fact for one in group for fact in asked(self.knowledge.requirement[one].template, self.knowledge)
        )
        return Split(tuple(holds), tuple(fails), tuple(fact for fact in facts if self._differs(fact)))

    def _differs(self, fact: str) -> bool:
        """Whether the disciplines in question give different answers."""
        return len({one.text for one in self._by_discipline(fact)}) > 1

    def _by_discipline(self, fact: str) -> list[Answer]:
        wanted = {self.disciplines[standard] for standard in self.askers.get(fact, ())}
        return [one for one in self.answers.get(fact, ()) if one.discipline in wanted]

    # Evidence

    def _evidence(self) -> Iterator[Used]:
        standards: dict[str, set[str]] = {}
        facts: dict[str, dict[str, None]] = {}
        for fact, answers in self.answers.items():
            for answer in answers:
                served = [
                    one
                    for one in self.askers.get(fact, ())
                    if answer.discipline in (None, self.disciplines[one])
                ]
                for evidence in answer.evidence if served else ():
                    standards.setdefault(evidence.ref, set()).update(served)
                    facts.setdefault(evidence.ref, {})[fact] = None
        for ref, served_by in standards.items():
            yield Used(
                ref, tuple(one for one in self.overlap.standards if one in served_by), tuple(facts[ref])
            )

    def _twice(self, fact: str) -> Twice | None:
        refs = {
            one.discipline: tuple(each.ref for each in one.evidence)
            for one in self._by_discipline(fact)
            if one.discipline
        }
        refs = {discipline: found for discipline, found in refs.items() if found}
        if len({frozenset(found) for found in refs.values()}) < 2:
            return None
        return Twice(fact, refs, self._differs(fact))


def _worst(findings: list[Finding]) -> str:
    """The mark of the worst finding; one not assessed counts as worse than one that conforms."""
    applicable = [one for one in findings if one.status is not Status.NOT_APPLICABLE]
    if not applicable:
        return Status.NOT_APPLICABLE.value
    gaps = [one.grade for one in applicable if one.status is Status.GAP]
    if gaps:
        return max(gaps).word
    is_open = any(one.status is Status.NOT_ASSESSED for one in applicable)
    return Status.NOT_ASSESSED.value if is_open else Status.CONFORMS.value


def _state(findings: list[Finding]) -> HeldState:
    statuses = {one.status for one in findings}
    if any(one.grade.fails for one in findings):
        return HeldState.FAILS
    if Status.NOT_ASSESSED in statuses:
        return HeldState.OPEN
    return HeldState.HOLDS if statuses - {Status.NOT_APPLICABLE} else HeldState.NOT_APPLICABLE
