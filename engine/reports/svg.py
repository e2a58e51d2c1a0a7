"""The knowledge graph as a picture: the stages of PDCA from left to right, a box for every clause of two numbers, a sign for every requirement.

Without an assessment lines join whole boxes, coloured by kind. With one, only what fails is drawn: each requirement that fails or stands at
an end of a failing link has a row of its own, so that the eye can follow a gap to its cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from ..assessment import Assessment
from ..model import FailureKind, LinkKind, Stage, count, lineage
from .assessed import Assessed, assessed
from .drawing import SIGN, Sheet, wrapped
from .looks import FAILURE_STROKES, FAINT, FILLS, INK, KINDS, QUIET, Stroke
from .routes import Column, Place, Routes
from .svg_frame import (
    LUCK,
    MARGIN,
    ROOT,
    TAG_HEIGHT,
    Link,
    draw_head,
    Entry,
    draw_legend,
    draw_tag,
    failure_entries,
    kind_entries,
    links_of,
    mark_entries,
    tag_entries,
    tag_width,
)

if TYPE_CHECKING:
    from ..knowledge.graph import Graph

WIDTH, GUTTER, RIGHT = 1440.0, 64.0, 44.0
CHAPTERS_IN_A_COLUMN = 2
BOX_GAP, PAD = 20.0, 7.0
TITLE, TITLE_STEP, CHAPTER = 11.5, 14.0, 13.0
NAME, NAME_STEP, PITCH = 10.5, 13.0, 15.0
MOST_PROVISIONAL = 12
STAGE_FILLS = {Stage.PLAN: "#f3f1ea", Stage.DO: "#edf2f6", Stage.CHECK: "#f1edf4", Stage.ACT: "#ecf3ec"}
HOW_TO_READ = "Read from left to right: what stands on the left carries what an arrow leads to. Rest the pointer on a sign or a line for its words."


def graph_svg(graph: Graph, assessment: Assessment | None = None) -> str:
    """The picture of every standard in a graph, one below the other, 1440 pixels wide."""
    return _Picture(graph, assessment).svg()


class _Picture:
    def __init__(self, graph: Graph, assessment: Assessment | None) -> None:
        self.graph = graph
        self.assessment = assessment
        self.shown = assessed(assessment)
        self.links = links_of(graph)
        self.standards = [node for node, about in graph.nodes(data=True) if about["kind"] == "standard"]
        self.requirements = [node for node, about in graph.nodes(data=True) if about["kind"] == "requirement"]

    def svg(self) -> str:
        title = self.assessment.organisation if self.assessment else "What builds on what"
        sheet = Sheet(WIDTH, title)
        height = draw_head(sheet, title, self._subtitle(), self.assessment, self.shown) + 2
        sheet.text(MARGIN, height, HOW_TO_READ, 12, colour=QUIET)
        height = draw_legend(sheet, height + 12, self._legend())
        for standard in self.standards:
            if len(self.standards) > 1:
                height += 34
                sheet.text(MARGIN, height, self._named(standard), 16, bold=True)
            height = Panel(self.graph, self.shown, standard, self._of(standard)).draw(sheet, height + 12)
        return sheet.done(height + MARGIN)

    def _named(self, standard: str) -> str:
        return f"{standard} · {self.graph.nodes[standard]['title']}"

    def _subtitle(self) -> str:
        named = self._named(self.standards[0]) if len(self.standards) == 1 else ", ".join(self.standards)
        if self.assessment:
            return f"{named} · as of {self.assessment.as_of}"
        return f"{named} · {count(len(self.requirements), 'requirement')}, {count(len(self._hard()), 'hard link')}"

    def _legend(self) -> list[list[Entry]]:
        if not self.assessment:
            return [kind_entries(self._hard())]
        failures = failure_entries(self.shown, self.links, drawn=self._is_drawn)
        return [[*mark_entries(self.requirements, self.shown), *tag_entries(self.shown)], failures]

    def _is_drawn(self, kind: FailureKind) -> bool:
        number = sum(one is kind for one in self.shown.failures.values())
        return kind is not FailureKind.PROVISIONAL or number <= MOST_PROVISIONAL

    def _hard(self) -> list[Link]:
        return [link for link in self.links if link[2]["strength"] == "hard"]

    def _of(self, standard: str) -> list[Drawn]:
        links = [link for link in self._hard() if link[0].partition("/")[0] == standard]
        return self._failing(links) if self.assessment else _joined(links)

    def _failing(self, links: list[Link]) -> list[Drawn]:
        kinds = [(link, self.shown.failures[link[2]["id"]]) for link in links if link[2]["id"] in self.shown.failures]
        worst_last = sorted(kinds, key=lambda one: -list(FailureKind).index(one[1]))
        return [Drawn(*link[:2], FAILURE_STROKES[kind], link_words(link, kind.value)) for link, kind in worst_last if self._is_drawn(kind)]


def link_words(link: Link, state: str) -> str:
    """What a line says when the pointer rests on it."""
    source, target, about = link
    return f"{source} → {target}\n{state}, {about['basis']}, {about['strength']}\n{about['because']}"


def _joined(links: list[Link]) -> list[Drawn]:
    """The links of one kind between the same two boxes as one line, the wider the more they are."""
    joined: dict[tuple[str, str, str], list[Link]] = {}
    for link in links:
        ends = box_of(link[0]), box_of(link[1])
        if ends[0] != ends[1]:
            joined.setdefault((*ends, link[2]["kind"]), []).append(link)
    return [
        Drawn(source, target, Stroke(KINDS[LinkKind(kind)], "", min(4.0, 0.7 + 0.6 * len(found))), _joined_words(found))
        for (source, target, kind), found in joined.items()
    ]


def _joined_words(links: list[Link]) -> str:
    return "\n".join(f"{source} → {target}: {about['because']}" for source, target, about in links)
