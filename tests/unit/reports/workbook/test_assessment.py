"""The gap analysis as a workbook: what each sheet holds, what can be filled in, and that nothing in it is
ever computed."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from clausegraph.cli import main
from clausegraph.engine.model import Change, Consequence, Extent
from clausegraph.engine.organisation.organisation import Evidence, Note
from clausegraph.engine.problems import Location
from clausegraph.engine.reports.as_json.assessment import assessment_json
from clausegraph.engine.reports.looks import FILLS
from clausegraph.engine.reports.words.since import OUTCOMES
from clausegraph.engine.reports.workbook.assessment.report import assessment_workbook
from clausegraph.engine.reports.workbook.book import lines_in
from clausegraph.engine.reports.workbook.table import CUT, told

BOTH = ("iso-9001:2015", "iso-14001:2015")
HEADER = {"Plan": 2}
"""Where the headings stand below a hidden row of keys."""
COMPUTED_IF_TYPED = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|'/c calc'!A1", "\t=1+1", "\r=1+1"]


def made(one, report="consultant", assessment=None, organisation=None):
    content = assessment_workbook(
        assessment or one.assessment, one.knowledge, organisation or one.organisation, report
    )
    return load_workbook(io.BytesIO(content))


def rows(sheet):
    """The rows below the header, each by its headings; what is empty is left out."""
    header, *below = sheet.iter_rows(min_row=HEADER.get(sheet.title, 1))
    names = [cell.value for cell in header]
    return [
        {name: cell.value for name, cell in zip(names, row, strict=True) if cell.value not in (None, "")}
        for row in below
    ]


def row_of(sheet, **wanted):
    return next(
        row
        for row in rows(sheet)
        if all(row.get(name.replace("_", " ")) == value for name, value in wanted.items())
    )


def summary(workbook):
    """The labels of the first sheet with what stands beside them."""
    return {row[0]: row[1] for row in workbook["Summary"].values if row[0]}


# Summary


def counts_shown(workbook):
    """The counts of the first sheet: by label, the numbers beside it."""
    labels = ("nonconformities", "Observations", "Opportunities", "Requirements")
    table = [[cell for cell in row if cell is not None] for row in workbook["Summary"].values]
    return {
        row[0]: row[1:]
        for row in table
        if row and str(row[0]).split()[-1 if "nonconf" in str(row[0]) else 0] in labels
    }


def test_the_summary_says_who_when_by_what_and_how_it_stands(case):
    one = case(*BOTH)
    told_first = summary(made(one))
    assert [row[0] for row in made(one)["Summary"].values][:2] == ["Gap analysis", "Acme"]
    assert told_first["Verdict"] == one.assessment.summary.verdict
    assert told_first["As of"] == "2026-11-21"
    assert told_first["Standards"] == "ISO 9001:2015, ISO 14001:2015"
    assert "with the policy default: Grades as most bodies would." in told_first["Method"]
    assert told_first["House rules"].startswith(
        "1 house rule of the policy may raise a grade: the sheet Policy"
    )
    assert "is a sample" in told_first["Note"]


def test_the_counts_of_the_summary_are_those_of_the_json(case):
    one = case(*BOTH, control__done="partly", suppliers__unknown="3")
    told_elsewhere = assessment_json(one.assessment, one.knowledge)["summary"]
    shown = counts_shown(made(one))
    by_standard = [told_elsewhere["by_standard"][standard] for standard in BOTH]
    for label, name in {
        "Major nonconformities": "major",
        "Minor nonconformities": "minor",
        "Observations": "observation",
        "Opportunities for improvement": "opportunity",
    }.items():
        assert shown[label] == [*(numbers[name] for numbers in by_standard), told_elsewhere[name]]
    assert shown["Requirements met and shown"][-1] == told_elsewhere["shown"]
    assert shown["Requirements met, only claimed"][-1] == told_elsewhere["claimed"]
    assert shown["Requirements open: no answer"][-1] == told_elsewhere["open"]
    assert told_elsewhere["major"] < sum(numbers["major"] for numbers in by_standard)


@pytest.mark.parametrize("example", ["audit-day.yaml", "integrated-manufacturer.yaml"])
def test_the_sheets_hold_as_many_nonconformities_as_the_json_counts(example, examples, tmp_path):
    options = ["assess", str(examples / example), "--engine", "plain", "--output"]
    for form in ("json", "xlsx"):
        assert (
            CliRunner().invoke(main, [*options, str(tmp_path / f"report.{form}"), "--format", form]).exit_code
            == 0
        )
    numbers = msgspec.json.decode((tmp_path / "report.json").read_bytes())["summary"]
    workbook = load_workbook(tmp_path / "report.xlsx")
    grades = [row["Grade"] for row in rows(workbook["Nonconformities"])]
    assert (grades.count("major"), grades.count("minor")) == (numbers["major"], numbers["minor"])
    assert len(rows(workbook["Plan"])) == len(grades)
    below = (
        [row["Grade"] for row in rows(workbook["Observations and opportunities"])]
        if numbers["observation"]
        else []
    )
    assert below.count("observation") == numbers["observation"]
    named = {
        row["Recorded in"]
        for row in rows(workbook["Findings"])
        if row.get("Recorded in", "").startswith("NC-")
    }
    assert len(named) == len(grades)


def test_the_summary_names_every_other_sheet_and_leads_to_it(case):
    workbook = made(case(issues__known="partly"))
    links = {
        cell.value: cell.hyperlink.location
        for (cell,) in workbook["Summary"].iter_rows(max_col=1)
        if cell.hyperlink
    }
    assert links == {name: f"'{name}'!A1" for name in workbook.sheetnames if name != "Summary"}


def test_what_to_decide_begins_with_the_worst_and_says_what_to_do(case):
    one = case()
    told_first = summary(made(one))
    assert told_first["NC-1 (major)"] == "4.1 Issues: Nobody knows the issues.\nTo do: List them."
    assert told_first["Who and by when"].startswith("Nobody is named yet.")
    assert told_first["Not answered"].startswith(f"{len(one.assessment.unanswered)} question")
    claimed = one.assessment.summary.claimed
    assert f"to show {claimed} of the" in told_first["Evidence"]


def test_what_the_report_rests_on_stands_on_the_second_page(case):
    sheet = made(case())["Summary"]
    labels = [row[0] for row in sheet.values]
    (page_ends,) = [one.id for one in sheet.row_breaks.brk]
    assert labels[page_ends] == "What it rests on"
    assert labels.index("To decide") < page_ends < labels.index("In this workbook")


# Nonconformities


def test_a_nonconformity_has_its_requirement_what_was_found_evidence_and_what_to_do(case):
    one = case(*BOTH)
    row = row_of(made(one)["Nonconformities"], **{"No.": "NC-1"})
    assert (row["Grade"], row["Written against"]) == ("major", "ISO 9001:2015 4.1 Issues")
    assert (row["What is required"], row["What was found"]) == (
        "Issues are determined.",
        "Nobody knows the issues.",
    )
    assert row["Evidence"] == "Do you know your issues? no (line 6)"
    assert row["Also against"] == "ISO 14001:2015 4.1"
    assert row["What to do"] == "List them."


def test_the_key_of_a_nonconformity_is_there_and_hidden(case):
    one = case()
    sheet = made(one)["Nonconformities"]
    (key,) = [cell for cell in sheet[1] if cell.value == "Key"]
    assert sheet.column_dimensions[key.column_letter].hidden
    assert [row["Key"] for row in rows(sheet)] == [
        recorded.key for recorded in one.assessment.nonconformities
    ]


def test_what_is_below_a_nonconformity_has_a_sheet_of_its_own(case):
    one = case(suppliers__unknown="3")
    found = rows(made(one)["Observations and opportunities"])
    assert [row["No."] for row in found] == [recorded.id for recorded in one.assessment.observations]
    assert {row["Grade"] for row in found} == {"observation"}


# Findings


def test_a_finding_says_in_which_nonconformity_it_is_recorded_and_whether_it_is_shown(case):
    one = case()
    found = {row["Requirement"]: row for row in rows(made(one)["Findings"])}
    for finding in one.assessment.findings:
        carried = f"carried by {finding.carried_by}" if finding.carried_by else None
        assert found[finding.requirement].get("Recorded in") == (finding.nonconformity or carried)
    conforming = [row.get("Shown") for row in found.values() if row["Status"] == "conforms"]
    assert conforming.count("shown") == one.assessment.summary.shown
    assert conforming.count("claimed") == one.assessment.summary.claimed


def test_every_requirement_in_scope_has_one_row_worst_first(case):
    one = case(*BOTH)
    found = rows(made(one)["Findings"])
    assert sorted(row["Requirement"] for row in found) == sorted(
        finding.requirement for finding in one.assessment.findings
    )
    order = ["major", "minor", "observation", "opportunity", "not assessed", "conforms", "not applicable"]
    places = [order.index(row.get("Grade", row["Status"])) for row in found]
    assert places == sorted(places)
    assert len(set(places)) > 3


def test_a_finding_leads_from_requirement_to_rule_and_answer_with_their_places(case):
    row = row_of(made(case())["Findings"], Requirement="iso-9001:2015/4.1/issues")
    assert row["What is required"] == "Issues are determined."
    assert row["Why"] == "Nobody knows the issues."
    assert row["What to do"] == "List them."
    assert (row["Clause"], row["Stage"], row["Theme"], row["Status"]) == (
        "4.1 Issues",
        "plan",
        "context",
        "gap",
    )
    assert row["Answers"] == "issues.known: no (acme.yaml:6)"
    assert row["Rule"] == "harmonised/issues-missing"
    assert row["Rule stands at"].startswith("rulebases/harmonised/context.yaml:")
    assert row["Shown by"] == "list of issues"


def test_a_finding_has_its_evidence_notes_escalations_and_failing_dependencies(case):
    sheet = made(case())["Findings"]
    row = row_of(sheet, Requirement="iso-9001:2015/8.1/control")
    assert (row["Evidence given"], row["Notes"]) == (
        "control.done: IA-7 of 2026-03-02",
        "control.done: seen on site",
    )
    assert row["Raised by the policy"].startswith(
        "from conforms to observation by the policy's default/works-by-luck"
    )
    assert row["Dependency failures"] == "unfounded: 4.1/issues → 6.1/risks → 8.1/control"


def test_what_is_open_says_what_it_could_become_and_what_to_ask(case):
    row = row_of(made(case(issues__known=""))["Findings"], Requirement="iso-9001:2015/4.1/issues")
    assert (row["Status"], row.get("Grade"), row["Could become"], row["Still to ask"]) == (
        "not assessed",
        None,
        "major",
        "issues.known",
    )


def test_grades_have_the_colours_of_the_pictures(case):
    for row in made(case(issues__known="partly"))["Findings"].iter_rows(min_row=2):
        grade = row[4]
        if grade.value:
            assert grade.fill.start_color.rgb == f"FF{FILLS[grade.value].removeprefix('#').upper()}"


@pytest.mark.parametrize("report", ["consultant", "auditor"])
def test_every_list_has_a_header_that_stays_a_filter_and_pages_as_wide_as_the_paper(case, report):
    for sheet in made(case(issues__known="partly"), report).worksheets[1:]:
        header = HEADER.get(sheet.title, 1)
        assert sheet.freeze_panes.endswith(str(header + 1))
        assert sheet.auto_filter.ref == f"A{header}:{sheet.dimensions.partition(':')[2]}"
        assert sheet.print_title_rows == f"${header}:${header}"
        assert sheet.page_setup.fitToHeight == 0


# The plan


def test_the_plan_has_a_row_a_nonconformity_to_be_filled_in(case):
    one = case()
    found = rows(made(one)["Plan"])
    assert sorted(row["No."] for row in found) == sorted(
        recorded.id for recorded in one.assessment.nonconformities
    )
    first = found[0]
    assert (first["No."], first["Grade"], first["State"]) == ("NC-1", "major", "open")
    assert (first["Written against"], first["What to do"].endswith("List them.")) == ("4.1 Issues", True)


def test_the_plan_takes_only_known_efforts_and_states_and_days_from_the_assessment_on(case):
    sheet = made(case())["Plan"]
    headings = {cell.value: cell.column_letter for cell in sheet[2]}
    last = sheet.max_row
    checks = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    effort, state, due = (
        checks[f"{headings[name]}3:{headings[name]}{last}"] for name in ("Effort", "State", "Due")
    )
    assert effort.formula1 == '"small,medium,large"'
    assert state.formula1 == '"open,corrected,cause known,acted on,effect verified,closed"'
    assert (due.operator, due.formula1) == ("greaterThanOrEqual", "DATE(2026,11,21)")
    assert all(one.showErrorMessage and one.allow_blank for one in checks.values())
    assert "not before 2026-11-21" in due.error


def test_what_the_plan_is_read_back_by_is_hidden(case):
    sheet = made(case())["Plan"]
    assert sheet.row_dimensions[1].hidden
    assert sheet["A1"].value == "clausegraph:plan:nonconformity"
    assert [letter for letter in "ABCD" if sheet.column_dimensions[letter].hidden] == ["A", "B", "C"]


def test_where_nothing_fails_there_is_no_plan(case):
    good = {
        "issues__known": "yes",
        "records__kept": "yes",
        "records__complete": "yes",
        "audit__last": "2026-11-01",
        "audit__done": "yes",
    }
    workbook = made(case(**good))
    assert "Plan" not in workbook.sheetnames
    assert "Nonconformities" not in workbook.sheetnames
    assert summary(workbook)["Verdict"].startswith("Nothing answered speaks against conformity")


def test_an_auditors_workbook_has_neither_plan_nor_what_to_do_and_says_so(case):
    workbook = made(case(), "auditor")
    assert "Plan" not in workbook.sheetnames
    for title in ("Findings", "Nonconformities"):
        assert "What to do" not in [cell.value for cell in workbook[title][1]]
    assert not {"The least to mend", "To decide", "Who and by when"} & set(summary(workbook))
    assert summary(workbook)["NC-1 (major)"] == "4.1 Issues: Nobody knows the issues."
    assert "is left out" in summary(workbook)["For whom"]
    assert summary(workbook)["Plan"].startswith("Left out")
    assert made(case())["Findings"].max_column == workbook["Findings"].max_column + 1


# Causes and the matrix


def test_nothing_in_an_auditors_workbook_says_what_to_mend(case):
    cells = [
        str(cell)
        for sheet in made(case(), "auditor")
        for row in sheet.values
        for cell in row
        if cell is not None
    ]
    assert [text for text in cells if "mend" in text.lower() or "clears" in text.lower()] == []
    assert any("mend" in str(cell) for sheet in made(case()) for row in sheet.values for cell in row)


def test_a_foundation_names_what_stands_on_it(case):
    row = row_of(made(case())["What holds the rest up"], Requirement="iso-9001:2015/4.1/issues")
    assert (row["Recorded in"], row["Below it"], row["Directly"]) == ("NC-1", 3, 1)
    assert row["Which clauses"] == "6.1, 8.1, 9.2.2"


def test_a_dependency_failure_has_its_path_and_how_both_ends_stand(case):
    row = row_of(made(case())["Dependency failures"], Link="harmonised/risks-drive-control@iso-9001:2015")
    assert (row["Failure"], row["Path"]) == ("unfounded", "4.1/issues → 6.1/risks → 8.1/control")
    assert (row["Foundation is"], row["It is"]) == ("observation", "observation")


def test_the_matrix_has_a_row_a_clause_and_counts_how_the_requirements_under_it_stand(case):
    sheet = made(case(*BOTH))["Matrix"]
    found = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    numbers = "4 4.1 6 6.1 8 8.1 8.3 9 9.2"
    assert list(found) == [f"Clause {number}" for number in numbers.split()]
    operation = found["Clause 8"]
    assert operation[1].value == "Operation"
    assert operation[2].value.endswith("1 not applicable")
    assert "NC-" in operation[2].value
    assert operation[2].fill.start_color.rgb == f"FF{FILLS['minor'].removeprefix('#').upper()}"
    assert found["Clause 4.1"][2].value == found["Clause 4.1"][4].value == "NC-1"


def test_the_matrix_shows_every_control_of_annex_a(examples, tmp_path):
    output = tmp_path / "report.xlsx"
    done = CliRunner().invoke(
        main, ["assess", str(examples / "software-company.yaml"), "--format", "xlsx", "--output", str(output)]
    )
    assert done.exit_code == 0, done.output
    clauses = [row["Clause"] for row in rows(load_workbook(output)["Matrix"])]
    assert len([one for one in clauses if one.startswith("A.") and one.count(".") == 2]) == 93
    assert {"Annex A", "A.5", "A.8", "Clause 6.1"} <= set(clauses)


# What came before, and what the policy decides

THEN = (
    "awareness.policy: partly, awareness.own_part: no, management_review.interval: never held,"
    " documents.protected: partly"
)
NOW = (
    "awareness.policy: partly, awareness.own_part: partly, management_review.interval: unplanned,"
    " management_review.last: 2026-10-05, internal_audit.results: the managers concerned,"
    " documents.protected: yes"
)


def shop(folder, year, answers, standard="iso-9001:2015"):
    place = folder / f"shop-{year}.yaml"
    place.write_text(
        f"organisation: A shop\nas_of: {year}-11-20\nstandards: [{standard}]\nanswers: {{{answers}}}\n",
        encoding="utf-8",
    )
    return place


def assessed(facts, output, *options):
    form = "json" if output.suffix == ".json" else "xlsx"
    command = [
        "assess",
        str(facts),
        "--format",
        form,
        "--output",
        str(output),
        "--engine",
        "plain",
        *map(str, options),
    ]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return output


@pytest.fixture(scope="module")
def audits(tmp_path_factory):
    """A report of today, made with the assessment of a year ago."""
    folder = tmp_path_factory.mktemp("audits")
    earlier = assessed(shop(folder, 2025, THEN), folder / "audit-2025.json")
    return load_workbook(assessed(shop(folder, 2026, NOW), folder / "report.xlsx", "--previous", earlier))


def test_what_became_of_the_findings_of_then_has_a_sheet(audits):
    found = rows(audits["Since 2025-11-20"])
    became = {row["Requirement"].partition("/")[2]: row for row in found}
    policy, protected = became["7.3/policy"], became["7.5.3.1/protected"]
    assert (policy["What became of it"], policy["Clause"], policy["Recorded now in"]) == (
        "still open",
        "7.3 Awareness",
        "NC-1",
    )
    assert (policy["Grade then"], policy["Grade now"], policy["Rules then"]) == (
        "minor",
        "major",
        "harmonised/awareness-policy-incomplete",
    )
    assert "default/minor-left-open" in policy["Raised by the policy"]
    assert (protected["What became of it"], protected["Status now"]) == ("closed", "conforms")
    outcomes = [row["What became of it"] for row in found]
    assert outcomes == sorted(outcomes, key=[word for word, _ in OUTCOMES.values()].index)
    assert "Called then" not in [cell.value for cell in audits["Since 2025-11-20"][1]]


def test_the_summary_says_what_became_of_them_in_sentences(audits):
    told_first = summary(audits)
    assert "Since the assessment of 2025-11-20" in told_first
    assert told_first["Compared with"] == "audit-2025.json"
    assert "7.5.3.1" in told_first["Closed"]
    assert "7.3" in told_first["Still open"]
    assert "/" not in told_first["Closed"] + told_first["Still open"]


def test_a_finding_says_how_it_failed_before_and_what_the_policy_decided_on_it(audits):
    row = row_of(audits["Findings"], Requirement="iso-9001:2015/7.3/policy")
    assert row["Failed before"] == "minor on 2025-11-20"
    assert row["Decided by the policy"].startswith(
        "weak-awareness is graded minor by the policy: The standard asks"
    )


def test_without_an_earlier_assessment_nothing_is_said_of_one(case):
    workbook = made(case())
    assert "Failed before" not in [cell.value for cell in workbook["Findings"][1]]
    assert not [name for name in workbook.sheetnames if name.startswith("Since")]


def test_a_requirement_that_is_not_part_of_this_assessment_goes_by_its_name_alone(tmp_path):
    earlier = assessed(
        shop(tmp_path, 2025, THEN, "iso-9001:2015, iso-45001:2018"), tmp_path / "audit-2025.json"
    )
    workbook = load_workbook(
        assessed(shop(tmp_path, 2026, NOW), tmp_path / "report.xlsx", "--previous", earlier)
    )
    gone = [row for row in rows(workbook["Since 2025-11-20"]) if row["What became of it"] == "not compared"]
    assert {"What became of it": "not compared", "Requirement": "iso-45001:2018/7.3/policy"} in gone


def test_a_requirement_that_moved_in_the_new_edition_shows_its_name_of_then(tmp_path):
    earlier = assessed(shop(tmp_path, 2025, THEN), tmp_path / "audit-2025.json")
    workbook = load_workbook(
        assessed(shop(tmp_path, 2026, NOW, "iso-9001:2026"), tmp_path / "report.xlsx", "--previous", earlier)
    )
    names = {row["Requirement"]: row.get("Called then") for row in rows(workbook["Since 2025-11-20"])}
    assert names["iso-9001:2026/7.3/policy"] == "iso-9001:2015/7.3/policy"


def test_the_policy_has_a_sheet_with_every_house_rule_and_choice_its_reason_and_place(audits):
    sheet = audits["Policy"]
    left_open = row_of(sheet, Rule_or_point="minor-left-open")
    assert (left_open["Does"], left_open["Grade"], left_open["Findings here"]) == (
        "raises to",
        "major",
        "7.3/policy",
    )
    assert left_open["Looks at"] == "a minor that fails by the same rule again"
    chosen = row_of(sheet, Rule_or_point="weak-awareness")
    assert (chosen["Does"], chosen["Grade"]) == ("grades as", "minor")
    assert chosen["Because"] == "The standard asks that people are aware, and some of them are not."
    assert "harmonised/awareness-policy-incomplete" in chosen["Rules"].splitlines()
    assert chosen["Findings here"] == "7.3/own-contribution, 7.3/policy"
    assert all(row["Stands at"].startswith("rulebases/grading/policies.yaml:") for row in rows(sheet))
    assert row_of(sheet, Rule_or_point="many-on-one-clause")["Looks at"].endswith(
        "on one clause, at least 34 % of its requirements"
    )
    assert "5 points on which auditors differ are decided by it" in summary(audits)["House rules"]


def test_a_choice_on_many_rules_names_the_first_and_counts_the_others(tmp_path):
    workbook = load_workbook(
        assessed(shop(tmp_path, 2026, NOW), tmp_path / "report.xlsx", "--policy", "strict")
    )
    named = row_of(workbook["Policy"], Rule_or_point="missing-records")["Rules"].splitlines()
    assert len(named) == 13
    assert named[-1].startswith("and ")
    assert named[-1].endswith(" more rules")


# What it rests on


def test_open_questions_are_those_of_the_assessment_in_its_order(case):
    one = case(issues__known="")
    found = rows(made(one)["Open questions"])
    assert [row["Fact"] for row in found] == [question.fact for question in one.assessment.unanswered]
    row = next(row for row in found if row["Fact"] == "issues.known")
    assert (row["Question"], row["Who can answer"], row["Answer"]) == (
        "Do you know your issues?",
        "top-management",
        "yes, partly or no",
    )
    assert (row["Could become"], row["Decides"], row["Which clauses"]) == ("major", 1, "4.1")


def test_every_answer_is_listed_as_given_also_one_that_nothing_in_scope_reads(case):
    one = case(control__done="{quality: yes, environment: no}")
    found = rows(made(one)["Answers"])
    assert [row["Fact"] for row in found] == [answer.fact for answer in one.organisation.answers]
    ours, theirs = (row for row in found if row["Fact"] == "control.done")
    assert (ours["Answer"], ours["Discipline"], ours["Read by"]) == ("yes (quality)", "quality", 1)
    assert (theirs["Discipline"], theirs["Read by"]) == ("environment", 0)


def test_an_answer_has_evidence_note_and_place(case):
    row = row_of(made(case())["Answers"], Fact="control.done")
    assert (row["Evidence"], row["Note"], row["Stands at"]) == (
        "IA-7 of 2026-03-02",
        "seen on site",
        "acme.yaml:8",
    )


def test_what_an_auditor_saw_has_a_sheet_only_where_there_is_something(case):
    one = case()
    assert "What was seen" not in made(one).sheetnames
    note = Note(
        "iso-9001:2015/8.1",
        "=doors open",
        Extent.SEVERAL,
        Consequence.NONE,
        Location("acme.yaml", 40),
        evidence=(Evidence("photo 3"),),
    )
    workbook = made(one, organisation=msgspec.structs.replace(one.organisation, notes=(note,)))
    (row,) = rows(workbook["What was seen"])
    assert (row["What was seen"], row["Evidence"], row["Stands at"]) == (
        "=doors open",
        "photo 3",
        "acme.yaml:40",
    )
    assert row["Counts for"] == "nothing in scope"


def test_rules_changed_by_overlays_have_a_sheet_with_their_reasons(case):
    one = case()
    assert "Overlays" not in made(one).sheetnames
    change = Change(
        "acme", "harmonised/no-audit", "grade minor", "Agreed with the client.", Location("overlay.yaml", 3)
    )
    (row,) = rows(
        made(one, assessment=msgspec.structs.replace(one.assessment, changes=(change,)))["Overlays"]
    )
    assert (row["Rule"], row["Because"], row["Stands at"]) == (
        "harmonised/no-audit",
        "Agreed with the client.",
        "overlay.yaml:3",
    )


# Whatever people write


@pytest.mark.parametrize("text", COMPUTED_IF_TYPED)
def test_nothing_in_a_report_is_ever_computed(case, text):
    one = case()
    organisation = msgspec.structs.replace(
        one.organisation,
        answers=tuple(
            msgspec.structs.replace(answer, note=text, text=text) for answer in one.organisation.answers
        ),
    )
    workbook = made(
        one,
        assessment=msgspec.structs.replace(one.assessment, organisation=text, about=text),
        organisation=organisation,
    )
    cells = [
        cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    alike = [cell for cell in cells if cell.value == text.strip()]
    assert len(alike) >= 2 + len(organisation.answers)
    assert all(cell.quotePrefix for cell in alike)


def test_the_same_assessment_gives_the_same_bytes(case):
    one = case(*BOTH)
    assert assessment_workbook(one.assessment, one.knowledge, one.organisation) == assessment_workbook(
        one.assessment, one.knowledge, one.organisation
    )


def test_text_that_no_cell_can_hold_is_cut_and_says_so(case):
    assert told(["x" * 32767]) == "x" * 32767
    assert told(["x" * 32768]).endswith(CUT)
    row = row_of(made(case(note="x" * 40000))["Answers"], Fact="control.done")
    assert row["Note"].startswith("xxx")
    assert row["Note"].endswith(CUT)


def test_a_row_is_as_tall_as_its_longest_cell_needs(case):
    assert [lines_in(text, 10) for text in ("", "short", "a line that wraps", "two\nlines")] == [1, 1, 2, 2]
    sheet = made(case(note="word " * 100))["Answers"]
    heights = {row[0].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows(min_row=2)}
    assert heights["control.done"] > 5 * heights["records.kept"]


# The command


def test_a_workbook_needs_a_file_to_go_to(examples):
    done = CliRunner().invoke(main, ["assess", str(examples / "audit-day.yaml"), "--format", "xlsx"])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "--output report.xlsx" in done.stderr


def test_what_if_is_not_told_as_a_workbook(examples, tmp_path):
    output = tmp_path / "report.xlsx"
    command = [
        "assess",
        str(examples / "audit-day.yaml"),
        "--format",
        "xlsx",
        "--output",
        str(output),
        "--set",
        "suppliers.criteria=no",
    ]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    assert "--set" in done.stderr
    assert not output.exists()


def test_a_workbook_that_cannot_be_written_is_a_problem(examples, tmp_path):
    command = [
        "assess",
        str(examples / "audit-day.yaml"),
        "--format",
        "xlsx",
        "--output",
        str(tmp_path / "nowhere" / "report.xlsx"),
    ]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


def test_libreoffice_opens_and_prints_it_and_computes_nothing(case, converted, tmp_path: Path) -> None:
    one = case(name="'=1+1'", note="@SUM(1)")
    (tmp_path / "report.xlsx").write_bytes(
        assessment_workbook(one.assessment, one.knowledge, one.organisation)
    )
    for form in ("pdf", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"):
        converted(tmp_path / "report.xlsx", form, tmp_path)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "\n=1+1," in (tmp_path / "report-Summary.csv").read_text(encoding="utf-8")
    assert "@SUM(1)" in (tmp_path / "report-Answers.csv").read_text(encoding="utf-8")
