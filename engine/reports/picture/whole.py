"""The knowledge graph as a picture: stages from left to right, a box for every clause of two numbers, a sign
for every requirement.

Without an assessment lines join whole boxes, coloured by kind. With one, only what fails is drawn: each
requirement that fails or stands at an end of a failing link has a row of its own, so that the eye can
follow a gap to its cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.assessment import Assessment
from ...model import FailureKind, LinkKind, count
from ..looks import FAILURE_STROKES, KINDS, QUIET, Stroke
from .assessed import assessed
from .drawing import Sheet
from .frame import (
    MARGIN,
    LegendEntry,
    Link,
    draw_head,
    draw_legend,
    failure_entries,
    kind_entries,
    link_words,
    links_of,
    mark_entries,
    tag_entries,
)
from .panel import WIDTH, DrawnPanel, Panel, box_of

if TYPE_CHECKING:
    from ...knowledge.graph import Graph

MOST_PROVISIONAL = 12
HOW_TO_READ = (
    "An arrow leads from a foundation to what builds on it. Rest the pointer on a sign, a name or a line for"
    " its words."
)
JOINED = " Hard links between two clauses are one line, the wider the more they are."


def graph_svg(graph: Graph, assessment: Assessment | None = None) -> str:
    """The picture of every standard in a graph, one below the other, 1440 pixels wide."""
    return _WholePicture(graph, assessment).svg()


class _WholePicture:
    def __init__(self, graph: Graph, assessment: Assessment | None) -> None:
        self.graph = graph
        self.assessment = assessment
        self.shown = assessed(assessment)
        self.hard = [link for link in links_of(graph) if link[2]["strength"] == "hard"]
        self.standards = [node for node, about in graph.nodes(data=True) if about["kind"] == "standard"]
        self.requirements = [node for node, about in graph.nodes(data=True) if about["kind"] == "requirement"]

    def svg(self) -> str:
        title = self.assessment.organisation if self.assessment else "What builds on what"
        sheet = Sheet(WIDTH, title)
        height = draw_head(sheet, title, self._subtitle(), self.assessment, self.shown) + 1
        sheet.text(MARGIN, height, HOW_TO_READ + ("" if self.assessment else JOINED), 12, colour=QUIET)
        height = draw_legend(sheet, height + 13, self._legend())
        for standard in self.standards:
            if len(self.standards) > 1:
                height += 34
                sheet.text(MARGIN, height, self._named(standard), 16, bold=True)
            height = Panel(self.graph, self.shown, standard, self._drawn(standard)).draw(sheet, height + 10)
        return sheet.done(height + MARGIN)

    def _named(self, standard: str) -> str:
        return f"{standard} · {self.graph.nodes[standard]['title']}"

    def _subtitle(self) -> str:
        named = self._named(self.standards[0]) if len(self.standards) == 1 else ", ".join(self.standards)
        if self.assessment:
            return f"{named} · as of {self.assessment.as_of}"
        return (
            f"{named} · {count(len(self.requirements), 'requirement')}, {count(len(self.hard), 'hard link')}"
            " between them"
        )

    def _legend(self) -> list[list[LegendEntry]]:
        if not self.assessment:
            return [kind_entries(self.hard)]
        failures = failure_entries(
            self.shown, self.hard, left_out=[kind for kind in FailureKind if not self._is_drawn(kind)]
        )
        return [
            [*mark_entries(self.requirements, self.shown), *tag_entries(self.shown, self.graph)],
            failures,
        ]

    def _is_drawn(self, kind: FailureKind) -> bool:
        number = sum(one is kind for one in self.shown.failures.values())
        return kind is not FailureKind.PROVISIONAL or number <= MOST_PROVISIONAL

    def _drawn(self, standard: str) -> list[DrawnPanel]:
        links = [link for link in self.hard if link[0].partition("/")[0] == standard]
        return self._failing(links) if self.assessment else _joined(links)

    def _failing(self, links: list[Link]) -> list[DrawnPanel]:
        """The failing links, the worst kind last and so on top."""
        failing = [
            (link, self.shown.failures[link[2]["id"]])
            for link in links
            if link[2]["id"] in self.shown.failures
        ]
        failing.sort(key=lambda one: -list(FailureKind).index(one[1]))
        return [
            DrawnPanel(link[0], link[1], FAILURE_STROKES[kind], link_words(link, kind.value))
            for link, kind in failing
            if self._is_drawn(kind)
        ]


def _joined(links: list[Link]) -> list[DrawnPanel]:
    """The links of one kind between the same two boxes as one line, the wider the more they are."""
    joined: dict[tuple[str, str, str], list[Link]] = {}
    for link in links:
        source, target = box_of(link[0]), box_of(link[1])
        if source != target:
            joined.setdefault((source, target, link[2]["kind"]), []).append(link)
    return [
        DrawnPanel(
            source,
            target,
            Stroke(KINDS[LinkKind(kind)], "", min(3.5, 0.7 + 0.5 * len(found))),
            _joined_words(found),
        )
        for (source, target, kind), found in joined.items()
    ]


def _joined_words(links: list[Link]) -> str:
    return "\n".join(f"{source} → {target}: {about['because']}" for source, target, about in links)
