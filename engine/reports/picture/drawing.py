"""A sheet to draw on: boxes, lines, signs and text as SVG. The only module that writes SVG.

Written with the XML writer of the standard library, which escapes whatever a text may hold. No scripts, no
fonts, nothing from outside; colours stand at each shape, so that office programs show them as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from xml.etree import ElementTree

from ..looks import FAINT, FILLS, INK, QUIET, Stroke
from ..words.assessment import printable

FONT = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
WIDTHS = {
    **dict.fromkeys("ijl.,:;'|!·", 0.33),
    " ": 0.32,
    **dict.fromkeys("ftr()[]/-", 0.43),
    **dict.fromkeys("mwMW@%—…→", 1.0),
}
"""How wide letters are in DejaVu Sans, the widest of the fonts a reader may have; a capital takes 0.72,
any other letter 0.64."""
CUT = "…"
SIGN = 10.0

Point = tuple[float, float]


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is at most, whichever of the fonts shows it."""
    return sum(_width(char) for char in text) * size * (1.11 if bold else 1)


def _width(char: str) -> float:
    known = WIDTHS.get(char)
    if known:
        return known
    if ord(char) > 0x1100:  # scripts with letters as wide as they are high, and signs
        return 1.1
    return 0.72 if char.isupper() else 0.64


def wrapped(text: str, room: float, size: float, most: int = 99, *, bold: bool = False) -> list[str]:
    """The lines of a text no wider than `room`, at most `most` of them; what does not fit is cut, and an
    ellipsis says so."""
    lines = [""]
    for word in _words(printable(text)):
        if lines[-1] and width_of((lines[-1] + word).rstrip(), size, bold=bold) > room:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += _fitted(word, room, size, bold=bold)
    if len(lines) > most:
        lines = [*lines[: most - 1], _fitted(f"{lines[most - 1].rstrip()}{CUT}", room, size, bold=bold)]
    return [line.rstrip() for line in lines]


def _words(text: str) -> list[str]:
    """The pieces between which a line may end: after blanks, and after hyphens and slashes inside names."""
    pieces, piece = [], ""
    for char in text:
        piece += char
        if char in " -/":
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces


def _fitted(text: str, room: float, size: float, *, bold: bool) -> str:
    if width_of(text.rstrip(), size, bold=bold) <= room:
        return text
    kept = text.rstrip(f"{CUT} ")
    while kept and width_of(kept + CUT, size, bold=bold) > room:
        kept = kept[:-1]
    return kept + CUT


class Sheet:
    """A sheet of a given width; its height is settled when it is done. What is drawn later lies on top."""

    def __init__(self, width: float, title: str) -> None:
        self.width = width
        self.root = ElementTree.Element(
            "svg", {"xmlns": "http://www.w3.org/2000/svg", "font-family": FONT, "role": "img"}
        )
        self.into = self.root
        self._child("title").text = printable(title)
        self.arrows = self._child("defs")
        self.paper = self._child("rect", width="100%", height="100%", fill="#ffffff")

    def _child(self, tag: str, **attributes: str | float) -> ElementTree.Element:
        written = {
            name.rstrip("_").replace("_", "-"): _written(value)
            for name, value in attributes.items()
            if value != ""
        }
        return ElementTree.SubElement(self.into, tag, written)

    @contextmanager
    def told(self, words: str) -> Iterator[None]:
        """What is drawn inside shows these words when the pointer rests on it."""
        outer, self.into = self.into, self._child("g")
        self._child("title").text = "\n".join(printable(line) for line in words.split("\n"))
        yield
        self.into = outer

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: str,
        border: Stroke | None = None,
        round_: float = 3,
    ) -> None:
        line = border or Stroke("none", "", 0)
        self._child(
            "rect",
            x=left,
            y=top,
            width=width,
            height=height,
            rx=round_,
            fill=fill,
            stroke=line.colour,
            stroke_width=line.width or "",
            stroke_dasharray=line.dashes,
        )

    def text(
        self, left: float, base: float, words: str, size: float, *, bold: bool = False, colour: str = INK
    ) -> None:
        """One line of text, its baseline at `base`."""
        self._child(
            "text", x=left, y=base, font_size=size, font_weight="bold" if bold else "", fill=colour
        ).text = printable(words)

    def lines(
        self,
        left: float,
        base: float,
        lines: Sequence[str],
        size: float,
        step: float,
        *,
        bold: bool = False,
        colour: str = INK,
    ) -> None:
        """Lines of text below each other."""
        for number, line in enumerate(lines):
            self.text(left, base + number * step, line, size, bold=bold, colour=colour)

    def line(self, path: str, stroke: Stroke, *, arrow: bool = True) -> None:
        """A line along an SVG path, with an arrow at its end."""
        self._child(
            "path",
            d=path,
            fill="none",
            stroke=stroke.colour,
            stroke_width=stroke.width,
            stroke_dasharray=stroke.dashes,
            marker_end=f"url(#{self._arrow(stroke.colour)})" if arrow else "",
        )

    def _arrow(self, colour: str) -> str:
        name = f"arrow-{colour.removeprefix('#')}"
        if all(one.get("id") != name for one in self.arrows):
            outer, self.into = self.into, self.arrows
            self.into = self._child(
                "marker",
                id=name,
                markerWidth=9,
                markerHeight=8,
                refX=8.5,
                refY=4,
                orient="auto",
                markerUnits="userSpaceOnUse",
            )
            self._child("path", d="M0,0.5 L9,4 L0,7.5 z", fill=colour)
            self.into = outer
        return name

    def sign(self, left: float, top: float, mark: str | None) -> None:
        """The sign of a mark, of its own shape as well as colour; without one the empty sign of a
        requirement."""
        middle, centre = left + SIGN / 2, top + SIGN / 2
        inner = (left + 1, top + 1, SIGN - 2, SIGN - 2)
        match mark:
            case "major":
                self.box(left, top, SIGN, SIGN, fill="#b2182b", round_=1)
                self._strokes(f"M{left + 2.5},{top + 2.5} l5,5 m0,-5 l-5,5", "#ffffff", 1.6)
            case "minor":
                self._child("path", d=f"M{_n(middle)},{_n(top - 0.5)} l{5.5},{SIGN} h-11 z", fill="#e08214")
                self._strokes(f"M{_n(middle)},{_n(top + 3)} v3 m0,1.2 v1.2", "#ffffff", 1.4)
            case "observation" | "opportunity":
                self._child(
                    "circle",
                    cx=middle,
                    cy=centre,
                    r=4.2,
                    fill=FILLS[mark],
                    stroke="#2166ac",
                    stroke_width=1.4,
                )
                if mark == "opportunity":
                    self._strokes(f"M{_n(middle - 2)},{_n(centre)} h4 m-2,-2 v4", "#2166ac", 1.2)
            case "conforms":
                self.box(*inner, fill="#9fd08f", round_=1)
            case "not-applicable":
                self._strokes(f"M{_n(left + 2)},{_n(centre)} h6", FAINT, 1.4)
            case "not-assessed":
                self.box(*inner, fill="#ffffff", border=Stroke(QUIET, "2 1.5", 1), round_=1)
            case _:
                self.box(*inner, fill="#ffffff", border=Stroke("#8a8a8a", "", 1), round_=1)

    def _strokes(self, path: str, colour: str, width: float) -> None:
        self._child("path", d=path, fill="none", stroke=colour, stroke_width=width)

    def done(self, height: float) -> str:
        """The sheet as the text of an SVG file."""
        size = {
            "width": _written(self.width),
            "height": _written(height),
            "viewBox": f"0 0 {_written(self.width)} {_written(height)}",
        }
        self.root.attrib.update(size)
        ElementTree.indent(self.root, " ")
        return ElementTree.tostring(self.root, encoding="unicode") + "\n"


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else _n(value)


def _n(value: float) -> str:
    """A number with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def curve(start: Point, end: Point, bend: float) -> str:
    """The rest of a path: from one point to another, leaving and arriving level; `bend` is how far it
    keeps to that, to the right if positive."""
    return (
        f" C{_n(start[0] + bend)},{_n(start[1])} {_n(end[0] - bend)},{_n(end[1])} {_n(end[0])},{_n(end[1])}"
    )


def moved_to(point: Point) -> str:
    """The beginning of a path."""
    return f"M{_n(point[0])},{_n(point[1])}"


def straight(point: Point) -> str:
    """The rest of a path: straight to a point."""
    return f" L{_n(point[0])},{_n(point[1])}"


def bow(start: Point, end: Point, reach: float) -> str:
    """The rest of a path: out to the right by about `reach`, and back to a point above or below."""
    out = reach * 4 / 3
    return f" C{_n(start[0] + out)},{_n(start[1])} {_n(end[0] + out)},{_n(end[1])} {_n(end[0])},{_n(end[1])}"
