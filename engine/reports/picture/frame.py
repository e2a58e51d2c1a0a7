"""What stands over every picture: title, verdict, what to mend first, and the legend with its counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from ...analysis.assessment import Assessment
from ...analysis.marks import MARKS
from ...model import FailureKind, LinkKind
from ..looks import FAILURE_STROKES, HOLDS, INK, KINDS, QUIET, SOFT_DASHES, Stroke
from ..words.assessment import FAILURES, counted, short_name
from .assessed import Assessed, failures_counted
from .drawing import Sheet, moved_to, straight, width_of, wrapped

if TYPE_CHECKING:
    from ...knowledge.graph import Graph

MARGIN = 24.0
TEXT, STEP = 12.0, 17.0
SAMPLE_LENGTH = 34.0
MOST_MENDED = 4

Link = tuple[str, str, dict[str, Any]]

KIND_WORDS = {
    LinkKind.GROUNDS: "grounds: context feeds planning",
    LinkKind.LEADS: "leads: leadership frames it",
    LinkKind.PLANS: "plans: planning directs the work",
    LinkKind.SUPPORTS: "supports: resources and people carry it",
    LinkKind.EVALUATES: "evaluates: the work is measured",
    LinkKind.IMPROVES: "improves: results feed back",
    LinkKind.REFERS: "refers: named only",
}


class LegendEntry(msgspec.Struct, frozen=True):
    """An entry of the legend: what to draw, given the top left corner, its width, and the words."""

    draw: Callable[[Sheet, float, float], None]
    width: float
    words: str


def links_of(graph: Graph) -> list[Link]:
    """The links of a graph in the order of their ids: foundation, dependent, and what is known of the
    link."""
    links = [
        (source, target, about)
        for source, target, about in graph.edges(data=True)
        if about["kind"] in list(LinkKind)
    ]
    return sorted(links, key=lambda link: str(link[2]["id"]))


def link_words(link: Link, state: str) -> str:
    """What a line says when the pointer rests on it."""
    source, target, about = link
    return f"{source} → {target}\n{state}, {about['basis']}, {about['strength']}\n{about['because']}"


def draw_head(
    sheet: Sheet, title: str, subtitle: str, assessment: Assessment | None, shown: Assessed
) -> float:
    """The title, and with an assessment its verdict and what to mend first; gives the height at which it
    ends."""
    room = sheet.width - 2 * MARGIN
    height = 38.0
    sheet.text(MARGIN, height, wrapped(title, room, 20, 1, bold=True)[0], 20, bold=True)
    height = _paragraph(sheet, height + 22, subtitle, room, QUIET)
    if assessment is None:
        return height
    height = _paragraph(sheet, height + 3, assessment.summary.verdict, room, INK, bold=True)
    if shown.roots:
        height = _paragraph(sheet, height, f"Mend first: {_mend_first(assessment, shown)}.", room, INK)
    return height


def _paragraph(
    sheet: Sheet, base: float, words: str, room: float, colour: str, *, bold: bool = False
) -> float:
    lines = wrapped(words, room, 13, 3, bold=bold)
    sheet.lines(MARGIN, base, lines, 13, STEP, bold=bold, colour=colour)
    return base + len(lines) * STEP


def _mend_first(assessment: Assessment, shown: Assessed) -> str:
    named = [
        f"{short_name(root, assessment.standards)} (undermines {number})"
        for root, number in shown.roots.items()
    ]
    more = [f"{len(named) - MOST_MENDED} more"] if len(named) > MOST_MENDED else []
    return ", ".join(named[:MOST_MENDED] + more)


def draw_legend(sheet: Sheet, top: float, entries: Sequence[Sequence[LegendEntry]]) -> float:
    """The legend, each group of entries beginning a new line; gives the height at which it ends."""
    for group in entries:
        left = MARGIN
        for entry in group:
            wide = entry.width + 6 + width_of(entry.words, TEXT)
            if left > MARGIN and left + wide > sheet.width - MARGIN:
                left, top = MARGIN, top + STEP
            entry.draw(sheet, left, top)
            sheet.text(left + entry.width + 6, top + 9.5, entry.words, TEXT)
            left += wide + 20
        top += STEP + 2 if group else 0
    return top


def mark_entries(nodes: Iterable[str], shown: Assessed) -> list[LegendEntry]:
    """The signs in use, worst first, with how many requirements carry each."""
    found = Counter(shown.marks[node] for node in nodes if node in shown.marks)
    return [_sign_entry(mark, counted(mark, found[mark])) for mark in MARKS if found[mark]]


def _sign_entry(mark: str, words: str) -> LegendEntry:
    return LegendEntry(lambda sheet, left, top: sheet.sign(left, top, mark), 10, words)


def tag_entries(shown: Assessed, nodes: Iterable[str]) -> list[LegendEntry]:
    """The tags in use among some nodes."""
    root = _tag_entry(ROOT, "no failing foundation explains it: mend it first")
    luck = _tag_entry(LUCK, "met, but what it stands on is absent")
    used = set(nodes)
    return [root] * bool(used & set(shown.roots)) + [luck] * bool(used & shown.unfounded)


def _tag_entry(tag: str, words: str) -> LegendEntry:
    return LegendEntry(lambda sheet, left, top: draw_tag(sheet, left, top, tag), tag_width(tag), words)


def failure_entries(
    shown: Assessed, links: Sequence[Link], left_out: Sequence[FailureKind] = ()
) -> list[LegendEntry]:
    """The kinds of failure in use, with how many links fail so and what it means."""
    counts = failures_counted(shown, [about["id"] for _, _, about in links])
    return [
        _line_entry(
            FAILURE_STROKES[kind],
            f"{number} {kind}: {FAILURES[kind]}{' (too many to draw)' if kind in left_out else ''}",
        )
        for kind, number in counts.items()
    ]


def kind_entries(links: Sequence[Link]) -> list[LegendEntry]:
    """The kinds of links in use."""
    used = {about["kind"] for _, _, about in links}
    return [
        _line_entry(Stroke(KINDS[kind], "", 1.7), words)
        for kind, words in KIND_WORDS.items()
        if kind.value in used
    ]


def strength_entries(links: Sequence[Link], *, holding: bool) -> list[LegendEntry]:
    """What plain and dashed lines mean where both occur; `holding` if some are hard links not known to
    fail."""
    soft = any(about["strength"] == "soft" for _, _, about in links)
    hard = [_line_entry(HOLDS, "hard, no failure known")] if holding else []
    return hard + (
        [_line_entry(Stroke(HOLDS.colour, SOFT_DASHES), "soft: useful, but it can do without")]
        if soft
        else []
    )


def _line_entry(stroke: Stroke, words: str) -> LegendEntry:
    def draw(sheet: Sheet, left: float, top: float) -> None:
        sheet.line(moved_to((left, top + 5.5)) + straight((left + SAMPLE_LENGTH, top + 5.5)), stroke)

    return LegendEntry(draw, SAMPLE_LENGTH, words)


ROOT, LUCK = "root cause", "by luck"
TAG, TAG_HEIGHT = 9.0, 13.0


def tag_width(words: str) -> float:
    """How wide a tag is."""
    return width_of(words, TAG, bold=True) + 8


def draw_tag(sheet: Sheet, left: float, top: float, words: str) -> None:
    """A tag at a requirement: dark for a root cause, an empty dashed frame for what works by luck."""
    dark = words.startswith(ROOT)
    stroke = FAILURE_STROKES[FailureKind.UNFOUNDED]
    border = Stroke(INK, "", 1) if dark else Stroke(stroke.colour, "3 2", 1)
    sheet.box(left, top - 1.5, tag_width(words), TAG_HEIGHT, fill=INK if dark else "#ffffff", border=border)
    sheet.text(left + 4, top + 8, words, TAG, bold=True, colour="#ffffff" if dark else stroke.colour)
