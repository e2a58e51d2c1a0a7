"""The sheet of the plan: a row a nonconformity in the order of mending, with columns for those who mend it to
fill in, and below them what was planned for nonconformities that are gone. It is read back by its keys
(`organisation/plan_file.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from ....analysis.assessment import Assessment
from ....analysis.nonconformities.nonconformity import Nonconformity
from ....analysis.plan.steps import Plan, Step
from ....model import KnowledgeBase
from ....organisation.plan_file import (
    PLAN,
    PLAN_TITLE,
    REQUIREMENTS,
    ActionState,
    Effort,
    PlannedAction,
)
from ....reading.workbooks import HEADINGS, key
from ...looks import FILLS
from ...words.nonconformity import Teller
from ...words.plan import in_order
from ..book import DAY_TYPED, QUIET_TEXT, TYPED, fill
from ..checks import Checks, InTheCheck
from ..table import Column, Marked, ReportTable, Value, told
from .actions import Followed, Stands, remark
from .findings import grade_cell

WAS = "was "
"""What stands before a number that is another nonconformity's today."""

EFFORTS = tuple(map(str, Effort))
STATES = tuple(map(str, ActionState))

COLUMNS = (
    Column(key(PLAN, HEADINGS), 3, QUIET_TEXT, "nonconformity", hidden=True),
    Column("Requirements", 3, QUIET_TEXT, REQUIREMENTS, hidden=True),
    Column("Gone since", 12, QUIET_TEXT, "gone", hidden=True),
    Column("No.", 8, key="number"),
    Column("Grade", 12, key="grade"),
    Column("Written against", 24, key="clause"),
    Column("What was found", 42, key="found"),
    Column("What to do", 42, key="do"),
    Column("Owner", 18, TYPED, "owner"),
    Column("Due", 12, DAY_TYPED, "due"),
    Column("Effort", 9, TYPED, "effort"),
    Column("State", 14, TYPED, "state"),
    Column("Note, and what shows that it worked", 34, TYPED, "note"),
    Column("Remark", 24, QUIET_TEXT),
)


def plan_sheet(plan: Plan, assessment: Assessment, knowledge: KnowledgeBase, kept: Followed) -> ReportTable:
    """What to mend, foundations first, with what was filled in before; below it every action that is on
    nothing found today."""
    teller = Teller(assessment, knowledge)
    rows = [_row(one, step, teller, kept.on.get(one.key)) for one, step in in_order(plan, assessment)]
    rows += [_row_beside(one) for one in kept.beside]
    says = (
        "What to mend, in order. Owner, due date, effort, state and note are yours: fill them in, and the"
        " next report keeps them."
    )
    return ReportTable(PLAN_TITLE, says, COLUMNS, tuple(rows), kept=5, pages=1, name=PLAN)


def _row(
    one: Nonconformity, step: Step | None, teller: Teller, planned: PlannedAction | None
) -> tuple[Value, ...]:
    return (
        one.key,
        told(one.members),
        None,
        one.id,
        grade_cell(one.grade),
        told([teller.title(one), f"at {one.place}" if one.place else ""]),
        told(one.statements),
        told([step.fix if step else one.fix]),
        *_filled_in(planned or PlannedAction(one.key)),
        Marked("minor", said) if (said := remark(planned)) else None,
    )


def _row_beside(stands: Stands) -> tuple[Value, ...]:
    """An action on nothing found today, as it was about when it was."""
    one = stands.action
    return (
        one.key or None,
        told(one.requirements),
        one.gone,
        told([f"{WAS}{one.number.removeprefix(WAS)}" if one.number else ""]),
        Marked(one.grade, one.grade) if one.grade in FILLS else told([one.grade]),
        _lines(one.clause),
        _lines(one.found),
        _lines(one.do),
        *_filled_in(one),
        stands.words,
    )


def _filled_in(one: PlannedAction) -> Iterator[Value]:
    yield from (told([one.owner]) or None, one.due, str(one.effort) if one.effort else None)
    yield from (str(one.state), _lines(one.note) or None)


def _lines(text: str) -> str:
    return told(text.split("\n"))


def let_fill_in(table: ReportTable, sheet: Worksheet, assessment: Assessment) -> None:
    """Offers efforts and states to choose from, takes only days from the assessment on, and shows what is
    overdue and what is closed."""
    checks = Checks(sheet, InTheCheck(), "")
    checks.one_of(EFFORTS, table.cells("effort"))
    checks.one_of(STATES, table.cells("state"))
    checks.due(table.cells("due"), assessment.as_of)
    checks.place()
    row, filled = table.header + 1, table.cells("owner", "note")
    due, state = (f"${table.letter(name)}{row}" for name in ("due", "state"))
    closed = f'{state}="{ActionState.CLOSED}"'
    sheet.conditional_formatting.add(filled, _coloured(closed, FILLS["conforms"]))
    sheet.conditional_formatting.add(filled, _coloured(f'AND({due}<>"",{due}<TODAY())', FILLS["major"]))


def _coloured(formula: str, colour: str) -> Rule:
    """A background where a formula holds; the first that holds decides."""
    return Rule(
        type="expression", formula=[formula], dxf=DifferentialStyle(fill=fill(colour)), stopIfTrue=True
    )
