"""Tables of many kinds, each understood as somebody who knows it would: register, columns, records, and what
is left out."""

from __future__ import annotations

from clausegraph.engine.organisation.taking.understood import Ask
from clausegraph.tests.unit.organisation.taking.conftest import Understand, fields, values, workbook

RISKS = """Acme Ltd;;;;;;;
Information Security Risk Register;;;;;;;
;;;;;;;
Risk ID;Risk description;Asset;Risk rating;Treatment option;Risk owner;Annex A controls;Status
e.g. R-000;Describe the risk;;;;;;
R-001;Phishing leads to stolen accounts;Mail;Very High;Mitigate;CISO;A.6.3, 8.7;Open
R\u2011002;Ransomware;File server;High;Modify;IT;A.12.3.1;WIP
R-003;Loss of a laptop;Laptops;Medium;Transfer;IT;Disk encryption, cable locks;Closed
;;;;;;;
Total;3;;;;;;
"""


def test_headings_are_found_below_titles_and_examples_and_totals_are_left_out(understand: Understand) -> None:
    (table,) = understand(RISKS)
    assert (table.register, table.found.header) == ("registers.security_risks", 3)
    assert [one.name for one in table.records] == ["R-001", "R-002", "R-003"]
    assert table.rows[0].why == "an example, or a place to fill in"
    assert {one.at.line for one in table.rows} == {5, 10}


def test_levels_treatments_and_states_are_taken_in_our_words(understand: Understand) -> None:
    (table,) = understand(RISKS)
    assert values(table, "level") == ["high", "high", "medium"]
    assert values(table, "treatment") == ["reduce", "reduce", "share"]
    assert values(table, "status") == ["open", "in progress", "closed"]


def test_controls_are_names_where_all_are_names_and_else_words(understand: Understand) -> None:
    (table,) = understand(RISKS)
    assert values(table, "controls") == [("A.6.3", "A.8.7"), ("A.8.13",), ("Disk encryption, cable locks",)]
    assert any("A.12.3.1 is A.8.13 today" in one.why for one in table.remarks)


def test_every_column_is_placed_or_left_out_with_a_reason(understand: Understand) -> None:
    (table,) = understand(RISKS)
    assert all(bool(column.field) != bool(column.why) for column in table.columns)
    assert len(table.columns) == 8


def test_german_headings_in_the_encoding_of_windows_are_known(understand: Understand) -> None:
    text = (
        "Nr;Gefährdung;Schadensschwere;Maßnahmen;Verantwortlich;Beurteilt am;Restrisiko\r\n"
        "1;Absturz vom Dach;tödlich;Geländer und Netze;Bauleiter;03.02.2026;gering\r\n"
        "2;Lärm an der Säge;leicht;Gehörschutz tragen;Meister;14.5.2025;mittel\r\n"
    )
    (table,) = understand(text.encode("cp1252"))
    assert table.register == "registers.hazards"
    assert values(table, "severity") == ["fatal", "minor"]
    assert values(table, "assessed") == ["2026-02-03", "2025-05-14"]
    assert values(table, "residual") == ["low", "medium"]


def test_spanish_and_french_tables_are_known(understand: Understand) -> None:
    (law,) = understand(
        "Matriz legal\t\t\t\nRequisito legal\tResponsable\tCumple\tÚltima evaluación\n"
        "Ley de residuos\tAna\tSí\t12/01/2026\nDecreto de vertidos\tLuis\tParcialmente\t25/02/2026\n"
    )
    assert law.register == "registers.obligations"
    assert values(law, "complied") == ["yes", "partly"]
    (aspects,) = understand(
        "N°,Aspect environnemental,Significatif,Mesures de maîtrise\n1,Rejets d'eau,Oui,Séparateur d'huile\n"
        "2,Déchets de bureau,Non,Tri\n"
    )
    assert (aspects.register, values(aspects, "significant")) == ("registers.aspects", ["yes", "no"])


SOA = [
    ["Statement of Applicability"],
    [
        "Control",
        "Control title",
        "Applicable",
        "LR",
        "BR/BP",
        "Reason for exclusion",
        "Implementation status",
    ],
    ["A.5 Organizational controls"],
    [5.1, "Policies for information security", "\u2705 Yes", "x", "x", None, "Implemented"],
    [5.1, "Acceptable use of information and other associated assets", "Yes", None, "X", None, "Planned"],
    ["A.7.6", "Working in secure areas", "No", None, None, "There are none", "N/A"],
    ["A 5.17", "Authentication information", "Yes", None, None, None, "Umgesetzt"],
]


def test_a_statement_is_known_with_its_boxes_and_what_a_spreadsheet_shortened(understand: Understand) -> None:
    (table,) = understand(workbook(("SoA", SOA)), "soa.xlsx")
    assert table.register == "registers.controls"
    assert [one.name for one in table.records] == ["A.5.1", "A.5.10", "A.7.6", "A.5.17"]
    assert values(table, "applicable") == ["yes", "yes", "no", "yes"]
    wanted = "legal requirement; business requirement or adopted best practice"
    assert values(table, "justification")[0] == wanted
    assert values(table, "justification")[2] == "There are none"
    assert [one.why for one in table.rows] == ["a heading inside the table"]
    assert any("shortened by a spreadsheet" in one.why for one in table.remarks)


def test_a_control_of_which_two_lines_say_the_opposite_is_taken_from_neither(understand: Understand) -> None:
    (table,) = understand(
        "Control ID,Control title,Applicable,Justification\nA.5.15,Access control,Yes,risk\n"
        "A.5.16,Identity management,Yes,risk\nA.5.15,Access control,No,nobody has access\n"
    )
    assert [one.name for one in table.records] == ["A.5.16"]
    assert [one.at.line for one in table.rows] == [2, 4]


def test_numbers_of_2013_become_those_of_today_and_keep_their_names(understand: Understand) -> None:
    (table,) = understand(
        "Control,Control title,Applicable,Status\nA.12.4.1,Event logging,Yes,Implemented\n"
        "A.12.4.2,Protection of log information,No,\nA.11.1.1,Physical security perimeter,Yes,Implemented\n"
    )
    assert [one.name for one in table.records] == ["A.12.4.1", "A.12.4.2", "A.11.1.1"]
    assert values(table, "annex_a") == ["A.8.15", None, "A.7.1"]


def test_the_opposite_order_of_days_is_asked_for_where_no_day_decides(understand: Understand) -> None:
    head = "Objective,KPI,Responsible,Target date\n"
    (open_,) = understand(f"{head}Fewer complaints,number,Ann,05/12/2026\nLess scrap,share,Bob,04/06/2027\n")
    assert [one.ask for one in open_.questions] == [Ask.DAYS]
    (told,) = understand(f"{head}Fewer complaints,number,Ann,05/12/2026\nLess scrap,share,Bob,30/06/2027\n")
    assert (told.questions, values(told, "due")) == ((), ["2026-12-05", "2027-06-30"])


def test_quarters_and_months_are_their_last_day_and_what_is_no_day_is_listed(understand: Understand) -> None:
    (table,) = understand(
        "Objective,KPI,Due\nFewer complaints,number,Q2/2027\nLess scrap,share,Mar 2027\nMore,count,ongoing\n"
    )
    assert values(table, "due") == ["2027-06-30", "2027-03-31", None]
    assert [(one.text, one.why) for one in table.cells] == [("ongoing", "this is no day")]


def test_a_scale_is_asked_about_once_with_its_ends(understand: Understand) -> None:
    (table,) = understand(
        "Risk ID,Risk,Threat,Risk level\n1,Fire in the hall,heat,20\n2,Theft of data,insider,4\n3,Loss,x,12\n"
    )
    (question,) = table.questions
    assert (question.ask, question.least, question.most) == (Ask.CUTS, 4, 20)
    assert question.options == ("low", "medium", "high")


def test_rows_that_go_on_below_a_merged_name_are_one_record(understand: Understand) -> None:
    rows: list[list[object]] = [
        ["Hazard ID", "Hazard", "Severity", "Control measures"],
        ["H-1", "Moving blade", "Fatal", "C-1"],
        [None, None, None, "C-2"],
        ["H-2", "Wet floor", "Minor", "C-3"],
    ]
    (table,) = understand(workbook(("Hazards", rows), merged=("A2:A3", "B2:B3", "C2:C3")), "h.xlsx")
    assert values(table, "controls") == [("C-1", "C-2"), ("C-3",)]


def test_what_is_left_after_the_treatment_never_counts_as_the_risk(understand: Understand) -> None:
    rows: list[list[object]] = [
        [None, None, "Inherent risk", None, "Residual risk", None],
        ["ID", "Risk scenario", "Level", "Owner", "Level", "Threat"],
        ["R1", "Data are stolen", "High", "Ann", "Low", "insider"],
        ["R2", "Servers burn down", "Medium", "Bob", "Low", "fire"],
    ]
    (table,) = understand(workbook(("Risks", rows), merged=("C1:D1", "E1:F1")), "r.xlsx")
    assert values(table, "level") == ["high", "medium"]


def test_two_tables_of_one_sheet_and_a_legend_below_are_kept_apart(understand: Understand) -> None:
    rows: list[list[object]] = [
        ["Hazard", "Severity", "Owner"],
        ["Moving blade", "Fatal", "Ann"],
        ["Wet floor", "Minor", "Bob"],
        [],
        ["Objective", "KPI", "Responsible", "Due date"],
        ["No accident", "number", "Ann", "2027-12-31"],
        ["All trained", "share", "Bob", "2027-06-30"],
        [],
        ["Legend: red is late"],
    ]
    hazards, objectives = understand(workbook(("All", rows)), "all.xlsx")
    assert (hazards.register, len(hazards.records)) == ("registers.hazards", 2)
    assert (objectives.register, len(objectives.records)) == ("registers.objectives", 2)
    assert [one.why for one in objectives.rows] == ["it stands below the table"]


def test_risks_and_security_risks_that_nothing_tells_apart_are_asked_about(understand: Understand) -> None:
    text = "Risk ID,Risk,Level,Owner\nR-1,The foundry closes,high,Ann\nR-2,Nobody buys,low,Bob\n"
    (table,) = understand(text)
    assert [one.ask for one in table.questions] == [Ask.REGISTER]
    (quality,) = understand(text, standards=("iso-9001:2015",))
    assert (quality.register, quality.questions) == ("registers.risks", ())
    (security,) = understand(text, standards=("iso-27001:2022",))
    assert security.register == "registers.security_risks"


def test_a_table_of_something_else_is_no_register(understand: Understand) -> None:
    assert all(not one.register for one in understand("Dish,Price,Date\nSoup,4,2026-01-01\n"))


def test_words_that_nobody_has_explained_are_asked_about_and_never_guessed(understand: Understand) -> None:
    (table,) = understand(
        "Objective,KPI,Status\nFewer complaints,number,parked\nLess scrap,share,achieved\nMore,x,parked\n"
    )
    (question,) = table.questions
    assert (question.ask, question.seen) == (Ask.WORDS, ("parked",))
    assert values(table, "status") == [None, "reached", None]


def test_a_heading_with_a_slip_of_the_pen_is_known(understand: Understand) -> None:
    (table,) = understand("Hazrad,Severty,Responsable person\nMoving blade,Fatal,Ann\nWet floor,Minor,Bob\n")
    assert fields(table) == {"Hazrad": "what", "Severty": "severity", "Responsable person": "owner"}


def test_scores_are_taken_as_they_are_and_their_levels_are_asked_for_once(understand: Understand) -> None:
    head = "Risk ID,Risk,Threat,Likelihood (1-5),Impact (1-5),Score"
    text = f"{head}\n1,Fire,heat,4,5,4 x 5\n2,Theft,thief,1,3,3\n"
    (table,) = understand(text)
    assert [(one.ask, one.least, one.most) for one in table.questions] == [(Ask.CUTS, 3, 20)]
    assert [one.why for one in table.rows] == ["it does not say level, and no record goes without"] * 2
    (told,) = understand(text, cuts=(6, 15))
    assert (told.questions, values(told, "score")) == ((), ["4 x 5", "3"])
    assert values(told, "likelihood") == ["4", "1"]


def test_words_for_a_level_go_before_the_points_beside_them(understand: Understand) -> None:
    (table,) = understand(
        "ID,Risk,Threat,Level,Residual score,Residual level\n1,Fire,heat,High,12,Medium\n"
        "2,Theft,x,Low,2,Low\n"
    )
    assert values(table, "residual") == ["medium", "low"]
    assert table.questions == ()


def test_what_was_rated_before_the_treatment_is_the_level_where_there_is_no_other(
    understand: Understand,
) -> None:
    (table,) = understand(
        "ID,Risk,Threat,Inherent risk,Residual risk\n1,Fire,heat,High,Low\n2,Theft,thief,Medium,Low\n"
    )
    assert (values(table, "level"), values(table, "residual")) == (["high", "medium"], ["low", "low"])


def test_a_legend_that_explains_levels_is_no_register(understand: Understand) -> None:
    guide: list[list[object]] = [
        ["Score range", "Risk rating", "Response"],
        ["15-25", "High", "Act at once"],
        ["6-14", "Medium", "Plan"],
        ["1-5", "Low", "Accept"],
    ]
    (table,) = understand(workbook(("Guide", guide)), "guide.xlsx")
    assert table.register == ""


def test_the_audit_export_of_ciso_assistant_is_a_statement(understand: Understand) -> None:
    (table,) = understand(
        "\ufeffurn;ref_id;name;description;typical_evidence;annotation;compliance_result;extended_result;"
        "requirement_progress;score;observations\n"
        "urn:a:4.1;4.1;Context;;;;compliant;;done;;\n"
        "urn:a:a.5;A.5;Organizational controls;;;;not_assessed;;to_do;;\n"
        "urn:a:a.5.1;A.5.1;Policies;Ours;A policy;;compliant;good_practice;done;;Seen\n"
        "urn:a:a.5.2;A.5.2;Roles;;;;partially_compliant;;in_progress;;\n"
        "urn:a:a.5.3;A.5.3;Duties;;;;non_compliant;;to_do;;\n"
        "urn:a:a.7.6;A.7.6;Secure areas;;;;not_applicable;;done;;None here\n"
        "urn:a:a.8.1;A.8.1;Endpoints;;;;not_assessed;;to_do;;\n"
    )
    assert [one.name for one in table.records] == ["A.5.1", "A.5.2", "A.5.3", "A.7.6", "A.8.1"]
    assert values(table, "status") == ["in place", "partly", "planned", "not applicable", None]
    assert {one.why for one in table.rows} == {"a clause or a section, and no control of Annex A"}
    assert fields(table)["typical_evidence"] == ""


def test_a_control_without_a_title_has_that_of_its_number(understand: Understand) -> None:
    (table,) = understand("Control ID,Applicable,Reason,Status\nA.8.13,Yes,risk,Done\nA.5.1,Yes,law,Open\n")
    assert values(table, "what") == ["Information backup", "Policies for information security"]


def test_a_training_matrix_is_read_as_a_list(understand: Understand) -> None:
    rows: list[list[object]] = [
        ["Training matrix 2026"],
        ["Employee", "First aid", "Forklift", "Working at height"],
        ["Ann Example", "2026-03-01", "x", None],
        ["Bob Example", "2025-11-11", None, "N/A"],
    ]
    (table,) = understand(workbook(("Matrix", rows)), "matrix.xlsx")
    assert table.register == "registers.competences"
    told = [(one.values["person"], one.values["what"]) for one in table.records]
    assert told[0] == ("Ann Example", "First aid")
    assert values(table, "trained") == ["2026-03-01", None, "2025-11-11", None]
    assert values(table, "status") == [None, "competent", None, "not needed"]
    assert [one.at.line for one in table.records] == [3, 3, 4, 4]


def test_logs_and_lists_of_every_kind_are_known(understand: Understand) -> None:
    tables = {
        "NC No,Date raised,Description,Root cause,Corrective action,Due date": "nonconformities",
        "Supplier,Criticality,Last evaluation,Result,Next evaluation,Certificate expiry": "providers",
        "Instrument,Serial no,Last calibration,Calibration due,Certificate no,Result": "equipment",
        "Document title,Doc no,Version,Owner,Approved,Next review": "documents",
        "Process,Clauses,Auditor,Planned date,Audit done,Findings": "audits",
        "Incident,Date of incident,Type,Severity,Root cause,Corrective action": "incidents",
        "Employee name,Training,Training date,Expiry date,Certificate": "competences",
        "Mitarbeiter,Schulung,Geschult am,Gültig bis": "competences",
        "Lieferant,Bewertung,Bewertet am,Status": "providers",
    }
    for heads, register in tables.items():
        cells = ",".join("2026-01-10" if _is_dated(one) else f"abc {len(one)}" for one in heads.split(","))
        (table,) = understand(f"{heads}\n{cells}\n{cells}x\n")
        assert table.register == f"registers.{register}", heads


def _is_dated(heading: str) -> bool:
    words = (
        "date",
        "calibration",
        "evaluation",
        "review",
        "expiry",
        " am",
        " bis",
        "approved",
        "done",
        "due",
    )
    return any(word in heading.casefold() for word in words)
