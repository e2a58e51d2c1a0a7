"""The list of evidence: every document, record and note that shows an answer, with what it shows, and until
when it counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...commands.document import Ordered
from ...model import count
from ...organisation.organisation import Answer, Evidence
from ...problems import Location
from ..words.assessment import answer_words, place, printable, short_name
from ..words.registers import register_words
from .parts import DocumentSection, Grid, GridCell, GridColumn, Prose, Toned, WrittenDocument, shown_date

COLUMNS = (
    GridColumn("Evidence", 30),
    GridColumn("Date", 11),
    GridColumn("Valid until", 12, on="filled"),
    GridColumn("What it shows", 46),
    GridColumn("Answer", 18),
    GridColumn("Note", 34, on="filled"),
    GridColumn("Clauses", 20),
    GridColumn("Requirements", 40, on="sheet"),
    GridColumn("Stands at", 30, on="sheet"),
)
NONE = "No evidence is named in the file."
CLAIMED = "An answer without evidence is a claim: it is not in this list."
KEPT = ("evidence", "proof")
"""The fields of registers that name what shows a record."""

Row = tuple[GridCell, ...]


def evidence_list(ordered: Ordered) -> WrittenDocument:
    """Every piece of evidence by its name, then by its date."""
    assessment = ordered.result.assessment
    rows = tuple(sorted(_rows(ordered), key=lambda row: (str(row[0]).casefold(), str(row[1]), str(row[3]))))
    says = "Every piece of evidence that the file names, with what it shows."
    listed = Grid("Evidence", COLUMNS, rows, says) if rows else Prose(NONE, tone="lead")
    pieces = len({(row[0], row[1]) for row in rows})
    answers = f"{assessment.summary.answers_shown} of {count(assessment.summary.answers, 'answer')}"
    return WrittenDocument(
        title="List of evidence",
        organisation=assessment.organisation,
        as_of=assessment.as_of,
        facts=(
            ("As of", shown_date(assessment.as_of)),
            ("Pieces", str(pieces)),
            ("Answers shown", answers),
        ),
        sections=(
            DocumentSection("about", "", (Prose(CLAIMED, tone="quiet"),)),
            DocumentSection("evidence", "Evidence", (listed,)),
        ),
        template="register",
    )


def _rows(ordered: Ordered) -> Iterator[Row]:
    """A row for each thing that a piece of evidence shows."""
    result = ordered.result
    serves: dict[tuple[str, Location], list[str]] = {}
    answers: dict[tuple[str, Location], Answer] = {}
    for finding in result.assessment.findings:
        for answer in finding.answers:
            answers[answer.fact, answer.at] = answer
            serves.setdefault((answer.fact, answer.at), []).append(finding.requirement)
    for key, answer in answers.items():
        question = result.knowledge.question[answer.fact]
        for piece in answer.evidence:
            yield _row(ordered, piece, question.ask, answer_words(answer, question), serves[key], answer.at)
    yield from _of_records(ordered)
    for note in result.organisation.notes:
        for piece in note.evidence:
            yield _row(ordered, piece, printable(note.saw), "seen", [note.target], note.at)


def _of_records(ordered: Ordered) -> Iterator[Row]:
    """A row for each record of a register that names what shows it."""
    for register, records in ordered.result.organisation.registers.items():
        kept = [(one, field) for one in records for field in KEPT]
        for one, field in [(one, field) for one, field in kept if field in one.values]:
            day, until = one.values.get(f"{field}_date"), one.values.get("valid_until")
            yield (
                printable(str(one.values[field])),
                day if isinstance(day, date) else None,
                _until(until if isinstance(until, date) else None, ordered.result.assessment.as_of),
                printable(f"{one.id} {one.values.get('what', '')}"),
                f"record of {register_words(register)}",
                *("",) * 3,
                place(one.at),
            )


def _row(ordered: Ordered, piece: Evidence, shows: str, answer: str, serves: list[str], at: Location) -> Row:
    assessment, knowledge = ordered.result.assessment, ordered.result.knowledge
    clauses = dict.fromkeys(knowledge.written_against(name).clause_id for name in serves)
    return (
        printable(piece.ref),
        piece.date,
        _until(piece.valid_until, assessment.as_of),
        shows,
        answer,
        printable(piece.note),
        ", ".join(short_name(clause, assessment.standards) for clause in clauses),
        "\n".join(serves),
        place(at),
    )


def _until(day: date | None, as_of: date) -> GridCell:
    """The last day on which it counts, marked where that has passed."""
    return Toned("minor", f"{shown_date(day)} (passed)") if day is not None and day < as_of else day
