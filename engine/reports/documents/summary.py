"""One page for the managing director: the verdict, the numbers, what to decide. Whatever an organisation
holds, it stays one page: what does not fit is counted and left to the report."""

from __future__ import annotations

from collections.abc import Iterator

from ...commands.document import Ordered
from ...model import Grade, count
from ..words.assessment import SAMPLE, fragility_words
from ..words.nonconformity import claims_words
from ..words.plan import smallest_words
from ..words.since import progress_words
from .gap_report import GapReport
from .parts import DocumentPart, DocumentSection, Grid, GridColumn, Prose, Toned, WrittenDocument, shown_date
from .recorded import advice, cut

MOST_STANDARDS, MOST_DECISIONS = 6, 6
LONGEST_TITLE, LONGEST_SENTENCE, LONGEST_FIX, LONGEST_NAME, LONGEST_NOTE = 60, 170, 150, 80, 320
GRADES = (Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY)


def one_page(ordered: Ordered) -> WrittenDocument:
    """The page; an auditor's says what weighs most and nothing of what to do."""
    report = GapReport(ordered)
    assessment = report.assessment
    return WrittenDocument(
        title="Gap analysis in one page",
        organisation=cut(assessment.organisation, LONGEST_NAME),
        as_of=assessment.as_of,
        facts=(("As of", shown_date(assessment.as_of)), ("Standards", cut(report.editions, LONGEST_NOTE))),
        sections=(
            DocumentSection("verdict", "", tuple(_verdict(report))),
            DocumentSection("numbers", "In numbers", tuple(_numbers(report))),
            DocumentSection(
                "decide",
                "To decide" if report.report == "consultant" else "What weighs most",
                tuple(_decisions(report)),
            ),
            DocumentSection("note", "", (Prose(SAMPLE, tone="quiet"),)),
        ),
        template="summary",
    )


def _verdict(report: GapReport) -> Iterator[DocumentPart]:
    assessment = report.assessment
    yield Prose(cut(assessment.summary.verdict, LONGEST_NOTE), tone="lead")
    if assessment.since is not None:
        since = f"Since {assessment.since.as_of}"
        yield Prose(cut(progress_words(assessment.since.progress), LONGEST_SENTENCE), since)
    yield Prose(claims_words(assessment))


def _numbers(report: GapReport) -> Iterator[DocumentPart]:
    summary = report.assessment.summary
    standards = report.assessment.standards[:MOST_STANDARDS]
    columns = (
        GridColumn("", 34),
        *(GridColumn(grade.word.capitalize(), 14) for grade in GRADES),
    )
    rows = [
        (
            cut(report.knowledge.standard[one].edition.partition(" with ")[0], LONGEST_TITLE),
            *(_number(grade, summary.by_standard[one][grade]) for grade in GRADES),
        )
        for one in standards
    ]
    if len(rows) > 1:
        rows.append(("All, each counted once", *(_number(one, summary.recorded[one]) for one in GRADES)))
    yield Grid("Numbers", columns, tuple(rows), "What is recorded, by standard.")
    if fragile := fragility_words(report.assessment.fragility):
        yield Prose(fragile)


def _number(grade: Grade, number: int) -> Toned | int:
    return Toned(grade.word, str(number)) if number else 0


def _decisions(report: GapReport) -> Iterator[DocumentPart]:
    """The worst, in a line each, with what to do where it is told."""
    ordered = report.in_order()
    if not ordered:
        yield Prose("No nonconformity is recorded.")
        return
    advises = report.report == "consultant"
    columns = (
        GridColumn("No.", 10),
        GridColumn("Clause", 26),
        GridColumn("What was found", 46),
        *((GridColumn("What to do", 46),) if advises else ()),
    )
    rows = tuple(
        (
            Toned(one.grade.word, one.id),
            cut(report.teller.title(one), LONGEST_TITLE),
            cut(one.statements[0] if one.statements else "", LONGEST_SENTENCE),
            *((cut(advice(one), LONGEST_FIX),) if advises else ()),
        )
        for one in ordered[:MOST_DECISIONS]
    )
    yield Grid("Decisions", columns, rows, "What weighs most.")
    more = len(ordered) - MOST_DECISIONS
    if more > 0:
        yield Prose(f"And {count(more, 'more nonconformity')}: see the report.", tone="quiet")
    if report.mending and (least := smallest_words(report.mending.smallest, lambda _names, _most: "", 0)):
        yield Prose(cut(least.removesuffix(": .") + ".", LONGEST_SENTENCE), "The least to mend")
