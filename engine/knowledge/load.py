"""Loading the knowledge base: from its files, or from a cache kept by the hash of their contents.

The cache is never trusted: it carries a hash of its name and contents, msgspec checks every type on reading, and whatever does
not fit is built anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from ..model import KnowledgeBase
from ..problems import BadInput
from .sources import Root, digest

PACKAGE = Path(__file__).resolve().parents[2]
BUILT_IN = Root(PACKAGE)
_READERS = ("engine/model", "engine/reading", "engine/knowledge")


def load(roots: Iterable[Root] = (BUILT_IN,), *, cache: Path | None = None) -> KnowledgeBase:
    """The knowledge base of some roots. Raises BadInput with every problem if anything in it is wrong.

    `cache` is a folder to keep it in; None reads the files each time. Overlays' changes are not part of it (see `overlays`).
    """
    roots = tuple(roots)
    if cache is None:
        return read(roots)
    try:
        key = _key(roots)
    except OSError:
        return read(roots)
    place = cache / f"{key}.knowledge"
    known = _cached(place)
    if known is None:
        known = read(roots)
        _keep(known, place)
    return known


def read(roots: Iterable[Root]) -> KnowledgeBase:
    """The knowledge base, read from its files and checked whole."""
    from ..reading.nodes import Problems
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
    """Writes the cache beside its place and then moves it there; where that is not possible, there is simply no cache."""
    payload = msgspec.msgpack.encode(knowledge)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".new-", delete=False) as file:
            file.write(_checksum(payload, place) + payload)
        try:
            Path(file.name).replace(place)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
        _forget_older(place)


def _forget_older(place: Path, keep: int = 8) -> None:
    """Leaves the newest few files, so that the folder does not grow with every change of a rule."""
    files = sorted(place.parent.glob("*.knowledge"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[keep:]:
        file.unlink(missing_ok=True)
