"""The gap analysis as a workbook: a page for the managing director, and sheets to sort, filter and fill
in."""

from __future__ import annotations

from collections.abc import Sequence

from ....analysis.assessment import Assessment
from ....analysis.audience import Audience, addressed
from ....model import KnowledgeBase
from ....organisation.organisation import Organisation
from ....organisation.plan_file import PLAN, PlannedAction
from ...words.assessment import printable
from ...words.plan import plan_for
from ..book import Book
from ..table import ReportTable, draw
from .actions import followed
from .answers import answers_sheet, open_questions_sheet, overlays_sheet, seen_sheet
from .causes import failures_sheet, foundations_sheet
from .findings import findings_sheet
from .matrix import matrix_sheet
from .nonconformities import nonconformities_sheet, observations_sheet
from .plan import let_fill_in, plan_sheet
from .policy import policy_sheet
from .registers import records_sheet
from .since import since_sheet
from .summary import Told, summary_sheet


def assessment_workbook(
    assessment: Assessment,
    knowledge: KnowledgeBase,
    organisation: Organisation,
    report: Audience = "consultant",
    planned: Sequence[PlannedAction] = (),
) -> bytes:
    """The whole assessment as the content of an .xlsx file; an auditor's has neither what to do nor a plan.

    `organisation` has to be the one assessed: its answers and notes are listed as they were given. `planned`
    is what people filled into the plan of an earlier report: it is carried over by nonconformity, and none of
    it is lost. Sheets that would be empty because nothing of the kind was given (an earlier assessment,
    notes, registers, overlays) or found (nonconformities, plan) are left out.
    """
    assessment = addressed(assessment, report)
    plan = plan_for(assessment, knowledge) if report == "consultant" else None
    kept = followed(planned if plan else (), assessment)
    tables = _recorded(assessment, knowledge, report)
    tables += (
        [plan_sheet(plan, assessment, knowledge, kept)]
        if plan and (assessment.nonconformities or kept.beside)
        else []
    )
    tables += [since_sheet(assessment.since, assessment, knowledge)] if assessment.since else []
    tables += _detail(assessment, knowledge, organisation, report)
    book = Book(f"Gap analysis: {printable(assessment.organisation)}", assessment.as_of)
    summary_sheet(book, Told(assessment, knowledge, report, plan, kept), tables)
    for table in tables:
        sheet = draw(table, book)
        if table.name == PLAN:
            let_fill_in(table, sheet, assessment)
    return book.content()


def _recorded(assessment: Assessment, knowledge: KnowledgeBase, report: Audience) -> list[ReportTable]:
    """What counts: nonconformities, and what is below them."""
    tables = [nonconformities_sheet(assessment, knowledge, report)] if assessment.nonconformities else []
    return tables + ([observations_sheet(assessment, knowledge, report)] if assessment.observations else [])


def _detail(
    assessment: Assessment, knowledge: KnowledgeBase, organisation: Organisation, report: Audience
) -> list[ReportTable]:
    """What stands behind it, and what the report rests on."""
    tables = [findings_sheet(assessment, knowledge, report), matrix_sheet(assessment, knowledge)]
    tables += [holding] if (holding := foundations_sheet(assessment, knowledge)).rows else []
    tables += [failures_sheet(assessment, knowledge, report)] if assessment.dependency_failures else []
    tables += [open_questions_sheet(assessment, knowledge)] if assessment.unanswered else []
    tables += [answers_sheet(assessment, knowledge, organisation)]
    tables += [seen_sheet(assessment, organisation)] if organisation.notes else []
    tables += [records_sheet(assessment, knowledge, organisation)] if organisation.registers else []
    tables += [policy] if (policy := policy_sheet(assessment, knowledge)).rows else []
    return tables + ([overlays_sheet(assessment)] if assessment.changes else [])
