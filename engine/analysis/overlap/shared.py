"""What several standards share: computed from the themes of requirements and the questions behind them, never
from a typed percentage.

Overlap is evidence and effort that serve more than one standard. It is not conformity: auditors judge each
standard on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from ...model import KnowledgeBase, Requirement, Stage, Word, clause_order, lineage

Requirements = dict[str, tuple[str, ...]]
"""Requirements by standard, each in the order of its clauses."""


_Things = Callable[[Requirement], Iterable[str]]
_Test = Callable[[str], bool]


class Correspondence(Word):
    """How far the standards that have a theme ask the same.

    COMMON: all of them ask the same questions, and what they take from one template they word and want
    documented alike, so that one set of answers and evidence serves each of them whole. EXTENDED: they
    share a core, and at least one asks for more. PARALLEL: they take the same step of the cycle, each
    discipline with its own method and content; no evidence is shared.
    """

    COMMON = "common"
    EXTENDED = "extended"
    PARALLEL = "parallel"


class Shared(msgspec.Struct, frozen=True, gc=False):
    """One theme that at least two of the standards share; its relation is never PARALLEL.

    `requirements` have a counterpart in another standard: under the same theme it has the same template
    (`same` names those templates) or reads a question in common. `facts` are the questions of the theme
    that at least two standards ask under it, `evidence` what an auditor would ask to see under it for at
    least two. `more` are the requirements of the theme without a counterpart.
    """

    theme: str
    relation: Correspondence
    requirements: Requirements
    facts: tuple[str, ...]
    same: tuple[str, ...]
    evidence: tuple[str, ...]
    more: Requirements


class Apart(msgspec.Struct, frozen=True, gc=False):
    """A theme that several standards have without one question in common: nothing counts as shared."""

    theme: str
    requirements: Requirements


class SameStep(msgspec.Struct, frozen=True, gc=False):
    """A step that standards of several disciplines take alike, by the id of its `Parallel`, and where each
    takes it. Nothing of it counts as shared; a requirement of it may share something under its own theme
    all the same."""

    parallel: str
    requirements: Requirements


class SameNumber(msgspec.Struct, frozen=True, gc=False):
    """A clause number that means different things: what most requirements under it are about, by standard."""

    number: str
    themes: dict[str, str]


class Tally(msgspec.Struct, frozen=True, gc=False):
    """Things counted standard by standard (`apart`), each once (`once`), and those that at least two
    standards need (`shared`)."""

    apart: int
    once: int
    shared: int


class Figures(msgspec.Struct, frozen=True, gc=False):
    """The numbers of one stage, or of all (`stage` is None).

    `shared` requirements have a counterpart, `same` ones by their template. A question or a piece of
    evidence that serves several stages counts in each of them, and once in the total.
    """

    stage: Stage | None
    requirements: int
    shared: int
    same: int
    questions: Tally
    evidence: Tally


class Overlap(msgspec.Struct, frozen=True, gc=False):
    """What the standards share. Every requirement is either in `shared` or in `specific`, once. `figures`
    ends with the total. `parallel` are the steps that they take alike without sharing anything."""

    standards: tuple[str, ...]
    shared: tuple[Shared, ...]
    specific: Requirements
    apart: tuple[Apart, ...]
    parallel: tuple[SameStep, ...]
    same_numbers: tuple[SameNumber, ...]
    figures: tuple[Figures, ...]


def overlap_of(knowledge: KnowledgeBase, standards: Iterable[str]) -> Overlap:
    """The overlap of some standards; KeyError if one is not known."""
    chosen = tuple(dict.fromkeys(standards))
    subjects = [
        _Subject(theme, requirements, knowledge)
        for theme, requirements in _by_theme(knowledge, chosen).items()
    ]
    shared = sorted(
        (one.shared() for one in subjects if one.is_shared),
        key=lambda one: _first_clause(one.requirements, one.theme),
    )
    apart = [
        Apart(one.theme, one.requirements)
        for one in subjects
        if len(one.requirements) > 1 and not one.is_shared
    ]
    counterparts = {
        requirement for one in shared for found in one.requirements.values() for requirement in found
    }
    same = {template for one in shared for template in one.same}
    return Overlap(
        standards=chosen,
        shared=tuple(shared),
        specific={
            one: tuple(each for each in knowledge.asked_by[one] if each not in counterparts) for one in chosen
        },
        apart=tuple(sorted(apart, key=lambda one: _first_clause(one.requirements, one.theme))),
        parallel=tuple(_parallel(knowledge, chosen)),
        same_numbers=tuple(_same_numbers(knowledge, chosen)),
        figures=tuple(_figures(stage, knowledge, chosen, counterparts, same) for stage in (*Stage, None)),
    )


def asked(template: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The questions behind a template that somebody has to answer: what the engine works out itself is
    left out."""
    return tuple(fact for fact in knowledge.reads_of[template] if not knowledge.question[fact].computed)


def questions_of(requirements: Iterable[str], knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The questions behind some requirements, each once."""
    return tuple(
        dict.fromkeys(
            fact for one in requirements for fact in asked(knowledge.requirement[one].template, knowledge)
        )
    )


def _by_theme(knowledge: KnowledgeBase, standards: Iterable[str]) -> dict[str, Requirements]:
    found: dict[str, dict[str, list[str]]] = {}
    for standard in standards:
        for one in knowledge.asked_by[standard]:
            found.setdefault(knowledge.requirement[one].theme, {}).setdefault(standard, []).append(one)
    return {theme: {standard: tuple(ids) for standard, ids in by.items()} for theme, by in found.items()}


def _first_clause(requirements: Requirements, theme: str) -> tuple[object, str]:
    return clause_order(next(iter(requirements.values()))[0].split("/")[1]), theme


class _Subject:
    """The requirements of one theme in the standards that have it."""

    def __init__(self, theme: str, requirements: Requirements, knowledge: KnowledgeBase) -> None:
        self.theme = theme
        self.requirements = requirements
        self.knowledge = knowledge
        self.takers = self._standards_by(lambda one: (one.kin,))
        self.askers = self._standards_by(lambda one: asked(one.template, knowledge))
        self.is_shared = any(len(found) > 1 for found in (*self.takers.values(), *self.askers.values()))

    def _standards_by(self, things: _Things) -> dict[str, set[str]]:
        """Which standards have which things."""
        found: dict[str, set[str]] = {}
        for standard, requirements in self.requirements.items():
            for one in requirements:
                for thing in things(self.knowledge.requirement[one]):
                    found.setdefault(thing, set()).add(standard)
        return found

    def shared(self) -> Shared:
        evidence = self._standards_by(lambda one: self.knowledge.template[one.template].evidence)
        counterparts = self._only(self._has_counterpart)
        more = self._only(lambda one: not self._has_counterpart(one))
        return Shared(
            theme=self.theme,
            relation=Correspondence.COMMON
            if not more and self._all_ask_the_same()
            else Correspondence.EXTENDED,
            requirements=counterparts,
            facts=_of_several(self.askers),
            same=_of_several(self.takers),
            evidence=_of_several(evidence),
            more=more,
        )

    def _only(self, wanted: _Test) -> Requirements:
        found = {
            standard: tuple(one for one in ids if wanted(one)) for standard, ids in self.requirements.items()
        }
        return {standard: ids for standard, ids in found.items() if ids}

    def _has_counterpart(self, requirement: str) -> bool:
        one = self.knowledge.requirement[requirement]
        return len(self.takers[one.kin]) > 1 or any(
            len(self.askers[fact]) > 1 for fact in asked(one.template, self.knowledge)
        )

    def _all_ask_the_same(self) -> bool:
        """Whether no standard asks a question that another does not, nor words or wants documented
        otherwise what both have."""
        everywhere = len(self.requirements)
        forms: dict[str, set[tuple[str, str]]] = {}
        for ids in self.requirements.values():
            for one in ids:
                requirement = self.knowledge.requirement[one]
                forms.setdefault(requirement.kin, set()).add((requirement.says, requirement.documented))
        alike = all(len(form) == 1 for form in forms.values())
        return alike and all(len(standards) == everywhere for standards in self.askers.values())


def _parallel(knowledge: KnowledgeBase, standards: tuple[str, ...]) -> Iterator[SameStep]:
    """The parallels that at least two disciplines take, not all by the same theme, in the order in which
    they are declared."""
    for parallel in knowledge.parallels:
        found: dict[str, tuple[str, ...]] = {}
        members: set[str] = set()
        for standard in standards:
            belongs = {
                one: parallel.member(knowledge.requirement[one]) for one in knowledge.asked_by[standard]
            }
            if mine := tuple(one for one, member in belongs.items() if member):
                found[standard] = mine
                members.update(belongs[one] for one in mine)
        if len({knowledge.standard[standard].discipline for standard in found}) > 1 and len(members) > 1:
            yield SameStep(parallel.id, found)


def _of_several(standards_by: Mapping[str, set[str]]) -> tuple[str, ...]:
    return tuple(thing for thing, standards in standards_by.items() if len(standards) > 1)


def _same_numbers(knowledge: KnowledgeBase, standards: tuple[str, ...]) -> Iterator[SameNumber]:
    """The numbers under which at least two standards have no theme in common; of 8.2 and 8.2.1 the upper
    one, and no whole chapter."""
    themes = {standard: _themes_by_number(knowledge, standard) for standard in standards}
    told: set[str] = set()
    for number in sorted({number for found in themes.values() for number in found}, key=clause_order):
        under = {standard: found[number] for standard, found in themes.items() if number in found}
        sets = [set(found) for found in under.values()]
        differs = any(one.isdisjoint(other) for place, one in enumerate(sets) for other in sets[place + 1 :])
        if differs and "." in number and told.isdisjoint(lineage(number)):
            told.add(number)
            yield SameNumber(
                number, {standard: max(found, key=found.__getitem__) for standard, found in under.items()}
            )


def _themes_by_number(knowledge: KnowledgeBase, standard: str) -> dict[str, dict[str, int]]:
    """How many requirements of which themes stand under each number of a standard."""
    found: dict[str, dict[str, int]] = {}
    for one in knowledge.asked_by[standard]:
        requirement = knowledge.requirement[one]
        for number in lineage(requirement.clause):
            counted = found.setdefault(number, {})
            counted[requirement.theme] = counted.get(requirement.theme, 0) + 1
    return found


def _figures(
    stage: Stage | None,
    knowledge: KnowledgeBase,
    standards: tuple[str, ...],
    shared: set[str],
    same: set[str],
) -> Figures:
    chosen = [
        [
            knowledge.requirement[one]
            for one in knowledge.asked_by[standard]
            if stage in (None, knowledge.requirement[one].stage)
        ]
        for standard in standards
    ]
    everything = [one for found in chosen for one in found]
    return Figures(
        stage=stage,
        requirements=len(everything),
        shared=sum(one.id in shared for one in everything),
        same=sum(one.kin in same for one in everything),
        questions=_tally(
            [{fact for one in found for fact in asked(one.template, knowledge)} for found in chosen]
        ),
        evidence=_tally(
            [
                {phrase for one in found for phrase in knowledge.template[one.template].evidence}
                for found in chosen
            ]
        ),
    )


def _tally(by_standard: list[set[str]]) -> Tally:
    counted: dict[str, int] = {}
    for found in by_standard:
        for thing in found:
            counted[thing] = counted.get(thing, 0) + 1
    return Tally(
        apart=sum(counted.values()), once=len(counted), shared=sum(number > 1 for number in counted.values())
    )
