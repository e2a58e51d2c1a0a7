"""A table as it is understood: which register, which column goes where, its records, all that is left out,
and what has to be asked before it can be taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import partial
from itertools import islice

import msgspec

from ...model import BoxHeading, Discipline, Field, KnowledgeBase, Question
from ...problems import column_letters
from ...reading.grids import SheetGrid
from ..registers.scales import Scales
from .annex import Annex
from .cells import ColumnReader, number_in
from .columns import RECORD, HeadingWords, MatchedColumns, RegisterWords, assigned
from .days import DayOrder, looks_like_day
from .fitting import VALUES_LOOKED_AT, Fitting, is_range, is_short_number, is_told, share
from .mapping import TableMapping, mapping_for
from .matrix import as_list
from .plain import plain_heading
from .rows import LeftOut, RowReader, TakenRecord
from .statement import CONTROLS, as_statement
from .tables import FoundTable, tables_in
from .words import is_empty, levels_of

LEAST_WEIGHT = 0.5
"""How much has to speak for a register before a table is taken for one."""

ADDS = 1.0
"""What it says for a register that the rows name records of it that are there."""

LEAST_EVIDENCE = 0.4
"""How much of that has to speak for this register alone, or nearly: every list has an owner and a state."""

TOLD_BY_TITLE = 1.5
"""Registers that would take the same columns differ by their titles at most; what speaks for one of them
alone, or else a person, has to tell them apart."""

JOINED = ("what", "justification", "notes", "evidence", "controls")
"""Fields that take every column which is headed exactly so."""

SPEAKING = ("threat", "effect", "vulnerability", "concerns")
"""What tells what a record is about where no column does, the best first."""

LEGEND = 7
"""A table of at most so many rows that names no records and has each level once explains levels."""

_SECURITY = (
    "threat",
    "vulnerability",
    "confidentiality",
    "bedrohung",
    "schwachstelle",
    "menace",
    "amenaza",
    "vulnerabilidad",
)


class Ask(Enum):
    """What only a person can know."""

    REGISTER = "register"
    DAYS = "days"
    CUTS = "cuts"
    WORDS = "words"


class TableQuestion(msgspec.Struct, frozen=True):
    """A question about a table. `options` are the answers there are, the levels of a scale, or the words of
    the field; `seen` is what it is about, the most frequent first; `least` and `most` are the ends of a
    scale."""

    ask: Ask
    table: str
    field: str = ""
    heading: str = ""
    options: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    least: float = 0
    most: float = 0


class TakenColumn(msgspec.Struct, frozen=True):
    """A column with the field it goes into; without one, `why` it is left out. `example` is what stands in
    it first."""

    letters: str
    heading: str
    field: str
    why: str = ""
    example: str = ""


class TakenTable(msgspec.Struct, frozen=True):
    """A table as it is understood. Without a `register` it is not taken."""

    name: str
    found: FoundTable
    register: str
    mapping: TableMapping
    columns: tuple[TakenColumn, ...] = ()
    records: tuple[TakenRecord, ...] = ()
    rows: tuple[LeftOut, ...] = ()
    cells: tuple[LeftOut, ...] = ()
    remarks: tuple[LeftOut, ...] = ()
    questions: tuple[TableQuestion, ...] = ()


class KnownBeside(msgspec.Struct, frozen=True):
    """What is known beside the table: the day of the assessment, the standards, the name of the file, and
    what a person said of all its tables: the register, what comes first in days, where levels begin, and
    what words mean."""

    as_of: date
    standards: tuple[str, ...] = ()
    file: str = ""
    register: str = ""
    days: DayOrder | None = None
    cuts: tuple[float, ...] = ()
    words: Mapping[str, str] = {}
    scales: Scales = Scales()


class Understanding:
    """Understands the tables of a file by what is known of them. Nothing is remembered between tables."""

    def __init__(self, knowledge: KnowledgeBase, known: KnownBeside) -> None:
        self.knowledge = knowledge
        self.known = known
        self.vocabulary = HeadingWords(knowledge)
        self.annex = Annex(knowledge)

    def tables(self, grids: Iterable[SheetGrid]) -> tuple[FoundTable, ...]:
        """The tables of all sheets."""
        words = self.vocabulary
        found = (one for grid in grids for one in tables_in(grid, words.knows, words.is_plainly))
        return tuple(as_list(one, words.names_people, words.knows) or one for one in found)

    def understood(
        self,
        found: FoundTable,
        name: str,
        mappings: Iterable[TableMapping],
        there: Mapping[str, Collection[str]] | None = None,
    ) -> TakenTable:
        """A table with its records, or with what has to be asked first. It may add to the records that are
        `there`, by register."""
        return _OneTable(self, found, name, mappings, there or {}).understood()


class _OneTable:
    def __init__(
        self,
        around: Understanding,
        found: FoundTable,
        name: str,
        mappings: Iterable[TableMapping],
        there: Mapping[str, Collection[str]],
    ) -> None:
        self.there = there
        self.around = around
        self.found = msgspec.structs.replace(found, columns=_unlike(found.columns))
        self.name = name
        headings = [heading for _, heading in self.found.columns]
        self.mapping = mapping_for(name, headings, mappings) or TableMapping(name)
        self._values: dict[int, list[str]] = {}

    def understood(self) -> TakenTable:
        matched, rivals = self._register()
        if matched is None:
            return TakenTable(self.name, self.found, "", self.mapping, tuple(self._columns({}, {})))
        if rivals:
            ask = TableQuestion(Ask.REGISTER, self.name, options=rivals)
            return TakenTable(self.name, self.found, "", self.mapping, questions=(ask,))
        return self._taken(matched)

    # Which register

    def _register(self) -> tuple[MatchedColumns | None, tuple[str, ...]]:
        """The register with its columns; and those of which a person has to choose one."""
        named = self.around.known.register or self.mapping.register
        if named:
            return self._matched(named), ()
        if self._explains_levels():
            return None, ()
        matched = map(self._matched, self.around.vocabulary.registers)
        likely = (one for one in matched if one.evidence >= LEAST_EVIDENCE)
        ranked = sorted(likely, key=lambda one: (-one.weight, one.register))
        if not ranked or ranked[0].weight < LEAST_WEIGHT:
            return None, ()
        close = [
            one
            for one in ranked
            if one.fields == ranked[0].fields and one.weight > ranked[0].weight - TOLD_BY_TITLE
        ]
        if len(close) == 1:
            return close[0], ()
        left = self._told_apart(close) or close
        return left[0], tuple(one.register for one in left) if len(left) > 1 else ()

    def _explains_levels(self) -> bool:
        """Whether a table is no register, but tells what levels and points mean."""
        if len(self.found.rows) > LEGEND:
            return False
        texts = [self._texts(column) for column, _ in self.found.columns]
        ranges = [column for column in texts if column and share(is_range, column) > 0.5]
        return bool(ranges) and all(len(set(column)) == len(column) for column in texts)

    def _told_apart(self, close: list[MatchedColumns]) -> list[MatchedColumns]:
        """The registers among several alike that the standards and the columns leave open."""
        knowledge = self.around.knowledge
        own = {knowledge.standard[one].discipline for one in self.around.known.standards}
        of = {one.register: knowledge.question[one.register].of for one in close}
        fitting = [one for one in close if not own or of[one.register] in (None, *own)]
        special = [one for one in fitting if self._speaks_of(one.register, of[one.register])]
        alone = [one for one in fitting if len(own) == 1 and of[one.register] in own]
        return special[:1] or alone or fitting

    def _speaks_of(self, register: str, discipline: Discipline | None) -> bool:
        """Whether a table is plainly of a register that belongs to one discipline: by its title, by columns
        that only information security has, or by controls of Annex A."""
        if discipline is None:
            return False
        if self.around.vocabulary.title_speaks(self._titles(), register):
            return True
        if discipline is not Discipline.INFORMATION_SECURITY:
            return False
        headed = " ".join(plain_heading(heading) for _, heading in self.found.columns)
        texts = (text for column, _ in self.found.columns for text in islice(self._texts(column), 20))
        return any(word in headed for word in _SECURITY) or any(
            self.around.annex.among(text) for text in texts
        )

    def _titles(self) -> str:
        return f"{self.found.grid.sheet} {self.found.above} {self.around.known.file}"

    def _matched(self, register: str) -> MatchedColumns:
        words = self.around.vocabulary.registers[register]
        joined = [name for name in JOINED if name != "what" or words.register.field("annex_a") is None]
        matched = assigned(
            self.found.columns,
            words,
            self.around.vocabulary,
            Fitting(self._texts, words.register, self.around.annex, self.mapping.words),
            joined,
        )
        fields = self._with_level(self._with_what(self._with_annex(matched.fields, words), words), words)
        matched = msgspec.structs.replace(matched, fields=fields)
        headings = [heading for _, heading in self.found.columns]
        own = self.around.vocabulary.title_speaks(self._titles(), register)
        own += self.around.vocabulary.is_about(headings, register)
        own += 0.5 if "annex_a" in matched.fields.values() else 0
        adds = self._adds_to(register, fields)
        own += ADDS if adds else 0
        told = (is_told(words.register, one, fields.values()) for one in words.register.record)
        missing = 0 if adds else sum(not one for one in told)
        weight, evidence = matched.weight + own - missing, matched.evidence + own
        return msgspec.structs.replace(matched, weight=weight, evidence=evidence)

    def _adds_to(self, register: str, fields: Mapping[int, str]) -> bool:
        """Whether most rows name records of a register that are there already."""
        there = self.there.get(register, ())
        names = self._of(RECORD, fields)
        return bool(there) and 2 * sum(one in there for one in names) > len(names)

    def _with_annex(self, fields: dict[int, str], words: RegisterWords) -> dict[int, str]:
        """The columns, with the one that holds numbers of Annex A, whatever it is headed."""
        if "annex_a" in fields.values() or words.register.field("annex_a") is None:
            return fields
        numbered = is_short_number(self.around.annex)
        free = [column for column, _ in self.found.columns if fields.get(column, RECORD) == RECORD]
        held = [column for column in free if (texts := self._texts(column)) and share(numbered, texts) > 0.5]
        return {**fields, held[0]: "annex_a"} if held else fields

    def _with_what(self, fields: dict[int, str], words: RegisterWords) -> dict[int, str]:
        """The columns, with the one that says most in words as what a record is about, if no other does."""
        if "what" in fields.values() or words.register.field("what") is None:
            return fields
        if "annex_a" in fields.values():
            return fields
        telling = _columns_of(SPEAKING, fields)
        if telling:
            return {**fields, telling[0]: "what"}
        free = [column for column, _ in self.found.columns if column not in fields]
        longest = max(free, key=self._length, default=None)
        return fields if longest is None or self._length(longest) < 10 else {**fields, longest: "what"}

    def _with_level(self, fields: dict[int, str], words: RegisterWords) -> dict[int, str]:
        """The columns, with what was rated before the treatment as the level, where nothing else tells it."""
        level = words.register.field("level")
        if level is None or not level.required or is_told(words.register, level, fields.values()):
            return fields
        rated = _columns_of(("inherent", "residual"), fields)
        return {**fields, rated[0]: "level"} if rated else fields

    def _length(self, column: int) -> float:
        texts = [text for text in self._texts(column)[:VALUES_LOOKED_AT] if not is_empty(text)]
        worded = [text for text in texts if number_in(text) is None and not looks_like_day(text)]
        return sum(map(len, worded)) / len(texts) if texts else 0.0

    def _texts(self, column: int) -> list[str]:
        """What stands in a column, empty cells left out."""
        if column not in self._values:
            rows = self.found.grid.rows
            self._values[column] = [rows[row][column] for row in self.found.rows if rows[row][column]]
        return self._values[column]

    # Its records

    def _taken(self, matched: MatchedColumns) -> TakenTable:
        register = self.around.knowledge.question[matched.register]
        fields, marks = self._placed(matched)
        readers = {
            field: self._reader(register, field, fields)
            for field in dict.fromkeys(fields.values())
            if register.field(field)
        }
        rows = RowReader(
            self.found,
            register,
            fields,
            marks,
            readers,
            partial(self._has_scale, register),
            self.there.get(register.id, ()),
        )
        rows.read()
        records, left, told = self._named(register, rows)
        beyond = [self._beyond(row) for row in self.found.beyond]
        return TakenTable(
            name=self.name,
            found=self.found,
            register=register.id,
            mapping=self._kept(register, fields, marks),
            columns=tuple(self._columns(fields, marks, [one.at.line - 1 for one in records])),
            records=records,
            rows=(*rows.rows, *left, *beyond),
            cells=tuple(rows.cells),
            remarks=(*rows.remarks, *told),
            questions=tuple(self._questions(register, fields, readers, rows.points)),
        )

    def _placed(self, matched: MatchedColumns) -> tuple[dict[int, str], dict[int, BoxHeading]]:
        """The fields by column: as the mapping says, else as they are matched."""
        words = self.around.vocabulary.registers[matched.register]
        said = {column: self.mapping.field_of(heading) for column, heading in self.found.columns}
        taken = {field for field in said.values() if field}
        fields = {
            column: field
            for column, field in matched.fields.items()
            if said[column] is None and (field not in taken or field in JOINED)
        }
        known = {*(field.name for field in words.register.record), RECORD}
        fields |= {column: field for column, field in said.items() if field in known}
        marks = {
            column: words.marks[plain_heading(heading)]
            for column, heading in self.found.columns
            if column in matched.marks
        }
        return {column: fields[column] for column in sorted(fields) if column not in marks}, marks

    def _reader(self, register: Question, name: str, fields: Mapping[int, str]) -> ColumnReader:
        field = register.field(name)
        assert field is not None
        texts = self._of(name, fields)
        return ColumnReader(
            field,
            texts,
            self.around.annex,
            days=self.mapping.days or self.around.known.days,
            has_scale=self._has_scale(register, field),
            words={**self._told_of(field), **self.mapping.words.get(name, {})},
            as_of=self.around.known.as_of,
        )

    def _told_of(self, field: Field) -> dict[str, str]:
        """What a person said of words, as far as they can be meant in a field."""
        told = self.around.known.words
        return {text: word for text, word in told.items() if not word or word in field.words}

    def _named(
        self, register: Question, rows: RowReader
    ) -> tuple[tuple[TakenRecord, ...], list[LeftOut], list[LeftOut]]:
        """The records, each with a name of its own, and what is left out or told on the way."""
        if register.id == CONTROLS:
            return as_statement(rows.records, self.around.annex)
        return as_statement(rows.records, None, register.id)

    def _beyond(self, row: int) -> LeftOut:
        cells = [cell for cell in self.found.grid.rows[row] if cell]
        return LeftOut(self.found.grid.at(row), "; ".join(cells)[:120], "it stands below the table")

    # What is told of it

    def _columns(
        self, fields: Mapping[int, str], marks: Mapping[int, BoxHeading], rows: Iterable[int] = ()
    ) -> Iterator[TakenColumn]:
        """The columns, each with what stands in it in the first of some rows that says something."""
        cells = [self.found.grid.rows[row] for row in islice(rows, VALUES_LOOKED_AT)]
        for column, heading in self.found.columns:
            field = fields.get(column, "")
            marked = marks.get(column)
            why = "" if field or marked else self._why_left(column, heading)
            example = next((row[column] for row in cells if not is_empty(row[column])), "")
            shown = f"{marked.field}: {marked.says}" if marked else field
            yield TakenColumn(column_letters(column + 1), heading, shown, why, example)

    def _why_left(self, column: int, heading: str) -> str:
        if self.mapping.field_of(heading) == "":
            return "the mapping leaves it out"
        return "no field for it" if self._texts(column) else "empty"

    def _kept(
        self, register: Question, fields: Mapping[int, str], marks: Mapping[int, BoxHeading]
    ) -> TableMapping:
        """The mapping with what was found now. Columns of boxes are found again by their headings."""
        columns = {
            heading: fields.get(column, "") for column, heading in self.found.columns if column not in marks
        }
        words = {
            name: self._explained(register, name, fields) for name in fields.values() if register.field(name)
        }
        known = self.around.known
        levels = self._told_levels(register)
        return TableMapping(
            table=self.name,
            register=register.id,
            columns={**self.mapping.columns, **columns},
            days=self.mapping.days or known.days,
            cuts={**levels, **self.mapping.cuts},
            words={name: said for name, said in words.items() if said},
            took=self.mapping.took,
        )

    def _told_levels(self, register: Question) -> dict[str, tuple[float, ...]]:
        """Where a person said that levels begin, for the first field of each kind of levels that the file has
        no scale for."""
        cuts = self.around.known.cuts
        told: dict[tuple[str, ...], str] = {}
        for field in register.record:
            known = self.around.known.scales.of(register.id, field) is not None
            if cuts and not known and len(cuts) == len(levels_of(field)) - 1:
                told.setdefault(field.words, field.name)
        return dict.fromkeys(told.values(), cuts)

    def _has_scale(self, register: Question, field: Field) -> bool:
        """Whether it is known where the levels of a field begin: from the file, or as a person said."""
        if self.around.known.scales.of(register.id, field) is not None:
            return True
        said = {**self._told_levels(register), **self.mapping.cuts}
        return any(levels_of(register.field(name)) == levels_of(field) for name in said)

    def _explained(self, register: Question, name: str, fields: Mapping[int, str]) -> dict[str, str]:
        """What a person said of words that stand in the columns of a field."""
        field = register.field(name)
        there = {*self._of(name, fields)}
        told = {text: word for text, word in self._told_of(field).items() if text in there} if field else {}
        return {**told, **self.mapping.words.get(name, {})}

    def _questions(
        self,
        register: Question,
        fields: Mapping[int, str],
        readers: Mapping[str, ColumnReader],
        points: Mapping[str, list[float]],
    ) -> Iterator[TableQuestion]:
        if any(one.undecided for one in readers.values()):
            yield self._about_days([name for name, one in readers.items() if one.undecided], fields)
        yield from self._about_scales(register, fields, readers, points)
        for name, reader in readers.items():
            if reader.unknown:
                words = tuple(word for word, _ in reader.unknown.most_common())
                heading = self._headed(fields, name)
                yield TableQuestion(Ask.WORDS, self.name, name, heading, reader.field.words, words)

    def _about_scales(
        self,
        register: Question,
        fields: Mapping[int, str],
        readers: Mapping[str, ColumnReader],
        points: Mapping[str, list[float]],
    ) -> Iterator[TableQuestion]:
        """One question for each kind of levels, about all points that they are to be told by."""
        seen: dict[tuple[str, ...], tuple[str, str, list[float]]] = {}
        told = [*points.items(), *((name, one.points) for name, one in readers.items() if one.points)]
        for name, found in told:
            field = register.field(name)
            of = field.worked_out_of if field is not None and name in points else (name,)
            heading = next(filter(None, (self._headed(fields, one) for one in of)), "") or name
            seen.setdefault(levels_of(field), (name, heading, []))[2].extend(found)
        for levels, (name, heading, found) in seen.items():
            yield TableQuestion(Ask.CUTS, self.name, name, heading, levels, (), min(found), max(found))

    def _headed(self, fields: Mapping[int, str], name: str) -> str:
        return next((text for column, text in self.found.columns if fields.get(column) == name), "")

    def _about_days(self, names: Iterable[str], fields: Mapping[int, str]) -> TableQuestion:
        seen = (text for name in names for text in self._of(name, fields))
        orders = tuple(order.value for order in DayOrder)
        return TableQuestion(Ask.DAYS, self.name, options=orders, seen=tuple(dict.fromkeys(seen))[:3])

    def _of(self, name: str, fields: Mapping[int, str]) -> list[str]:
        columns = [column for column, field in fields.items() if field == name]
        return [text for column in columns for text in self._texts(column)]


def _columns_of(names: Iterable[str], fields: Mapping[int, str]) -> list[int]:
    """The columns that go into some fields, in the order of these."""
    by_field = {field: column for column, field in list(fields.items())[::-1]}
    return [by_field[name] for name in names if name in by_field]


def _unlike(columns: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Columns whose headings are all different, none of them empty."""
    seen: dict[str, int] = {}
    made = []
    for column, text in columns:
        heading = " ".join(text.split()) or f"column {column_letters(column + 1)}"
        seen[heading] = seen.get(heading, 0) + 1
        made.append((column, heading if seen[heading] == 1 else f"{heading} ({seen[heading]})"))
    return tuple(made)
