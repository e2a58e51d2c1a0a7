"""The first sheet of a questionnaire: whose it is, how to fill it in, and how far it has come, by formulas
that follow what is typed."""

from __future__ import annotations

from typing import Any

from openpyxl.formatting import rule
from openpyxl.worksheet.worksheet import Worksheet

from ....analysis.questions.questionnaire import Depth, Questionnaire
from ....knowledge.language.phrases import SCALE_MEANS
from ....model import KnowledgeBase, Who, count
from ....organisation.merging.whole import UNNAMED
from ....organisation.organisation import Organisation
from ....organisation.workbook.sheets import START
from ....reading.workbooks import key
from ...words.questions import people_words, who_words
from ..book import DAY_TYPED, FREE, HEADING, PERCENT, SUBTITLE, TITLE, TYPED, Book, Look, fit, lay_out
from ..checks import Checks, Words
from .form import FIRST_ROW, KEY_ROW, ONE_LINE, Form, sheet_title
from .questions import STATE, Line

WHAT, LABEL, VALUE, LAST = 1, 2, 3, 8
QUESTIONS_COUNTED, ANSWERED, PARTLY, OPEN, SHARE = 4, 5, 6, 7, 8
DAY_ROW = 7
AS_OF = f"'{sheet_title(START)}'!$C${DAY_ROW}"
"""The cell with the day of the assessment, as formulas name it."""

_WIDTHS = (3, 34, 14, 12, 12, 12, 12, 14)
_BAR: Any = rule.DataBarRule
_LABEL = Look("label", bold=True)
_HOW = (
    (
        "Answer in the light cells of the sheet Questions; cells with a fixed set of answers have a list to"
        " choose from."
    ),
    (
        "What nobody knows stays blank. A blank cell says nothing: the report shows the question as open,"
        " never as passed or failed."
    ),
    (
        "Where practice differs between disciplines, answer in the column of the discipline; it goes before"
        " the answer for all."
    ),
    (
        "Name what shows that an answer is true: a document, a record, an audit, with its date. A second"
        " piece goes to More evidence."
    ),
    (
        "Say in Known gaps what you do about a gap that you found yourselves, or which limit you have set"
        " yourselves for a share."
    ),
    (
        "Filter as you like, by who can answer or by what is open. Do not sort: lists to choose from stay"
        " where they are."
    ),
    (
        "Say in Not applicable what does not apply, and why; in Observed what an auditor saw. Both may stay"
        " empty."
    ),
    (
        "Write your name beside Filled in by: it goes with every answer that names nobody else. Where several"
        " people fill in one file, each writes a name beside the answers given."
    ),
    "Send the file back as .xlsx. Rows and columns you add for yourself do no harm, and nobody reads them.",
)

_MEANS = "Where the answer is yes, largely, partly or no, unless a question says otherwise:"


def write_start(
    book: Book,
    asked: Questionnaire,
    knowledge: KnowledgeBase,
    organisation: Organisation | None,
    words: Words,
) -> tuple[Worksheet, int]:
    """The sheet without its progress, and the row from which that can be written once the questions are."""
    sheet = book.sheet(sheet_title(START))
    book.put(sheet, KEY_ROW, WHAT, key(START, "what"), FREE)
    book.put(sheet, KEY_ROW, VALUE, key(START, "value"), FREE)
    book.put(sheet, 2, LABEL, "Questionnaire", TITLE)
    book.put(sheet, 3, LABEL, _says(asked), ONE_LINE)
    given = organisation
    _line(book, sheet, 5, "organisation", "Organisation", given.name if given else UNNAMED)
    _line(book, sheet, 6, "about", "What it does", given.about or None if given else None)
    _line(
        book,
        sheet,
        DAY_ROW,
        "as_of",
        "Day of the assessment",
        given.as_of if given else None,
        DAY_TYPED,
        last=VALUE,
    )
    _line(book, sheet, DAY_ROW + 1, "by", "Filled in by", None)
    standards = tuple(dict.fromkeys((*(given.standards if given else ()), *asked.standards)))
    row = DAY_ROW + 1
    for number, standard in enumerate(standards):
        row += 1
        title = f"Standard{'s' if len(standards) > 1 else ''}" if number == 0 else None
        _line(book, sheet, row, "standard", title, standard, last=VALUE + 1)
        book.put(sheet, row, VALUE + 2, knowledge.standard[standard].title, ONE_LINE)
    checks = Checks(sheet, words, AS_OF)
    checks.day(f"C{DAY_ROW}", past=False)
    checks.place()
    return sheet, _how(book, sheet, row + 2)


def _says(asked: Questionnaire) -> str:
    what = "The questions that tell most" if asked.depth is Depth.QUICK else "Every question, each asked once"
    return f"{what}{people_words(asked)}, of {count(len(asked.standards), 'standard')}."


def _line(
    book: Book,
    sheet: Worksheet,
    row: int,
    what: str,
    label: str | None,
    value: Any,
    look: Look = TYPED,
    *,
    last: int = LAST,
) -> None:
    book.put(sheet, row, WHAT, what, FREE)
    if label:
        book.put(sheet, row, LABEL, label, _LABEL)
    for column in range(VALUE, last + 1):
        book.put(sheet, row, column, value if column == VALUE else None, look)
    if last > VALUE:
        sheet.merge_cells(start_row=row, end_row=row, start_column=VALUE, end_column=last)
        fit(sheet, row, [(value, sum(_WIDTHS[VALUE - 1 : last]))])


def _how(book: Book, sheet: Worksheet, row: int) -> int:
    book.put(sheet, row, LABEL, "How to fill it in", SUBTITLE)
    said = [f"{number}. {sentence}" for number, sentence in enumerate(_HOW, 1)]
    said += [_MEANS, *(f"{word}: {means}." for word, means in SCALE_MEANS.items())]
    for number, sentence in enumerate(said, 1):
        book.put(sheet, row + number, LABEL, sentence, FREE)
        sheet.merge_cells(start_row=row + number, end_row=row + number, start_column=LABEL, end_column=LAST)
        fit(sheet, row + number, [(sentence, sum(_WIDTHS[LABEL - 1 :]))])
    return row + len(said) + 2


def write_progress(book: Book, sheet: Worksheet, row: int, listed: tuple[Line, ...], questions: Form) -> None:
    """How many questions are answered: of all, by who can answer, by theme. What is set aside counts where
    it stands."""
    book.put(sheet, row, LABEL, "Progress", SUBTITLE)
    _headings(book, sheet, row + 1, "")
    _counts(book, sheet, row + 2, "All questions", questions, None)
    last = row + 2
    whos = [who_words(who) for who in Who if any(line.asked.fact.who is who for line in listed)]
    themes = list(dict.fromkeys(line.section for line in listed))
    for heading, column, names in (
        ("By who can answer", "Who can answer", whos),
        ("By theme", "Theme", themes),
    ):
        last += 2
        _headings(book, sheet, last, heading)
        for name in names:
            last += 1
            _counts(book, sheet, last, name, questions, column)
    bar = _BAR(start_type="num", start_value=0, end_type="num", end_value=1, color="FF9BC58F")
    sheet.conditional_formatting.add(f"H{row + 2}:H{last}", bar)
    lay_out(sheet, _WIDTHS, landscape=False)
    sheet.row_dimensions[KEY_ROW].hidden = True
    sheet.column_dimensions["A"].hidden = True


def _headings(book: Book, sheet: Worksheet, row: int, first: str) -> None:
    for column, heading in enumerate(
        (first, None, "Questions", "Answered", "Partly", "Open", "Answered, %"), LABEL
    ):
        book.put(sheet, row, column, heading, HEADING)
    sheet.merge_cells(start_row=row, end_row=row, start_column=LABEL, end_column=VALUE)


def _counts(book: Book, sheet: Worksheet, row: int, name: str, questions: Form, column: str | None) -> None:
    """A row of the table: all questions, or those with this name in a column."""
    within = f",{_cells(questions, column)},$B{row}" if column else ""
    book.put(sheet, row, LABEL, name)
    book.put(sheet, row, VALUE, None)
    sheet.merge_cells(start_row=row, end_row=row, start_column=LABEL, end_column=VALUE)
    for place, words in ((ANSWERED, ("answered",)), (PARTLY, ("partly",)), (OPEN, ("open", "set aside"))):
        book.compute(
            sheet,
            row,
            place,
            "=" + "+".join(f'COUNTIFS({_cells(questions, STATE)},"{word}"{within})' for word in words),
        )
    book.compute(sheet, row, QUESTIONS_COUNTED, f"=E{row}+F{row}+G{row}")
    book.compute(sheet, row, SHARE, f"=IF(D{row}=0,0,E{row}/D{row})", PERCENT)


def _cells(questions: Form, column: str) -> str:
    """The cells of a column of the questions, as formulas of another sheet name them."""
    letter = questions.letter(column)
    return f"{questions.sheet.title}!${letter}${FIRST_ROW}:${letter}${questions.row}"
