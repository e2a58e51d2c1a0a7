"""What stands in the documents, and that every format shows it."""

from __future__ import annotations

import hashlib
import html
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from clausegraph.engine.commands.workspace import Workspace
from clausegraph.engine.organisation.plan_file import ActionState, PlannedAction
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.documents.bundle import ENCLOSED
from clausegraph.engine.reports.documents.evidence import evidence_list
from clausegraph.engine.reports.documents.gap_report import SECTIONS, gap_report
from clausegraph.engine.reports.documents.kinds import KINDS
from clausegraph.engine.reports.documents.nonconformities import STEPS, register_of_nonconformities
from clausegraph.engine.reports.documents.parts import Grid, PaperForm, WrittenDocument, cell_text
from clausegraph.engine.reports.documents.registers import OWN_REGISTER, registers_document
from clausegraph.engine.reports.documents.treatment import treatment_plan
from clausegraph.engine.signs import Sign, sign_of, signed

from .conftest import CLINIC, CONTROLS, DAY, DUTIES, RISKS, Make

EVERY = [(kind, form) for kind, row in KINDS.items() for form in row.formats]
NOTHING = {"organisation": "Bare", "standards": ["iso-9001:2015"], "answers": {}}
LAPSED = {
    "organisation": "Bare",
    "standards": ["iso-9001:2015"],
    "answers": {
        "policy.stated": {
            "answer": "yes",
            "evidence": [{"ref": "policy", "date": "2024-01-02", "valid_until": "2025-01-02"}],
        }
    },
}


def grid(document: WrittenDocument, title: str) -> list[dict[str, str]]:
    (found,) = [one for one in document.grids if one.title == title]
    headings = [column.heading for column in found.columns]
    return [dict(zip(headings, map(cell_text, row), strict=True)) for row in found.rows]


@pytest.mark.parametrize(("kind", "form"), EVERY, ids=[f"{kind}.{form}" for kind, form in EVERY])
def test_every_document_is_the_same_to_the_byte_and_can_be_told_again(
    ordered: Make, kind: str, form: str
) -> None:
    made = KINDS[kind].formats[form]
    content = made.make(ordered(kind))
    assert not callable(content)
    assert content == made.make(ordered(kind))
    sign = sign_of(signed(content, f"document-{kind}", form, made.style))
    assert sign == Sign(f"document-{kind}", form, untouched=True)


@pytest.mark.parametrize("kind", [kind for kind, row in KINDS.items() if "html" in row.formats])
def test_a_page_loads_nothing_and_shows_text_as_text(ordered: Make, kind: str) -> None:
    page = KINDS[kind].formats["html"].make(ordered(kind))
    assert isinstance(page, str)
    assert "Invented clinic &lt;of&gt; | records" in page
    assert "default-src &#39;none&#39;" in page
    assert "<script" not in page
    assert "http:" not in page
    assert "https:" not in page


@pytest.mark.parametrize("kind", [kind for kind, row in KINDS.items() if "xlsx" in row.formats])
def test_a_workbook_begins_with_what_it_is_and_has_a_sheet_for_every_table(ordered: Make, kind: str) -> None:
    content = KINDS[kind].formats["xlsx"].make(ordered(kind))
    assert isinstance(content, bytes)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames[0] == "About"
    assert len(book.sheetnames) > 1
    assert book["About"]["A2"].value == "Invented clinic <of> | records"


# Register of nonconformities


def test_every_nonconformity_has_a_form_with_the_five_steps_in_order(ordered: Make) -> None:
    document = register_of_nonconformities(ordered("nonconformities"))
    forms = [part for one in document.sections for part in one.parts if isinstance(part, PaperForm)]
    assert len(forms) == len(grid(document, "Register")) > 0
    steps = [step for step, _, _ in STEPS]
    for form in forms:
        labels = [field.label for field in form.fields]
        assert labels == ["Required", "Found", "Evidence", *steps, "Owner, due", "Closed"]


def test_what_people_planned_stands_in_the_register_and_on_the_form(ordered: Make) -> None:
    first = ordered("nonconformities")
    key = first.result.assessment.nonconformities[0].key
    action = PlannedAction(key, owner="C. Berg", due=DAY, state=ActionState.EFFECT_VERIFIED, note="3 samples")
    result = first.result
    planned = type(first)(first.order, type(result)(**{**fields_of(result), "planned": (action,)}))
    document = register_of_nonconformities(planned)
    row = grid(document, "Register")[0]
    assert (row["Owner"], row["Due"], row["State"]) == ("C. Berg", "2026-11-21", "effect verified")
    (form, *_) = [part for one in document.sections for part in one.parts if isinstance(part, PaperForm)]
    assert "3 samples" in "".join(field.text for field in form.fields)


def fields_of(result: Any) -> dict[str, Any]:
    return {name: getattr(result, name) for name in result.__struct_fields__}


def test_an_auditors_register_proposes_nothing(ordered: Make) -> None:
    told = KINDS["nonconformities"].formats["markdown"]
    assert "Proposed:" in str(told.make(ordered("nonconformities")))
    assert "Proposed:" not in str(told.make(ordered("nonconformities", audience="auditor")))


def test_without_a_nonconformity_the_register_says_so(ordered: Make) -> None:
    told = KINDS["nonconformities"].formats["markdown"].make(ordered("nonconformities", NOTHING))
    assert "No nonconformity is recorded" in str(told).replace("\\", "")


# Treatment plan


def test_a_risk_stands_with_its_controls_their_state_its_owner_and_acceptance(ordered: Make) -> None:
    row = grid(treatment_plan(ordered("treatment")), "security risks")[0]
    assert row["What is done, by whom, by when"] == (
        "S-1 Backup every night (in place)\nC-9 A safe for keys | of the server room (in place)"
    )
    assert (row["Risk owner"], row["Accepted on"], row["Weight"]) == ("A. Lind", "2026-05-06", "high")


def test_controls_in_words_stay_words_and_what_further_is_planned_stands_below_them(ordered: Make) -> None:
    risk = {
        **RISKS[0],
        "controls": ["S-1", "Two people open the safe", "S-99"],
        "actions": "A second safe",
        "due": "2027-02-01",
    }
    kept = {**CLINIC, "answers": {"registers.controls": CONTROLS, "registers.security_risks": [risk]}}
    row = grid(treatment_plan(ordered("treatment", kept)), "security risks")[0]
    assert row["What is done, by whom, by when"].split("\n") == [
        "S-1 Backup every night (in place)",
        "Two people open the safe",
        "S-99 (no record of it)",
        "Further: A second safe, due 2027-02-01",
    ]


def test_points_stand_behind_the_level_that_they_make(ordered: Make) -> None:
    risk = {**RISKS[0], "level": "20"}
    scales = [{"scale": "5 x 5", "levels": {"low": 1, "medium": 6, "high": 15}, "score": "times"}]
    kept = {**CLINIC, "answers": {"registers.security_risks": [risk]}, "scales": scales}
    row = grid(treatment_plan(ordered("treatment", kept)), "security risks")[0]
    assert row["Weight"] == "high (20)"


def test_every_owner_has_a_line_to_sign(ordered: Make) -> None:
    rows = grid(treatment_plan(ordered("treatment")), "Approval")
    assert [(row["Risk owner"], row["Risks"], row["Accepted so far"]) for row in rows] == [
        ("A. Lind", "SR-1", "1 of 1"),
        ("nobody named", "SR-2", "0 of 1"),
    ]


def test_what_the_plan_lacks_is_named(ordered: Make) -> None:
    late = {"record": "S-4", "what": "Encryption", "status": "planned", "due": "2026-01-31"}
    risk = {**RISKS[0], "record": "SR-3", "controls": ["S-4"]}
    bare = {**RISKS[0], "record": "SR-4", "controls": []}
    answers = {"registers.controls": [late], "registers.security_risks": [risk, bare, RISKS[1]]}
    told = str(
        KINDS["treatment"].formats["markdown"].make(ordered("treatment", {**CLINIC, "answers": answers}))
    )
    plain = told.replace("\\", "")
    assert "A control is overdue (1 record): SR-3." in plain
    assert "To be reduced, and no control is named (1 record): SR-4." in plain
    assert "Its owner has not accepted what remains (1 record): SR-2." in plain


def test_without_a_register_of_risks_there_is_no_plan(ordered: Make) -> None:
    with pytest.raises(BadInput, match="no treatment to plan"):
        treatment_plan(ordered("treatment", NOTHING))


# Registers, evidence


def test_every_register_is_a_table_of_all_its_fields(ordered: Make) -> None:
    document = registers_document(ordered("registers"))
    assert [one.title for one in document.grids] == ["controls", "security risks", "obligations"]
    row = grid(document, "obligations")[0]
    assert (row["Record"], row["What"], row["Controls"], row["Evaluated"]) == (
        "L-1",
        DUTIES[0]["what"],
        "S-1",
        "2026-04-01",
    )


def test_evidence_stands_with_what_it_shows(ordered: Make) -> None:
    (row,) = grid(evidence_list(ordered("evidence")), "Evidence")
    assert (row["Evidence"], row["Date"], row["Answer"]) == ("restore test", "2026-09-01", "yes")
    assert row["Clauses"] == "A.8.13"


def test_what_shows_a_record_stands_in_the_list_of_evidence(ordered: Make) -> None:
    control = {**CONTROLS[0], "evidence": "log of copies", "evidence_date": "2026-10-30"}
    kept = {**CLINIC, "answers": {"registers.controls": [control]}}
    (row,) = grid(evidence_list(ordered("evidence", kept)), "Evidence")
    assert (row["Evidence"], row["Date"], row["What it shows"], row["Answer"]) == (
        "log of copies",
        "2026-10-30",
        "S-1 Backup every night",
        "record of controls",
    )


def test_evidence_whose_day_has_passed_says_so(ordered: Make) -> None:
    (row,) = grid(evidence_list(ordered("evidence", LAPSED)), "Evidence")
    assert row["Valid until"] == "2025-01-02 (passed)"


# Report


def test_the_report_has_its_sections_in_order_and_leaves_out_what_is_empty(ordered: Make) -> None:
    names = [section.name for section in gap_report(ordered("report")).sections]
    assert names == [name for name, _ in SECTIONS if name in names]
    assert {"summary", "standards", "nonconformities", "plan", "questions", "method"} <= set(names)


def test_an_auditors_report_has_no_plan_and_no_advice(ordered: Make) -> None:
    report = gap_report(ordered("report", audience="auditor"))
    assert "plan" not in [section.name for section in report.sections]
    fixes = [one.fix for one in ordered("report").result.assessment.nonconformities]
    told = str(KINDS["report"].formats["markdown"].make(ordered("report", audience="auditor")))
    assert fixes
    assert not any(fix and fix[:40] in told.replace("\\", "") for fix in fixes)


def test_every_nonconformity_stands_in_the_report_with_its_evidence(ordered: Make) -> None:
    made = ordered("report")
    told = str(KINDS["report"].formats["markdown"].make(made)).replace("\\", "")
    for one in made.result.assessment.nonconformities:
        assert f"### {one.id} " in told


def text_of(content: str | bytes) -> str:
    """All text of a document, whatever its format; of an archive that of everything in it."""
    if isinstance(content, str):
        return html.unescape(content).replace("\\", "")
    if not content.startswith(b"PK"):
        return html.unescape(content.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return " ".join(text_of(opened.read(name)) for name in opened.namelist())


@pytest.mark.parametrize(("kind", "form"), EVERY, ids=[f"{kind}.{form}" for kind, form in EVERY])
def test_no_document_of_an_auditor_prescribes_anything(ordered: Make, kind: str, form: str) -> None:
    fixes = {one.fix[:40] for one in ordered("report").result.assessment.nonconformities if one.fix}
    content = KINDS[kind].formats[form].make(ordered(kind, audience="auditor"))
    assert not callable(content)
    assert fixes
    assert not [fix for fix in fixes if fix in text_of(content)]


@pytest.mark.parametrize("form", ["docx", "html", "markdown"])
def test_a_report_for_the_organisation_says_what_to_do(ordered: Make, form: str) -> None:
    content = KINDS["report"].formats[form].make(ordered("report"))
    assert not callable(content)
    fixes = {one.fix[:40] for one in ordered("report").result.assessment.nonconformities if one.fix}
    assert all(fix in text_of(content) for fix in fixes)


# Bundle


@pytest.fixture(scope="module")
def archive(ordered: Make) -> zipfile.ZipFile:
    content = KINDS["bundle"].formats["zip"].make(ordered("bundle"))
    assert isinstance(content, bytes)
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_bundle_has_an_index_of_everything_in_it(archive: zipfile.ZipFile) -> None:
    assert archive.namelist() == ["index.html", *(one.name for one in ENCLOSED)]
    index = archive.read("index.html").decode()
    for one in ENCLOSED:
        assert f'<a href="{one.name}">' in index
        assert hashlib.sha256(archive.read(one.name)).hexdigest() in index


def test_the_bundle_gives_no_advice(ordered: Make, archive: zipfile.ZipFile) -> None:
    fixes = [one.fix[:40] for one in ordered("report").result.assessment.nonconformities if one.fix]
    for name in ("report.html", "findings.json", "index.html"):
        text = archive.read(name).decode()
        assert not [fix for fix in fixes if fix in text]


def test_a_bundle_leaves_out_what_there_is_not(ordered: Make) -> None:
    content = KINDS["bundle"].formats["zip"].make(ordered("bundle", NOTHING))
    assert isinstance(content, bytes)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert "registers.xlsx" not in names
    assert "statement-of-applicability.docx" not in names


def test_tables_are_named_once_in_a_document(ordered: Make, examples: Path) -> None:
    for kind in KINDS:
        build = {"report": gap_report, "registers": registers_document}.get(kind)
        if build is not None:
            titles = [one.title for one in build(ordered(kind, examples / "electroplater.yaml")).grids]
            assert len(titles) == len(set(titles))
            assert all(len(one) <= 31 for one in titles)


def test_a_table_leaves_out_on_paper_what_nobody_filled(ordered: Make) -> None:
    document = registers_document(ordered("registers"))
    risks = next(one for one in document.grids if one.title == "security risks")
    assert isinstance(risks, Grid)
    assert "Stands at" not in [column.heading for column in risks.on_paper().columns]
    assert "Owner" in [column.heading for column in risks.on_paper().columns]
    assert "Status" not in [column.heading for column in risks.on_paper().columns]


def test_the_organisations_own_register_of_nonconformities_has_forms_as_well(
    ordered: Make, workspace: Workspace
) -> None:
    if OWN_REGISTER not in workspace.knowledge.question:
        pytest.skip("the knowledge base has no such register")
    record = {
        "record": "CA-7",
        "what": "Keys were lent without a signature",
        "correction": "Keys counted",
        "cause": "The list hung in another room",
        "raised": "2026-05-04",
    }
    kept = {**CLINIC, "answers": {**CLINIC["answers"], OWN_REGISTER: [record]}}
    document = register_of_nonconformities(ordered("nonconformities", kept))
    form = [part for one in document.sections for part in one.parts if isinstance(part, PaperForm)][-1]
    told = {field.label: field.text for field in form.fields}
    assert form.title == "CA-7"
    assert told["Found"].startswith("Keys were lent without a signature\nRaised: 2026-05-04")
    assert (told["1 Correction"], told["2 Cause"]) == ("Keys counted", "The list hung in another room")
    assert told["3 Action"] == STEPS[2][1]
