"""A cache is taken from nobody but oneself, and nothing of anybody else's is touched in its folder."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import pytest

from clausegraph.engine.knowledge.load import load, read
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.reading.cache import LEFT_BEHIND_AFTER, why_not

as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser can give a file away"
)


@pytest.fixture
def planted(base: Path, tmp_path: Path) -> Path:
    """A cache folder whose entry holds no links: what a stranger might have put there."""
    cache = tmp_path / "cache"
    known = load([Root(base)], cache=cache)
    (entry,) = cache.glob("*.knowledge")
    from clausegraph.engine.reading.cache import keep

    keep(msgspec.msgpack.encode(msgspec.structs.replace(known, links=())), entry)
    assert load([Root(base)], cache=cache).links == ()
    return cache


def test_a_folder_that_others_may_write_is_no_cache_and_it_is_said_why(base: Path, planted: Path) -> None:
    planted.chmod(0o777)
    assert load([Root(base)], cache=planted) == read([Root(base)])
    assert why_not(planted) == "others can write into it"


def test_an_entry_that_others_may_write_is_built_anew(base: Path, planted: Path) -> None:
    next(planted.glob("*.knowledge")).chmod(0o666)
    assert load([Root(base)], cache=planted) == read([Root(base)])


@as_root
def test_an_entry_of_somebody_else_is_built_anew(base: Path, planted: Path) -> None:
    os.chown(next(planted.glob("*.knowledge")), 12_345, 12_345)
    assert load([Root(base)], cache=planted) == read([Root(base)])


@as_root
def test_a_folder_of_somebody_else_is_no_cache(base: Path, planted: Path) -> None:
    os.chown(planted, 12_345, 12_345)
    assert load([Root(base)], cache=planted) == read([Root(base)])
    assert why_not(planted) == "it belongs to somebody else"


def test_a_pipe_in_place_of_an_entry_holds_nobody_up(base: Path, tmp_path: Path) -> None:
    load([Root(base)], cache=tmp_path / "cache")
    (entry,) = (tmp_path / "cache").glob("*.knowledge")
    entry.unlink()
    os.mkfifo(entry)
    begun = time.monotonic()
    assert load([Root(base)], cache=tmp_path / "cache") == read([Root(base)])
    assert time.monotonic() - begun < 5


def test_a_link_in_place_of_an_entry_is_not_followed(base: Path, planted: Path, tmp_path: Path) -> None:
    entry = next(planted.glob("*.knowledge"))
    (tmp_path / "elsewhere").write_bytes(entry.read_bytes())
    entry.unlink()
    entry.symlink_to(tmp_path / "elsewhere")
    assert load([Root(base)], cache=planted) == read([Root(base)])


def test_what_else_stands_in_the_folder_stays_and_what_was_begun_long_ago_goes(
    base: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / ".new-old").write_bytes(b"half of an entry")
    os.utime(cache / ".new-old", (time.time() - 2 * LEFT_BEHIND_AFTER,) * 2)
    theirs = [cache / f"notes-{number}.knowledge" for number in range(12)] + [cache / ".new-now"]
    for path in theirs:
        path.write_bytes(b"somebody's")
    load([Root(base)], cache=cache)
    assert all(path.exists() for path in theirs)
    assert not (cache / ".new-old").exists()
