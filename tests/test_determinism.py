"""The same input gives the same bytes: two processes that hash words differently write every report alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clausegraph.engine.inference.choose import durable_is_missing

SEEDS = ("1", "2")
ENGINES = {
    "integrated-manufacturer": "plain",
    "before-certification": "plain" if durable_is_missing() else "durable",
}
REPORTS = {
    "text": "assess",
    "json": "assess",
    "markdown": "assess",
    "html": "assess",
    "xlsx": "assess",
    "svg": "graph",
    "yaml": "questions",
    "questionnaire.xlsx": "questions",
}
"""What is written, by the ending of its file: the command that writes it. An ending's last part is its
format."""

ALL_IN_ONE_PROCESS = """
import json, sys
from clausegraph.cli import main
for words in json.loads(sys.argv[1]):
    main(words, standalone_mode=False)
"""


def commands(examples: Path) -> Iterator[list[str]]:
    for example, engine in ENGINES.items():
        for ending, command in REPORTS.items():
            judging = ["--engine", engine] if command == "assess" else []
            form = ["--format", ending.rpartition(".")[2], "--output", f"{example}.{ending}"]
            yield [command, str(examples / f"{example}.yaml"), *judging, *form]


def written(folder: Path, seed: str, examples: Path) -> dict[str, bytes]:
    """Every report of one process, which reads the knowledge base anew, by the name of its file."""
    reports = folder / "reports"
    reports.mkdir()
    words = json.dumps(list(commands(examples)))
    alone = os.environ | {"PYTHONHASHSEED": seed, "CLAUSEGRAPH_CACHE": str(folder / "cache")}
    subprocess.run(
        [sys.executable, "-c", ALL_IN_ONE_PROCESS, words],
        check=True,
        capture_output=True,
        cwd=reports,
        env=alone,
    )
    return {place.name: place.read_bytes() for place in reports.iterdir()}


@pytest.fixture(scope="module")
def by_seed(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> tuple[dict[str, bytes], ...]:
    return tuple(written(tmp_path_factory.mktemp(f"seed-{seed}"), seed, examples) for seed in SEEDS)


def test_the_seeds_make_processes_hash_words_differently() -> None:
    hashes = {
        subprocess.run(
            [sys.executable, "-c", "print(hash('clause'))"],
            check=True,
            capture_output=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in SEEDS
    }
    assert len(hashes) == len(SEEDS)


@pytest.mark.parametrize("ending", REPORTS)
@pytest.mark.parametrize("example", ENGINES)
def test_two_processes_write_the_same_bytes(
    by_seed: tuple[dict[str, bytes], ...], example: str, ending: str
) -> None:
    first, second = (reports[f"{example}.{ending}"] for reports in by_seed)
    assert len(first) > 1000
    assert first == second
