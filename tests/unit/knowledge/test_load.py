"""The cache is never trusted: whatever has become of it, the right knowledge base is loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from clausegraph.engine.knowledge.load import default_cache, load, read
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.model import Grade
from clausegraph.engine.problems import BadInput

SUPPLIERS = "rulebases/sample/suppliers.yaml"


def cached(cache: Path) -> Path:
    (file,) = cache.glob("*.knowledge")
    return file


def with_checksum(payload: bytes, file: Path) -> bytes:
    return hashlib.sha256(file.name.encode() + payload).digest() + payload


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _one_bit_changed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _noise(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 64)


def _deleted(file: Path) -> None:
    file.unlink()


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _another_thing_with_a_good_checksum(file: Path) -> None:
    file.write_bytes(with_checksum(msgspec.msgpack.encode({"standards": 3}), file))


def _broken_text_with_a_good_checksum(file: Path) -> None:
    file.write_bytes(with_checksum(b"\x81\xa1\xff\xc0", file))


def _endless_nesting_with_a_good_checksum(file: Path) -> None:
    file.write_bytes(with_checksum(b"\x81\xa1x" + b"\x91" * 200_000 + b"\xc0", file))


def _another_knowledge_base_with_its_own_checksum(file: Path) -> None:
    payload = file.read_bytes()[32:].replace(b"Review the suppliers.", b"Forget the suppliers.")
    file.write_bytes(hashlib.sha256(b"another.knowledge" + payload).digest() + payload)


@pytest.mark.parametrize(
    "spoil",
    [
        _empty,
        _truncated,
        _one_bit_changed,
        _noise,
        _deleted,
        _a_folder,
        _another_thing_with_a_good_checksum,
        _broken_text_with_a_good_checksum,
        _endless_nesting_with_a_good_checksum,
        _another_knowledge_base_with_its_own_checksum,
    ],
)
def test_a_spoilt_cache_is_built_anew(base: Path, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    cache, roots = tmp_path / "cache", [Root(base)]
    load(roots, cache=cache)
    spoil(cached(cache))
    assert load(roots, cache=cache) == read(roots)
    assert load(roots, cache=cache) == read(roots)


def test_a_good_cache_gives_the_same_knowledge_base(base: Path, tmp_path: Path) -> None:
    first = load([Root(base)], cache=tmp_path / "cache")
    assert load([Root(base)], cache=tmp_path / "cache") == first == read([Root(base)])


def test_a_good_cache_is_used(base: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    known = load([Root(base)], cache=cache)
    file = cached(cache)
    file.write_bytes(with_checksum(msgspec.msgpack.encode(msgspec.structs.replace(known, links=())), file))
    assert load([Root(base)], cache=cache).links == ()


def test_a_changed_rule_is_seen(base: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load([Root(base)], cache=cache)
    rules = base / SUPPLIERS
    rules.write_text(
        rules.read_text(encoding="utf-8").replace("grade: minor", "grade: major"), encoding="utf-8"
    )
    assert load([Root(base)], cache=cache).rule["sample/suppliers-late"].grade is Grade.MAJOR


def test_a_changed_folder_of_an_overlay_is_seen(base: Path, tmp_path: Path) -> None:
    cache, client = tmp_path / "cache", tmp_path / "client"
    file = client / "rulebases/client/extra.yaml"
    file.parent.mkdir(parents=True)
    text = (
        (base / SUPPLIERS)
        .read_text(encoding="utf-8")
        .partition("rules:")[2]
        .replace("suppliers-late", "clients-rule")
    )
    file.write_text(f"rulebase: client/extra\nstandard: sample:2020\nrules:{text}", encoding="utf-8")
    (client / "overlay.yaml").write_text("overlay: client\nchanges: []\n", encoding="utf-8")
    roots = [Root(base), Root(client, "client")]
    assert "client/clients-rule" in load(roots, cache=cache).rule
    assert "client/clients-rule" not in load([Root(base)], cache=cache).rule
    file.unlink()
    assert "client/clients-rule" not in load(roots, cache=cache).rule


def test_a_broken_rule_is_told_although_a_cache_of_the_good_one_is_there(base: Path, tmp_path: Path) -> None:
    load([Root(base)], cache=tmp_path / "cache")
    (base / SUPPLIERS).write_text("rulebase: [", encoding="utf-8")
    with pytest.raises(BadInput):
        load([Root(base)], cache=tmp_path / "cache")


def test_where_no_cache_can_be_written_there_is_none(base: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert load([Root(base)], cache=tmp_path / "file" / "cache") == read([Root(base)])


def test_a_cache_that_cannot_be_put_in_place_leaves_nothing_behind(base: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load([Root(base)], cache=cache)
    _a_folder(cached(cache))
    load([Root(base)], cache=cache)
    assert [file.name for file in cache.iterdir() if file.is_file()] == []


def test_old_caches_are_forgotten(base: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for number in range(12):
        load([Root(base, f"shown-{number}")], cache=cache)
    assert len(list(cache.iterdir())) == 8


def test_the_folder_of_the_cache_can_be_chosen_and_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_CACHE", str(tmp_path))
    assert default_cache() == tmp_path
    monkeypatch.setenv("CLAUSEGRAPH_CACHE", "")
    assert default_cache() is None
