"""A file that several change at once loses nothing that any of them wrote."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from clausegraph.engine.files import write_whole
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reading import held as holding
from clausegraph.engine.reading.held import held

pytest.importorskip("fcntl")
TIMES = 60


def _add(place: Path, letter: str) -> None:
    for number in range(TIMES):
        with held(place):
            write_whole(f"{place.read_text(encoding='utf-8')}{letter}{number}\n", place)


def test_three_who_write_one_file_at_once_lose_no_line(tmp_path: Path) -> None:
    place = tmp_path / "acme.yaml"
    place.write_text("", encoding="utf-8")
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_add, args=(place, letter)) for letter in "abc"]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
    lines = place.read_text(encoding="utf-8").split()
    assert sorted(lines) == sorted(f"{letter}{number}" for letter in "abc" for number in range(TIMES))


def test_who_does_not_get_the_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "acme.yaml"
    place.write_text("", encoding="utf-8")
    monkeypatch.setattr(holding, "LONGEST_WAIT", 0.1)
    with held(place), pytest.raises(BadInput, match="somebody else is changing this file"), held(place):
        pass


def test_a_file_that_is_not_there_needs_no_holding(tmp_path: Path) -> None:
    with held(tmp_path / "nowhere.yaml"):
        assert not (tmp_path / "nowhere.yaml").exists()
