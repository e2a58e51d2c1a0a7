"""Loading the knowledge base: from its files, or from a cache kept by the hash of their contents.

The cache is never trusted: it carries a hash of its name and contents, msgspec checks every type on reading,
and whatever does not fit is built anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..files import write_whole
from ..model import KnowledgeBase
from ..problems import BadInput
from ..reading.nodes import Problems
from .sources import Files, Root, Sources, digest, read_sources

if TYPE_CHECKING:
    from .overlays import Overlays

PACKAGE = Path(__file__).resolve().parents[2]
BUILT_IN = Root(PACKAGE)
_READERS = ("engine/problems.py", "engine/model", "engine/reading", "engine/knowledge")


class Loaded(msgspec.Struct, frozen=True, dict=True):
    """A knowledge base with the files it was made from, each read once, and the code that others read them
    with.

    `sources` are its files as they were parsed, with the lines that messages show; None where it comes from a
    cache."""

    knowledge: KnowledgeBase
    roots: tuple[Root, ...]
    files: Files
    parsed: tuple[Sources, Problems] | None = None

    @cached_property
    def overlays(self) -> Overlays:
        """The overlays of its roots, parsed once. Raises BadInput with every problem in their files."""
        from .overlays import Overlays, read_overlays

        own = [root for root in self.roots if root != BUILT_IN]
        if self.parsed is None:
            return read_overlays(own, self.files.content)
        sources, lines = self.parsed
        return Overlays(tuple(sources["overlay"]), lines)

    def sources(self, problems: Problems) -> Sources:
        """All its files as they are parsed; what is wrong in them goes to `problems`, with the lines that
        messages show."""
        if self.parsed is None:
            return read_sources(self.roots, problems, self.files.content)
        sources, lines = self.parsed
        problems.share_lines(lines)
        return sources


def load(roots: Iterable[Root] = (BUILT_IN,), *, cache: Path | None = None) -> KnowledgeBase:
    """The knowledge base of some roots. Raises BadInput with every problem if anything in it is wrong.

    `cache` is a folder to keep it in; None reads the files each time. Overlays' changes are not part of it
    (see `overlays`).
    """
    return load_whole(roots, cache=cache).knowledge


def load_whole(roots: Iterable[Root] = (BUILT_IN,), *, cache: Path | None = None) -> Loaded:
    """The same with the files it was made from. Raises BadInput as `load` does."""
    roots, files = tuple(roots), Files()
    if cache is None:
        return _read(roots, files)
    try:
        key = _key(roots, files)
    except OSError:
        return _read(roots, files)
    place = cache / f"{key}.knowledge"
    known = _cached(place)
    if known is not None:
        return Loaded(known, roots, files)
    made = _read(roots, files)
    _keep(made.knowledge, place)
    return made


def read(roots: Iterable[Root]) -> KnowledgeBase:
    """The knowledge base, read from its files and checked whole."""
    return _read(tuple(roots), Files()).knowledge


def _read(roots: tuple[Root, ...], files: Files) -> Loaded:
    from .build import build
    from .checks import check

    problems = Problems()
    sources = read_sources(roots, problems, files.content)
    knowledge = build(sources, problems)
    if not problems.found:
        check(knowledge, problems)
    if problems.found:
        raise BadInput(problems.found)
    return Loaded(knowledge, roots, files, (sources, problems))


def default_cache() -> Path | None:
    """The folder for the cache: CLAUSEGRAPH_CACHE if set (empty: no cache), else the user's cache folder."""
    chosen = os.environ.get("CLAUSEGRAPH_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    import platformdirs

    return Path(platformdirs.user_cache_dir("clausegraph", appauthor=False))


def _key(roots: tuple[Root, ...], files: Files) -> str:
    """A hash of the knowledge and of the code that reads it: neither a changed rule nor a changed reader
    meets an old cache."""
    total = hashlib.sha256(digest(roots, files.read).encode())
    for name in _READERS:
        path = PACKAGE / name
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            total.update(file.read_bytes())
    return total.hexdigest()


def _cached(place: Path) -> KnowledgeBase | None:
    try:
        content = place.read_bytes()
        checksum, payload = content[:32], content[32:]
        if _checksum(payload, place) != checksum:
            return None
        return msgspec.msgpack.decode(payload, type=KnowledgeBase)
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
        return None


def _checksum(payload: bytes, place: Path) -> bytes:
    """Covers the name too, so that a cache of other files is never taken for this one."""
    return hashlib.sha256(place.name.encode() + payload).digest()


def _keep(knowledge: KnowledgeBase, place: Path) -> None:
    """Writes the cache; where that is not possible, there is simply no cache."""
    payload = msgspec.msgpack.encode(knowledge)
    with suppress(OSError, BadInput):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(_checksum(payload, place) + payload, place)
        _forget_older(place)


def _forget_older(place: Path, keep: int = 8) -> None:
    """Leaves the newest few files, so that the folder does not grow with every change of a rule."""
    files = sorted(place.parent.glob("*.knowledge"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[keep:]:
        file.unlink(missing_ok=True)
