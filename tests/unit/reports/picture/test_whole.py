"""Pictures of the graph: every clause and requirement once, only what fails, nothing that leaves its box,
nothing that runs."""

import re
from xml.etree import ElementTree

import msgspec
import pytest

from clausegraph.engine.knowledge.graph import around, knowledge_graph
from clausegraph.engine.model import Basis, FailureKind, Link, LinkKind, Strength
from clausegraph.engine.problems import Location
from clausegraph.engine.reports.looks import FAILURE_STROKES, KINDS, SOFT_DASHES
from clausegraph.engine.reports.picture import whole as svg
from clausegraph.engine.reports.picture.around import around_svg
from clausegraph.engine.reports.picture.drawing import width_of, wrapped
from clausegraph.engine.reports.picture.routes import Routes, Spot, Track
from clausegraph.engine.reports.picture.whole import graph_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(case, **answers):
    made = case(**answers)
    return graph_svg(knowledge_graph(made.knowledge, made.assessment.standards), made.assessment)


def around_it(case, centre, knowledge=None, **answers):
    made = case(**answers)
    graph = knowledge_graph(knowledge or made.knowledge, made.assessment.standards)
    return around_svg(around(graph, [f"iso-9001:2015/{centre}"]), made.assessment)


def with_link(knowledge, source, target, strength=Strength.SOFT):
    link = Link(
        "x/extra",
        f"iso-9001:2015/{source}",
        f"iso-9001:2015/{target}",
        LinkKind.PLANS,
        Basis.GUIDANCE,
        strength,
        "So.",
        Location("x", 1, 1),
    )
    return msgspec.structs.replace(knowledge, links=(*knowledge.links, link))


def titles(text):
    return [one.text for one in ElementTree.fromstring(text).iter(f"{SVG}title")]


def texts(text):
    return [one.text for one in ElementTree.fromstring(text).iter(f"{SVG}text")]


def lines(text):
    """The lines that have words, by their first line: its words, colour and dashes."""
    groups = [group for group in ElementTree.fromstring(text).iter(f"{SVG}g") if "→" in group[0].text]
    return {
        group[0].text.split("\n")[0]: (
            group[0].text,
            group[1].get("stroke"),
            group[1].get("stroke-dasharray", ""),
        )
        for group in groups
    }


def test_every_clause_of_two_numbers_and_every_requirement_stands_there_once(case):
    told = [title.split("\n")[0] for title in titles(drawn(case)) if "→" not in title]
    requirements = "4.1/issues 6.1/risks 8.1/control 8.1/records 8.3/design 9.2.2/audit 9.2.2/suppliers"
    assert sorted(told[1:]) == sorted(
        f"iso-9001:2015/{name}" for name in [*requirements.split(), "4.1", "6.1", "8.1", "8.3", "9.2"]
    )


def test_the_pointer_shows_the_words_and_the_mark_of_a_requirement(case):
    assert "iso-9001:2015/4.1/issues\nIssues are determined.\nmajor" in titles(drawn(case))


def test_the_head_names_the_organisation_the_day_the_verdict_and_what_to_mend_first(case):
    found = texts(drawn(case))
    assert found[:2] == ["Acme", "iso-9001:2015 · Quality management systems · as of 2026-11-21"]
    assert found[2].startswith("1 major and 2 minor nonconformities.")
    assert found[3].startswith("Mend first: 4.1/issues (undermines 3)")


def test_only_links_that_fail_are_drawn(case):
    assert {words.split("\n")[1].split(",")[0] for words, _, _ in lines(drawn(case)).values()} == {
        "unfounded",
        "inherited",
    }
    sound = drawn(case, issues__known="yes", audit__done="yes", audit__last="2026-10-01")
    assert lines(sound) == {}


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        (FailureKind.UNFOUNDED, {}),
        (FailureKind.INHERITED, {"risks__known": "no"}),
        (FailureKind.STRANDED, {"issues__known": "yes", "risks__known": "no"}),
        (FailureKind.PROVISIONAL, {"issues__known": ""}),
    ],
)
def test_each_way_to_fail_has_its_own_line(case, kind, answers):
    words, colour, dashes = lines(drawn(case, **answers))[
        "iso-9001:2015/4.1/issues → iso-9001:2015/6.1/risks"
    ]
    assert f"\n{kind}," in words
    assert (colour, dashes) == (FAILURE_STROKES[kind].colour, FAILURE_STROKES[kind].dashes)


def test_ways_to_fail_differ_without_colour():
    assert len({stroke.dashes for stroke in FAILURE_STROKES.values()}) == len(FailureKind)


def test_root_causes_and_controls_that_work_by_luck_carry_a_tag(case):
    found = texts(drawn(case))
    assert "root cause of 3" in found
    assert found.count("by luck") == 3  # the legend, 6.1/risks and 8.1/control


def test_very_many_provisional_links_are_only_counted(case, monkeypatch):
    monkeypatch.setattr(svg, "MOST_PROVISIONAL", 0)
    picture = drawn(case, issues__known="", audit__last="")
    assert lines(picture) == {}
    assert any(
        words.startswith("1 provisional:") and words.endswith("(too many to draw)")
        for words in texts(picture)
    )


def test_without_an_assessment_lines_join_clauses_and_have_the_colour_of_their_kind(knowledge):
    found = lines(graph_svg(knowledge_graph(knowledge, ["iso-9001:2015"])))
    (colour,) = [colour for words, colour, _ in found.values() if "Control answers risks." in words]
    assert colour == KINDS[LinkKind.PLANS]
    assert len(found) == 3


def test_several_standards_stand_one_below_the_other(knowledge):
    found = texts(graph_svg(knowledge_graph(knowledge)))
    assert found.count("8.1 Control") == 2
    assert {
        "iso-9001:2015 · Quality management systems",
        "iso-14001:2015 · Environmental management systems",
    } <= set(found)


def test_a_line_to_a_whole_clause_ends_at_its_heading_or_its_row(case):
    made = case()
    for clause in ("8", "8.1", "9.2.2"):
        knowledge = with_link(made.knowledge, "4.1/issues", clause, Strength.HARD)
        failure = msgspec.structs.replace(
            made.assessment.dependency_failures[0], link="x/extra", target=f"iso-9001:2015/{clause}"
        )
        assessment = msgspec.structs.replace(made.assessment, dependency_failures=(failure,))
        picture = graph_svg(knowledge_graph(knowledge, ["iso-9001:2015"]), assessment)
        assert [*lines(picture)] == [f"iso-9001:2015/4.1/issues → iso-9001:2015/{clause}"]


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "'a\" onload=\"alert(1)'", "A & B ]]>", "'{{7*7}} <!-- x'"]
)
def test_hostile_names_are_text_and_nothing_else(case, hostile):
    picture = drawn(case, name=hostile)
    root = ElementTree.fromstring(picture)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        *("svg", "title", "defs", "marker", "path", "rect", "text", "g", "circle")
    }
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on") or "href" in name]
    assert texts(picture)[0] == hostile.strip("'")


def test_the_picture_asks_for_nothing_from_outside(case):
    assert re.findall(r"https?://[^\"]*", drawn(case)) == ["http://www.w3.org/2000/svg"]


def test_a_name_without_end_is_cut(case):
    name = texts(drawn(case, name="Acme and Sons " * 100))[0]
    assert name.endswith("…")
    assert width_of(name, 20, bold=True) <= 1440 - 48


@pytest.mark.parametrize("name", ["Acme", "W" * 400])
def test_no_text_leaves_its_box(case, name):
    for picture in (drawn(case, name=name), around_it(case, "8.1/control", name=name)):
        for group in ElementTree.fromstring(picture).iter(f"{SVG}g"):
            boxes = group.findall(f"{SVG}rect")
            right = max((float(box.get("x")) + float(box.get("width")) for box in boxes), default=0)
            bottom = max((float(box.get("y")) + float(box.get("height")) for box in boxes), default=0)
            for text in group.findall(f"{SVG}text"):
                size = float(text.get("font-size"))
                assert (
                    float(text.get("x")) + width_of(text.text, size, bold=text.get("font-weight") == "bold")
                    <= right
                )
                assert float(text.get("y")) + size * 0.25 <= bottom


def test_the_same_graph_gives_the_same_bytes(case):
    assert drawn(case) == drawn(case)
    assert around_it(case, "8.1/control") == around_it(case, "8.1/control")


def test_around_a_requirement_its_foundations_stand_left_and_what_builds_on_it_right(case):
    picture = around_it(case, "8.1/control")
    found = texts(picture)
    headings = ["Two steps before", "It stands on", "This requirement", "Builds on it"]
    assert [words for words in found if words in headings] == headings
    assert {
        "Issues are determined.",
        "Risks are determined.",
        "Work is controlled.",
        "Audits are conducted.",
    } <= set(found)
    assert [words.split("\n")[1].split(",")[0] for words, _, _ in lines(picture).values()] == [
        "inherited",
        "unfounded",
        "unfounded",
    ]


def test_soft_links_are_dashed(case, knowledge):
    picture = around_it(case, "8.1/control", with_link(knowledge, "8.1/records", "8.1/control"))
    assert lines(picture)["iso-9001:2015/8.1/records → iso-9001:2015/8.1/control"][2] == SOFT_DASHES


def test_a_requirement_without_links_stands_alone(case):
    picture = around_it(case, "8.3/design")
    assert "Design is planned." in texts(picture)
    assert lines(picture) == {}


def test_wrapping_loses_no_word_that_finds_room():
    words = "The risks are determined that have to be dealt with so-and-so/in 6.1.1/risks-determined."
    assert (
        "".join(line if line.endswith(("-", "/")) else f"{line} " for line in wrapped(words, 90, 11)).strip()
        == words
    )


def test_what_finds_no_room_is_cut_and_says_so():
    lines_ = wrapped("one two three four five six", 30, 11, most=2)
    assert len(lines_) == 2
    assert lines_[-1].endswith("…")
    assert all(width_of(line, 11) <= 30 for line in [*lines_, *wrapped("W" * 50, 30, 11)])


def test_a_line_past_a_column_runs_through_a_gap_between_its_boxes():
    boxes = ((0.0, 100.0), (120.0, 300.0))
    columns = [Track(0, 100), Track(200, 300, boxes), Track(400, 500)]
    for height in range(0, 400, 20):
        path = Routes(columns).path(Spot(0, height), Spot(2, height))
        level = float(re.search(r"L300,([\d.]+)", path)[1])
        assert not any(top < level < bottom for top, bottom in boxes)


def test_lines_through_one_gap_lie_side_by_side():
    routes = Routes([Track(0, 100), Track(200, 300, ((0.0, 100.0), (120.0, 300.0))), Track(400, 500)])
    levels = [re.search(r"L300,([\d.]+)", routes.path(Spot(0, 90), Spot(2, 90)))[1] for _ in range(5)]
    assert len(set(levels)) == 5
    assert all(100 < float(level) < 120 for level in levels)
