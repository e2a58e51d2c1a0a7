"""The gap analysis as Markdown."""

import pytest

from clausegraph.engine.reports.markdown.assessment import assessment_markdown, escaped, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("`code`", r"\`code\`"),
        ("<script>alert(1)</script>", r"&lt;script\>alert\(1\)&lt;/script\>"),
        ("[link](http://x)", r"\[link\]\(http://x\)"),
        ("# heading\n- item", r"\# heading \- item"),
        ("&lt;", "&amp;lt;"),
        ("back\\slash", "back\\\\slash"),
        ("bell\x07", "bell\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_hostile_text_is_shown_as_it_is(text, shown):
    assert escaped(text) == shown


def test_our_own_sentences_stay_readable():
    assert plain("A plan (as agreed) - done.") == "A plan (as agreed) - done."
    assert plain("<b> | `x`") == r"&lt;b> \| \`x\`"


def test_hostile_notes_and_names_open_no_markup(case):
    text = assessment_markdown(
        case(name="'<img src=x>'", note="a | b `c` <script> **d**").assessment, case().knowledge
    )
    assert "<img" not in text
    assert "<script" not in text
    assert r"a \| b \`c\` &lt;script\> \*\*d\*\*" in text


def test_every_row_of_a_table_has_the_cells_of_its_header(case):
    lines = assessment_markdown(
        case("iso-9001:2015", "iso-14001:2015").assessment, case().knowledge
    ).splitlines()
    rows = [line.replace(r"\|", "").count("|") if line.startswith("|") else 0 for line in lines]
    uneven = [
        line
        for line, before, here in zip(lines[1:], rows, rows[1:], strict=False)
        if before and here and before != here
    ]
    assert uneven == []
    assert max(rows) == 6


def test_everything_is_in_it(case):
    made = case()
    text = assessment_markdown(made.assessment, made.knowledge)
    assert [
        one.requirement
        for one in made.assessment.findings
        if f"`{one.requirement.partition('/')[2]}`" not in text
    ] == []
    for part in (
        "Records have gaps.",
        "There are no records.",
        "`audit.done`",
        "The organisation designs nothing.",
        "works-by-luck",
    ):
        assert part in text


def test_only_the_consultants_report_says_what_to_do(case):
    made = case()
    assert "**Do:** List them." in assessment_markdown(made.assessment, made.knowledge)
    assert "List them." not in assessment_markdown(made.assessment, made.knowledge, "auditor")


def test_the_report_is_the_same_each_time_and_ends_with_one_line_end(case):
    made = case()
    text = assessment_markdown(made.assessment, made.knowledge)
    assert text == assessment_markdown(made.assessment, made.knowledge)
    assert text.endswith(".\n")
