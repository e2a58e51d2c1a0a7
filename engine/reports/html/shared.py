"""What the HTML report shows of the overlap of several standards: what is shared, and whether it holds in
all of them."""

from __future__ import annotations

import msgspec

from ...analysis.assessment import Assessment
from ...analysis.overlap.held import Held, HeldState, HeldTheme, Split, held_of
from ...analysis.overlap.shared import Overlap, Shared, overlap_of
from ...model import KnowledgeBase
from ...organisation.organisation import Organisation
from ..words.overlap import (
    DEFINITIONS,
    RELATIONS,
    STATES,
    about,
    answers_apart,
    evidence_counts,
    failing_alike,
    figure_cells,
    saving,
    state_counts,
)

ORDER = (HeldState.PAPER, HeldState.FAILS, HeldState.OPEN, HeldState.HOLDS, HeldState.NOT_APPLICABLE)


class SharedTheme(msgspec.Struct, frozen=True):
    """A shared theme: what is shared of it, and how it stands."""

    title: str
    shared: Shared
    held: HeldTheme


class Together(msgspec.Struct, frozen=True):
    """The overlap of the standards assessed, with what of it holds."""

    overlap: Overlap
    held: Held
    assessment: Assessment
    knowledge: KnowledgeBase

    @property
    def about(self) -> list[str]:
        return about(self.overlap, self.knowledge)

    @property
    def summary(self) -> str:
        return f"{saving(self.overlap)} {state_counts(self.held)}"

    @property
    def themes(self) -> list[SharedTheme]:
        """The shared themes, those that need attention first."""
        shared = {one.theme: one for one in self.overlap.shared}
        ordered = sorted(self.held.themes, key=lambda one: ORDER.index(one.state))
        return [SharedTheme(self.knowledge.theme[one.theme].title, shared[one.theme], one) for one in ordered]

    @property
    def on_paper(self) -> list[SharedTheme]:
        """The themes that hold under one standard and fail under another."""
        return [one for one in self.themes if one.held.state is HeldState.PAPER]

    @property
    def evidence(self) -> str:
        """How much of the evidence serves how many standards."""
        return ", ".join(evidence_counts(self.held))

    @property
    def figures(self) -> list[list[str]]:
        return [figure_cells(one) for one in self.overlap.figures]

    definitions = DEFINITIONS
    relations = {relation.value: words for relation, words in RELATIONS.items()}

    @staticmethod
    def state(one: HeldTheme) -> str:
        return STATES[one.state][0]

    @staticmethod
    def meaning(one: HeldTheme) -> str:
        return STATES[one.state][1]

    def failing(self, split: Split) -> list[tuple[str, list[str]]]:
        """The requirements of a split that fail, under the reason they share."""
        return failing_alike(split, self.assessment)

    def answers(self, fact: str, split: Split) -> str:
        return ", ".join(answers_apart(fact, split, self.assessment, self.knowledge))


def together(assessment: Assessment, knowledge: KnowledgeBase, organisation: Organisation) -> Together | None:
    """The overlap of an assessment; None where there is one standard, or nothing is shared."""
    if len(assessment.standards) < 2:
        return None
    overlap = overlap_of(knowledge, assessment.standards)
    held = held_of(overlap, assessment.findings, organisation, knowledge)
    return Together(overlap, held, assessment, knowledge) if held.themes else None
