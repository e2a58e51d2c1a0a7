"""How a table goes into a register, as a person has said it and as it is kept for the next time: the file
beside an organisation's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ...knowledge.formats.tables import tables_file
from ...model import KnowledgeBase
from ...problems import BadInput
from ...reading.kept import Value, node_of
from ...reading.nodes import Problems, read_bytes
from ...reading.shapes import Entry
from ...reading.written import yaml_entry
from ..inputs import Given, source_of
from .columns import LEFT_OUT, RECORD
from .days import DayOrder
from .plain import plain_heading

HEAD = (
    "# How tables go into the organisation's file beside this one. `clausegraph take` wrote it, goes by it"
    " the next\n# time, and adds to it what is new; what you change here counts. A column that goes nowhere"
    " is `left out`.\n"
)


class TableMapping(msgspec.Struct, frozen=True):
    """How one table is taken. `table` is the name of its sheet, or of its file; `columns` has the field by
    heading (empty: left out); `words` by field what the words of cells mean (empty: nothing); `took` the
    records that were taken last."""

    table: str
    register: str = ""
    columns: Mapping[str, str] = {}
    days: DayOrder | None = None
    cuts: Mapping[str, tuple[float, ...]] = {}
    words: Mapping[str, Mapping[str, str]] = {}
    took: tuple[str, ...] = ()

    def field_of(self, heading: str) -> str | None:
        """The field of a column by its heading; empty where it is left out, None where nothing is said."""
        if heading in self.columns:
            return self.columns[heading]
        plain = plain_heading(heading)
        return next((field for one, field in self.columns.items() if plain_heading(one) == plain), None)


def read_mappings(given: Given, knowledge: KnowledgeBase) -> tuple[TableMapping, ...]:
    """The tables of a file. Raises BadInput with every problem in it."""
    source, problems = source_of(given), Problems()
    node = read_bytes(source.content, source.shown, problems)
    placed = tables_file.read(node, problems) if node is not None else None
    for entry in placed.value.all("tables") if placed is not None else ():
        _check(entry, knowledge, problems)
    if problems.found or placed is None:
        raise BadInput(problems.found)
    return tuple(_mapping(entry) for entry in placed.value.all("tables"))


def mappings_text(mappings: Iterable[TableMapping]) -> str:
    """The file as text."""
    listed: Value = [_value(one) for one in mappings]
    return HEAD + yaml_entry("tables", node_of(listed))


def mapping_for(table: str, headings: Iterable[str], known: Iterable[TableMapping]) -> TableMapping | None:
    """The mapping of a table: the one by its name, else one whose columns are nearly all there."""
    plain = {plain_heading(one) for one in headings}
    fitting = [
        one for one in known if _share_there(one, plain) >= 0.7 or (one.table == table and not one.columns)
    ]
    return next((one for one in fitting if one.table == table), fitting[0] if len(fitting) == 1 else None)


def beside(organisation: Path) -> Path:
    """Where the mapping of an organisation's tables is kept: `acme.tables.yaml` beside `acme.yaml`."""
    return organisation.with_name(f"{organisation.stem}.tables.yaml")


def _share_there(mapping: TableMapping, plain: set[str]) -> float:
    used = [plain_heading(one) for one, field in mapping.columns.items() if field]
    return sum(one in plain for one in used) / len(used) if used else 0.0


def _check(entry: Entry, knowledge: KnowledgeBase, problems: Problems) -> None:
    """Reports registers and fields that are not there."""
    registers = {one.id: one for one in knowledge.registers}
    register = registers.get(entry.get("register", ""))
    if register is None:
        if "register" in entry:
            said = entry["register"]
            hint = problems.near(said, registers) or f"they are {', '.join(sorted(registers))}"
            problems.add(entry.place("register"), f"there is no register `{said}`", "unknown-name", hint)
        return
    known = [RECORD, LEFT_OUT, *(field.name for field in register.record)]
    for _, field in entry.get("columns", ()):
        if field is not None and field.value not in known:
            hint = problems.near(field.value, known) or f"its fields are {', '.join(known)}"
            message = f"the records of {register.id} have no field `{field.value}`"
            problems.add(field.at, message, "unknown-name", hint)


def _mapping(entry: Entry) -> TableMapping:
    days = entry.get("days")
    return TableMapping(
        entry["table"],
        entry["register"],
        {name: _or_nothing(field) for name, field in _pairs(entry.get("columns", ()))},
        DayOrder(days) if days else None,
        {
            name: tuple(float(part) for part in str(one).split(","))
            for name, one in _pairs(entry.get("cuts", ()))
        },
        {
            name: {text: _or_nothing(word) for text, word in _pairs(said)}
            for name, said in _pairs(entry.get("words", ()))
        },
        tuple(entry.all("took")),
    )


def _pairs(placed: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    return ((name.value, item.value) for name, item in placed if item is not None)


def _or_nothing(word: object) -> str:
    return "" if word == LEFT_OUT else str(word)


def _value(one: TableMapping) -> Value:
    made: dict[str, Value] = {
        "table": one.table,
        "register": one.register,
        "columns": {heading: field or LEFT_OUT for heading, field in one.columns.items()},
    }
    if one.days:
        made["days"] = one.days.value
    if one.cuts:
        made["cuts"] = {field: ", ".join(f"{cut:g}" for cut in cuts) for field, cuts in one.cuts.items()}
    if one.words:
        made["words"] = {
            field: {text: word or LEFT_OUT for text, word in said.items()}
            for field, said in one.words.items()
        }
    if one.took:
        made["took"] = list(one.took)
    return made
