"""The table of kinds of documents, on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import docx
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.reports.documents.kinds import KINDS


def test_without_a_kind_the_command_lists_every_kind_with_its_formats() -> None:
    told = CliRunner().invoke(main, ["document"]).stdout
    for name, kind in KINDS.items():
        assert name in told
        assert kind.title in told
        assert ", ".join(kind.formats) in told


def test_a_kind_without_a_file_says_what_to_type() -> None:
    done = CliRunner().invoke(main, ["document", "soa"])
    assert done.exit_code == 2
    assert "clausegraph document soa acme.yaml" in done.stderr


def test_an_unknown_kind_is_refused_with_the_kinds_there_are(examples: Path) -> None:
    done = CliRunner().invoke(main, ["document", "soal", str(examples / "audit-day.yaml")])
    assert done.exit_code == 2
    assert "'soa'" in done.stderr


def test_a_template_and_a_revision_are_taken_and_no_document_goes_over_the_template(
    examples: Path, tmp_path: Path
) -> None:
    template = tmp_path / "own.docx"
    own = docx.Document()
    own.add_paragraph("{% for fact in facts %}{{ fact.label }}={{ fact.value }};{% endfor %}")
    own.save(str(template))
    facts = str(examples / "audit-day.yaml")
    command = ["document", "summary", facts, "--engine", "plain", "--template", str(template), "--output"]
    refused = CliRunner().invoke(main, [*command, str(template)])
    assert (refused.exit_code, "the very file that is read" in refused.stderr) == (2, True)
    place = tmp_path / "summary.docx"
    assert CliRunner().invoke(main, [*command, str(place)]).exit_code == 0
    assert docx.Document(str(place)).paragraphs[0].text.startswith("As of=")


def test_a_format_that_a_kind_does_not_have_is_refused_with_those_it_has(
    examples: Path, tmp_path: Path
) -> None:
    command = ["document", "soa", str(examples / "audit-day.yaml"), "--output", str(tmp_path / "soa.svg")]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    assert "no format of `document soa` ends with .svg" in done.stderr


def test_the_page_on_documents_tells_the_formats_that_there_are() -> None:
    page = (PACKAGE / "docs" / "documents.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| ([\w, ]+) \|$", page, re.MULTILINE)
    assert {"soa", "treatment", "nonconformities", "report", "summary", "bundle"} <= dict(rows).keys()
    for kind, formats in rows:
        assert tuple(formats.split(", ")) == tuple(KINDS[kind].formats)
