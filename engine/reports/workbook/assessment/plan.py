"""The sheet of the plan: what to mend first, and columns for those who mend it to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ....analysis.assessment import Assessment
from ....analysis.plan.steps import Plan, Step
from ....model import KnowledgeBase
from ...looks import FILLS
from ...words.assessment import short_names
from ...words.plan import clears_words
from ..book import ISO_DAY, fill
from ..table import Column, Table, Value, told
from .findings import clause_words, grade_cell

EFFORTS = ("small", "medium", "large")

STATES = ("open", "corrected", "cause known", "acted on", "effect verified", "closed")
"""The way of a nonconformity. What has no verified effect is not closed."""

TO_FILL_IN = ("Effort", "Owner", "Due", "State")

PLAN_COLUMNS = (
    Column("Step", 6),
    Column("Requirement", 36),
    Column("Grade", 10),
    Column("Clause", 26),
    Column("Why", 44),
    Column("What to do", 44),
    Column("Clears also", 40),
    *(Column(heading, width) for heading, width in zip(TO_FILL_IN, (9, 18, 12, 14), strict=True)),
)


def plan_sheet(plan: Plan, assessment: Assessment, knowledge: KnowledgeBase) -> Table:
    """The steps in order, foundations first, each open and without an owner."""
    return Table(
        "Plan",
        "What to mend in which order and what each step clears once those before it are done; effort, owner, due date and state are yours.",
        PLAN_COLUMNS,
        tuple(_step(number, step, assessment, knowledge) for number, step in enumerate(plan.steps, 1)),
        kept=2,
        pages=1,
    )


def _step(number: int, step: Step, assessment: Assessment, knowledge: KnowledgeBase) -> tuple[Value, ...]:
    clauses = dict.fromkeys(clause_words(knowledge.requirement[one].clause_id, knowledge) for one in step.requirements)
    return (
        number,
        told(step.requirements),
        grade_cell(step.grade),
        told(clauses),
        told([step.because]),
        told([step.fix]),
        clears_words(step, lambda names, _: short_names(names, assessment.standards), 0) or "nothing else",
        None,
        None,
        None,
        STATES[0],
    )


def let_fill_in(sheet: Worksheet, as_of: date) -> None:
    """Offers efforts and states to choose from, takes only days from the assessment on, and shows what is overdue and what is closed."""
    last = sheet.max_row
    if last < 2:
        return
    first = len(PLAN_COLUMNS) - len(TO_FILL_IN) + 1
    effort, _, due, state = (get_column_letter(first + number) for number in range(len(TO_FILL_IN)))
    _offer(sheet, f"{effort}2:{effort}{last}", EFFORTS)
    _offer(sheet, f"{state}2:{state}{last}", STATES)
    first_day = f"DATE({as_of.year},{as_of.month},{as_of.day})"
    days = DataValidation(type="date", operator="greaterThanOrEqual", formula1=first_day)
    _refuse_others(sheet, days, f"{due}2:{due}{last}", "Not a due date", f"Give a day, not before {as_of}.")
    for row in range(2, last + 1):
        sheet[f"{due}{row}"].number_format = ISO_DAY
    filled = f"{effort}2:{state}{last}"
    sheet.conditional_formatting.add(filled, _coloured(f'${state}2="{STATES[-1]}"', FILLS["conforms"]))
    sheet.conditional_formatting.add(filled, _coloured(f'AND(${due}2<>"",${due}2<TODAY())', FILLS["major"]))


def _coloured(formula: str, colour: str) -> Rule:
    """A background where a formula holds; the first that holds decides."""
    return Rule(type="expression", formula=[formula], dxf=DifferentialStyle(fill=fill(colour)), stopIfTrue=True)


def _offer(sheet: Worksheet, cells: str, words: Sequence[str]) -> None:
    offered = DataValidation(type="list", formula1=f'"{",".join(words)}"')
    _refuse_others(sheet, offered, cells, "Not one of the words", f"Choose one of: {', '.join(words)}.")


def _refuse_others(sheet: Worksheet, allowed: DataValidation, cells: str, title: str, message: str) -> None:
    allowed.allow_blank = allowed.showErrorMessage = True
    allowed.errorTitle, allowed.error = title, message
    allowed.add(cells)
    sheet.add_data_validation(allowed)
