"""A plan that people filled in: who mends which nonconformity, by when, and how far it has come.

It is read back from the sheet of the plan of an earlier report, or from a file of its own:

    plan:
      - nonconformity: internal-audit in iso-9001
        owner: Head of quality
        due: 2027-01-31
        state: acted on

A nonconformity goes by its key, which stays the same from one assessment to the next; its number does not.
Rows of a workbook that have no key are actions people added themselves.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from ..knowledge.formats.values import date_text, sentence
from ..model.words import Word
from ..problems import BadInput, Location
from ..reading.nodes import Mapping, Node, Problems, Scalar, Sequence, content_of, read_bytes, shortened
from ..reading.shapes import Entry, Key, ListOf, Placed, Record, Text, words_of
from ..reading.workbooks import Row, Table, looks_like_workbook, read_tables
from .workbook.cells import as_worded, mapping

PLAN = "plan"
"""What the sheet of a plan is called in its keys."""

PLAN_TITLE = "Plan"
"""What the sheet of a plan is called by people."""

REQUIREMENTS = "requirements"
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Between which years something can be due or gone; what lies outside was typed by mistake."""


class Effort(Word):
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class ActionState(Word):
    """How far the answer to a nonconformity has come. What has no verified effect is not closed."""

    OPEN = "open"
    CORRECTED = "corrected"
    CAUSE_KNOWN = "cause known"
    ACTED_ON = "acted on"
    EFFECT_VERIFIED = "effect verified"
    CLOSED = "closed"


class PlannedAction(msgspec.Struct, frozen=True):
    """What is planned on one nonconformity, by its `key`; without a key, an action people added themselves.

    Owner, due date, effort, state and note are theirs. The rest tells what it was about when it was last
    assessed, so that it can still be shown when it is gone: its number, grade and clause in words, what was
    found, what to do, the `requirements` it was recorded against. `gone` is the day of the first assessment
    that did not find it any more.
    """

    key: str
    owner: str = ""
    due: date | None = None
    effort: Effort | None = None
    state: ActionState = ActionState.OPEN
    note: str = ""
    number: str = ""
    grade: str = ""
    clause: str = ""
    found: str = ""
    do: str = ""
    requirements: tuple[str, ...] = ()
    gone: date | None = None
    at: Location = Location("")


class _TextWithLines(Text):
    """Text that keeps its lines."""

    def read(self, node: Node, problems: Problems) -> Placed[Any] | None:
        read = super().read(node, problems)
        return Placed(node.text.strip(), read.at) if read is not None and isinstance(node, Scalar) else read


_lines = _TextWithLines("text")

action = Record(
    "an action",
    {
        "nonconformity": Key(sentence, "the key of the nonconformity, as the JSON report names it"),
        "owner": Key(sentence, "who sees to it", may_be_empty=True),
        "due": Key(date_text, "by when", may_be_empty=True),
        "effort": Key(words_of("an effort", Effort), "small, medium or large", may_be_empty=True),
        "state": Key(words_of("a state", ActionState), "how far it has come", may_be_empty=True),
        "note": Key(_lines, "anything to remember, such as what shows that it worked", may_be_empty=True),
        "number": Key(sentence, "the number it had in the last report", may_be_empty=True),
        "grade": Key(sentence, "the grade it had", may_be_empty=True),
        "clause": Key(_lines, "the clause it was written against, in words", may_be_empty=True),
        "found": Key(_lines, "what was found", may_be_empty=True),
        "do": Key(_lines, "what to do", may_be_empty=True),
        REQUIREMENTS: Key(ListOf(sentence), "the requirements it was recorded against", may_be_empty=True),
        "gone": Key(
            date_text, "the day of the first assessment that did not find it any more", may_be_empty=True
        ),
    },
)
"""One entry of a plan. The rows of a workbook have the same keys."""

plan_file = Record(
    "a plan", {"plan": Key(ListOf(action), "the actions, each on one nonconformity", required=True)}
)

GIVEN = ("owner", "due", "effort", "state", "note")
"""What people fill in."""

_WORDED = {"effort": tuple(map(str, Effort)), "state": tuple(map(str, ActionState))}
_BETWEEN = re.compile(r"[,\s]+")
_ANEW = "take owners and dates over into a new report by hand, and keep this file until that is done"


def read_plan(path: Path) -> tuple[PlannedAction, ...]:
    """The plan of a file, in its order: the sheet of a report's workbook, or YAML.

    Raises BadInput with every problem: dates and states that cannot be understood, a nonconformity named
    twice, a file without a plan.
    """
    problems = Problems()
    content = content_of(path, str(path), problems)
    if content is None:
        raise BadInput(problems.found)
    if not looks_like_workbook(path, content):
        return _actions(read_bytes(content, str(path), problems), problems)
    table = _sheet_of_plan(content, str(path), problems)
    if table is None and not problems.found:
        hint = "give a report that `clausegraph assess FACTS --format xlsx` wrote, or a plan in YAML"
        problems.add(Location(str(path)), "this workbook holds no plan", "no-plan", hint)
    return _actions(_node(table) if table else None, problems)


def plan_in_the_way(path: Path) -> tuple[PlannedAction, ...]:
    """The plan of the workbook that a report is about to replace; empty where there is no such file, or none
    that holds a plan.

    Raises BadInput where a plan stands there that cannot be read: replacing the file would lose it.
    """
    if not path.is_file():
        return ()
    problems = Problems()
    content = content_of(path, str(path), problems)
    if content is not None and not looks_like_workbook(path, content):
        return ()
    table = _sheet_of_plan(content, str(path), problems) if content is not None else None
    if table is None and not problems.found:
        return ()
    return _actions(_node(table) if table else None, problems)


def _sheet_of_plan(content: bytes, shown: str, problems: Problems) -> Table | None:
    """The sheet that holds the plan; None if there is none, or, with problems, if it has lost what it is read
    by."""
    tables = read_tables(content, shown, problems) or ()
    plans = [table for table in tables if table.name == PLAN]
    for second in plans[1:]:
        message = f"this sheet is a second one for the same as `{plans[0].at.sheet}`"
        problems.add(second.at, message, "duplicate-key", "remove one of the two")
    for table in tables if not plans else ():
        if table.at.sheet == PLAN_TITLE:
            problems.add(
                table.at,
                "this sheet has lost its hidden row of keys",
                "missing-column",
                f"undo its removal, or {_ANEW}",
            )
    if not plans:
        return None
    lost = [one for one in ("nonconformity", *GIVEN) if one not in plans[0].columns]
    for name in lost:
        message = f"this sheet has lost its column `{name}`"
        problems.add(plans[0].at, message, "missing-column", f"undo its removal, or {_ANEW}")
    return plans[0]


def _node(table: Table) -> Node:
    """The rows of a sheet as the nodes that a plan in YAML would give."""
    rows = [_row(row) for row in table.rows if table.headed]
    return Mapping(table.at, [(Scalar(table.at, "plan"), Sequence(table.at, list(rows)))])


def _row(row: Row) -> Mapping:
    found = mapping(row, [name for name in action.keys if name != REQUIREMENTS])
    pairs = [
        (name, as_worded(node, _WORDED.get(name.text, ())) if isinstance(node, Scalar) else node)
        for name, node in found.pairs
    ]
    if REQUIREMENTS in row.cells:
        cell = row.cells[REQUIREMENTS]
        names = [Scalar(cell.at, name, quoted=True) for name in _BETWEEN.split(cell.text.strip())]
        pairs.append((Scalar(cell.at, REQUIREMENTS), Sequence(cell.at, list(names))))
    return Mapping(row.at, pairs)


def _actions(node: Node | None, problems: Problems) -> tuple[PlannedAction, ...]:
    read = plan_file.read(node, problems) if node is not None else None
    entries: list[Placed[Entry]] = read.value.get("plan", []) if read is not None else []
    found = tuple(one for placed in entries if (one := _action(placed.value, problems)))
    _refuse_twice(found, problems)
    if problems.found:
        raise BadInput(problems.found)
    return found


def _action(entry: Entry, problems: Problems) -> PlannedAction | None:
    """An action; None for a row that says nothing, or, with a problem, for one that does not say on what."""
    if not {"nonconformity", "found", "do"} & set(entry):
        if {"owner", "due", "effort", "note"} & set(entry):
            hint = "write into the same row what to do, or leave the row empty"
            problems.add(
                entry.at, "this says neither on which nonconformity it is nor what to do", "missing-key", hint
            )
        return None
    for name in ("due", "gone"):
        _refuse_far_away(entry, name, problems)
    return PlannedAction(
        key=entry.get("nonconformity", ""),
        owner=entry.get("owner", ""),
        due=entry.get("due"),
        effort=entry.get("effort"),
        state=entry.get("state") or ActionState.OPEN,
        note=entry.get("note", ""),
        number=entry.get("number", ""),
        grade=entry.get("grade", ""),
        clause=entry.get("clause", ""),
        found=entry.get("found", ""),
        do=entry.get("do", ""),
        requirements=tuple(entry.all(REQUIREMENTS)),
        gone=entry.get("gone"),
        at=entry.at,
    )


def _refuse_far_away(entry: Entry, name: str, problems: Problems) -> None:
    day: date | None = entry.get(name)
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        hint = "write the date as year-month-day, for example 2026-03-31"
        problems.add(entry.place(name), f"nothing can be due on {day}", "wrong-answer", hint)


def _refuse_twice(actions: tuple[PlannedAction, ...], problems: Problems) -> None:
    """Reports a nonconformity that two rows plan for: which of them counts is not ours to choose."""
    first: dict[str, PlannedAction] = {}
    for one in actions:
        earlier = first.setdefault(one.key, one)
        if one.key and earlier is not one:
            hint = f"it first stands in line {earlier.at.line}; put both into one"
            problems.add(one.at, f"`{shortened(one.key)}` is planned twice", "duplicate-key", hint)
