"""Nobody's work is ever written over: only what we wrote ourselves, of the same kind, and nobody has touched
since."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from clausegraph.cli import main
from clausegraph.engine.signs import Sign, sign_of

SHOP = "organisation: A shop\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers: {policy.stated: yes}\n"
KINDS = {
    "assess.text": (["assess", "FACTS"], "report.txt"),
    "assess.json": (["assess", "FACTS"], "report.json"),
    "assess.markdown": (["assess", "FACTS"], "report.md"),
    "assess.html": (["assess", "FACTS"], "report.html"),
    "assess.xlsx": (["assess", "FACTS"], "report.xlsx"),
    "what-if.json": (["assess", "FACTS", "--set", "policy.stated=no"], "report.json"),
    "explain.json": (["explain", "FACTS", "5.2"], "report.json"),
    "explain.markdown": (["explain", "FACTS", "5.2"], "report.md"),
    "graph.json": (["graph", "FACTS"], "graph.json"),
    "graph.svg": (["graph", "FACTS"], "graph.svg"),
    "graph.dot": (["graph", "FACTS"], "graph.dot"),
    "graph.graphml": (["graph", "FACTS"], "graph.graphml"),
    "overlap.markdown": (["overlap", "FACTS", "--adding", "iso-14001:2015"], "overlap.md"),
    "standards.json": (["standards", "iso-9001:2015"], "standard.json"),
    "check.sarif": (["check"], "check.sarif"),
    "questions.text": (["questions", "FACTS"], "questions.txt"),
}


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    place = tmp_path / "shop.yaml"
    place.write_text(SHOP, encoding="utf-8")
    return place


def run(command: list[str], facts: Path, output: Path, *more: str) -> Result:
    words = [str(facts) if word == "FACTS" else word for word in command]
    engine = ["--engine", "plain"] if command[0] in ("assess", "explain", "graph", "overlap") else []
    return CliRunner().invoke(main, [*words, *engine, "--output", str(output), *more])


def assess(facts: Path, output: Path, *more: str) -> Result:
    return run(["assess", "FACTS"], facts, output, *more)


def backups(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".bak" in path.name)


# What we wrote and nobody has touched


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_says_that_we_wrote_it_and_is_made_anew_in_its_place(
    kind: str, facts: Path, tmp_path: Path
) -> None:
    command, name = KINDS[kind]
    place = tmp_path / name
    for _ in range(2):
        done = run(command, facts, place)
        assert (done.exit_code, done.stderr) == (0, f"Written: {place}\n")
    written, form = kind.split(".")
    assert sign_of(place.read_bytes()) == Sign(written, form, untouched=True)
    assert backups(tmp_path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_that_somebody_has_worked_on_stays(kind: str, facts: Path, tmp_path: Path) -> None:
    command, name = KINDS[kind]
    place = tmp_path / name
    run(command, facts, place)
    if name.endswith("xlsx"):
        book = load_workbook(place)
        book.worksheets[-1].cell(99, 9).value = "Anna, by May"
        book.save(place)
    else:
        place.write_text(place.read_text(encoding="utf-8").replace("e", "E", 1), encoding="utf-8")
    before = place.read_bytes()
    done = run(command, facts, place)
    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        "a report that somebody has worked on since stands here and stays as it is [work-kept]" in done.stderr
    )
    assert place.read_bytes() == before


def test_the_same_report_is_the_same_bytes(facts: Path, tmp_path: Path) -> None:
    for name in ("a.json", "a.xlsx", "a.html"):
        assess(facts, tmp_path / name)
        assess(facts, tmp_path / f"again-{name}")
        assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()


def test_a_report_of_another_kind_stays(facts: Path, tmp_path: Path) -> None:
    place = tmp_path / "report.json"
    run(["graph", "FACTS"], facts, place)
    done = assess(facts, place)
    assert done.exit_code == 2
    assert "another report (`clausegraph graph`, json) stands here" in done.stderr


# What others wrote

SOMEBODYS = {
    "an organisation's file": SHOP,
    "a file of rules (overlay)": "overlay: acme\nchanges: []\n",
    "a file that clausegraph did not write": "Minutes of the meeting: nothing was decided.\n",
}


@pytest.mark.parametrize("what", SOMEBODYS)
def test_a_file_of_somebody_elses_stays_and_is_called_what_it_is(
    what: str, facts: Path, tmp_path: Path
) -> None:
    place = tmp_path / "kept"
    place.write_text(SOMEBODYS[what], encoding="utf-8")
    done = assess(facts, place)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{what} stands here and stays as it is [work-kept]" in done.stderr
    assert "--force" in done.stderr
    assert place.read_text(encoding="utf-8") == SOMEBODYS[what]


@pytest.mark.parametrize("name", ["quest.yaml", "quest.xlsx"])
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_a_questionnaire_stays_empty_or_filled(name: str, filled: bool, facts: Path, tmp_path: Path) -> None:
    place = tmp_path / name
    first = CliRunner().invoke(main, ["questions", "--standard", "iso-9001:2015", "--output", str(place)])
    assert first.exit_code == 0, first.output
    if filled and name.endswith("xlsx"):
        book = load_workbook(place)
        book["Start"]["C5"].value = "A shop"
        book.save(place)
    elif filled:
        place.write_text(
            place.read_text(encoding="utf-8").replace("answers:\n", "answers:\n  policy.stated: yes\n")
        )
    before = place.read_bytes()
    for command in (["questions", "FACTS"], ["questions", "--standard", "iso-9001:2015"]):
        done = run(command, facts, place)
        assert done.exit_code == 2
        assert "a questionnaire stands here and stays as it is" in done.stderr
    assert place.read_bytes() == before


def test_an_empty_file_holds_nobodys_work(facts: Path, tmp_path: Path) -> None:
    (tmp_path / "report.md").touch()
    assert assess(facts, tmp_path / "report.md").exit_code == 0


# By force


def test_by_force_the_old_file_is_kept_beside_and_no_backup_is_written_over(
    facts: Path, tmp_path: Path
) -> None:
    place = tmp_path / "report.md"
    for number in (1, 2):
        place.write_text(f"minutes {number}", encoding="utf-8")
        done = assess(facts, place, "--force")
        assert done.exit_code == 0
        kept = tmp_path / ("report.bak.md" if number == 1 else "report.bak2.md")
        assert done.stderr == f"Written: {place}; what stood there is kept as {kept}\n"
        assert kept.read_text(encoding="utf-8") == f"minutes {number}"
    assert backups(tmp_path) == ["report.bak.md", "report.bak2.md"]


def test_by_force_a_report_of_ours_needs_no_backup(facts: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert assess(facts, tmp_path / "report.md", "--force").exit_code == 0
    assert backups(tmp_path) == []


@pytest.mark.parametrize("way", ["itself", "another spelling", "symbolic link", "hard link"])
def test_the_file_that_is_read_is_never_written_even_by_force(way: str, facts: Path, tmp_path: Path) -> None:
    place = tmp_path / "other"
    match way:
        case "itself":
            place = facts
        case "another spelling":
            place = tmp_path / ".." / tmp_path.name / "shop.yaml"
        case "symbolic link":
            place.symlink_to(facts)
        case "hard link":
            os.link(facts, place)
    done = run(["questions", "FACTS", "--format", "yaml"], facts, place, "--force")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "this is the very file that is read, and a result never goes over it [same-file]" in done.stderr
    assert facts.read_text(encoding="utf-8") == SHOP
    assert backups(tmp_path) == []


def test_the_earlier_assessment_is_never_written_either(facts: Path, tmp_path: Path) -> None:
    place = tmp_path / "audit.json"
    assess(facts, place)
    before = place.read_bytes()
    done = assess(facts, place, "--previous", str(place), "--force")
    assert done.exit_code == 2
    assert "same-file" in done.stderr
    assert place.read_bytes() == before


# What is no file


def test_what_goes_to_standard_output_by_its_name_is_not_signed_and_replaces_nothing(
    facts: Path, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    done = run(["standards"], facts, pipe)
    assert done.exit_code == 0
    read = os.read(reader, 1 << 16).decode()
    os.close(reader)
    assert "iso-9001:2015" in read
    assert "clausegraph standards.text" not in read
    assert pipe.is_fifo()
