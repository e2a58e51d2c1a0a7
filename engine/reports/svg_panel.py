"""One standard laid out: columns for the stages, boxes for the clauses, and the lines between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from ..model import Stage, lineage
from .assessed import Assessed
from .drawing import SIGN, Sheet, wrapped
from .looks import FAINT, FILLS, INK, QUIET, Stroke
from .routes import Column, Place, Routes
from .svg_frame import LUCK, MARGIN, ROOT, TAG_HEIGHT, draw_tag, tag_width

if TYPE_CHECKING:
    from ..knowledge.graph import Graph

class Row(msgspec.Struct, frozen=True):
    """A requirement (or whole clause) named in a box: its lines, its tag, and whether that stands below the name."""

    node: str
    lines: list[str]
    tag: str
    below: bool

    @property
    def height(self) -> float:
        return len(self.lines) * NAME_STEP + (TAG_HEIGHT + 2 if self.below else 0) + 5


class Box(msgspec.Struct, frozen=True):
    """A clause of two numbers: its title, the requirements named in it, and those that are only signs."""

    clause: str
    title: list[str]
    rows: list[Row]
    signs: list[str]
    width: float

    @property
    def signs_in_a_line(self) -> int:
        return int((self.width - 2 * PAD) // PITCH)

    @property
    def head(self) -> float:
        return PAD + len(self.title) * TITLE_STEP + 2

    @property
    def height(self) -> float:
        lines = -(-len(self.signs) // self.signs_in_a_line)
        return self.head + sum(row.height for row in self.rows) + lines * PITCH + PAD


class Drawn(msgspec.Struct, frozen=True):
    """A line to draw: its ends, how, and its words."""

    source: str
    target: str
    stroke: Stroke
    words: str


class Chapter(msgspec.Struct, frozen=True):
    """A clause of one number, with its boxes."""

    clause: str
    title: list[str]
    stage: Stage
    boxes: list[Box]

    @property
    def head(self) -> float:
        return len(self.title) * CHAPTER_STEP + 7


class Panel:
    """A standard with the lines to draw in it. Ends of lines are named in the boxes, or are boxes themselves where lines join boxes."""

    def __init__(self, graph: Graph, shown: Assessed, standard: str, drawn: Sequence[Drawn]) -> None:
        self.graph = graph
        self.shown = shown
        self.drawn = drawn
        self.ends = {end for one in drawn for end in (one.source, one.target)}
        self.nodes = [node for node, about in graph.nodes(data=True) if about["standard"] == standard]
        members = self._members()
        chapters: dict[str, list[str]] = {}
        for box in members:
            chapters.setdefault(box.rpartition(".")[0] or box, []).append(box)
        self.columns = _in_columns([(chapter, self._stage(members[boxes[0]])) for chapter, boxes in chapters.items()])
        self.width = (WIDTH - MARGIN - RIGHT - GUTTER * (len(self.columns) - 1)) / max(len(self.columns), 1)
        self.chapters = {
            chapter: Chapter(chapter, self._title(chapter, CHAPTER), self._stage(members[boxes[0]]), [self._box(box, members[box]) for box in boxes])
            for chapter, boxes in chapters.items()
        }
        self.places: dict[str, Place] = {}
        self.extents: dict[str, tuple[float, float]] = {}

    def _members(self) -> dict[str, list[str]]:
        """The requirements of every box, and the clauses below it that lines lead to."""
        found: dict[str, list[str]] = {}
        for node in self.nodes:
            if self.graph.nodes[node]["kind"] == "requirement" or (node in self.ends and node.count(".") > 1):
                found.setdefault(box_of(node), []).append(node)
        return found

    def _stage(self, members: Sequence[str]) -> Stage:
        return Stage(self.graph.nodes[members[0]]["stage"])

    def _title(self, clause: str, size: float) -> list[str]:
        number = clause.partition("/")[2]
        title = self.graph.nodes[clause]["title"] if clause in self.graph else ""
        return wrapped(f"{number} {title}", self.width - 2 * PAD, size, 2, bold=True)

    def _box(self, clause: str, members: list[str]) -> Box:
        failing = self.shown.failing()
        named = [node for node in members if node in self.ends or node in failing]
        signs = [node for node in members if node not in named]
        return Box(clause, self._title(clause, TITLE), [self._row(node) for node in named], signs, self.width)

    def _row(self, node: str) -> Row:
        tag = f"{ROOT} of {self.shown.roots[node]}" if node in self.shown.roots else LUCK if node in self.shown.unfounded and node not in self.shown.failing() else ""
        room = self.width - 2 * PAD - SIGN - 6
        lines = wrapped(node.partition("/")[2], room, NAME, 2)
        beside = len(lines) == 1 and bool(tag) and lines == wrapped(node.partition("/")[2], room - tag_width(tag) - 4, NAME)
        return Row(node, lines, tag, bool(tag) and not beside)

    def draw(self, sheet: Sheet, top: float) -> float:
        """Draws the panel below a height; gives the height at which it ends."""
        tops = [self._lay_out(number, chapters, top + BAND + 10) for number, chapters in enumerate(self.columns)]
        bottom = max([one[1] for one in tops], default=top) + BOX_GAP
        self._draw_stages(sheet, top, bottom)
        self._draw_lines(sheet)
        for chapter in self.chapters.values():
            self._draw_chapter(sheet, chapter)
        return bottom
