"""One standard laid out: columns for the stages, boxes for the clauses, and the lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from ...model import Stage, lineage
from ..looks import FAINT, FILLS, QUIET, Stroke
from .assessed import Assessed
from .drawing import SIGN, Sheet, wrapped
from .frame import LUCK, MARGIN, ROOT, TAG_HEIGHT, draw_tag, tag_width
from .routes import Routes, Spot, Track

if TYPE_CHECKING:
    from ...knowledge.graph import Graph

WIDTH, GUTTER, RIGHT = 1440.0, 64.0, 62.0
CHAPTERS_IN_A_COLUMN = 2
BAND, GAP, PAD = 24.0, 18.0, 7.0
TITLE, TITLE_STEP = 11.0, 14.0
CHAPTER, CHAPTER_HEIGHT = 13.0, 24.0
NAME, NAME_STEP, ROW_PAD = 10.5, 12.5, 6.0
PITCH = 15.0
STAGE_FILLS = {Stage.PLAN: "#f4f2ea", Stage.DO: "#edf2f6", Stage.CHECK: "#f2eef5", Stage.ACT: "#edf4ed"}


class DrawnPanel(msgspec.Struct, frozen=True):
    """A line to draw: its ends (requirements or clauses), how, and its words."""

    source: str
    target: str
    stroke: Stroke
    words: str


class PanelRow(msgspec.Struct, frozen=True):
    """A requirement, or a clause below the box's own, that is named in a box; a tag that finds no room
    beside the name stands below."""

    node: str
    lines: list[str]
    tag: str
    below: bool

    @property
    def height(self) -> float:
        return len(self.lines) * NAME_STEP + (TAG_HEIGHT + 2 if self.below else 0) + ROW_PAD


class PanelBox(msgspec.Struct, frozen=True):
    """A clause of two numbers: its title, the requirements named in it, and those that are only signs, in
    lines."""

    clause: str
    title: list[str]
    rows: list[PanelRow]
    signs: list[list[str]]

    @property
    def head(self) -> float:
        return PAD + len(self.title) * TITLE_STEP + 3

    @property
    def height(self) -> float:
        return self.head + sum(row.height for row in self.rows) + len(self.signs) * PITCH + PAD - 1


class PanelChapter(msgspec.Struct, frozen=True):
    """A clause of one number, with its boxes."""

    clause: str
    stage: Stage
    boxes: list[PanelBox]


def box_of(node: str) -> str:
    """The clause of two numbers (of one, if there is no second) under which a requirement or clause
    stands."""
    standard, number, *_ = node.split("/")
    return f"{standard}/{[*lineage(number)][-2:][0]}"


def chapter_of(node: str) -> str:
    """The clause of one number under which a requirement or clause stands."""
    standard, number, *_ = node.split("/")
    return f"{standard}/{number.partition('.')[0]}"


class Panel:
    """A standard with the lines to draw in it."""

    def __init__(self, graph: Graph, shown: Assessed, standard: str, drawn: Sequence[DrawnPanel]) -> None:
        self.graph = graph
        self.shown = shown
        self.drawn = drawn
        self.named = {end for one in drawn for end in (one.source, one.target)} | shown.failing()
        members = self._members(
            [node for node, about in graph.nodes(data=True) if about["standard"] == standard]
        )
        stages = {chapter_of(box): Stage(graph.nodes[nodes[0]]["stage"]) for box, nodes in members.items()}
        self.columns = _in_columns(stages)
        self.width = (WIDTH - MARGIN - RIGHT - GUTTER * (len(self.columns) - 1)) / max(len(self.columns), 1)
        self.chapters = {
            chapter: PanelChapter(
                chapter,
                stage,
                [self._box(box, members[box]) for box in members if chapter_of(box) == chapter],
            )
            for chapter, stage in stages.items()
        }
        self.tops: dict[str, float] = {}
        self.places: dict[str, Spot] = {}
        self.sides: dict[str, tuple[float, float]] = {}

    def _members(self, nodes: Sequence[str]) -> dict[str, list[str]]:
        """What stands in every box: its requirements, and clauses below its own that a line leads to or
        from."""
        found: dict[str, list[str]] = {}
        for node in nodes:
            kind = self.graph.nodes[node]["kind"]
            line_ends = any(node in (one.source, one.target) for one in self.drawn)
            if kind == "requirement" or (
                kind == "clause" and line_ends and node not in (box_of(node), chapter_of(node))
            ):
                found.setdefault(box_of(node), []).append(node)
        return found

    def _box(self, clause: str, members: list[str]) -> PanelBox:
        rows = [self._row(node) for node in members if node in self.named]
        signs = [node for node in members if node not in self.named]
        a_line = int((self.width - 2 * PAD) // PITCH)
        return PanelBox(
            clause,
            self._title(clause),
            rows,
            [signs[first : first + a_line] for first in range(0, len(signs), a_line)],
        )

    def _title(self, clause: str) -> list[str]:
        title = self.graph.nodes[clause]["title"] if clause in self.graph else ""
        return wrapped(f"{clause.partition('/')[2]} {title}", self.width - 2 * PAD, TITLE, 3, bold=True)

    def _row(self, node: str) -> PanelRow:
        name, room = node.partition("/")[2], self.width - 2 * PAD - SIGN - 7
        lines, tag = wrapped(name, room, NAME, 2), self._tag(node)
        beside = len(wrapped(name, room - tag_width(tag) - 4, NAME)) == 1
        return PanelRow(node, lines, tag, below=bool(tag) and not beside)

    def _tag(self, node: str) -> str:
        if node in self.shown.roots:
            return f"{ROOT} of {self.shown.roots[node]}"
        return LUCK if node in self.shown.unfounded and node not in self.shown.failing() else ""

    def draw(self, sheet: Sheet, top: float) -> float:
        """Draws the panel below a height; gives the height at which it ends."""
        ends = [self._lay_out(number, top + BAND) for number in range(len(self.columns))]
        bottom = max(ends, default=top) + GAP
        self._draw_stages(sheet, top, bottom)
        self._draw_lines(sheet)
        for chapter in self.chapters.values():
            self._draw_chapter(sheet, chapter)
        return bottom

    def _lay_out(self, number: int, top: float) -> float:
        """Finds the places of one column; gives the height at which it ends."""
        for chapter in self.columns[number]:
            self.tops[chapter] = top
            self.places[chapter] = Spot(number, top + CHAPTER_HEIGHT / 2 + 3)
            top += CHAPTER_HEIGHT + 6
            for box in self.chapters[chapter].boxes:
                self._place_box(number, box, top)
                top += box.height + GAP
        return top - GAP

    def _place_box(self, number: int, box: PanelBox, top: float) -> None:
        if box.clause not in self.tops:  # a clause of one number may be chapter and box in one
            self.places[box.clause] = Spot(number, top + box.head / 2)
        self.tops[f"box {box.clause}"] = top
        self.sides[box.clause] = top, top + box.height
        top += box.head
        for row in box.rows:
            self.places[row.node] = Spot(number, top + (row.height - ROW_PAD) / 2)
            top += row.height

    def _left(self, number: int) -> float:
        return MARGIN + number * (self.width + GUTTER)

    def _draw_stages(self, sheet: Sheet, top: float, bottom: float) -> None:
        for stage in Stage:
            mine = [
                number
                for number, chapters in enumerate(self.columns)
                if self.chapters[chapters[0]].stage is stage
            ]
            if mine:
                left = self._left(mine[0]) - 12
                right = self._left(mine[-1]) + self.width + GUTTER - 18
                sheet.box(left, top, right - left, bottom - top, fill=STAGE_FILLS[stage], round_=5)
                sheet.text(left + 12, top + 18, stage.value.capitalize(), 15, bold=True, colour=QUIET)

    def _draw_lines(self, sheet: Sheet) -> None:
        columns = [
            Track(self._left(number), self._left(number) + self.width, tuple(self._obstacles(chapters)))
            for number, chapters in enumerate(self.columns)
        ]
        routes = Routes(columns)
        spread = self._spread() if not self.shown.marks else {}
        for number, one in enumerate(self.drawn):
            start, end = spread.get(number) or (self.places[one.source], self.places[one.target])
            with sheet.told(one.words):
                sheet.line(routes.path(start, end), one.stroke)

    def _obstacles(self, chapters: list[str]) -> list[tuple[float, float]]:
        found = []
        for chapter in chapters:
            found.append((self.tops[chapter], self.tops[chapter] + CHAPTER_HEIGHT + 6))
            found += [self.sides[box.clause] for box in self.chapters[chapter].boxes]
        return found

    def _spread(self) -> dict[int, tuple[Spot, Spot]]:
        """Where lines between whole boxes begin and end: spread over the sides of the boxes, in the order
        of their other ends."""
        sides: dict[tuple[str, bool], list[tuple[float, int, int]]] = {}
        for number, one in enumerate(self.drawn):
            columns = self.places[one.source].column, self.places[one.target].column
            heights = self.places[one.source].height, self.places[one.target].height
            sides.setdefault((one.source, columns[0] <= columns[1]), []).append((heights[1], number, 0))
            sides.setdefault((one.target, columns[0] >= columns[1]), []).append((heights[0], number, 1))
        heights_of: dict[tuple[int, int], Spot] = {}
        for (box, _), ends in sides.items():
            top, bottom = self.sides.get(box, (self.places[box].height - 8, self.places[box].height + 8))
            for place, (_, number, end) in enumerate(sorted(ends), 1):
                heights_of[number, end] = Spot(
                    self.places[box].column, top + (bottom - top) * place / (len(ends) + 1)
                )
        return {number: (heights_of[number, 0], heights_of[number, 1]) for number in range(len(self.drawn))}

    def _draw_chapter(self, sheet: Sheet, chapter: PanelChapter) -> None:
        left, title = (
            self._left(self.places[chapter.clause].column),
            self.graph.nodes.get(chapter.clause, {}).get("title", ""),
        )
        words = wrapped(
            f"{chapter.clause.partition('/')[2]} {title}", self.width + GUTTER - 20, CHAPTER, 1, bold=True
        )
        sheet.text(left + 4, self.tops[chapter.clause] + CHAPTER_HEIGHT - 3, words[0], CHAPTER, bold=True)
        for box in chapter.boxes:
            self._draw_box(sheet, box, left)

    def _draw_box(self, sheet: Sheet, box: PanelBox, left: float) -> None:
        top = self.tops[f"box {box.clause}"]
        with sheet.told(self._words(box.clause)):
            sheet.box(left, top, self.width, box.height, fill="#ffffff", border=Stroke(FAINT, "", 1))
            sheet.lines(left + PAD, top + PAD + 9, box.title, TITLE, TITLE_STEP, bold=True)
        top += box.head
        for row in box.rows:
            self._draw_row(sheet, row, left, top)
            top += row.height
        for line in box.signs:
            for place, node in enumerate(line):
                with sheet.told(self._words(node)):
                    sheet.sign(left + PAD + place * PITCH, top, self.shown.marks.get(node))
            top += PITCH

    def _draw_row(self, sheet: Sheet, row: PanelRow, left: float, top: float) -> None:
        mark, text = self.shown.marks.get(row.node), left + PAD + SIGN + 5
        with sheet.told(self._words(row.node)):
            sheet.box(
                left + 2,
                top - 2,
                self.width - 4,
                row.height - 2,
                fill=FILLS[mark] if mark else "#ffffff",
                round_=2,
            )
            sheet.sign(left + PAD, top, mark)
            sheet.lines(text, top + 9, row.lines, NAME, NAME_STEP)
            if row.tag and row.below:
                draw_tag(sheet, text, top + len(row.lines) * NAME_STEP + 2, row.tag)
            elif row.tag:
                draw_tag(sheet, left + self.width - PAD - tag_width(row.tag), top, row.tag)

    def _words(self, node: str) -> str:
        """What a box, row or sign says when the pointer rests on it."""
        title = self.graph.nodes[node]["title"] if node in self.graph else ""
        mark = self.shown.marks.get(node, "")
        return "\n".join(part for part in (node, title, mark.replace("-", " ")) if part)


def _in_columns(stages: dict[str, Stage]) -> list[list[str]]:
    """The chapters of each stage, in the order of the stages, a few in each column."""
    found: list[list[str]] = []
    for stage in Stage:
        chapters = [chapter for chapter, one in stages.items() if one is stage]
        found += [
            chapters[first : first + CHAPTERS_IN_A_COLUMN]
            for first in range(0, len(chapters), CHAPTERS_IN_A_COLUMN)
        ]
    return found
