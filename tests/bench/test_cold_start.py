"""How fast the command starts, against what importing its libraries alone takes: in one run, in turn,
since a busy machine slows both."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from clausegraph.engine.inference.choose import durable_is_missing

FEWEST_ROUNDS, MOST_ROUNDS = 6, 40
FOUR = ("iso-9001:2015", "iso-14001:2015", "iso-27001:2022", "iso-45001:2018")
LIBRARIES = "yaml, networkx, click, rich.console" + ("" if durable_is_missing() else ", durable.lang")

WHAT_AN_ASSESSMENT_NEEDS = (
    "clausegraph.engine.commands.assess, clausegraph.engine.reports.terminal.assessment"
)


def test_a_cold_assessment_takes_at_most_twice_what_its_libraries_take(
    examples: Path, own_cache: Path
) -> None:
    command = [sys.executable, "-m", "clausegraph.cli", "assess", str(examples / "invented-workshop.yaml")]
    libraries = [sys.executable, "-c", f"import {LIBRARIES}"]
    subprocess.run(command, check=True, capture_output=True)
    ours, theirs = fastest(2, command, libraries)
    assert ours <= 2 * theirs, f"assess {ours:.3f} s, its libraries alone {theirs:.3f} s"


def test_help_takes_at_most_half_again_as_long_as_importing_click() -> None:
    ours, theirs = fastest(
        1.5, [sys.executable, "-m", "clausegraph.cli", "--help"], [sys.executable, "-c", "import click"]
    )
    assert ours <= 1.5 * theirs, f"--help {ours:.3f} s, import click {theirs:.3f} s"


def test_importing_what_an_assessment_needs_takes_less_than_its_libraries(benchmark: Any) -> None:
    ours = [sys.executable, "-c", f"import {WHAT_AN_ASSESSMENT_NEEDS}"]
    benchmark.pedantic(subprocess.run, args=(ours,), kwargs={"check": True}, rounds=5)
    mine, theirs = fastest(1, ours, [sys.executable, "-c", f"import {LIBRARIES}"])
    assert mine <= theirs, f"import {mine:.3f} s, its libraries alone {theirs:.3f} s"


def test_the_questions_of_four_standards_come_within_a_second(own_cache: Path) -> None:
    standards = [word for name in FOUR for word in ("--standard", name)]
    command = [sys.executable, "-m", "clausegraph.cli", "questions", *standards, "--format", "yaml"]
    subprocess.run(command, check=True, capture_output=True)
    rounds = (taken_by(command) for _ in range(MOST_ROUNDS))
    seconds = next((taken for taken in rounds if taken <= 1), 0)
    assert seconds, f"questions took more than 1 s in each of {MOST_ROUNDS} rounds"


def fastest(ratio: float, ours: list[str], theirs: list[str]) -> tuple[float, float]:
    """The shortest time of two commands run in turn. Other work on the machine only ever adds time, so
    that rounds go on, up to a number, until the first is within `ratio` of the second."""
    mine, other = taken_by(ours), taken_by(theirs)
    for done in range(1, MOST_ROUNDS):
        if done >= FEWEST_ROUNDS and mine <= ratio * other:
            break
        mine, other = min(mine, taken_by(ours)), min(other, taken_by(theirs))
    return mine, other


def taken_by(command: list[str]) -> float:
    """The processor's seconds for a command from its start to its end, whatever else the machine does."""
    before = os.times()
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""})
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
