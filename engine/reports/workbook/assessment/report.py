"""The gap analysis as a workbook: a summary for the meeting, and sheets to sort, filter and fill in."""

from __future__ import annotations

from ....analysis.assessment import Assessment
from ....analysis.audience import Report, addressed
from ....model import KnowledgeBase
from ....organisation.organisation import Organisation
from ...words.assessment import printable
from ...words.plan import plan_for
from ..book import Book
from ..table import draw
from .answers import answers_sheet, open_questions_sheet, overlays_sheet, seen_sheet
from .causes import failures_sheet, root_causes_sheet
from .findings import findings_sheet
from .matrix import matrix_sheet
from .plan import let_fill_in, plan_sheet
from .policy import policy_sheet
from .registers import records_sheet
from .since import since_sheet
from .summary import summary_sheet


def assessment_workbook(
    assessment: Assessment, knowledge: KnowledgeBase, organisation: Organisation, report: Report = "consultant"
) -> bytes:
    """The whole assessment as the content of an .xlsx file; an auditor's has neither what to do nor a plan.

    `organisation` has to be the one assessed: its answers and notes are listed as they were given. Sheets that would be empty because
    nothing of the kind was given (an earlier assessment, notes, registers, overlays) or because nothing fails (plan) are left out.
    """
    assessment = addressed(assessment, report)
    plan = plan_for(assessment, knowledge) if report == "consultant" else None
    tables = [findings_sheet(assessment, knowledge, report)]
    tables += [plan_sheet(plan, assessment, knowledge)] if plan and plan.steps else []
    tables += [since_sheet(assessment.since, assessment, knowledge)] if assessment.since else []
    tables += [
        root_causes_sheet(assessment, knowledge),
        failures_sheet(assessment, knowledge),
        matrix_sheet(assessment, knowledge),
        open_questions_sheet(assessment, knowledge),
        answers_sheet(assessment, knowledge, organisation),
    ]
    tables += [seen_sheet(assessment, organisation)] if organisation.notes else []
    tables += [records_sheet(assessment, knowledge, organisation)] if organisation.registers else []
    tables += [policy] if (policy := policy_sheet(assessment, knowledge)).rows else []
    tables += [overlays_sheet(assessment)] if assessment.changes else []
    book = Book(f"Gap analysis: {printable(assessment.organisation)}", assessment.as_of)
    summary_sheet(book, assessment, knowledge, report, plan, tables)
    for table in tables:
        sheet = draw(table, book)
        if table.title == "Plan":
            let_fill_in(sheet, assessment.as_of)
    return book.content()
