"""The gap analysis on the terminal."""

import io

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from clausegraph.engine.model import Change
from clausegraph.engine.problems import Location
from clausegraph.engine.reports.terminal.assessment import print_assessment, shares
from clausegraph.engine.reports.terminal.knowledge import print_clause, print_standard, print_standards

BOTH = ("iso-9001:2015", "iso-14001:2015")


def printed(case, width=80, report="consultant", assessment=None):
    out = io.StringIO()
    print_assessment(Console(file=out, width=width), assessment or case.assessment, case.knowledge, report)
    return out.getvalue()


def unwrapped(text):
    return " ".join(text.split())


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("standards", [BOTH[:1], BOTH])
def test_no_line_is_wider_than_the_console(case, width, standards):
    text = printed(case(*standards, name="Präzision " * 20, note="x" * 300), width)
    assert max(cell_len(line) for line in text.splitlines()) == width


def test_wide_characters_count_as_two_columns(case):
    text = printed(case(name="精密部品" * 30))
    assert max(cell_len(line) for line in text.splitlines()) == 80


def test_no_line_ends_in_blanks_and_no_two_are_empty(case):
    text = printed(case(*BOTH))
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert "\n\n\n" not in text


def test_the_verdict_stands_before_the_picture_and_that_before_causes_and_findings(case):
    text = printed(case())
    parts = [
        "Acme",
        "1 major and 2 minor nonconformities.",
        "Clause by clause",
        "Major nonconformities (1)",
        "Minor nonconformities (2)",
        "Observations (2)",
        "What holds the rest up",
        "What to mend first (3 steps)",
        "What was not assessed",
        "About this report",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_counts_leave_out_what_there_is_none_of_except_nonconformities(case):
    text = printed(case(records__kept="yes", records__complete="yes", audit__last=""))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    place = lines.index("✗ 1 major ! 0 minor ○ 2 observations")
    assert lines[place + 1] == "2 requirements met: 0 shown by evidence, 2 claimed; 1 open; 1 not applicable."


def test_the_picture_shows_the_worst_of_every_clause_with_a_sign(case):
    lines = [line.split() for line in printed(case()).splitlines()]
    assert ["4", "Context", "of", "the", "organization", "4.1", "✗"] in lines
    assert ["8", "Operation", "8.1", "!", "8.3", "–"] in lines  # noqa: RUF001


def test_a_clause_with_an_open_question_and_nothing_worse_is_shown_as_open(case):
    lines = [
        line.split() for line in printed(case(suppliers__unknown="", audit__last="2026-11-01")).splitlines()
    ]
    assert ["9", "Performance", "evaluation", "9.2", "?"] in lines


def test_only_the_consultants_report_says_what_to_do(case):
    assert "List them." in printed(case())
    assert "List them." not in printed(case(), report="auditor")


def told(text, number):
    """What is printed under the number of something recorded, up to the next empty line."""
    lines = text.splitlines()
    begins = next(place for place, line in enumerate(lines) if f" {number}  " in line)
    return unwrapped("\n".join(lines[begins : lines.index("", begins)]))


def test_a_nonconformity_shows_requirement_answer_and_place_and_what_is_still_open(case):
    assert (
        told(printed(case()), "NC-3")
        == "! NC-3 9.2.2 Internal audit programme Required Audits are conducted. Found The last audit lies"
        " far back. Evidence When was the last audit? 2025-01-31 line 12 Open At least minor whatever is"
        " answered; it could become major. Are audits done? Do Audit again."
    )


def test_every_rule_that_fired_gives_its_reason_and_every_answer_behind_them_stands_below(case):
    assert (
        told(printed(case()), "NC-2")
        == "! NC-2 8.1 Control Required Records are kept. Found Records have gaps. There are no records."
        " Evidence Are records kept? no line 9 Are the records complete? no line 10 Do Close the gaps."
    )


def test_a_root_cause_names_what_it_undermines_and_its_nonconformity_how_much_stands_on_it(case):
    text = printed(case(records__kept="yes", records__complete="yes", audit__last=""))
    assert "✗ NC-1 Nobody knows the issues. Below it 6.1, 8.1 2 of the 4 requirements met" in unwrapped(text)
    assert "(50 %) stand on a foundation that is absent or not assessed." in unwrapped(text)
    assert told(text, "NC-1").endswith("Luck 2 requirements met today stand on it.")


def test_what_holds_the_rest_up_is_said_once_for_all_standards(case):
    text = printed(case(*BOTH, records__kept="yes", records__complete="yes", audit__last=""))
    section = text.partition("What holds the rest up")[2].partition("What to mend first")[0]
    assert section.count("Nobody knows the issues.") == 1
    assert "Below it ISO 9001:2015 6.1, 8.1; ISO 14001:2015 6.1, 8.1" in unwrapped(section)


def test_an_observation_of_luck_names_the_foundation_and_where_the_trouble_begins(case):
    assert (
        told(printed(case()), "OBS-2")
        == "○ OBS-2 8.1 Control Required Work is controlled. Found What it stands on does not hold."
        " It stands on 6.1/risks: Control answers risks. The trouble begins with 4.1/issues."
        " Do Mend 4.1/issues first."
    )


def test_alike_findings_of_several_standards_are_printed_once(case):
    text = printed(case(*BOTH))
    assert told(text, "NC-2").startswith("! NC-2 ISO 9001:2015 8.1 Control Required Records are kept.")
    assert told(text, "NC-2").endswith(" Also ISO 14001:2015 8.1 Do Close the gaps.")
    assert text.count("Records have gaps.") == 1


def test_requirements_go_by_short_names_where_there_is_one_standard(case):
    assert "iso-9001:2015/" not in printed(case())


def test_markup_and_control_characters_in_a_name_stay_text(case):
    evil = msgspec.structs.replace(case().assessment, organisation="[red]Evil[/red] \x1b[31m")
    text = printed(case(), assessment=evil)
    assert "[red]Evil[/red]" in text
    assert "\x1b" not in text


def test_changes_of_overlays_are_printed_with_their_reason(case):
    change = Change(
        "acme",
        "iso-9001/some-rule",
        "grade minor -> major",
        "The contract asks for it.",
        Location("overlay.yaml", 3, 5),
    )
    text = printed(case(), assessment=msgspec.structs.replace(case().assessment, changes=(change,)))
    assert "The contract asks for it." in text
    assert "overlay.yaml:3" in text


def test_a_console_without_unicode_gets_signs_of_ascii(case):
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    print_assessment(Console(file=out, width=80), case().assessment, case().knowledge)
    out.seek(0)
    assert "x 1 major" in out.read()


def test_no_colour_is_written_where_there_is_no_terminal(case):
    assert "\x1b" not in printed(case())


def test_the_report_is_the_same_each_time(case):
    assert printed(case(*BOTH)) == printed(case(*BOTH))


def test_a_bar_has_exactly_its_width_and_a_sign_for_everything_there_is():
    assert shares([("major", 1), ("minor", 1), ("conforms", 998)], 20) == [
        ("major", 1),
        ("minor", 1),
        ("conforms", 18),
    ]


def test_a_bar_without_requirements_or_room_is_left_out():
    assert shares([], 20) == []
    assert shares([("major", 1), ("minor", 2)], 1) == []


def test_the_list_of_standards_names_each_with_its_size(case):
    out = io.StringIO()
    print_standards(Console(file=out, width=80), case().knowledge)
    assert "iso-14001:2015  Environmental management systems" in out.getvalue()
    assert "10 clauses, 7 requirements, 12 questions" in out.getvalue()


def test_the_outline_counts_what_each_clause_asks(case):
    out = io.StringIO()
    print_standard(Console(file=out, width=80), case().knowledge, "iso-9001:2015")
    lines = [line.split() for line in out.getvalue().splitlines()]
    assert ["9.2", "Internal", "audit", "2"] in lines


def test_a_clause_shows_requirements_evidence_and_questions(case):
    out = io.StringIO()
    print_clause(Console(file=out, width=80), case().knowledge, "iso-9001:2015", "4")
    text = unwrapped(out.getvalue())
    assert "Issues are determined. Evidence list of issues Needs a document to maintain" in text
    assert "Do you know your issues? issues.known: yes, partly or no; top-management" in text
