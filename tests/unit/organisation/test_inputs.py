"""An organisation is read from a path, text, bytes or a mapping, and a file of another kind is told by its
name."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.organisation.inputs import Given, source_of
from clausegraph.engine.organisation.organisation import Organisation, read_organisation
from clausegraph.engine.problems import BadInput, Problem

DAY = date(2026, 11, 21)
TEXT = """\
organisation: A shop
as_of: 2026-11-21
standards: [iso-9001:2015]
answers:
  policy.stated: yes
  internal_audit.last: 2026-03-02
  suppliers.critical_unevaluated: 5
  scope.stated: {answer: yes, evidence: [{ref: D-1, date: 2026-01-05}], note: "kept: at the office"}
"""
MAPPING: dict[str, Any] = {
    "organisation": "A shop",
    "as_of": date(2026, 11, 21),
    "standards": ["iso-9001:2015"],
    "answers": {
        "policy.stated": True,
        "internal_audit.last": datetime(2026, 3, 2, 12),
        "suppliers.critical_unevaluated": 5.0,
        "scope.stated": {
            "answer": "yes",
            "evidence": ({"ref": "D-1", "date": "2026-01-05"},),
            "note": "kept: at the office",
        },
    },
}


def read(given: Given, knowledge: KnowledgeBase, shown: str = "") -> Organisation:
    return read_organisation(given, knowledge, as_of=None, today=DAY, shown=shown)


def problems(given: Given, knowledge: KnowledgeBase, shown: str = "") -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as fault:
        read(given, knowledge, shown)
    return fault.value.problems


def told(organisation: Organisation) -> list[tuple[object, ...]]:
    return [(one.fact, one.value, one.evidence, one.note) for one in organisation.answers]


# Every way gives the same organisation


def test_a_path_text_bytes_and_a_mapping_give_the_same_organisation(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    place = tmp_path / "shop.yaml"
    place.write_text(TEXT, encoding="utf-8")
    ways: list[Given] = [place, str(place), TEXT, TEXT.encode(), MAPPING, source_of(place)]
    answers = [told(read(one, knowledge)) for one in ways]
    assert len(answers[0]) == 4
    assert answers == [answers[0]] * len(ways)


def test_an_organisation_in_json_is_read_with_its_lines(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    place = tmp_path / "shop.json"
    answers = {**MAPPING["answers"], "internal_audit.last": "2026-03-02"}
    place.write_text(
        json.dumps({**MAPPING, "as_of": "2026-11-21", "answers": answers}, indent=2), encoding="utf-8"
    )
    read_back = [(fact, evidence, note) for fact, _, evidence, note in told(read(place, knowledge))]
    assert read_back == [(fact, evidence, note) for fact, _, evidence, note in told(read(TEXT, knowledge))]
    assert dict(one[:2] for one in told(read(place, knowledge)))["policy.stated"] == "yes"
    place.write_text(
        place.read_text(encoding="utf-8").replace("policy.stated", "policy.statd"), encoding="utf-8"
    )
    (problem,) = problems(place, knowledge)
    assert (problem.at.line, problem.code) == (8, "unknown-fact")


def test_json_indented_with_tabs_and_with_halves_of_characters_is_read_too(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    place = tmp_path / "shop.json"
    given = {
        "organisation": "A shop \U0001f600",
        "standards": ["iso-9001:2015"],
        "answers": {"policy.stated": "yes"},
    }
    place.write_text(json.dumps(given, indent="\t"), encoding="utf-8")
    assert read(place, knowledge).name == "A shop \U0001f600"


def test_a_name_that_stands_twice_in_json_is_told(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    place = tmp_path / "shop.json"
    place.write_text('{"organisation": "A", "organisation": "B"}', encoding="utf-8")
    assert [one.code for one in problems(place, knowledge)] == ["duplicate-key"]


def test_text_is_called_by_the_name_it_is_given(knowledge: KnowledgeBase) -> None:
    (problem,) = problems("organisation: A\nanswer: {}\n", knowledge, "acme.yaml")
    assert str(problem).startswith("acme.yaml:2:1: ")


def test_a_file_that_cannot_be_read_is_told(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    assert [one.code for one in problems(tmp_path / "nowhere.yaml", knowledge)] == ["unreadable"]
    assert [one.code for one in problems(tmp_path, knowledge)] == ["unreadable"]


def test_an_endless_file_is_not_read_to_its_end(knowledge: KnowledgeBase) -> None:
    assert [one.code for one in problems(Path("/dev/zero"), knowledge)] == ["too-large"]


# Mappings: the path of keys stands in place of a line


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"policy.statd": "yes"}, "shop: answers.policy.statd: there is no fact"),
        ({"policy.stated": "maybe"}, "shop: answers.policy.stated: `maybe` is not an answer"),
        (
            {"policy.stated": {"answer": "yes", "evidence": [{"note": "x"}]}},
            "shop: answers.policy.stated.evidence[0]: evidence",
        ),
        ({"policy.stated": None}, "shop: answers.policy.stated: "),
        (
            {"policy.stated": {"yes"}},
            "shop: answers.policy.stated: this is {'yes'}, which no file could hold",
        ),
        (
            {"policy.stated": float("nan")},
            "shop: answers.policy.stated: this is nan, which no file could hold",
        ),
        ({"policy.stated": "ye\x07s"}, "shop: answers.policy.stated: this holds an invisible character"),
        ({7: "yes"}, "shop: answers.7: a key must be text, not int"),
    ],
)
def test_a_problem_in_a_mapping_names_the_keys_that_lead_there(
    answers: dict[Any, Any], says: str, knowledge: KnowledgeBase
) -> None:
    found = problems({**MAPPING, "answers": answers}, knowledge, "shop")
    assert any(str(one).startswith(says) for one in found), found


def test_a_mapping_that_holds_itself_is_told_once(knowledge: KnowledgeBase) -> None:
    endless: dict[str, Any] = {}
    endless |= {"one": endless, "two": endless, "three": [endless, endless]}
    assert [one.code for one in problems({"organisation": "A", "answers": endless}, knowledge)] == [
        "too-deep"
    ]


# Foreign files


def archive(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name in names:
            made.writestr(name, b"<x/>")
    return content.getvalue()


FOREIGN = {
    "a.pdf": (b"%PDF-1.7\n...", "this is a PDF document"),
    "a.yaml": (b"%PDF-1.7\n...", "this is a PDF document"),
    "a.html": (b"\n<!DOCTYPE html><html></html>", "this is a web page"),
    "a.csv": (b"clause,answer\n4.1,yes\n", "this is a table of values between commas"),
    "a.docx": (archive("[Content_Types].xml", "word/document.xml"), "this is a text document (Word)"),
    "a.pptx": (archive("[Content_Types].xml", "ppt/slides/slide1.xml"), "this is a presentation"),
    "a.png": (b"\x89PNG\r\n\x1a\n", "this is a picture"),
    "a.svg": (b"<svg xmlns='x'/>", "this is a picture (SVG)"),
    "a.xml": (b"<?xml version='1.0'?><x/>", "this is XML"),
    "a.rtf": (b"{\\rtf1 x}", "this is a text document (RTF)"),
    "a.md": (b"# A report\n", "this is a page in Markdown"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_is_one_message_that_says_what_it_is_and_what_takes_it(
    name: str, knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    content, says = FOREIGN[name]
    place = tmp_path / name
    place.write_bytes(content)
    (problem,) = problems(place, knowledge)
    assert problem.message.startswith(says)
    assert problem.code == "foreign-file"
    assert problem.hint
    for command in (["assess", str(place)], ["questions", str(place)], ["interview", str(place)]):
        done = CliRunner().invoke(main, command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert says in done.stderr or "not into a workbook" in done.stderr


REPORTS = {
    "assess json": ["assess", "FACTS", "--format", "json"],
    "assess xlsx": ["assess", "FACTS", "--format", "xlsx"],
    "assess html": ["assess", "FACTS", "--format", "html"],
    "assess markdown": ["assess", "FACTS", "--format", "markdown"],
    "assess text": ["assess", "FACTS"],
    "overlap json": [
        "overlap",
        "--standard",
        "iso-9001:2015",
        "--standard",
        "iso-14001:2015",
        "--format",
        "json",
    ],
    "graph json": ["graph", "FACTS"],
    "standards json": ["standards", "iso-9001:2015", "--format", "json"],
    "explain json": ["explain", "FACTS", "5.2", "--format", "json"],
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_ours_given_as_facts_is_known_as_one(
    name: str, knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    facts, place = tmp_path / "shop.yaml", tmp_path / "given"
    facts.write_text(TEXT, encoding="utf-8")
    command = [str(facts) if word == "FACTS" else word for word in REPORTS[name]]
    done = CliRunner().invoke(main, [*command, "--output", str(place)])
    assert done.exit_code == 0, done.output
    (problem,) = problems(place, knowledge)
    assert problem.message.startswith(f"this is a report that `clausegraph {name.split()[0]}` wrote")
    assert ("--previous" in problem.hint) is (name == "assess json")


@pytest.mark.parametrize("name", ["assess json", "overlap json", "graph json", "standards json"])
def test_json_that_went_through_a_pipe_is_known_without_a_sign(
    name: str, knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    facts = tmp_path / "shop.yaml"
    facts.write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(main, [str(facts) if word == "FACTS" else word for word in REPORTS[name]])
    (problem,) = problems(done.stdout.encode(), knowledge)
    assert problem.code == "foreign-file"
    assert "a result and no answers" in problem.message


def test_a_questionnaire_of_ours_is_no_foreign_file(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    place = tmp_path / "shop.yaml"
    CliRunner().invoke(main, ["questions", "--standard", "iso-9001:2015", "--output", str(place)])
    assert read(place, knowledge).standards == ("iso-9001:2015",)


# What others install

PLUGIN = """
from clausegraph.engine.organisation.inputs import Input
from clausegraph.engine.organisation.mappings import nodes_of

def nodes(source, knowledge, problems):
    rows = [line.split(",") for line in source.content.decode().split()[1:]]
    given = {"organisation": "From a table", "standards": ["iso-9001:2015"], "answers": dict(rows)}
    return nodes_of(given, source.shown, problems)

table = Input("csv", lambda source: source.suffix == ".csv", nodes)
broken = 7
"""


@pytest.mark.parametrize(
    ("entry", "code", "says"),
    [
        ("table", 0, '"organisation": "From a table"'),
        ("broken", 2, "plugin:broken is no Input"),
        ("missing", 2, "plugin:missing cannot be loaded"),
    ],
)
def test_another_kind_of_file_is_read_by_what_others_install(
    entry: str, code: int, says: str, tmp_path: Path
) -> None:
    info = tmp_path / "plugin-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugin\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[clausegraph.inputs]\ncsv = plugin:{entry}\n")
    (tmp_path / "plugin.py").write_text(PLUGIN)
    (tmp_path / "shop.csv").write_text("fact,answer\npolicy.stated,yes\n")
    begin = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from clausegraph.cli import main; main()"
    command = [
        sys.executable,
        "-c",
        begin,
        "assess",
        str(tmp_path / "shop.csv"),
        "--format",
        "json",
        "--engine",
        "plain",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert says in done.stdout + done.stderr
