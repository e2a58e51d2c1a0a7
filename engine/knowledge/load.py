"""Loading the knowledge base: from its files, or from a cache kept by the hash of their contents.

The cache is never trusted (see `reading.cache`): msgspec checks every type on reading, and whatever does
not fit is built anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..model import KnowledgeBase, Versions
from ..problems import BadInput
from ..reading.cache import keep, kept
from ..reading.nodes import Problems
from .sources import DIGITS_SHOWN, Files, Root, Sources, read_sources

if TYPE_CHECKING:
    from .overlay.overlays import Overlays

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
        from .overlay.overlays import Overlays, read_overlays

        own = [root for root in self.roots if root != BUILT_IN]
        if self.parsed is None:
            return read_overlays(own, self.files)
        sources, lines = self.parsed
        root_of = {shown: root for root in own for _, shown in root.files()}
        entries = [
            (one, self.files.digest((root_of[one.at.file],)))
            for one in sources["overlay"]
            if one.at.file in root_of
        ]
        return Overlays(tuple(entries), lines)

    @cached_property
    def versioned(self) -> KnowledgeBase:
        """The knowledge base with the versions it rests on."""
        known = self.files.digest(self.roots[:1])[:DIGITS_SHOWN]
        return msgspec.structs.replace(self.knowledge, versions=Versions(_version(), known))

    def sources(self, problems: Problems) -> Sources:
        """All its files as they are parsed; what is wrong in them goes to `problems`, with the lines that
        messages show."""
        if self.parsed is None:
            return read_sources(self.roots, problems, self.files.content)
        sources, lines = self.parsed
        problems.share_lines(lines)
        return sources


def _version() -> str:
    from ... import __version__  # the package is not yet whole while this module is imported

    return __version__


def load(roots: Iterable[Root] = (BUILT_IN,), *, cache: Path | None = None) -> KnowledgeBase:
    """The knowledge base of some roots. Raises BadInput with every problem if anything in it is wrong.

    `cache` is a folder to keep it in; None reads the files each time. Overlays' changes are not part of it
    (see `overlays`).
    """
    return load_whole(roots, cache=cache).knowledge


def load_whole(
    roots: Iterable[Root] = (BUILT_IN,), *, cache: Path | None = None, files: Files | None = None
) -> Loaded:
    """The same with the files it was made from; `files` are those that somebody has read of them already.
    Raises BadInput as `load` does."""
    roots, files = tuple(roots), files or Files()
    _refuse_unread(roots, files)
    if cache is None:
        return _read(roots, files)
    try:
        key = _key(roots, files)
    except OSError:
        return _read(roots, files)
    place = cache / f"{key}.knowledge"
    known = _decoded(kept(place))
    if known is not None:
        return Loaded(known, roots, files)
    made = _read(roots, files)
    keep(msgspec.msgpack.encode(made.knowledge), place)
    return made


def read(roots: Iterable[Root]) -> KnowledgeBase:
    """The knowledge base, read from its files and checked whole."""
    return load_whole(roots).knowledge


def _refuse_unread(roots: tuple[Root, ...], files: Files) -> None:
    """Raises BadInput where a folder holds what nobody reads. The knowledge that ships is read whole; looking
    for more takes time."""
    problems = Problems()
    for root in roots:
        if root != BUILT_IN:
            root.unread(problems, files.content)
    if problems.found:
        raise BadInput(problems.found)


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
    total = hashlib.sha256(files.digest(roots).encode())
    for name in _READERS:
        path = PACKAGE / name
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            total.update(file.read_bytes())
    return total.hexdigest()


def _decoded(payload: bytes | None) -> KnowledgeBase | None:
    if payload is None:
        return None
    try:
        return msgspec.msgpack.decode(payload, type=KnowledgeBase)
    except (ValueError, RecursionError, msgspec.MsgspecError):
        return None
