"""The documents of a year: audit, review and due dates say what is known, and leave room for the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from icalendar import Calendar

from clausegraph.engine.commands.assess import Request
from clausegraph.engine.commands.document import Order, Ordered, order_document
from clausegraph.engine.commands.workspace import Workspace
from clausegraph.engine.files import write_whole
from clausegraph.engine.model import Grade, KnowledgeBase
from clausegraph.engine.organisation.plan_file import ActionState, PlannedAction
from clausegraph.engine.reports.documents.cycle.areas import Areas
from clausegraph.engine.reports.documents.cycle.audit import audit_plan
from clausegraph.engine.reports.documents.cycle.calendar import calendar_text
from clausegraph.engine.reports.documents.cycle.dates import due_dates
from clausegraph.engine.reports.documents.cycle.review import review_pack
from clausegraph.engine.reports.documents.cycle.review_inputs import INPUTS
from clausegraph.engine.reports.documents.parts import Grid, WrittenDocument, cell_text
from clausegraph.engine.reports.documents.shown.markdown import document_markdown
from clausegraph.engine.signs import Sign, sign_of, signed
from clausegraph.tests.shipped import KNOWLEDGE

TODAY = date(2026, 11, 21)
WORKSPACE = Workspace()
SHOP = """
organisation: Acme
as_of: 2026-11-21
standards: [iso-9001:2015]
answers:
  internal_audit.last: 2026-03-02
  awareness.policy: {answer: no, known: {action: Tell every shift, due: 2027-01-31, owner: Ann}}
  competence.share: {answer: 92, evidence: [{ref: licence list, valid_until: 2026-12-24}]}
  registers.objectives:
    - {record: O-1, what: Fewer complaints, due: 2026-10-01, owner: Tom}
    - {record: O-2, what: Shorter lead time, due: 2026-10-01, status: reached}
"""


@pytest.fixture(scope="module", name="knowledge")
def as_it_ships() -> KnowledgeBase:
    return KNOWLEDGE


def ordered(
    facts: str | Path = SHOP, kind: str = "audit", planned: tuple[PlannedAction, ...] = ()
) -> Ordered:
    made = order_document(Request(facts, engine="plain"), Order(kind), today=TODAY, workspace=WORKSPACE)
    return msgspec.structs.replace(made, result=msgspec.structs.replace(made.result, planned=planned))


def grid(document: WrittenDocument, title: str) -> Grid:
    return next(one for one in document.grids if one.title == title)


def texts(one: Grid, column: str) -> list[str]:
    place = [each.heading for each in one.columns].index(column)
    return [cell_text(row[place]) for row in one.rows]


# --- internal audit


def test_every_question_that_can_apply_stands_once_in_the_checklist(examples: Path) -> None:
    made = ordered(examples / "invented-workshop.yaml")
    questions = texts(grid(audit_plan(made), "Checklist"), "Question")
    areas = Areas(made.result)
    asked = [one.fact.ask for area in areas.all for one in area.questions]
    assert sorted(questions) == sorted([*asked, *(one.fact.ask for one in areas.registers)])
    assert len(asked) == len(set(asked))


def test_an_audit_begins_where_most_is_wrong(examples: Path) -> None:
    made = ordered(examples / "invented-workshop.yaml")
    worst = {area.title: area.worst for area in Areas(made.result).all}
    fails = [worst[title].fails for title in texts(grid(audit_plan(made), "Audit plan"), "Area")]
    assert fails == sorted(fails, reverse=True)
    assert fails[0]
    assert not fails[-1]


def test_an_audit_plan_names_what_is_recorded_open_and_claimed() -> None:
    plan = grid(audit_plan(ordered()), "Audit plan")
    why = dict(zip(texts(plan, "Area"), texts(plan, "Why it stands here"), strict=True))
    assert "OBS-" in why["Awareness"]
    assert "open" in why["Awareness"]
    assert "1 of 1 answer only claimed" in why["Internal audit"]


def test_a_checklist_gives_no_advice(examples: Path) -> None:
    made = ordered(examples / "invented-workshop.yaml")
    text = document_markdown(audit_plan(made))
    fixes = {one.fix for one in made.result.assessment.nonconformities if one.fix}
    assert fixes
    assert [one for one in fixes if one in text] == []


def test_a_number_is_looked_at_in_a_sample() -> None:
    checklist = next(one for one in audit_plan(ordered()).grids if "Competence" in one.title)
    seen = dict(zip(texts(checklist, "Question"), texts(checklist, "What was seen"), strict=True))
    assert seen[KNOWLEDGE.question["competence.share"].ask] == "Checked:\nFailed:"


def test_a_register_is_audited_by_its_records() -> None:
    registers = grid(audit_plan(ordered()), "Registers")
    known = dict(zip(texts(registers, "Question"), texts(registers, "Known so far"), strict=True))
    assert known[KNOWLEDGE.question["registers.objectives"].ask] == "2 records"
    assert known[KNOWLEDGE.question["registers.risks"].ask] == "not given"


def test_the_audits_that_are_listed_stand_before_the_plan() -> None:
    log = """  registers.audits:
    - {record: A-1, what: Purchasing, planned: 2026-06-01, done: 2026-06-02, findings: [N-1]}
    - {record: A-2, what: Sales, planned: 2026-10-01}
"""
    programme = grid(audit_plan(ordered(SHOP + log)), "Programme")
    assert texts(programme, "Audit") == ["A-2 Sales", "A-1 Purchasing"]
    assert texts(programme, "Planned") == ["2026-10-01\noverdue", "2026-06-01"]
    assert texts(programme, "Findings") == ["", "N-1"]
    assert "programme" not in [section.name for section in audit_plan(ordered()).sections]


# --- management review


def test_every_input_that_a_standard_asks_for_has_its_sources(knowledge: KnowledgeBase) -> None:
    asked = {
        one.id.rpartition("/")[2]
        for one in knowledge.requirements
        if one.clause.startswith("9.3") and "/input-" in one.id
    }
    assert asked == set(INPUTS)


def test_the_sources_of_inputs_are_there(knowledge: KnowledgeBase) -> None:
    themes = {one for source in INPUTS.values() for one in source.themes}
    named = {one for source in INPUTS.values() for one in (*source.registers, *source.questions)}
    assert themes - knowledge.theme.keys() == set()
    assert named - knowledge.question.keys() == set()


def test_what_is_missing_for_the_review_is_named_with_who_can_tell() -> None:
    missing = grid(review_pack(ordered(kind="review")), "Missing Objectives")
    asked = dict(zip(texts(missing, "Missing: to be brought"), texts(missing, "Who can tell"), strict=True))
    assert asked[KNOWLEDGE.question["objectives.last_reviewed"].ask] == "Top management"
    given = grid(review_pack(ordered(kind="review")), "Missing Risk actions")
    assert "The register of risks" in texts(given, "Missing: to be brought")


def test_a_review_tells_records_and_what_is_overdue() -> None:
    known = texts(grid(review_pack(ordered(kind="review")), "Objectives"), "What is known")
    assert "Objectives: 2 records" in known
    assert "Objectives: O-1 Fewer complaints (due)" in known


def test_a_review_looks_at_the_actions_that_were_planned() -> None:
    late = PlannedAction("key", "Ann", date(2026, 9, 1), state=ActionState.ACTED_ON, do="Audit purchasing.")
    actions = grid(review_pack(ordered(kind="review", planned=(late,))), "Actions")
    assert texts(actions, "Action") == ["Audit purchasing."]
    assert texts(actions, "State") == ["acted on, overdue"]


def test_every_input_and_output_has_room_for_what_was_said(examples: Path) -> None:
    made = review_pack(ordered(examples / "electroplater.yaml", "review"))
    text = document_markdown(made)
    assert text.count(": in the meeting") == len(grid(made, "Inputs").rows)
    assert "Decided" in text


# --- due dates


def test_what_is_due_comes_from_answers_evidence_records_and_editions() -> None:
    found = {(one.kind, one.title): one for one in due_dates(ordered().result)}
    assert found["Known gap", "Tell every shift"].owner == "Ann"
    assert found["Evidence runs out", "licence list"].due == date(2026, 12, 24)
    assert found["Objectives", "O-1 Fewer complaints (due)"].owner == "Tom"
    assert ("Edition", "Change over to ISO 9001:2026") in found
    assert not any("O-2" in title for _, title in found)


def test_what_a_record_tells_as_done_is_not_due() -> None:
    log = """  registers.nonconformities:
    - {record: N-1, what: Late order, due: 2026-12-01, carried_out: 2026-11-02, verify_by: 2027-02-01}
    - {record: N-2, what: Wrong part, due: 2026-12-01}
"""
    found = [one.title for one in due_dates(ordered(SHOP + log).result) if one.kind == "Nonconformities"]
    assert found == ["N-2 Wrong part (due)", "N-1 Late order (verify by)"]


def test_what_is_in_place_is_still_to_be_looked_at() -> None:
    controls = """  registers.controls:
    - {record: C-1, what: Guard, status: in place, due: 2026-06-01, next_review: 2027-02-01}
    - {record: C-2, what: Old guard, status: retired, next_review: 2027-02-01}
"""
    found = [one.title for one in due_dates(ordered(SHOP + controls).result) if one.kind == "Controls"]
    assert found == ["C-1 Guard (next review)"]


def test_planned_actions_are_due_until_they_are_closed() -> None:
    plan = (
        PlannedAction("one", due=date(2027, 1, 1), do="Open."),
        PlannedAction("two", due=date(2027, 1, 1), do="Closed.", state=ActionState.CLOSED),
        PlannedAction("three", do="Without a day."),
    )
    assert [one.title for one in due_dates(ordered(planned=plan).result) if one.kind == "Action"] == ["Open."]


def test_the_calendar_is_valid_and_asks_no_clock() -> None:
    text = calendar_text(ordered())
    assert text == calendar_text(ordered())
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [event.get("dtstart").dt for event in events] == [one.due for one in due_dates(ordered().result)]
    assert {event.get("dtstamp").dt.date() for event in events} == {TODAY}
    assert "Overdue: O-1 Fewer complaints (due)" in [str(event.get("summary")) for event in events]


def test_an_entry_of_the_calendar_stays_itself_when_its_day_moves() -> None:
    def identity(text: str) -> str:
        events = Calendar.from_ical(calendar_text(ordered(text))).walk("VEVENT")
        return next(str(one.get("uid")) for one in events if "Tell every shift" in one.get("summary"))

    assert identity(SHOP) == identity(SHOP.replace("2027-01-31", "2027-05-31"))


def test_a_calendar_that_nobody_has_changed_may_be_written_anew(tmp_path: Path) -> None:
    content = signed(calendar_text(ordered()), "document-dates", "ics", "calendar")
    write_whole(content, tmp_path / "due.ics")
    assert sign_of((tmp_path / "due.ics").read_bytes()) == Sign("document-dates", "ics", untouched=True)
    assert len(Calendar.from_ical(content.decode()).walk("VEVENT")) == len(due_dates(ordered().result))


def test_grades_have_colours_and_nothing_else_has() -> None:
    plan = grid(audit_plan(ordered()), "Audit plan")
    marks = {getattr(cell, "mark", "") for row in plan.rows for cell in row} - {""}
    assert marks <= {grade.word for grade in Grade}
