"""The sheets of what the report rests on: questions still open, the answers given, what an auditor saw,
and rules changed by overlays."""

from __future__ import annotations

from collections import Counter

from ....analysis.assessment import Assessment
from ....analysis.findings import Finding, Observed
from ....model import KnowledgeBase
from ....organisation.organisation import Answer, Organisation
from ...words.assessment import answer_words, evidence_words, observed_words, place
from ...words.nonconformity import Teller
from ..book import QUIET_TEXT
from ..table import Column, ReportTable, Value, told
from .findings import grade_cell, recorded_words


def open_questions_sheet(assessment: Assessment, knowledge: KnowledgeBase) -> ReportTable:
    """The questions that could still change a finding, those that could do worst first."""
    columns = (
        Column("Question", 60),
        Column("Who can answer", 17),
        Column("Could become", 13),
        Column("Decides", 9),
        Column("Which clauses", 40),
        Column("Answer", 28),
        Column("Fact", 34, QUIET_TEXT),
    )
    teller = Teller(assessment, knowledge)
    rows = []
    for one in assessment.unanswered:
        question = knowledge.question[one.fact]
        which = told([teller.references(one.requirements)])
        worst = grade_cell(one.could_become)
        rows.append(
            (
                question.ask,
                question.who.value,
                worst,
                len(one.requirements),
                which,
                question.answer_words,
                question.id,
            )
        )
    says = "What nobody answered and what each answer could still lead to; nothing here counts as passed."
    return ReportTable("Open questions", says, columns, tuple(rows), pages=1)


def answers_sheet(
    assessment: Assessment, knowledge: KnowledgeBase, organisation: Organisation
) -> ReportTable:
    """Every answer as it was given, also those that no requirement in scope reads."""
    columns = (
        Column("Fact", 34),
        Column("Question", 56),
        Column("Answer", 22),
        Column("Discipline", 14),
        Column("Evidence", 46),
        Column("Note", 46),
        Column("Read by", 9),
        Column("Stands at", 34),
    )
    readers = Counter(answer.at for finding in assessment.findings for answer in finding.answers)
    rows = tuple(_answer(one, knowledge, readers[one.at]) for one in organisation.answers)
    return ReportTable(
        "Answers",
        "Every answer as given, with its evidence, its note, and its place in the file.",
        columns,
        rows,
        pages=1,
    )


def _answer(answer: Answer, knowledge: KnowledgeBase, readers: int) -> tuple[Value, ...]:
    question = knowledge.question[answer.fact]
    return (
        answer.fact,
        question.ask,
        told([answer_words(answer, question)]),
        answer.discipline.value if answer.discipline else "all",
        told(evidence_words(one) for one in answer.evidence),
        told([answer.note]),
        readers,
        place(answer.at),
    )


def seen_sheet(assessment: Assessment, organisation: Organisation) -> ReportTable:
    """Every note of what an auditor saw, in the order of the file, with the grade it led to."""
    columns = (
        Column("Seen against", 36),
        Column("What was seen", 56),
        Column("Grade", 12),
        Column("Extent and consequence", 34),
        Column("Rules", 34),
        Column("Evidence", 40),
        Column("Counts for", 36),
        Column("Stands at", 34),
    )
    found: dict[object, list[tuple[Finding, Observed]]] = {}
    for finding in assessment.findings:
        for one in finding.observed:
            found.setdefault(one.note.at, []).append((finding, one))
    rows: list[tuple[Value, ...]] = []
    for note in organisation.notes:
        landed = found.get(note.at, [])
        evidence = told(evidence_words(one) for one in note.evidence)
        where = told(_counts_for(finding) for finding, _ in landed) or "nothing in scope"
        judged = landed[0][1] if landed else None
        rows.append(
            (
                note.target,
                told([note.saw]),
                grade_cell(judged.grade) if judged else None,
                observed_words(judged) if judged else None,
                told(judged.rules) if judged else None,
                evidence,
                where,
                place(note.at),
            )
        )
    return ReportTable(
        "What was seen", "What an auditor saw, and how the rules judge it.", columns, tuple(rows), pages=1
    )


def _counts_for(finding: Finding) -> str:
    return ": ".join(filter(None, (recorded_words(finding), finding.requirement)))


def overlays_sheet(assessment: Assessment) -> ReportTable:
    """Every rule that an overlay changed, and why."""
    columns = (
        Column("Rule", 40),
        Column("Change", 30),
        Column("Because", 60),
        Column("Overlay", 20),
        Column("Stands at", 40),
    )
    rows = tuple(
        (one.rule, told([one.told]), told([one.because]), one.overlay, place(one.at))
        for one in assessment.changes
    )
    return ReportTable("Overlays", "Rules changed for this assessment, each with its reason.", columns, rows)
