"""The fenced blocks of our pages, and a reader who does what stands in them, line by line, in a shell.

A file (`yaml`, with its name in the first line) is written into the reader's folder, and commands (`sh`, or
without a mark) are run there. A block marked `console` cannot be run by a test: the tests list each with the
reason. A block in another language (`python`, which a test of its own runs, `toml`) and any other block shows
something.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from clausegraph.engine.knowledge.load import PACKAGE

PROGRAMS = ("clausegraph", "make", "pip", "pipx", "python", "python3", "py", "source", "git", "apt-get", "uv")
IN_A_SHELL = ("", "sh")
UNWANTED = ("FORCE_COLOR", "PYTHONPATH")
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"# (\S+\.yaml)\n")
_EXIT_CODE = re.compile(r"#.*\bexit code (\d)")


@dataclass(frozen=True)
class Block:
    language: str
    text: str

    @property
    def file(self) -> str:
        """The name of the file that the block holds; empty if it holds none, or a piece of one."""
        match = _FILE.match(self.text) if self.language == "yaml" else None
        return match[1] if match else ""

    @property
    def commands(self) -> tuple[str, ...]:
        """The lines to run; none if the block shows something else, or cannot be run in a test."""
        lines = tuple(line for line in self.text.splitlines() if line.strip())
        shown = self.language == "" and lines[:1] and _program(lines[0]) not in PROGRAMS
        return () if shown or self.language not in IN_A_SHELL else lines


def blocks(page: Path) -> tuple[Block, ...]:
    """The fenced blocks of a page, in order."""
    return tuple(Block(*match.groups()) for match in _FENCED.finditer(page.read_text(encoding="utf-8")))


def hidden_commands(block: Block) -> list[str]:
    """The lines of a block that is not run which look like commands."""
    lines = [] if block.commands or block.language == "console" else block.text.splitlines()
    return [line for line in lines if _program(line) in PROGRAMS]


class Reader:
    """Somebody with the examples, the program installed in `.venv`, and a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(PACKAGE / "examples", folder / "examples")
        (folder / ".venv").symlink_to(sys.prefix, target_is_directory=True)

    def writes(self, file: str, text: str) -> None:
        (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / file).write_text(text, encoding="utf-8")

    def runs(self, line: str) -> str:
        """Runs a line as it is written, and returns what went wrong. Nothing did if it ended with the exit
        code that its remark states (0 if none), and printed something or wrote the file it names. A failure
        that is stated may speak on standard error alone. What the program asks is answered by `quit`."""
        shell = ["bash", "-c", f"source .venv/bin/activate && {line}"]
        plain = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        done = subprocess.run(
            shell,
            cwd=self.folder,
            env=plain | {"COLUMNS": "80", "NO_COLOR": "1"},
            input="quit\n",
            capture_output=True,
            text=True,
            check=False,
        )
        stated = _EXIT_CODE.search(line)
        if done.returncode != int(stated[1] if stated else 0):
            return f"{line}\n  exit code {done.returncode}: {done.stderr or done.stdout[-300:]}"
        printed = done.stdout + (done.stderr if done.returncode else "")
        silent = not printed.strip() and not self._written(line)
        return f"{line}\n  printed nothing and wrote nothing" if silent else ""

    def _written(self, line: str) -> bool:
        if _program(line) == "source":
            return True
        words = shlex.split(line, comments=True)
        files = [self.folder / after for word, after in pairwise(words) if word == "--output"]
        return bool(files) and all(file.exists() and file.stat().st_size for file in files)

    def follows(self, page: Path) -> list[str]:
        """Does what a page says from top to bottom, and returns all that went wrong."""
        faults = []
        for block in blocks(page):
            if block.file:
                self.writes(block.file, block.text)
            faults += [fault for line in block.commands if (fault := self.runs(line))]
        return faults


def _program(line: str) -> str:
    return line.split(" ", 1)[0].rpartition("/")[2]
