"""The rows of a table as records of a register, in its order, and the rows that are none: titles inside the
table, examples, totals, rows with nothing but a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

import msgspec

from ...model import AnswerKind, BoxHeading, Field, Question
from ...problems import Location
from .cells import ColumnReader, NotTaken, Taken, number_in
from .columns import RECORD
from .plain import one_dash, plain_word
from .tables import FoundTable
from .words import is_empty

_ABOVE = frozenset(
    (
        '"',
        "''",
        "\u201d",
        "\u201c",
        "\u3003",
        "ditto",
        "dito",
        "idem",
        "as above",
        "same as above",
        "siehe oben",
        "wie oben",
        "s.o.",
        "voir ci-dessus",
        "ídem",
    )
)
_TOTAL = re.compile(r"(?:grand |sub ?)?total|totals|sum|summe|gesamt|gesamtsumme|somme|count|anzahl|suma")
_EXAMPLE = re.compile(
    r"(?:e\.? ?g\.?|ex\.|example|sample|z\. ?b\.|beispiel|p\. ?ex\.|exemple|ejemplo|p\. ?ej\.)(?:[ :,.]|$)"
    r"|<[^<>]{2,}>$|\[[^\[\]]{2,}\]$"
    r"|(?:enter|describe|insert|select|choose|click|please)\b.*|yyyy-mm-dd|dd[/.-]mm[/.-]yyyy|tt\.mm\.jjjj",
    re.IGNORECASE,
)
_CROSS = frozenset(
    (
        "x",
        "yes",
        "y",
        "1",
        "ja",
        "oui",
        "si",
        "sí",
        "true",
        "\u2713",
        "\u2714",
        "\u2705",
        "\u2611",
        "j",
        "o",
        "s",
    )
)
_COUNTED = re.compile(r"\d+\.0")
"""A whole number as some programs write it."""

JOINED_BY = "; "


def is_cross(text: str) -> bool:
    """Whether a cell is a box that is ticked."""
    return plain_word(text) in _CROSS or text.casefold() in _CROSS


class LeftOut(msgspec.Struct, frozen=True):
    """A cell or a row that is not taken, and why. `heading` is that of its column."""

    at: Location
    text: str
    why: str
    heading: str = ""


class TakenRecord(msgspec.Struct, frozen=True):
    """A record as it is taken, with the row it comes from. One that has no name of its own is `counted`; one
    that only `adds` to a record there is does not say all that a record has to say."""

    name: str
    at: Location
    values: dict[str, Taken]
    counted: bool = False
    adds: bool = False


class RowReader:
    """Reads the rows of one table. `records`, `rows` and `cells` that are left out, and `remarks` grow as it
    reads, as do the `points` by field that no scale turns into levels."""

    def __init__(
        self,
        found: FoundTable,
        register: Question,
        fields: Mapping[int, str],
        marks: Mapping[int, BoxHeading],
        readers: Mapping[str, ColumnReader],
        has_scale: Callable[[Field], bool],
        there: Collection[str] = (),
    ) -> None:
        self.found = found
        self.register = register
        self.fields = fields
        self.marks = marks
        self.readers = readers
        self.headings = dict(found.columns)
        self.records: list[TakenRecord] = []
        self.rows: list[LeftOut] = []
        self.cells: list[LeftOut] = []
        self.remarks: list[LeftOut] = []
        self.points: dict[str, list[float]] = {}
        self._has_scale = has_scale
        self._there = there
        self._last: dict[int, str] = {}
        self._required = [one.name for one in register.record if one.required]

    def read(self) -> None:
        for row in self.found.rows:
            cells = self._row(row)
            if why := self._is_none(cells):
                self._leave(row, cells, why)
            elif self._goes_on(cells):
                self._add_to_last(row, cells)
            else:
                self._take(row, cells)

    def _row(self, row: int) -> dict[int, str]:
        """The cells of a row by column, without empty ones; what is `as above` is what stands above."""
        values = self.found.grid.rows[row]
        cells = {
            column: self._last.get(column, "") if values[column].casefold() in _ABOVE else values[column]
            for column in self.headings
            if values[column]
        }
        self._last = {**self._last, **cells}
        return {column: text for column, text in cells.items() if text}

    def _is_none(self, cells: Mapping[int, str]) -> str:
        """Why a row is no record; empty if it may be one."""
        texts = list(dict.fromkeys(cells.values()))
        told = [text for column, text in cells.items() if self._tells(column, text)]
        if len(texts) == 1 and len(self.headings) > 2 and not self._is_what_alone(cells):
            return "a heading inside the table" if told else "nothing but its number"
        if texts and _TOTAL.fullmatch(plain_word(texts[0]).removesuffix(" risks")):
            return "a total"
        if (
            sum(plain_word(text) == plain_word(self.headings[column]) for column, text in cells.items())
            > len(cells) / 2
        ):
            return "the headings again"
        if any(_EXAMPLE.match(text.strip()) for text in texts[:4]):
            return "an example, or a place to fill in"
        return "" if told else "nothing but its number"

    def _tells(self, column: int, text: str) -> bool:
        """Whether a cell says something: it is not the name of the record, no number, and not empty."""
        return self.fields.get(column) != RECORD and number_in(text) is None and not is_empty(text)

    def _is_what_alone(self, cells: Mapping[int, str]) -> bool:
        return set(self._required) == {"what"} and [self.fields.get(one) for one in cells] == ["what"]

    def _goes_on(self, cells: Mapping[int, str]) -> bool:
        """Whether a row goes on with the record above: it has no name and does not say what."""
        own = {self.fields.get(column) for column in cells}
        named = RECORD in self.fields.values()
        return bool(self.records) and "what" not in own and named and RECORD not in own

    def _leave(self, row: int, cells: Mapping[int, str], why: str) -> None:
        self.rows.append(LeftOut(self.found.grid.at(row), JOINED_BY.join(cells.values())[:120], why))

    def _add_to_last(self, row: int, cells: Mapping[int, str]) -> None:
        last = self.records[-1]
        values = dict(last.values)
        for field, taken in self._values(row, cells).items():
            if (joined := self._joined(field, values.get(field), taken)) is not None:
                values[field] = joined
            else:
                why = f"{last.name} has {field} already, from a row above"
                self.cells.append(LeftOut(self.found.grid.at(row), str(taken), why, field))
        self.records[-1] = msgspec.structs.replace(last, values=values)

    def _take(self, row: int, cells: Mapping[int, str]) -> None:
        values = self._titled(self._values(row, cells))
        missing = [name for name in self._required if name not in values and not self._told(name, values)]
        name = self._name(cells)
        adds = bool(missing) and name in self._there
        if missing and not adds:
            self._leave(row, cells, f"it does not say {' and '.join(missing)}, and no record goes without")
        elif values or not adds:
            self.records.append(TakenRecord(name, self.found.grid.at(row), values, adds=adds))

    def _name(self, cells: Mapping[int, str]) -> str:
        name = one_dash(
            next((text for column, text in cells.items() if self.fields.get(column) == RECORD), "")
        )
        name = " ".join(name.replace(",", " ").split())
        return name.removesuffix(".0") if _COUNTED.fullmatch(name) else name

    def _titled(self, values: dict[str, Taken]) -> dict[str, Taken]:
        """A control of Annex A that does not say what it is, with its title."""
        reader = self.readers.get("annex_a")
        named = reader.annex.control(str(values["annex_a"])) if reader and "annex_a" in values else None
        if named is None or "what" in values or reader is None:
            return values
        return {**values, "what": reader.annex.titles[named.number]}

    def _told(self, name: str, values: Mapping[str, Taken]) -> bool:
        """Whether points of the same row tell a level; where nobody has said how, they are kept in
        `points`."""
        field = self.register.field(name)
        points = self._points_for(field, values) if field is not None else None
        if field is None or points is None:
            return False
        if not self._has_scale(field):
            self.points.setdefault(name, []).append(points)
            return False
        return True

    def _points_for(self, field: Field, values: Mapping[str, Taken]) -> float | None:
        """The points that tell a field: its own, or the product of those it is worked out of."""
        if not field.worked_out_of:
            return None
        made = 1.0
        for name in field.worked_out_of:
            points = number_in(str(values[name])) if name in values else None
            if points is None:
                other = self.register.field(name)
                points = self._points_for(other, values) if other is not None else None
            if points is None:
                return None
            made *= points
        return made

    def _values(self, row: int, cells: Mapping[int, str]) -> dict[str, Taken]:
        values: dict[str, Taken] = {}
        for column, field, taken in self._said(row, cells):
            joined = self._joined(field, values.get(field), taken)
            if joined is None:
                joined = values[field]
                text, why = str(cells[column]), f"another column says {field} already"
                self.cells.append(LeftOut(self.found.grid.at(row, column), text, why, self.headings[column]))
            values[field] = joined
        return values

    def _said(self, row: int, cells: Mapping[int, str]) -> Iterator[tuple[int, str, Taken]]:
        """What the cells of a row say, by column and field."""
        for column, text in cells.items():
            if column in self.marks:
                if is_cross(text):
                    yield column, self.marks[column].field, self.marks[column].says
                continue
            field = self.fields.get(column, "")
            if not field or field == RECORD:
                continue
            try:
                said = self.readers[field].read(text)
            except NotTaken as fault:
                at = self.found.grid.at(row, column)
                self.cells.append(LeftOut(at, text, str(fault), self.headings[column]))
                continue
            if said is not None:
                if said.remark:
                    self.remarks.append(
                        LeftOut(self.found.grid.at(row, column), text, said.remark, self.headings[column])
                    )
                yield column, field, said.taken

    def _joined(self, field: str, before: Taken | None, taken: Taken) -> Taken | None:
        """Two things that one field says; None where only one of them can hold."""
        if before is None or before == taken:
            return taken
        if isinstance(before, tuple) and isinstance(taken, tuple):
            return tuple(dict.fromkeys((*before, *taken)))
        found = self.register.field(field)
        if isinstance(before, str) and isinstance(taken, str) and found and found.holds is AnswerKind.TEXT:
            return before if taken in before else f"{before}{JOINED_BY}{taken}"
        return None
