"""How the process ends: one exit code for each reason, and results as UTF-8 whatever the console."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "clausegraph.cli"]


def run(*words: str | Path, shell: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """What comes of a command, perhaps with more behind it in a shell that ends with the command's own
    code."""
    env = os.environ | environment
    command = [*COMMAND, *map(str, words)]
    if not shell:
        return subprocess.run(command, capture_output=True, env=env, check=False)
    line = f'"$@" {shell}; exit "${{PIPESTATUS[0]}}"'
    return subprocess.run(["bash", "-c", line, "bash", *command], capture_output=True, env=env, check=False)


@pytest.fixture
def workshop(examples: Path) -> Path:
    return examples / "invented-workshop.yaml"


@pytest.mark.parametrize(("gate", "code"), [([], 0), (["--fail-on", "minor"], 1)])
def test_a_reader_that_goes_away_changes_no_exit_code(workshop: Path, gate: list[str], code: int) -> None:
    for form in ("json", "text", "html"):
        done = run("assess", workshop, "--engine", "plain", "--format", form, *gate, shell="| true")
        assert (done.returncode, done.stderr) == (code, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_standard_output_is_told(workshop: Path) -> None:
    for form in ("json", "text"):
        done = run("assess", workshop, "--engine", "plain", "--format", form, shell="> /dev/full")
        assert done.returncode == 2
        assert b"standard output: this file cannot be written" in done.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
@pytest.mark.parametrize("form", ["html", "markdown", "json", "text"])
def test_results_are_utf_8_whatever_the_encoding_of_the_console(
    form: str, encoding: str, workshop: Path
) -> None:
    plain = ("assess", workshop, "--engine", "plain", "--format", form)
    done = run(*plain, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == run(*plain, PYTHONIOENCODING="utf-8").stdout.decode("utf-8")


def test_a_picture_is_utf_8_too(workshop: Path) -> None:
    done = run("graph", workshop, "--engine", "plain", "--format", "svg", PYTHONIOENCODING="cp1252")
    assert (done.returncode, done.stdout.decode("utf-8")[:4]) == (0, "<svg")


def test_dev_stdout_is_written_to_and_stays_what_it_is(workshop: Path, tmp_path: Path) -> None:
    plain = ("assess", workshop, "--engine", "plain", "--format", "json")
    printed = run(*plain).stdout
    assert run(*plain, "--output", "/dev/stdout").stdout == printed
    run(*plain, "--output", "/dev/stdout", shell=f"> {tmp_path}/to-a-file.json")
    assert (tmp_path / "to-a-file.json").read_bytes() == printed
    assert json.loads(printed)
    assert run(*plain, "--output", "/dev/null").returncode == 0


def test_an_interrupted_command_ends_with_130(examples: Path, tmp_path: Path) -> None:
    waiting = tmp_path / "pipe"
    os.mkfifo(waiting)
    process = subprocess.Popen(
        [*COMMAND, "assess", str(waiting)], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, b"Interrupted.\n")


def test_bad_usage_and_bad_input_end_with_2_and_what_is_found_with_1(tmp_path: Path, workshop: Path) -> None:
    (tmp_path / "overlay.yaml").write_text(
        "overlay: a\nchanges:\n  - disable: iso-9001/no-such-rule\n    because: Why.\n"
    )
    assert run("assess", workshop, "--format", "docx").returncode == 2
    assert run("assess", workshop, "--with", tmp_path).returncode == 2
    assert run("check", tmp_path).returncode == 1


def test_new_in_a_place_where_nothing_can_be_written_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("new", "overlay", "acme", "--in", tmp_path / "new" / "folder")
    assert done.returncode == 0
    done = run("new", "rulebase", "acme/x", "--clause", "iso-9001:2015/7.1.5", "--in", "/proc/nowhere")
    assert done.returncode == 2
    assert b"cannot be written" in done.stderr
