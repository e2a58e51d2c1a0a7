"""The gap analysis as one HTML page."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import date
from hashlib import sha256
from itertools import pairwise

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from clausegraph.cli import main
from clausegraph.engine.analysis.audience import PURPOSE
from clausegraph.engine.analysis.marks import mark
from clausegraph.engine.commands.assess import Request, run
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.model import Change, lineage
from clausegraph.engine.problems import Location
from clausegraph.engine.reports.as_json.assessment import assessment_json, dumps
from clausegraph.engine.reports.html.charts import charts
from clausegraph.engine.reports.html.report import HERE, LICENCES, assessment_html
from clausegraph.engine.reports.html.safe import in_script
from clausegraph.engine.reports.html.standing import STANDINGS, standing_of
from clausegraph.engine.reports.looks import FILLS
from clausegraph.engine.reports.words.assessment import SAMPLE
from clausegraph.engine.reports.words.method import asked_words, judged_words, registers_words, scope_words
from clausegraph.engine.reports.words.nonconformity import Teller, standing_words
from clausegraph.engine.reports.words.since import since_parts
from clausegraph.tests.unit.page import Page

BOTH = ("iso-9001:2015", "iso-14001:2015")
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3)"


EXAMPLES = ("invented-workshop", "integrated-manufacturer", "electroplater", "audit-day")


@pytest.fixture(scope="module", params=EXAMPLES)
def example(request, own_cache):
    return run(
        Request(PACKAGE / "examples" / f"{request.param}.yaml", engine="plain"), today=date(2026, 11, 22)
    )


def page(made, **given):
    return Page(assessment_html(made.assessment, made.knowledge, made.organisation, **given))


def test_every_finding_and_everything_said_of_it_is_in_the_page_without_a_script(case):
    made = case(*BOTH)
    shown = page(made)
    for one in made.assessment.findings:
        assert one.requirement in shown.attributes("id")
        assert one.because in shown.text or mark(one) in ("conforms", "not-assessed")
    for part in (
        "IA-7 of 2026-03-02",
        "Note: seen on site",
        "acme.yaml:8",
        "Are audits done?",
        "The organisation designs nothing.",
        SAMPLE,
    ):
        assert part in shown.text


def test_a_finding_leads_from_the_answer_by_the_rule_to_what_to_do(case):
    text = page(case()).text
    finding = text[text.index("Findings, requirement by requirement") :]
    steps = [
        "Recorded in NC-1",
        "Do you know your issues?",
        "no issues.known acme.yaml:6",
        "major by harmonised/issues-missing",
        "rulebases/harmonised/context.yaml:",
        "List them.",
    ]
    assert [finding.index(step) for step in steps] == sorted(finding.index(step) for step in steps)


def recorded(assessment):
    return (*assessment.nonconformities, *assessment.observations)


def test_every_nonconformity_and_observation_is_in_the_page_once_with_its_number_and_its_parts(example):
    shown = page(example)
    entries = [about for about in shown.all("article") if "entry" in about["class"]]
    assert [about["id"] for about in entries] == [one.id for one in recorded(example.assessment)]
    teller = Teller(example.assessment, example.knowledge)
    for one in recorded(example.assessment):
        assert teller.title(one) in shown.text
        assert [part for part in teller.parts(one) if " ".join(part.text.split()) not in shown.text] == []


def test_the_counts_of_the_page_are_those_of_the_json(example):
    shown = page(example)
    summary = assessment_json(example.assessment, example.knowledge)["summary"]
    chosen = [about["data-choose"] for about in shown.all("a") if "data-choose" in about]
    assert chosen == ["major", "minor", "observation", "opportunity"]
    top = shown.text[shown.text.index(summary["verdict"]) :]
    told = [f"{summary[grade]} {word}" for grade, word in (("major", "major"), ("minor", "minor"))]
    assert [words for words in told if words not in top[:600]] == []
    for grade in chosen:
        entries = [about for about in shown.all("article") if about.get("data-entry") == grade]
        assert len(entries) == summary[grade]
    assert f"Nonconformities ({summary['major'] + summary['minor']})" in shown.text
    assert (
        f"{summary['shown']} shown by evidence, {summary['claimed']} claimed; {summary['open']} open"
        in shown.text
    )


def test_shown_and_claimed_are_parts_of_one_bar_that_holds_every_requirement(example):
    numbers = dict(standing_of(example.assessment.findings))
    summary = example.assessment.summary
    assert list(numbers) == list(STANDINGS)
    assert sum(numbers.values()) == summary.requirements
    assert (numbers["shown"], numbers["claimed"]) == (summary.shown, summary.claimed)
    assert (numbers["open"], numbers["outside"]) == (summary.not_assessed, summary.not_applicable)


def test_a_nonconformity_states_requirement_failure_and_evidence_and_keeps_risk_and_remedy_behind(example):
    text = assessment_html(example.assessment, example.knowledge, example.organisation)
    for entry in text.split('<article class="entry"')[1:]:
        front, _, behind = entry.partition("</article>")[0].partition('<details class="behind">')
        assert "<h5>Required</h5>" in front
        assert "<h5>Risk</h5>" not in front
        assert "<h5>Do</h5>" not in front
        assert "<h5>Do</h5>" in behind


def test_a_tile_tells_what_is_recorded_under_its_clause(example):
    tiles = [about for about in page(example).all("a") if "tile" in about.get("class", "").split()]
    knowledge = example.knowledge
    for one in recorded(example.assessment):
        for member in (knowledge.written_against(name) for name in one.members):
            clause = [*lineage(member.clause)][-2:][0]
            tile = next(
                about
                for about in tiles
                if (about["data-standard"], about["data-clause"]) == (member.standard, clause)
            )
            assert one.id in tile["title"].partition(" recorded here")[0]
            assert tile["href"] == "#nonconformities"


def test_a_met_requirement_that_stands_on_luck_is_told_at_the_foundation_and_counted_nowhere_else(example):
    text = page(example).text
    for cause in example.assessment.root_causes:
        words = standing_words(example.assessment, cause.requirement)
        assert not words or words in text[text.index("What holds the rest up") :]


def test_an_auditors_page_says_nothing_of_mending(example):
    shown = page(example, report="auditor")
    assert "plan" not in shown.attributes("id")
    text = shown.text.replace(PURPOSE["auditor"], "")
    wrong = ("mend first", "mend that first", "Mending", "Clears", "What to do", "root cause of", "Owner")
    assert [words for words in wrong if words in text] == []
    assert "<h5>Do</h5>" not in assessment_html(
        example.assessment, example.knowledge, example.organisation, report="auditor"
    )
    assert "mend" not in json.dumps(charts(example.assessment, example.knowledge, "auditor")["kinds"])


def test_no_evaluator_is_started_by_the_page(example, monkeypatch):
    def never(*_):
        raise AssertionError("the page judges again")

    monkeypatch.setattr(PlainEvaluator, "infer", never)
    assert "NC-1" in page(example).text


def test_the_texts_that_have_to_go_with_the_chart_library_go_with_every_page(case):
    text = " ".join(page(case()).text.split())
    for _, file in LICENCES:
        assert " ".join((HERE / "vendored" / file).read_text(encoding="utf-8").split()) in text


def test_only_the_consultants_report_says_what_to_do(case):
    assert "List them." in page(case()).text
    auditors = page(case(), report="auditor").text
    assert "List them." not in auditors
    assert "Nobody knows the issues." in auditors


def test_a_dependency_failure_is_shown_with_its_path_and_its_kind(case):
    made = case()
    text = page(made).text
    for failure in made.assessment.dependency_failures:
        assert " → ".join(step.partition("/")[2] for step in failure.path) in text
        assert failure.kind.value.capitalize() in text


def test_a_raised_grade_names_the_house_rule_that_raised_it(case):
    text = page(case()).text
    assert "from conforms to observation by the policy's default/works-by-luck" in text
    assert "to observation: 2 requirements here" in text


def test_rules_changed_by_an_overlay_stand_with_their_reasons(case):
    made = case()
    change = Change(
        "acme",
        "harmonised/records-missing",
        "grade minor → major",
        "Our client <asks> for it.",
        Location("acme/overlay.yaml", 3),
    )
    changed = replace(made.assessment, changes=(change,))
    text = Page(assessment_html(changed, made.knowledge, made.organisation)).text
    assert (
        "harmonised/records-missing grade minor → major Our client <asks> for it. acme, acme/overlay.yaml:3"
        in text
    )


def test_an_open_question_is_named_with_who_can_answer_it_and_what_it_decides(case):
    text = page(case(risks__known="", issues__known="")).text
    assert (
        "Do you know your issues? yes, partly or no · issues.known Top management could become major"
        " 4.1/issues" in text
    )


def test_a_finding_says_what_is_not_sure_of_its_edition(own_cache):
    request = Request(
        PACKAGE / "examples/before-certification.yaml", standards=("iso-14001:2026",), engine="plain"
    )
    made = run(request, today=date(2026, 11, 22))
    assert "Edition: renumbered, medium confidence:" in page(made).text


def test_what_if_shows_both_verdicts_and_what_changes(case):
    before, after = case(), case(issues__known="yes")
    made = assessment_html(
        after.assessment,
        after.knowledge,
        after.organisation,
        settings=("issues.known=yes",),
        before=before.assessment,
    )
    text = Page(made).text
    assert f"With issues.known=yes. As things stand now: {before.assessment.summary.verdict}" in text
    assert "4.1/issues: major → conforms" in text


def test_the_command_writes_the_page_to_a_file(tmp_path):
    place = tmp_path / "report.html"
    command = [
        "assess",
        str(PACKAGE / "examples/invented-workshop.yaml"),
        "--format",
        "html",
        "--output",
        str(place),
    ]
    done = CliRunner().invoke(main, [*command, "--report", "auditor", "--set", "risks.determined=both"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "With risks.determined=both." in Page(place.read_text(encoding="utf-8")).text


def test_hostile_text_stays_text(case):
    made = case(name=f"'{HOSTILE}'", note=HOSTILE)
    shown = page(made)
    assert HOSTILE in shown.text
    assert shown.all("img") == []
    assert len([about for about in shown.all("script") if not about.get("type")]) == 3
    assert [name for _, about in shown.elements for name in about if name.startswith("on")] == []
    assert {href[0] for href in shown.attributes("href")} == {"#"}


def test_no_text_ends_the_script_that_holds_the_figures():
    text = in_script({"<!--": "</script>", "a": "\u2028&"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"<!--": "</script>", "a": "\u2028&"}


def test_control_characters_are_shown_as_replaced(case):
    assert "\u202e" not in page(case(note="abc\u202edef")).text


def test_the_page_may_run_and_load_what_is_written_into_it_and_nothing_else(case):
    shown = page(case())
    policy = next(
        about["content"]
        for about in shown.all("meta")
        if about.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"].split() == [hashed(style) for style in shown.styles]
    assert rules["script-src"].split() == [
        hashed(text) for about, text in shown.scripts if not about.get("type")
    ]
    assert "unsafe" not in policy
    assert shown.attributes("style") == []
    assert shown.attributes("src") == []
    assert shown.all("link") == []


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_every_id_is_there_once_and_every_link_leads_somewhere(case):
    shown = page(case(*BOTH, risks__known=""))
    ids = shown.attributes("id")
    assert len(ids) == len(set(ids))
    assert [href for href in shown.attributes("href") if href[1:] not in ids] == []


def test_headings_tables_and_controls_are_named(case):
    shown = page(case(*BOTH))
    assert len(shown.all("h1")) == len(shown.all("main")) == len(shown.all("nav")) == 1
    assert len(shown.all("table")) == len(shown.all("caption"))
    assert [about for about in shown.all("th") if "scope" not in about] == []
    levels = [int(tag[1]) for tag, _ in shown.elements if tag in ("h1", "h2", "h3", "h4")]
    assert all(here - before <= 1 for before, here in pairwise(levels))


def test_the_same_assessment_gives_the_same_page(case):
    made = case(*BOTH)
    assert assessment_html(made.assessment, made.knowledge, made.organisation) == assessment_html(
        made.assessment, made.knowledge, made.organisation
    )


def test_the_colours_of_grades_are_those_of_the_pictures(case):
    assert all(f"--fill-{name}:{colour};" in page(case()).styles[0] for name, colour in FILLS.items())


def test_the_graph_has_every_requirement_and_every_hard_link_between_them(case):
    made = case(*BOTH)
    drawn = charts(made.assessment, made.knowledge)["standards"]
    assert [one["id"] for one in drawn] == list(BOTH)
    assert sum(len(one["nodes"]) for one in drawn) == len(made.assessment.findings)
    assert {link[4] for one in drawn for link in one["links"]} == {
        link.id for link in made.knowledge.links if link.carries_failure
    }
    assert sum(len(one["failures"]) for one in drawn) == len(made.assessment.dependency_failures)


@pytest.mark.parametrize("name", sorted(path.stem for path in (PACKAGE / "examples").glob("*.yaml")))
def test_the_page_of_an_example_is_sound_and_at_most_three_megabytes(name, own_cache):
    result = run(Request(PACKAGE / "examples" / f"{name}.yaml", engine="plain"), today=date(2026, 11, 22))
    text = assessment_html(result.assessment, result.knowledge, result.organisation)
    shown = Page(text)
    ids = shown.attributes("id")
    assert len(text.encode()) < 3_000_000
    assert shown.open == []
    assert len(ids) == len(set(ids))
    assert [href for href in shown.attributes("href") if href[1:] not in ids] == []
    assert {one.requirement for one in result.assessment.findings} <= set(ids)


@pytest.fixture(scope="module")
def electroplater(own_cache):
    return run(Request(PACKAGE / "examples/electroplater.yaml", engine="plain"), today=date(2026, 11, 22))


def test_the_records_that_a_rule_meets_stand_beside_its_reason_with_file_and_line(electroplater):
    text = page(electroplater).text
    rule = text[text.index("minor by iso-45001/ppe-or-procedure-alone") :]
    parts = [
        "1 of 3 in registers.hazards",
        "H-2 Mixing cyanide and acid when baths are topped up",
        "electroplater.yaml:40",
        "opportunity by iso-45001/engineering-control-not-built",
    ]
    assert [rule.index(part) for part in parts] == sorted(rule.index(part) for part in parts)


def test_a_nonconformity_on_few_records_tells_what_they_say(electroplater):
    text = assessment_html(electroplater.assessment, electroplater.knowledge, electroplater.organisation)
    hierarchy = text[text.index('id="NC-6"') : text.index('id="OBS-1"')]
    told = ("H-4 Lifting racks by hand", "H-2 Mixing cyanide and acid when baths are topped up")
    assert [words for words in told if words not in hierarchy] == []
    assert "H-3 " not in hierarchy


def test_a_record_that_a_rule_meets_is_in_the_page_with_its_line(electroplater):
    text = page(electroplater).text
    met = [
        (one, record)
        for finding in electroplater.assessment.findings
        for one in finding.records
        for record in one.records
    ]
    assert len(met) > 10
    assert [
        record.id for _, record in met if f"{record.id} " not in text or f".yaml:{record.at.line}" not in text
    ] == []


def test_of_thousands_of_records_a_page_lists_some_and_tells_how_many_more(electroplater):
    assessment = electroplater.assessment
    finding = next(one for one in assessment.findings if one.records)
    many = replace(finding.records[0], records=finding.records[0].records * 300)
    findings = tuple(
        replace(one, records=(many, *one.records[1:])) if one is finding else one
        for one in assessment.findings
    )
    text = Page(
        assessment_html(
            replace(assessment, findings=findings), electroplater.knowledge, electroplater.organisation
        )
    ).text
    assert f"and {len(many.records) - 20} more, {len(many.records)} in all" in text


def test_the_registers_given_are_counted_under_what_was_assessed(electroplater):
    text = page(electroplater).text
    section = text[text.index("Registers given") :]
    for records in (
        "5 records registers.aspects",
        "6 records registers.hazards",
        "11 records registers.controls",
    ):
        assert records in section


def test_what_a_report_rests_on_is_said_in_the_words_of_the_other_reports(electroplater):
    made = electroplater
    text = page(made).text
    for words in (
        scope_words(made.assessment, made.knowledge),
        asked_words(made.assessment, made.knowledge),
        registers_words(made.assessment, made.knowledge),
        judged_words(made.assessment, "default", made.knowledge),
        PURPOSE["consultant"],
    ):
        assert words in text
    assert "Top management 22 0 0" in text


def test_counts_are_told_for_each_standard_where_there_are_several(case):
    text = page(case(*BOTH)).text
    assert "shown claimed open As a bar" in text
    assert "As a bar" not in page(case()).text


def test_what_the_policy_chose_stands_beside_the_reason_and_with_the_policy(own_cache):
    made = run(Request(PACKAGE / "examples/audit-day.yaml", engine="plain"), today=date(2026, 11, 22))
    text = page(made).text
    chosen = "Choice: single-lapse is graded minor by the policy: A requirement was not fulfilled once"
    assert text.index("minor by grading/isolated") < text.index(chosen)
    decided = text[text.index("Where auditors differ, and what the policy decides") :]
    assert all(
        one.because in decided and f"policies.yaml:{one.at.line}" in decided
        for one in made.assessment.choices
    )


@pytest.fixture(scope="module")
def again(own_cache, tmp_path_factory):
    """The audit of the valve maker, compared with the one a year before."""
    folder = tmp_path_factory.mktemp("audits")
    head = "organisation: Valves\nas_of: {}\nstandards: [iso-9001:2015]\nanswers:\n"
    (folder / "then.yaml").write_text(
        head.format("2025-11-20")
        + "  awareness.policy: partly\n  management_review.interval: never held\n  documents.protected:"
        " partly\n"
    )
    (folder / "now.yaml").write_text(
        head.format("2026-11-20")
        + "  awareness.policy: partly\n  awareness.own_part: no\n  documents.protected: yes\n"
    )
    before = run(Request(folder / "then.yaml", engine="plain"), today=date(2026, 11, 22))
    written = dumps(assessment_json(before.assessment, before.knowledge, "consultant"))
    (folder / "then.json").write_text(written, encoding="utf-8")
    return run(
        Request(folder / "now.yaml", engine="plain", previous=folder / "then.json"), today=date(2026, 11, 22)
    )


def test_what_became_of_an_earlier_assessment_is_told_part_by_part(again):
    shown = page(again)
    section = shown.text[shown.text.index("Compared with") :]
    since = again.assessment.since
    assert "since" in shown.attributes("id")
    for word, sentence, found in since_parts(since):
        assert f"{word.capitalize()} ({len(found)}) {sentence}." in section
    assert since.still
    assert since.unjudged
    assert since.new
    assert [word for word, _, _ in since_parts(since)] == ["closed", "still open", "out of sight"]
    told = "Since the assessment of 2025-11-20: 1 of 3 closed, 1 still open, 1 out of sight."
    assert told in shown.text
    assert "What is still open is raised from" not in shown.text


def test_a_page_made_too_soon_to_raise_anything_says_from_which_day_on_it_does(again):
    soon = replace(again.assessment.since, raises_from=date(2027, 5, 20))
    again = replace(again, assessment=replace(again.assessment, since=soon))
    words = "Compared with then.json. What is still open is raised from 2027-05-20 on, the next audit,"
    assert words in page(again).text


def test_a_finding_says_how_it_failed_before_and_what_raised_it_for_that(again):
    text = page(again).text
    assert "Failed before: minor on 2025-11-20" in text
    assert (
        "from minor to major by the policy's default/minor-left-open, on account of the minor of 2025-11-20"
        in text
    )


def test_a_page_without_an_earlier_assessment_has_no_section_on_it(case):
    shown = page(case())
    assert "since" not in shown.attributes("id")
    assert "failed before" not in shown.text


def test_an_auditor_assigns_no_work(case):
    assert "Owner" in page(case()).text
    assert "Owner" not in page(case(), report="auditor").text


def test_the_first_screen_names_the_worst_nonconformities(example):
    text = page(example).text
    found = example.assessment.nonconformities
    first = text[: text.index(f"Nonconformities ({len(found)})", text.index("Summary"))]
    places = [first.index(f"{one.id} ") for one in found[:5]]
    assert places == sorted(places)
    assert (f"All {len(found)} nonconformities" in text) == (len(found) > 5)


def test_a_paragraph_holds_nothing_that_ends_it(electroplater):
    assert page(electroplater).misplaced == []


def test_what_two_standards_share_is_shown_with_how_it_stands_in_each(case):
    shown = page(case(*BOTH, control__done="{quality: yes, environment: no}"))
    section = shown.text[shown.text.index("What is shared is evidence and effort") :]
    assert "never conformity" in section
    assert "Integrated on paper only (1)" in section
    assert (
        "Fails ISO 14001:2015 8.1/control: Work is not controlled. Holds ISO 9001:2015 8.1/control" in section
    )
    assert "Is work controlled? yes (quality), no (environment)" in section


def test_the_overlap_is_left_out_where_there_is_one_standard(case):
    shown = page(case())
    assert "overlap" not in shown.attributes("id")
    assert "What the standards share" not in shown.text
