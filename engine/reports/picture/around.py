"""The picture around one requirement: its foundations to the left, what builds on it to the right, each
with its words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from ...analysis.assessment import Assessment
from ...model import FailureKind, LinkKind
from ..looks import FAILURE_STROKES, FAINT, FILLS, HOLDS, INK, KINDS, QUIET, SOFT_DASHES, Stroke
from ..words.assessment import short_name
from .assessed import assessed
from .drawing import SIGN, Sheet, wrapped
from .frame import (
    LUCK,
    MARGIN,
    ROOT,
    TAG_HEIGHT,
    LegendEntry,
    Link,
    draw_head,
    draw_legend,
    draw_tag,
    failure_entries,
    kind_entries,
    link_words,
    links_of,
    mark_entries,
    strength_entries,
    tag_entries,
)
from .routes import Routes, Spot, Track

if TYPE_CHECKING:
    from ...knowledge.graph import Graph

WIDEST, NARROWEST, WIDEST_BOX, GUTTER = 1440.0, 900.0, 290.0, 62.0
GAP, PAD = 18.0, 8.0
NAME, NAME_STEP, CLAUSE, WORDS, WORDS_STEP = 11.5, 14.0, 10.0, 11.0, 14.0
HEADINGS = {
    -2: "Two steps before",
    -1: "It stands on",
    0: "This requirement",
    1: "Builds on it",
    2: "Two steps on",
}


def around_svg(view: Graph, assessment: Assessment | None = None) -> str:
    """The picture of a graph whose nodes carry their `step` from the requirements in the middle, at most
    1440 pixels wide."""
    return _PictureAround(view, assessment).svg()


class BoxAround(msgspec.Struct, frozen=True):
    """A requirement with its words, or a whole clause with its title."""

    node: str
    name: list[str]
    clause: list[str]
    words: list[str]
    tag: str

    @property
    def height(self) -> float:
        tag = TAG_HEIGHT + 4 if self.tag else 0
        return (
            2 * PAD + len(self.name) * NAME_STEP + len(self.clause) * 13 + len(self.words) * WORDS_STEP + tag
        )


class _PictureAround:
    def __init__(self, view: Graph, assessment: Assessment | None) -> None:
        self.view = view
        self.assessment = assessment
        self.shown = assessed(assessment)
        self.links = links_of(view)
        ends = {end for source, target, _ in self.links for end in (source, target)}
        nodes = [
            node
            for node, about in view.nodes(data=True)
            if node in ends or (about["kind"] == "requirement" and about["step"] == 0)
        ]
        self.steps = sorted({int(view.nodes[node]["step"]) for node in nodes})
        self.centres = [
            node
            for node in nodes
            if view.nodes[node]["step"] == 0 and view.nodes[node]["kind"] == "requirement"
        ]
        self.standards = sorted({node.partition("/")[0] for node in nodes})
        self.width = min(WIDEST_BOX, (WIDEST - 2 * MARGIN) / len(self.steps) - GUTTER)
        self.boxes = {node: self._box(node) for node in nodes}
        self.columns = self._ordered(nodes)
        self.tops: dict[str, float] = {}

    def _box(self, node: str) -> BoxAround:
        about, room = self.view.nodes[node], self.width - 2 * PAD
        name = wrapped(short_name(node, self.standards), room - SIGN - 6, NAME, 3, bold=True)
        if about["kind"] == "clause":
            return BoxAround(
                node, name, ["whole clause"], wrapped(about["title"], room, WORDS, 4), self._tag(node)
            )
        clause = self.view.nodes["/".join(node.split("/")[:2])]["title"] if about["step"] == 0 else ""
        return BoxAround(
            node,
            name,
            wrapped(clause, room, CLAUSE, 2) if clause else [],
            wrapped(about["title"], room, WORDS, 9),
            self._tag(node),
        )

    def _tag(self, node: str) -> str:
        if node in self.shown.roots:
            return f"{ROOT} of {self.shown.roots[node]}"
        return LUCK if node in self.shown.unfounded and node not in self.shown.failing() else ""

    def _ordered(self, nodes: Sequence[str]) -> dict[int, list[str]]:
        """The nodes of each column, so that lines cross little: near what they are linked with in the
        column nearer to the middle."""
        found = {
            step: [node for node in nodes if self.view.nodes[node]["step"] == step] for step in self.steps
        }
        for step in sorted(self.steps, key=abs):
            if step:
                inner = {
                    node: place for place, node in enumerate(found.get(step - (1 if step > 0 else -1), []))
                }
                first = {node: place for place, node in enumerate(found[step])}
                found[step].sort(key=lambda node: (self._middle(node, inner), first[node]))
        return found

    def _middle(self, node: str, inner: dict[str, int]) -> float:
        ends = chain.from_iterable(
            (source, target) for source, target, _ in self.links if node in (source, target)
        )
        linked = [end for end in ends if end in inner]
        return sum(inner[end] for end in linked) / len(linked) if linked else len(inner)

    def svg(self) -> str:
        named = ", ".join(short_name(centre, self.standards) for centre in self.centres)
        sheet = Sheet(max(NARROWEST, MARGIN + self._left(len(self.steps))), f"Around {named}")
        height = draw_head(sheet, f"Around {named}", self._subtitle(), None, self.shown)
        height = draw_legend(sheet, height, self._legend()) + 26
        bottom = self._lay_out(height + 14)
        for number, step in enumerate(self.steps):
            sheet.text(self._left(number), height, HEADINGS[step], 14, bold=True, colour=QUIET)
        self._draw_lines(sheet)
        for number, step in enumerate(self.steps):
            for node in self.columns[step]:
                self._draw_box(sheet, self.boxes[node], self._left(number))
        return sheet.done(bottom + MARGIN)

    def _subtitle(self) -> str:
        standards = ", ".join(self.standards)
        return (
            f"{self.assessment.organisation} · {standards} · as of {self.assessment.as_of}"
            if self.assessment
            else standards
        )

    def _legend(self) -> list[list[LegendEntry]]:
        if not self.assessment:
            return [[*kind_entries(self.links), *strength_entries(self.links, holding=False)]]
        signs = [*mark_entries(self._requirements(), self.shown), *tag_entries(self.shown, self.boxes)]
        holding = any(
            about["id"] not in self.shown.failures and about["strength"] == "hard"
            for _, _, about in self.links
        )
        return [
            signs,
            [*failure_entries(self.shown, self.links), *strength_entries(self.links, holding=holding)],
        ]

    def _requirements(self) -> list[str]:
        return [node for node in self.boxes if self.view.nodes[node]["kind"] == "requirement"]

    def _left(self, number: int) -> float:
        return MARGIN + number * (self.width + GUTTER)

    def _lay_out(self, top: float) -> float:
        """Finds the places, every column around the same middle; gives the height at which the tallest
        ends."""
        heights = {
            step: sum(self.boxes[node].height + GAP for node in nodes) - GAP
            for step, nodes in self.columns.items()
        }
        tallest = max(heights.values())
        for step, nodes in self.columns.items():
            here = top + (tallest - heights[step]) / 2
            for node in nodes:
                self.tops[node] = here
                here += self.boxes[node].height + GAP
        return top + tallest

    def _draw_lines(self, sheet: Sheet) -> None:
        number = {step: place for place, step in enumerate(self.steps)}
        columns = [
            Track(
                self._left(number[step]),
                self._left(number[step]) + self.width,
                tuple(self._extent(node) for node in nodes),
            )
            for step, nodes in self.columns.items()
        ]
        routes = Routes(columns)
        for link, heights in zip(self.links, self._heights(), strict=True):
            start, end = (
                Spot(number[int(self.view.nodes[node]["step"])], height)
                for node, height in zip(link[:2], heights, strict=True)
            )
            kind = self.shown.failures.get(link[2]["id"])
            with sheet.told(link_words(link, kind.value if kind else link[2]["kind"])):
                sheet.line(routes.path(start, end), self._stroke(link, kind))

    def _heights(self) -> list[tuple[float, float]]:
        """At which height each link leaves and arrives: spread over the side of the box, in the order of
        the other ends."""
        sides: dict[tuple[str, int], list[tuple[float, int, int]]] = {}
        for place, (source, target, _) in enumerate(self.links):
            steps = self.view.nodes[source]["step"], self.view.nodes[target]["step"]
            sides.setdefault((source, 1 if steps[0] <= steps[1] else -1), []).append(
                (self.tops[target], place, 0)
            )
            sides.setdefault((target, -1 if steps[0] < steps[1] else 1), []).append(
                (self.tops[source], place, 1)
            )
        found: dict[tuple[int, int], float] = {}
        for (node, _), ends in sides.items():
            top, bottom = self._extent(node)
            for order, (_, place, end) in enumerate(sorted(ends), 1):
                found[place, end] = top + (bottom - top) * order / (len(ends) + 1)
        return [(found[place, 0], found[place, 1]) for place in range(len(self.links))]

    def _extent(self, node: str) -> tuple[float, float]:
        return self.tops[node], self.tops[node] + self.boxes[node].height

    def _stroke(self, link: Link, kind: FailureKind | None) -> Stroke:
        if kind:
            return FAILURE_STROKES[kind]
        colour = HOLDS.colour if self.assessment else KINDS[LinkKind(link[2]["kind"])]
        return Stroke(colour, SOFT_DASHES if link[2]["strength"] == "soft" else "", HOLDS.width)

    def _draw_box(self, sheet: Sheet, box: BoxAround, left: float) -> None:
        mark, top = self.shown.marks.get(box.node), self.tops[box.node]
        border = Stroke(INK, "", 2) if box.node in self.centres else Stroke(FAINT, "", 1)
        with sheet.told(self._words(box.node, mark)):
            sheet.box(
                left, top, self.width, box.height, fill=FILLS[mark] if mark else "#fafafa", border=border
            )
            sheet.sign(left + PAD, top + PAD, mark)
            base = top + PAD + 9
            sheet.lines(left + PAD + SIGN + 6, base, box.name, NAME, NAME_STEP, bold=True)
            base += len(box.name) * NAME_STEP
            sheet.lines(left + PAD, base, box.clause, CLAUSE, 13, colour=QUIET)
            base += len(box.clause) * 13
            sheet.lines(left + PAD, base, box.words, WORDS, WORDS_STEP)
            if box.tag:
                draw_tag(sheet, left + PAD, base + len(box.words) * WORDS_STEP - 7, box.tag)

    def _words(self, node: str, mark: str | None) -> str:
        return "\n".join(
            part for part in (node, self.view.nodes[node]["title"], (mark or "").replace("-", " ")) if part
        )
