"""Mistakes that no folder of rule files can hold: on the command line, on the disk, in workbooks. Each is
made here, and gives the problems that people would read. All of them run in an empty folder."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import docx
from click.testing import CliRunner
from openpyxl import load_workbook
from rich.console import Console

from clausegraph import api as cg
from clausegraph.cli import main
from clausegraph.engine.codes import Code
from clausegraph.engine.commands.assess import Request
from clausegraph.engine.commands.check import check_knowledge
from clausegraph.engine.commands.check import knowledge_tested as run_cases_of
from clausegraph.engine.commands.document import Order, order_document
from clausegraph.engine.commands.interview import begun, text_of
from clausegraph.engine.commands.take import taking_of
from clausegraph.engine.extensions import loaded
from clausegraph.engine.files import write_whole
from clausegraph.engine.organisation.inputs import Input
from clausegraph.engine.organisation.plan_file import read_plan
from clausegraph.engine.problems import BadInput, Problem
from clausegraph.engine.reading.nodes import LARGEST_FILE
from clausegraph.engine.reports.documents.kinds import KINDS
from clausegraph.engine.reports.terminal.taking import hold_taking

DAY = date(2026, 11, 21)
SHOP = "organisation: A shop\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers: {policy.stated: yes}\n"
Problems = tuple[Problem, ...]


def _told(do: Callable[[], object]) -> Problems:
    """The problems that something ends with."""
    try:
        do()
    except BadInput as fault:
        return fault.problems
    raise AssertionError("nothing was wrong")


def _shop() -> Path:
    place = Path("shop.yaml")
    place.write_text(SHOP, encoding="utf-8")
    return place


def _rulebase(before: str, after: str) -> Path:
    """A folder with a rulebase of one's own, in whose cases something else stands."""
    CliRunner().invoke(
        main, ["new", "rulebase", "acme/calibration", "--clause", "iso-9001:2015/7.1.5", "--in", "acme"]
    )
    cases = Path("acme/rulebases/acme/calibration.test.yaml")
    text = cases.read_text(encoding="utf-8")
    cases.write_text(text.replace(before, after), encoding="utf-8")
    return Path("acme")


def case_failed() -> Problems:
    return run_cases_of([_rulebase("major by calibration-not-practised", "conforms")], "plain").failures


def template() -> Problems:
    """A template that names what no document has."""
    document = docx.Document()
    document.add_paragraph("{{ organization }}")
    document.save("letter.docx")
    order = Order("report", template=Path("letter.docx"))
    given = {"organisation": "A shop", "standards": ["iso-9001:2015"], "answers": {"policy.stated": "yes"}}
    ordered = order_document(Request(given, engine="plain", as_of=DAY), order, today=DAY)
    return _told(lambda: KINDS["report"].formats["docx"].make(ordered))


def asserts_nothing() -> Problems:
    folder = _rulebase("", "")
    cases = folder / "rulebases/acme/calibration.test.yaml"
    more = "  - case: Nothing is expected\n    facts: {policy.stated: no}\n    expect: {}\n"
    cases.write_text(cases.read_text(encoding="utf-8") + more, encoding="utf-8")
    return check_knowledge([folder], today=DAY).problems


def unnoticed() -> Problems:
    folder = _rulebase("", "")
    cases = folder / "rulebases/acme/calibration.test.yaml"
    head, _, _ = cases.read_text(encoding="utf-8").partition("  - case: What is done everywhere")
    cases.write_text(head, encoding="utf-8")
    outcome = run_cases_of([folder], "plain", only="calibration.test", mutate=True)
    return outcome.mutation.unnoticed if outcome.mutation is not None else ()


def untested() -> Problems:
    folder = _rulebase("", "")
    cases = folder / "rulebases/acme/calibration.test.yaml"
    head, _, _ = cases.read_text(encoding="utf-8").partition("  - case: What is done in part")
    cases.write_text(head, encoding="utf-8")
    return run_cases_of([folder], "plain").uncovered


def different_answers() -> Problems:
    Path("asked.yaml").write_text(SHOP.replace("yes", "no"), encoding="utf-8")
    return _told(lambda: cg.merge(_shop(), "asked.yaml", today=DAY))


def passed_over() -> Problems:
    """What is said of an answer that gave way: a remark, since somebody chose."""
    Path("asked.yaml").write_text(SHOP.replace("yes", "no"), encoding="utf-8")
    return cg.merge(_shop(), "asked.yaml", prefer="asked.yaml", today=DAY).remarks


def encrypted() -> Problems:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    return _file_with(content, "answers.xlsx")


def engine() -> Problems:
    unknown: Any = "drools"
    return _told(lambda: cg.assess(_shop(), engine=unknown))


def extension() -> Problems:
    return _told(lambda: loaded(EntryPoint("othertool", "not_installed:kind", "clausegraph.inputs"), Input))


def foreign_file() -> Problems:
    return _file_with(b"%PDF-1.7\n", "audit-report.pdf")


def not_a_workbook() -> Problems:
    return _file_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "answers.xls")


def too_large() -> Problems:
    return _file_with(b"# " + b"x" * LARGEST_FILE, "shop.yaml")


def _file_with(content: bytes, name: str) -> Problems:
    Path(name).write_bytes(content)
    return _told(lambda: cg.read(name, today=DAY))


def _workbook(change: Callable[[Any], object]) -> Problems:
    """A questionnaire for two standards as somebody has changed it."""
    asked = cg.questions(standards=["iso-9001:2015", "iso-45001:2018"], depth="quick", today=DAY)
    book = load_workbook(io.BytesIO(asked.report("xlsx")))
    book["Start"]["C5"].value = "A shop"
    change(book)
    book.save("answers.xlsx")
    return _told(lambda: cg.read("answers.xlsx", today=DAY))


def _cell(book: Any, key: str) -> Any:
    """The cell of a column, by its key, in the row of the first question."""
    sheet = book["Questions"]
    column = next(cell.column for cell in sheet[1] if str(cell.value).endswith(f":{key}"))
    row = next(
        cell.row
        for cell in sheet["A"]
        if "." in str(cell.value) and not str(cell.value).startswith("clausegraph")
    )
    return sheet.cell(row, column)


def _put(key: str, value: str) -> Callable[[Any], object]:
    return lambda book: setattr(_cell(book, key), "value", value)


def formula() -> Problems:
    return _workbook(_put("answer", "=1/0"))


def missing_answer() -> Problems:
    return _workbook(_put("note", "ask the works council"))


def missing_column() -> Problems:
    return _workbook(lambda book: book["Questions"].delete_cols(1))


def not_a_questionnaire() -> Problems:
    return _workbook(lambda book: [book.remove(sheet) for sheet in book.worksheets[1:]])


def _overlaid(text: str) -> Problems:
    """What is remarked of an assessment with an overlay."""
    Path("acme").mkdir()
    Path("acme/overlay.yaml").write_text(text, encoding="utf-8")
    return cg.assess(_shop(), overlays=["acme"], engine="plain").assessment.remarks


def lapsed() -> Problems:
    change = "{disable: harmonised/audits-not-done, until: 2026-06-30, because: Agreed.}"
    return _overlaid(f"overlay: acme\nchanges:\n  - {change}\n")


def made_for() -> Problems:
    return _overlaid("overlay: acme\nmade_for: 0.0.1\nchanges: []\n")


def _take(table: str) -> Problems:
    """Takes a table where nobody can be asked."""
    place = Path("table.csv")
    place.write_text(table, encoding="utf-8")
    options = {"overlays": (), "register": "", "days": None, "levels": "", "words": (), "sheets": ()}
    options |= {"standards": ("iso-27001:2022",), "mapping": None}
    console = Console(file=io.StringIO())
    return _told(
        lambda: hold_taking(
            console, taking_of(place, Path("shop.yaml"), options, today=DAY), None, look=False
        )
    )


def not_said() -> Problems:
    return _take("Risk ID;Risk;Risk level;Threat;Status\nR-1;Fire;high;Heat;somehow\n")


def nothing_taken() -> Problems:
    return _take("Dish;Price\nSoup;4\n")


def overruled() -> Problems:
    Path("acme").mkdir()
    change = "{change: harmonised/some-processes-unaudited, grade: observation, because: Agreed.}"
    Path("acme/overlay.yaml").write_text(f"overlay: acme\nchanges: [{change}]\n", encoding="utf-8")
    return run_cases_of(["acme"], "plain").overruled


def layout() -> Problems:
    text = SHOP.replace("{policy.stated: yes}", "{policy.stated:\n  yes}")
    interview = begun(text, Path("shop.yaml"), (), (), cg.Depth("quick"), DAY)
    return _told(lambda: interview.reply("1"))


def not_yaml() -> Problems:
    return _told(lambda: text_of(Path("answers.xlsx")))


def no_assessment() -> Problems:
    Path("earlier.json").write_text("{}", encoding="utf-8")
    return _told(lambda: cg.assess(_shop(), previous="earlier.json", engine="plain"))


def no_plan() -> Problems:
    asked = cg.questions(standards=["iso-9001:2015"], today=DAY)
    Path("plan.xlsx").write_bytes(asked.report("xlsx"))
    return _told(lambda: read_plan(Path("plan.xlsx")))


def renamed() -> Problems:
    """What is said of a question of an earlier version: a remark, since the file is read all the same."""
    return cg.read(SHOP.replace("policy.stated: yes", "changes.unapproved: 2"), today=DAY).remarks


def wrong_previous() -> Problems:
    cg.assess({"organisation": "Another", "standards": ["iso-9001:2015"]}, engine="plain", as_of=DAY).write(
        "earlier.json"
    )
    return _told(lambda: cg.assess(_shop(), previous="earlier.json", engine="plain"))


def same_file() -> Problems:
    return _told(lambda: cg.questions(_shop()).write("shop.yaml"))


def work_kept() -> Problems:
    Path("minutes.md").write_text("# Minutes\n", encoding="utf-8")
    return _told(lambda: cg.assess(_shop(), engine="plain").write("minutes.md"))


def statement() -> Problems:
    """What is said of a Statement with one line: a remark, since nothing is wrong in what it says."""
    backup = {
        "record": "Backup",
        "what": "Backup",
        "annex_a": "A.8.13",
        "applicable": "yes",
        "status": "in place",
    }
    given = {
        "organisation": "A shop",
        "standards": ["iso-27001:2022"],
        "answers": {"registers.controls": [backup]},
    }
    return cg.read(given, as_of=DAY).remarks


def unwritable() -> Problems:
    return _told(lambda: write_whole("text", Path("no-such-folder/report.txt")))


TABLE, ON_DISK, COMMAND, WORKBOOK, CASES, OVERLAY = (
    "about a table that is taken",
    "about files on the disk",
    "about a command",
    "about a workbook",
    "about cases beside rules",
    "about an overlay",
)

ELSEWHERE: Mapping[Code, tuple[str, Callable[[], Problems]]] = {
    Code.ASSERTS_NOTHING: (CASES, asserts_nothing),
    Code.CASE_FAILED: (CASES, case_failed),
    Code.DIFFERENT_ANSWERS: ("about files of several people", different_answers),
    Code.ENCRYPTED: (WORKBOOK, encrypted),
    Code.ENGINE: (COMMAND, engine),
    Code.EXTENSION: ("about what is installed", extension),
    Code.FOREIGN_FILE: (ON_DISK, foreign_file),
    Code.FORMULA: (WORKBOOK, formula),
    Code.LAPSED: (OVERLAY, lapsed),
    Code.LAYOUT: ("about a file that an interview changes", layout),
    Code.MADE_FOR: (OVERLAY, made_for),
    Code.MISSING_ANSWER: (WORKBOOK, missing_answer),
    Code.MISSING_COLUMN: (WORKBOOK, missing_column),
    Code.NO_ASSESSMENT: (COMMAND, no_assessment),
    Code.NO_PLAN: (WORKBOOK, no_plan),
    Code.NOT_A_QUESTIONNAIRE: (WORKBOOK, not_a_questionnaire),
    Code.NOT_A_WORKBOOK: (WORKBOOK, not_a_workbook),
    Code.NOT_SAID: (TABLE, not_said),
    Code.NOT_YAML: (COMMAND, not_yaml),
    Code.NOTHING_TAKEN: (TABLE, nothing_taken),
    Code.PASSED_OVER: ("about files of several people", passed_over),
    Code.OVERRULED: (CASES, overruled),
    Code.RENAMED: ("about answers of an earlier version", renamed),
    Code.SAME_FILE: (ON_DISK, same_file),
    Code.STATEMENT: ("about a register of controls", statement),
    Code.TEMPLATE: ("about a Word document", template),
    Code.TOO_LARGE: (ON_DISK, too_large),
    Code.UNNOTICED: (CASES, unnoticed),
    Code.UNTESTED: (CASES, untested),
    Code.UNWRITABLE: (ON_DISK, unwritable),
    Code.WORK_KEPT: (ON_DISK, work_kept),
    Code.WRONG_PREVIOUS: (COMMAND, wrong_previous),
}
"""The codes without a folder in tests/mistakes: what they are about, which is why, and the mistake itself."""
