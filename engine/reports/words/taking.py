"""What was understood of a foreign table, what is left out, what is asked, and what becomes of the file, in
words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ...model import count
from ...organisation.taking.merging import Becomes, MergedRecords, RecordChange
from ...organisation.taking.rows import LeftOut
from ...organisation.taking.understood import Ask, TableQuestion, TakenColumn, TakenTable
from ...problems import column_letters
from ...reading.nodes import shortened
from .assessment import printable
from .registers import register_words

MOST_PLACES = 6
MOST_CHANGES = 12
EXAMPLE = 40


def table_words(table: TakenTable) -> str:
    """Where a table stands and what it is: `sheet Risks, headings in row 4: 18 records of security risks`."""
    grid = table.found.grid
    place = f"sheet {grid.sheet}, headings" if grid.sheet else "Headings"
    rows = f"{place} in row {table.found.header + 1}"
    if not table.register:
        return f"{rows}: no register is like this table"
    records = count(len(table.records), "record")
    return printable(f"{rows}: {records} of {register_words(table.register)}")


def column_words(column: TakenColumn) -> str:
    """What stands in a column that is taken, or why it is left out."""
    return printable(shortened(column.example, EXAMPLE) if column.field else f"left out: {column.why}")


def left_words(left: Iterable[LeftOut], *, rows: bool = False) -> Iterator[str]:
    """What is left out, by reason, with the places: cells by column, rows by number."""
    groups: dict[tuple[str, str], list[LeftOut]] = {}
    for one in left:
        groups.setdefault((one.heading, one.why), []).append(one)
    for (heading, why), members in groups.items():
        places = _places(members, rows=rows)
        texts = Counter(one.text for one in members)
        seen = ", ".join(f"`{shortened(text, 30)}`" for text, _ in texts.most_common(3) if text)
        more = (
            f" ({seen}{', ...' if len(texts) > 3 else ''})"
            if seen and not (rows and len(members) > 3)
            else ""
        )
        yield printable(f"{f'{heading}, ' if heading else ''}{places}{more}: {why}")


def _places(members: list[LeftOut], *, rows: bool) -> str:
    first = members[:MOST_PLACES]
    named = [
        str(one.at.line) if rows or not one.at.column else f"{column_letters(one.at.column)}{one.at.line}"
        for one in first
    ]
    more = f" and {len(members) - len(first)} more" if len(members) > len(first) else ""
    kind = "row" if rows or not members[0].at.column else "cell"
    return f"{kind}{'s' if len(members) > 1 else ''} {', '.join(named)}{more}"


def question_words(question: TableQuestion) -> str:
    """What is asked."""
    match question.ask:
        case Ask.REGISTER:
            return f"Which register is the table {question.table}?"
        case Ask.DAYS:
            return f"Days are written {', '.join(question.seen)}: what comes first, the day or the month?"
        case Ask.CUTS:
            levels = question.options
            scale = f"`{question.heading}` runs from {question.least:g} to {question.most:g}"
            rest = " and from which on ".join(levels[1:])
            return f"{scale}. From which number on is it {rest}?"
        case Ask.WORDS:
            return f"What do these words in `{question.heading}` mean ({question.field})?"


def option_words(question: TableQuestion) -> list[str]:
    """The answers there are to choose from."""
    if question.ask is Ask.CUTS:
        return []
    shown = (
        [register_words(one) for one in question.options]
        if question.ask is Ask.REGISTER
        else question.options
    )
    return [f"{number} {one}" for number, one in enumerate(shown, 1)]


def how_to_answer(question: TableQuestion) -> str:
    """How an answer is written, and the option that says it on the command line."""
    match question.ask:
        case Ask.REGISTER:
            return "--register NAME"
        case Ask.DAYS:
            return "--days day-first or --days month-first"
        case Ask.CUTS:
            numbers = ", ".join(["6", "15", "20"][: len(question.options) - 1])
            return f'--levels "{numbers}"'
        case Ask.WORDS:
            options = ", ".join(question.options)
            example = f'--word "{question.seen[0]}={question.options[0]}"'
            words = ", ".join(question.seen[:6])
            return f"{example}, and so for each of {words}: {options}, or 0 to leave it out"


def changes_words(merged: MergedRecords) -> Iterator[str]:
    """What becomes of the records of a register, counted, and by name where something changes."""
    counted = Counter(one.change for one in merged.changes)
    told = [
        f"{counted[kind]} {kind.value}"
        for kind in (Becomes.NEW, Becomes.CHANGED, Becomes.GONE)
        if counted[kind]
    ]
    same = f", {counted[Becomes.SAME]} as before" if counted[Becomes.SAME] else ""
    yield f"{', '.join(told) or 'nothing new'}{same}"
    harmed = [one for one in merged.changes if one.change in (Becomes.CHANGED, Becomes.GONE)]
    yield from (printable(_change_words(one)) for one in harmed[:MOST_CHANGES])
    if len(harmed) > MOST_CHANGES:
        yield f"and {len(harmed) - MOST_CHANGES} more"


def _change_words(one: RecordChange) -> str:
    if one.change is Becomes.GONE:
        return f"{one.name}: no longer in the table"
    told = (f"{field}: {_short(was)} > {_short(now)}" for field, was, now in one.fields)
    return f"{one.name}  {'; '.join(told)}"


def _short(text: str) -> str:
    return shortened(text, EXAMPLE) or "nothing"
