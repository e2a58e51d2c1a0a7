"""The sheets with the questions and with further evidence: a row a question, a column for each discipline
where several are in scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import msgspec
from openpyxl.formatting import rule
from openpyxl.styles import Border, Side

from ....analysis.questions.questionnaire import Asked, Questionnaire
from ....model import Discipline, Grade, KnowledgeBase, Question
from ....organisation.organisation import Answer, Evidence, Note, Organisation
from ....organisation.workbook.sheets import (
    EVIDENCE,
    NOTHING_RECORDED,
    QUESTIONS,
    answer_column,
    number_of_note,
    register_title,
)
from ...words.questions import BEYOND, SET_ASIDE, kind_words, serves_words, who_words
from ..book import DAY_TYPED, QUIET_TEXT, TYPED, Book, Look, fill
from ..checks import Checks, Words
from ..table import Column
from .form import ANSWER, FIRST_ROW, NOT_ASKED, OWN, Form, sheet_title
from .registers import cell_value, records_cells

STATE = "State"
REGISTERS = "Registers: each has a sheet of its own"
OPEN_COLOUR = "#fbe6a2"
DONE_COLOUR = "#c8e6c0"
BLANK_EVIDENCE = 30
A3 = 8

_WHERE: Any = rule.FormulaRule
_FAINT = Side(style="thin", color="FFC4C4C4")
_ABOVE = Border(top=Side(style="thin", color="FF3B4A5A"), left=_FAINT, right=_FAINT, bottom=_FAINT)
_QUESTION = Look("question")
_STATE = Look("state", centred=True, wrap=False)
_SAYS = (
    "Fill in the light cells. Leave open what you do not know: an open question is never counted against you,"
    " nor for you. Filter by who can answer, or by state."
)


class Line(msgspec.Struct, frozen=True):
    """One row of the sheet: a question under a section. `empty`: it is a register that is kept and has no
    record."""

    section: str
    asked: Asked
    counted: bool = True
    empty: bool = False


def lines(
    asked: Questionnaire, knowledge: KnowledgeBase, organisation: Organisation | None
) -> tuple[Line, ...]:
    """Every question once, in the order of the questionnaire, and registers; then those set aside; then
    what was answered beyond it."""
    listed = [
        Line(section.title, one)
        for section in asked.sections
        for group in section.groups
        for one in group.questions
    ]
    kept = [Line(REGISTERS, one, empty=_is_kept_empty(one.fact, organisation)) for one in asked.registers]
    set_aside = [Line(SET_ASIDE, one, counted=False) for one in asked.set_aside]
    beyond: dict[str, list[Answer]] = {}
    for one in asked.beyond:
        beyond.setdefault(one.fact, []).append(one)
    answered = [Line(BEYOND, _kept(knowledge.question[fact], answers)) for fact, answers in beyond.items()]
    return (*listed, *kept, *set_aside, *answered)


def _is_kept_empty(register: Question, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.registers.get(register.id) == ()


def _kept(question: Question, answers: list[Answer]) -> Asked:
    disciplines = tuple(one for one in Discipline if any(answer.discipline is one for answer in answers))
    return Asked(question, "", (), Grade.UNGRADED, (), disciplines, tuple(answers))


def disciplines_of(listed: Iterable[Line]) -> tuple[Discipline, ...]:
    """The disciplines that get a column: those of the questions, where there are several, and those
    answered by discipline already."""
    asked = {one for line in listed for one in line.asked.disciplines}
    answers = chain.from_iterable(line.asked.answers for line in listed)
    given = {answer.discipline for answer in answers if answer.discipline}
    return tuple(one for one in Discipline if one in given or (one in asked and len(asked) > 1))


def write_questions(
    book: Book, listed: tuple[Line, ...], knowledge: KnowledgeBase, words: Words, as_of: str
) -> Form:
    """The sheet of questions."""
    disciplines = disciplines_of(listed)
    form = Form(book, QUESTIONS, sheet_title(QUESTIONS), _SAYS, _columns(disciplines), hidden="id")
    checks = Checks(form.sheet, words, as_of)
    for line in listed:
        row = form.add(_row(line, knowledge))
        book.compute(form.sheet, row, form.number(STATE), _state(form, line, row, disciplines), _STATE)
        checks.answer(line.asked.fact, f"{form.letter('answer')}{row}")
        for one in disciplines:
            _offer(form, checks, line.asked, row, one)
    checks.day(form.cells("date"), past=True)
    checks.day(form.cells("until"), past=False)
    checks.place()
    _mark(form)
    form.finish()
    form.sheet.freeze_panes = f"{form.letter('Possible answers')}{FIRST_ROW}"
    form.sheet.page_setup.paperSize = A3
    return form


def _columns(disciplines: tuple[Discipline, ...]) -> tuple[Column, ...]:
    return (
        Column("Theme", 20, QUIET_TEXT),
        Column("Who can answer", 14, QUIET_TEXT),
        Column("Question", 46, _QUESTION),
        Column("Possible answers", 18, QUIET_TEXT),
        Column("Answer", 15, ANSWER, "answer"),
        *(Column(f"only for {_plain(one)}", 13, ANSWER, answer_column(one)) for one in disciplines),
        Column(STATE, 10, _STATE),
        Column("Evidence", 24, TYPED, "ref"),
        Column("Its date", 11, DAY_TYPED, "date"),
        Column("Counts until", 11, DAY_TYPED, "until"),
        Column("What it shows", 22, TYPED, "remark"),
        Column("Note", 22, TYPED, "note"),
        Column("Answered by", 16, TYPED, "by"),
        Column("Help", 48, QUIET_TEXT),
        Column("Evidence an auditor asks for", 40, QUIET_TEXT),
        Column("Serves", 30, QUIET_TEXT),
        Column("Your own remarks (nobody reads this column back)", 22, OWN),
    )


def _plain(discipline: Discipline) -> str:
    return "safety" if discipline is Discipline.OHS else discipline.value.replace("-", " ")


def _row(line: Line, knowledge: KnowledgeBase) -> dict[str, Any]:
    asked, question = line.asked, line.asked.fact
    common = next((one for one in asked.answers if one.discipline is None), None)
    return {
        "id": question.id,
        "Theme": line.section,
        "Who can answer": who_words(question.who),
        "Question": question.ask,
        "Possible answers": _possible(question),
        **{answer_column(one.discipline): cell_value(one.value) for one in asked.answers},
        **({"answer": NOTHING_RECORDED} if line.empty else {}),
        **(_shown(common.evidence[:1]) if common else {}),
        "note": common.note or None if common else None,
        "by": common.by or None if common else None,
        "Help": question.help or None,
        "Evidence an auditor asks for": "; ".join(asked.evidence) or None,
        "Serves": serves_words(asked, knowledge) or None,
    }


def _possible(question: Question) -> str:
    if question.record:
        return f"records, in the sheet {register_title(question)}; {NOTHING_RECORDED} if it is kept and empty"
    return kind_words(question).removeprefix("one of ")


def _shown(evidence: Iterable[Evidence]) -> dict[str, Any]:
    return next((shown_cells(one) for one in evidence), {})


def shown_cells(one: Evidence) -> dict[str, Any]:
    """A piece of evidence, by the columns of its sheet."""
    return {"ref": one.ref, "date": one.date, "until": one.valid_until, "remark": one.note or None}


def _state(form: Form, line: Line, row: int, disciplines: tuple[Discipline, ...]) -> str:
    """Answered, partly (by some of the disciplines it is asked for), or open; as a formula, so that it
    follows what is typed."""
    answered = f'{form.letter("answer")}{row}<>""'
    if line.asked.fact.record:
        answered = f"OR({answered},COUNTA({records_cells(line.asked.fact)})>0)"
    unanswered = '"open"' if line.counted else '"set aside"'
    apart = [
        f"{form.letter(answer_column(one))}{row}" for one in disciplines if one in line.asked.disciplines
    ]
    if not apart or line.asked.fact.record:
        return f'=IF({answered},"answered",{unanswered})'
    given = f"COUNTA({','.join(apart)})"
    return f'=IF(OR({answered},{given}={len(apart)}),"answered",IF({given}>0,"partly",{unanswered}))'


def _offer(form: Form, checks: Checks, asked: Asked, row: int, discipline: Discipline) -> None:
    """Lets the answer for a discipline be filled in where the question is asked for it."""
    column = answer_column(discipline)
    if discipline in asked.disciplines and not asked.fact.record:
        checks.answer(asked.fact, f"{form.letter(column)}{row}")
    else:
        cell: Any = form.sheet.cell(row, form.number(column))
        form.book.put(form.sheet, row, form.number(column), cell.value, NOT_ASKED)


def _mark(form: Form) -> None:
    """Colours what is open and what is answered, and draws a line above each theme."""
    state, theme, last = form.letter(STATE), form.letter("Theme"), form.row
    marks: list[tuple[str, str, dict[str, Any]]] = [
        (form.cells(STATE, last), f'${state}{FIRST_ROW}="open"', {"fill": fill(OPEN_COLOUR)}),
        (form.cells(STATE, last), f'${state}{FIRST_ROW}="partly"', {"fill": fill(OPEN_COLOUR)}),
        (form.cells(STATE, last), f'${state}{FIRST_ROW}="answered"', {"fill": fill(DONE_COLOUR)}),
        (form.cells("answer", last), f'${state}{FIRST_ROW}="open"', {"fill": fill(OPEN_COLOUR)}),
        (
            f"B{FIRST_ROW}:{form.letter('Serves')}{last}",
            f"${theme}{FIRST_ROW}<>${theme}{FIRST_ROW - 1}",
            {"border": _ABOVE},
        ),
    ]
    for cells, where, shown in marks:
        form.sheet.conditional_formatting.add(cells, _WHERE(formula=[where], **shown))


# --- further evidence


def write_evidence(
    book: Book, listed: tuple[Line, ...], notes: tuple[Note, ...], words: Words, questions: Form, as_of: str
) -> None:
    """The sheet of evidence that has no room beside its question: a second piece, or what belongs to the
    answer for one discipline."""
    says = (
        "More evidence for an answer, or evidence and a note for the answer of one discipline: one row a"
        " piece."
    )
    form = Form(book, EVIDENCE, sheet_title(EVIDENCE), says, _evidence_columns())
    for values in (*_more_of_answers(listed), *_more_of_notes(notes)):
        form.add(values)
    form.add_blank(BLANK_EVIDENCE)
    title, asks = questions.sheet.title, questions.letter("Question")
    for row in range(FIRST_ROW, form.row + 1):
        found = f"INDEX({title}!${asks}:${asks},MATCH({form.letter('for')}{row},{title}!$A:$A,0))"
        book.compute(form.sheet, row, form.number("The question"), f'=IFERROR({found},"")', QUIET_TEXT)
    checks = Checks(form.sheet, words, as_of)
    checks.one_of(tuple(line.asked.fact.id for line in listed), form.cells("for"), strict=False)
    checks.one_of(tuple(one.value for one in Discipline), form.cells("discipline"))
    checks.day(form.cells("date"), past=True)
    checks.day(form.cells("until"), past=False)
    checks.place()
    form.finish()


def _evidence_columns() -> tuple[Column, ...]:
    return (
        Column("Belongs to (name of the question, or note 1)", 34, TYPED, "for"),
        Column("The question", 46, QUIET_TEXT),
        Column("Only for the discipline", 18, TYPED, "discipline"),
        Column("Evidence", 28, TYPED, "ref"),
        Column("Its date", 11, DAY_TYPED, "date"),
        Column("Counts until", 11, DAY_TYPED, "until"),
        Column("What it shows", 30, TYPED, "remark"),
        Column("Note on the answer", 30, TYPED, "note"),
        Column("Answered by", 16, TYPED, "by"),
    )


def _more_of_answers(listed: tuple[Line, ...]) -> Iterator[dict[str, Any]]:
    for line in listed:
        for answer in line.asked.answers:
            beside = answer.discipline is None
            pieces = [_shown([one]) for one in answer.evidence[1 if beside else 0 :]]
            said = {} if beside else {"note": answer.note or None, "by": answer.by or None}
            if any(said.values()):
                pieces = [{**(pieces[0] if pieces else {}), **said}, *pieces[1:]]
            for piece in pieces:
                yield {
                    "for": answer.fact,
                    "discipline": answer.discipline.value if answer.discipline else None,
                    **piece,
                }


def _more_of_notes(notes: tuple[Note, ...]) -> Iterator[dict[str, Any]]:
    for number, note in enumerate(notes, 1):
        for one in note.evidence[1:]:
            yield {"for": number_of_note(str(number)), **_shown([one])}
