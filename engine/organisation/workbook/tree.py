"""A filled-in questionnaire workbook as the nodes that an organisation's YAML file would give, so that one
reader checks both.

Blank cells never mean anything: an organisation says what it says in cells that are not blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...model import Discipline, KnowledgeBase
from ...problems import Location
from ...reading.nodes import Mapping, Node, Problems, Scalar, Sequence, shortened
from ...reading.workbooks import Row, Table, read_tables
from .answers import AnswerRows
from .cells import add_to_note, as_worded, dated, mapping, note_of
from .scales import scales_of
from .sheets import (
    COLUMNS,
    EXCLUDED,
    NEEDED,
    OBSERVED,
    OBSERVED_INPUTS,
    QUESTIONS,
    REGISTER,
    SCALES,
    SHEETS,
    START,
    number_of_note,
    register_title,
)

_OR_TAKE = "a table of your own goes into an organisation's file with `clausegraph take FILE acme.yaml`"
_ANEW = "make the questionnaire anew with `clausegraph questions --format xlsx` and take the answers over"


def filled_in(content: bytes, shown: str, knowledge: KnowledgeBase, problems: Problems) -> Node | None:
    """The organisation of a workbook as a tree of nodes, each at its cell; None, with problems, if it is
    no questionnaire."""
    tables = read_tables(content, shown, problems)
    if tables is None:
        return None
    before = len(problems.found)
    _refuse_without_keys(tables, knowledge, problems)
    named = _by_name(tables, problems)
    for table in named.values():
        _refuse_incomplete(table, problems)
    if len(problems.found) == before and not {START, QUESTIONS} <= set(named):
        missing = " and ".join(f"`{SHEETS[one]}`" for one in (START, QUESTIONS) if one not in named)
        message = (
            f"this workbook is not a whole questionnaire of clausegraph: it lacks the sheet {missing} with"
            " its hidden row of keys"
        )
        problems.add(Location(shown), message, "not-a-questionnaire", f"{_ANEW}; {_OR_TAKE}")
    return (
        _Organisation(named, knowledge, problems).node()
        if {START, QUESTIONS} <= set(named) and len(problems.found) == before
        else None
    )


def _refuse_without_keys(tables: Iterable[Table], knowledge: KnowledgeBase, problems: Problems) -> None:
    """Reports sheets that are called like ours and have no keys any more: what stands in them must not
    fall silent."""
    ours = {*SHEETS.values(), *(register_title(one) for one in knowledge.questions if one.record)}
    for table in tables:
        if not table.name and table.at.sheet in ours:
            problems.add(
                table.at,
                "this sheet has lost its hidden row of keys",
                "missing-column",
                f"undo its removal, or {_ANEW}",
            )


def _by_name(tables: Iterable[Table], problems: Problems) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for table in tables:
        if table.name and (first := found.setdefault(table.name, table)) is not table:
            message = f"this sheet is a second one for the same as `{first.at.sheet}`"
            problems.add(table.at, message, "duplicate-key", "remove one of the two")
    return found


def _refuse_incomplete(table: Table, problems: Problems) -> None:
    """Reports what a sheet has lost without which it cannot be understood."""
    needed = NEEDED[REGISTER] if table.name.startswith(REGISTER) else NEEDED.get(table.name, ())
    missing = [f"its column `{one}`" for one in needed if one not in table.columns and one != "id"]
    if table.name == QUESTIONS and not (table.headed and "id" in table.columns):
        missing.append("its hidden first column, which names the questions")
    elif table.name != START and not table.headed:
        missing.append("its hidden first column")
    for column in _unknown(table):
        hint = "give the column back its name, or take the hidden name above it away if it is your own"
        at = Location(table.at.file, 1, table.columns[column], table.at.sheet)
        problems.add(
            at, f"nothing is read from a column of the hidden name `{shortened(column)}`", "unknown-key", hint
        )
    for what in missing:
        problems.add(
            table.at, f"this sheet has lost {what}", "missing-column", f"undo its removal, or {_ANEW}"
        )


def _unknown(table: Table) -> list[str]:
    """The columns that have a name of ours which no sheet of this kind has. What a register has its reader
    tells."""
    known = COLUMNS.get(table.name)
    return [one for one in table.columns if known is not None and one not in known]


class _Organisation:
    def __init__(self, tables: dict[str, Table], knowledge: KnowledgeBase, problems: Problems) -> None:
        self.tables = tables
        self.knowledge = knowledge
        self.problems = problems
        self.start = tables[START]

    def node(self) -> Mapping:
        said = self._said()
        standards = said.get("standard", [])
        notes = self._notes()
        rows = AnswerRows(self.tables, self.knowledge, self.problems)
        for name, evidence in rows.add_evidence({name for name, _ in notes if name}):
            add_to_note(dict(notes)[name], evidence)
        rows.add_known()
        registers = dict(self._registers())
        answers = [
            *rows.answers(self._disciplines(standards), set(registers), said.get("by", [None])[0]),
            *((Scalar(node.at, one), node) for one, node in registers.items()),
        ]
        sections: list[tuple[str, list[Node] | Node | None]] = [
            ("organisation", self._name(said)),
            ("about", said["about"][0] if "about" in said else None),
            ("as_of", dated(said["as_of"][0]) if "as_of" in said else None),
            ("standards", [*standards]),
            ("answers", Mapping(self.tables[QUESTIONS].at, answers)),
            ("scales", [*scales_of(self._rows(SCALES))]),
            ("not_applicable", [*self._exclusions()]),
            ("observed", [note for _, note in notes]),
        ]
        return Mapping(
            self.start.at,
            [
                (Scalar(node.at, name), node)
                for name, entry in sections
                if (node := _listed(entry)) is not None
            ],
        )

    def _said(self) -> dict[str, list[Scalar]]:
        """What the first sheet says, by what it says it of."""
        found: dict[str, list[Scalar]] = {}
        for row in self.start.rows:
            if "value" in row.cells:
                what = (
                    row.cells["what"].text if "what" in row.cells else self._typed_below(row.cells["value"])
                )
                found.setdefault(what, []).extend(
                    _one_each(row.cells["value"]) if what == "standard" else [row.cells["value"]]
                )
        return found

    def _typed_below(self, cell: Scalar) -> str:
        """What somebody means who writes into a row that asks for nothing: a standard, where it is called
        as one; else it is a problem."""
        if all(one.text in self.knowledge.standard for one in _one_each(cell)):
            return "standard"
        hint = (
            self.problems.near(cell.text, self.knowledge.standard)
            or "standards are written as iso-9001:2015, one below the other"
        )
        message = f"`{shortened(cell.text)}` stands in a row of this sheet that asks for nothing"
        self.problems.add(
            cell.at, message, "unknown-name", f"{hint}; words of your own go to the right of column D"
        )
        return ""

    def _name(self, said: dict[str, list[Scalar]]) -> Scalar:
        if "organisation" in said:
            return said["organisation"][0]
        asking = [
            row for row in self.start.rows if "what" in row.cells and row.cells["what"].text == "organisation"
        ]
        at = self.start.place(asking[0], "value") if asking else self.start.at
        self.problems.add(
            at, "the name of the organisation is missing", "missing-key", "write it into this cell"
        )
        return Scalar(at, "?")

    def _disciplines(self, standards: list[Scalar]) -> tuple[Discipline, ...]:
        """The disciplines in scope; all of them where no standard is named."""
        known = self.knowledge.standard
        found = {known[one.text].discipline for one in standards if one.text in known}
        return tuple(one for one in Discipline if one in found or not found)

    def _exclusions(self) -> Iterator[Mapping]:
        for row in self._rows(EXCLUDED):
            if row.given("requirement", "because"):
                yield mapping(row, ("requirement", "because"))

    def _notes(self) -> list[tuple[str, Mapping]]:
        """The notes of what was seen, each with what the sheet of further evidence calls it."""
        named: dict[str, Mapping] = {}
        nameless: list[tuple[str, Mapping]] = []
        for row in self._rows(OBSERVED):
            if not row.given(*OBSERVED_INPUTS):
                continue
            name = number_of_note(row.cells["number"].text.strip()) if "number" in row.cells else ""
            if name in named:
                self.problems.add(
                    row.cells["number"].at,
                    f"there is another {name}",
                    "duplicate-key",
                    "number the notes 1, 2, 3",
                )
            elif name:
                named[name] = note_of(row)
            nameless.append((name, named.get(name) or note_of(row)))
        return nameless

    def _registers(self) -> Iterator[tuple[str, Node]]:
        """The records of every register that has some."""
        for name, table in self.tables.items():
            if name.startswith(REGISTER) and table.rows:
                question = self.knowledge.question.get(name.removeprefix(REGISTER))
                words = {one.name: one.words for one in question.record} if question else {}
                yield (
                    name.removeprefix(REGISTER),
                    Sequence(table.at, [_record(row, table, words) for row in table.rows]),
                )

    def _rows(self, table: str) -> tuple[Row, ...]:
        return self.tables[table].rows if table in self.tables else ()


def _one_each(cell: Scalar) -> list[Scalar]:
    """The texts that stand in one cell with commas, semicolons or line breaks between them."""
    return [
        Scalar(cell.at, part.strip(), quoted=True) for part in re.split(r"[,;\n]", cell.text) if part.strip()
    ]


def _listed(entry: list[Node] | Node | None) -> Node | None:
    """A list as a node; None if it is empty."""
    if isinstance(entry, list):
        return Sequence(entry[0].at, entry) if entry else None
    return entry


def _record(row: Row, table: Table, words: dict[str, tuple[str, ...]]) -> Mapping:
    record = mapping(row, table.columns)
    return Mapping(
        record.at,
        [
            (name, as_worded(node, words.get(name.text, ())) if isinstance(node, Scalar) else node)
            for name, node in record.pairs
        ],
    )
