"""The questionnaire as a workbook to fill in and send back: `assess` reads it like an organisation's YAML
file, and nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from ....analysis.questions.questionnaire import Questionnaire
from ....model import Consequence, Extent, KnowledgeBase, NoteKind, clause_order
from ....organisation.organisation import Exclusion, Note, Organisation
from ....organisation.workbook.sheets import EXCLUDED, OBSERVED, OBSERVED_WORDS
from ..book import DAY_TYPED, NUMBER_TYPED, QUIET_TEXT, TYPED, Book
from ..checks import Checks, Words
from ..table import Column
from .form import Form, sheet_title
from .known import write_known
from .questions import lines, shown_cells, write_evidence, write_questions
from .registers import write_registers
from .scales import write_scales
from .start import AS_OF, write_progress, write_start

NEVER = date(2000, 1, 1)
"""The day a questionnaire bears that is nobody's yet."""

BLANK_ROWS = 20


def questionnaire_workbook(
    asked: Questionnaire, knowledge: KnowledgeBase, organisation: Organisation | None = None
) -> bytes:
    """The workbook, with everything the organisation's file says. The same input gives the same bytes.

    Raises BadInput where a text does not fit into a cell.
    """
    book = Book(f"Questionnaire: {', '.join(asked.standards)}", organisation.as_of if organisation else NEVER)
    words = Words()
    listed = lines(asked, knowledge, organisation)
    start, row = write_start(book, asked, knowledge, organisation, words)
    questions = write_questions(book, listed, knowledge, words, AS_OF)
    write_progress(book, start, row, listed, questions)
    notes = organisation.notes if organisation else ()
    write_registers(book, asked.registers, organisation, words, AS_OF)
    if asked.registers or (organisation and organisation.scales):
        write_scales(book, asked.registers, organisation, words, AS_OF)
    write_evidence(book, listed, notes, words, questions, AS_OF)
    write_known(book, listed, words, AS_OF)
    targets = _targets(asked, knowledge)
    _write_exclusions(book, organisation.exclusions if organisation else (), knowledge, words, targets)
    _write_notes(book, notes, words, targets)
    words.write(book)
    return book.content()


def _targets(asked: Questionnaire, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """What a row can name: the clauses and requirements of the standards, in their order."""
    return tuple(
        sorted(
            (one for one in knowledge.members if one.partition("/")[0] in asked.standards),
            key=lambda one: (one.split("/")[0], clause_order(one.split("/")[1]), one),
        )
    )


def _write_exclusions(
    book: Book,
    exclusions: tuple[Exclusion, ...],
    knowledge: KnowledgeBase,
    words: Words,
    targets: tuple[str, ...],
) -> None:
    says = (
        "What does not apply to the organisation, and why: without a reason it is not accepted. One row each."
    )
    columns = (
        Column("Requirement or clause", 38, TYPED, "requirement"),
        Column("Why it does not apply", 70, TYPED, "because"),
        Column("What it asks", 60, QUIET_TEXT),
    )
    form = Form(book, EXCLUDED, sheet_title(EXCLUDED), says, columns)
    for one in exclusions:
        form.add(
            {
                "requirement": one.target,
                "because": one.because or None,
                "What it asks": _asks(one.target, knowledge),
            }
        )
    form.add_blank(BLANK_ROWS)
    checks = Checks(form.sheet, words, AS_OF)
    checks.one_of(targets, form.cells("requirement"), strict=False)
    checks.place()
    form.finish()


def _asks(target: str, knowledge: KnowledgeBase) -> str:
    return knowledge.clause[target].title if target in knowledge.clause else knowledge.says(target)


def _write_notes(book: Book, notes: tuple[Note, ...], words: Words, targets: tuple[str, ...]) -> None:
    says = (
        "What an auditor saw: one row a note. Say how far it reaches in a word, or by how many were checked"
        " and how many failed."
    )
    form = Form(book, OBSERVED, sheet_title(OBSERVED), says, _note_columns())
    for number, note in enumerate(notes, 1):
        form.add(_note_row(number, note))
    for number in range(len(notes) + 1, len(notes) + 1 + BLANK_ROWS):
        form.add({"number": number})
    checks = Checks(form.sheet, words, AS_OF)
    checks.one_of(targets, form.cells("requirement"), strict=False)
    for name, answers in OBSERVED_WORDS.items():
        checks.one_of(answers, form.cells(name), strict=name not in ("consequence", "could"))
    checks.one_of(("yes", "no"), form.cells("left_open"))
    checks.whole(
        form.cells("essential"),
        1,
        "Write how many of the missing parts are essential: a whole number above 0.",
    )
    checks.whole(
        form.cells("times"),
        1,
        "Write how often it has come back, this time included: a whole number above 0.",
    )
    checks.whole(form.cells("checked"), 1, "Write how many were looked at: a whole number above 0.")
    checks.whole(form.cells("failed"), 0, "Write how many of them failed: a whole number, or 0.")
    checks.day(form.cells("date"), past=True)
    checks.day(form.cells("until"), past=False)
    checks.place()
    form.finish()


def _note_columns() -> tuple[Column, ...]:
    return (
        Column("No.", 6, QUIET_TEXT, "number"),
        Column("Requirement or clause", 34, TYPED, "requirement"),
        Column("What was seen", 48, TYPED, "saw"),
        Column("How far it reaches", 14, TYPED, "extent"),
        Column("or: checked", 9, NUMBER_TYPED, "checked"),
        Column("failed", 9, NUMBER_TYPED, "failed"),
        Column("What came of it", 14, TYPED, "consequence"),
        Column("What may follow", 14, TYPED, "could"),
        Column("Goes on", 9, TYPED, "ongoing"),
        Column("Repeats an earlier finding", 12, TYPED, "repeats"),
        Column("which", 16, TYPED, "back"),
        Column("how often", 9, NUMBER_TYPED, "times"),
        Column("left open", 9, TYPED, "left_open"),
        Column("Where", 16, TYPED, "where"),
        Column("Essential parts missing", 10, NUMBER_TYPED, "essential"),
        Column("You call it", 14, TYPED, "kind"),
        Column("Your grade", 12, TYPED, "grade"),
        Column("Evidence", 28, TYPED, "ref"),
        Column("Its date", 11, DAY_TYPED, "date"),
        Column("Counts until", 11, DAY_TYPED, "until"),
        Column("What it shows", 28, TYPED, "remark"),
    )


def _note_row(number: int, note: Note) -> dict[str, Any]:
    first = note.evidence[0] if note.evidence else None
    return {
        "number": number,
        "requirement": note.target,
        "saw": note.saw,
        **_reach(note),
        "could": ", ".join(one.value for one in note.could) or None,
        "ongoing": "yes" if note.ongoing else None,
        "repeats": "yes" if note.repeats else None,
        "back": note.back.what if note.back else None,
        "times": note.back.times if note.back else None,
        "left_open": "yes" if note.back and note.back.left_open else None,
        "where": note.where or None,
        "essential": note.essential or None,
        "kind": note.kind.value if note.kind is not NoteKind.JUDGED else None,
        "grade": note.grade.word if note.grade is not None else None,
        **(shown_cells(first) if first else {}),
    }


def _reach(note: Note) -> dict[str, Any]:
    """How far it reaches and what came of it; where no fault is found, only what was counted."""
    counted = note.extent is Extent.SAMPLE
    told = note.kind.finds_fault or note.consequence is not Consequence.NONE
    return {
        "extent": (
            None
            if counted or (note.extent is Extent.ISOLATED and not note.kind.finds_fault)
            else note.extent.value
        ),
        "checked": note.checked if counted else None,
        "failed": note.failed if counted else None,
        "consequence": ", ".join(one.value for one in note.all_consequences) if told else None,
    }
