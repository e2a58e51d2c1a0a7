"""Loading the knowledge base: from its files, or from a cache kept by the hash of their contents.

The cache is never trusted (see `cache`): msgspec checks every type on reading, and whatever does not fit is built anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ..model import KnowledgeBase
from ..problems import BadInput
from ..reading.cache import keep, kept
from ..reading.nodes import Problems
from .sources import Root, digest

PACKAGE = Path(__file__).resolve().parents[2]
BUILT_IN = Root(PACKAGE)
_READERS = ("engine/problems.py", "engine/model", "engine/reading", "engine/knowledge")


def load(roots: Iterable[Root] = (BUILT_IN,), *, cache: Path | None = None) -> KnowledgeBase:
    """The knowledge base of some roots. Raises BadInput with every problem if anything in it is wrong.

    `cache` is a folder to keep it in; None reads the files each time. Overlays' changes are not part of it (see `overlays`).
    """
    roots = tuple(roots)
    _refuse_unread(roots)
    if cache is None:
        return _read(roots)
    try:
        key = _key(roots)
    except OSError:
        return _read(roots)
    place = cache / f"{key}.knowledge"
    known = _decoded(kept(place))
    if known is None:
        known = _read(roots)
        keep(msgspec.msgpack.encode(known), place)
    return known


def read(roots: Iterable[Root]) -> KnowledgeBase:
    """The knowledge base, read from its files and checked whole."""
    roots = tuple(roots)
    _refuse_unread(roots)
    return _read(roots)


def _refuse_unread(roots: tuple[Root, ...]) -> None:
    """Raises BadInput where a folder holds what nobody reads. The knowledge that ships is read whole; looking for more takes time."""
    problems = Problems()
    for root in roots:
        if root != BUILT_IN:
            root.unread(problems)
    if problems.found:
        raise BadInput(problems.found)


def _read(roots: tuple[Root, ...]) -> KnowledgeBase:
    from .build import build
    from .checks import check
    from .sources import read_sources

    problems = Problems()
    knowledge = build(read_sources(roots, problems), problems)
    if not problems.found:
        check(knowledge, problems)
    if problems.found:
        raise BadInput(problems.found)
    return knowledge


def default_cache() -> Path | None:
    """The folder for the cache: CLAUSEGRAPH_CACHE if set (empty: no cache), else the user's cache folder."""
    chosen = os.environ.get("CLAUSEGRAPH_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    import platformdirs

    return Path(platformdirs.user_cache_dir("clausegraph", appauthor=False))


def _key(roots: tuple[Root, ...]) -> str:
    """A hash of the knowledge and of the code that reads it: neither a changed rule nor a changed reader meets an old cache."""
    total = hashlib.sha256(digest(roots).encode())
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
