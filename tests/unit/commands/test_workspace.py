"""One way in: every command reads each file once, and applies overlays on the organisation's day and the
policy in one order."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegraph.cli import main
from clausegraph.engine.commands.assess import Request, run
from clausegraph.engine.commands.workspace import Workspace
from clausegraph.engine.model import Grade
from clausegraph.engine.problems import BadInput

DAY = date(2026, 11, 21)
RULE = "iso-9001/critical-providers-never-evaluated"
_opened: list[str] | None = None


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _opened is not None and isinstance(arguments[0], (str, Path)):
        _opened.append(str(arguments[0]))


sys.addaudithook(_hear)


@contextmanager
def opened_below(folder: Path) -> Iterator[Counter[str]]:
    """Counts how often each file below a folder is opened meanwhile."""
    global _opened
    _opened, counted = [], Counter()
    try:
        yield counted
    finally:
        counted.update(Path(one).name for one in _opened if Path(one).is_relative_to(folder))
        _opened = None


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    place = tmp_path / "shop.yaml"
    place.write_text(
        "organisation: A shop\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers: {policy.stated: yes}\n"
    )
    return place


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """An overlay that changes a grade until a day, with a rulebase and cases of its own."""
    folder = tmp_path / "client"
    folder.mkdir()
    change = (
        f"  - change: {RULE}\n    grade: minor\n    until: 2027-01-01\n    because: Agreed with the client.\n"
    )
    (folder / "overlay.yaml").write_text(f"overlay: client\nchanges:\n{change}")
    begin = ["new", "rulebase", "client/extra", "--clause", "iso-9001:2015/7.1.5.1", "--in", str(folder)]
    assert CliRunner().invoke(main, begin).exit_code == 0
    return folder


COMMANDS = {
    "assess": ["assess", "FACTS", "--with", "CLIENT", "--engine", "plain"],
    "assess-what-if": [
        "assess",
        "FACTS",
        "--with",
        "CLIENT",
        "--engine",
        "plain",
        "--set",
        "policy.stated=no",
    ],
    "explain": ["explain", "FACTS", "5.2", "--with", "CLIENT", "--engine", "plain"],
    "graph": ["graph", "FACTS", "--with", "CLIENT", "--engine", "plain"],
    "overlap": ["overlap", "FACTS", "--with", "CLIENT", "--adding", "iso-14001:2015", "--engine", "plain"],
    "questions": ["questions", "FACTS", "--with", "CLIENT", "--format", "yaml"],
    "standards": ["standards", "iso-9001:2015", "--with", "CLIENT"],
    "check": ["check", "CLIENT"],
    "test": ["test", "CLIENT", "--engine", "plain"],
}


@pytest.mark.parametrize("cached", [False, True], ids=["first time", "from the cache"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_file_is_read_once(
    name: str, cached: bool, facts: Path, client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_CACHE", str(tmp_path / "cache"))
    command = [{"FACTS": str(facts), "CLIENT": str(client)}.get(word, word) for word in COMMANDS[name]]
    if cached:
        CliRunner().invoke(main, command)
    with opened_below(tmp_path) as opened:
        done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    read = {file: times for file, times in opened.items() if file.endswith(".yaml")}
    assert set(read.values()) == {1}
    assert {"overlay.yaml", "extra.yaml", *(["shop.yaml"] if "FACTS" in COMMANDS[name] else [])} <= set(read)


def test_an_interview_reads_its_file_once_and_for_each_line_it_hears_holds_it_and_reads_it_again(
    facts: Path, client: Path
) -> None:
    for lines in (0, 3):
        with opened_below(facts.parent) as opened:
            CliRunner().invoke(main, ["interview", str(facts), "--with", str(client)], input="skip\n" * lines)
        assert (opened["shop.yaml"], opened["overlay.yaml"]) == (1 + 2 * lines, 1)


def test_the_changes_of_an_overlay_hold_until_their_day_and_lapse_after_it(client: Path) -> None:
    workspace = Workspace([client])
    assert workspace.knowledge.rule[RULE].grade is Grade.MAJOR
    assert workspace.on(DAY).rule[RULE].grade is Grade.MINOR
    after = workspace.on(date(2027, 1, 2))
    assert after.rule[RULE].grade is Grade.MAJOR
    assert [one.does for one in after.changes] == [
        "grade major -> minor until 2027-01-01, which has passed: it counts no more"
    ]


def test_the_message_on_an_overlay_shows_its_line_from_the_cache_as_well(client: Path) -> None:
    overlay = client / "overlay.yaml"
    overlay.write_text(overlay.read_text().replace(RULE, f"{RULE}-again"))
    said = []
    for _ in range(2):
        with pytest.raises(BadInput) as fault:
            Workspace([client]).on(DAY)
        said.append(str(fault.value))
    assert said[0] == said[1]
    assert f"- change: {RULE}-again" in said[0]


def test_what_a_policy_chooses_holds_in_every_command(client: Path) -> None:
    for folders in ([], [client]):
        chosen = Workspace(folders).on(DAY, "strict")
        grades = {rule: choice.grade for choice in chosen.policy["strict"].grades for rule in choice.rules}
        assert grades
        assert all(chosen.rule[rule].grade is grade for rule, grade in grades.items())


def test_a_workspace_gives_the_same_knowledge_base_to_whoever_asks_again(client: Path) -> None:
    workspace = Workspace([client])
    assert workspace.on(DAY) is workspace.on(DAY)
    assert Workspace().on(DAY) == Workspace().on(date(2030, 1, 1))


def test_one_workspace_serves_many_organisations(facts: Path, client: Path) -> None:
    workspace = Workspace([client])
    alone = run(Request(facts, overlays=(client,), engine="plain"), today=DAY)
    together = [run(Request(facts, engine="plain"), today=DAY, workspace=workspace) for _ in range(2)]
    assert [one.assessment for one in together] == [alone.assessment] * 2


def test_a_policy_that_is_not_known_is_told_with_those_that_are() -> None:
    with pytest.raises(BadInput, match="did you mean strict"):
        Workspace().on(DAY, "strickt")


def test_a_folder_that_is_not_there_is_told() -> None:
    with pytest.raises(BadInput, match="there is no such folder"):
        Workspace(["/no/such/folder"])
