"""The cache of the knowledge base on disk: kept by the hash of what it was made from, and never trusted
beyond its owner.

Whoever can write into the folder could plant a knowledge base in which nothing fails. So the folder has to be
one's own and nobody else's to write, and so has the file; what is not a plain file is never waited for. Each
entry carries a hash of its name and contents.

It is not written as files of people are (`files`): an entry is its owner's alone, whatever the usual mode
is, never follows a link, and is simply not there where it cannot be written.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

LARGEST_ENTRY = 64 * 1024 * 1024
MOST_KEPT = 8
LEFT_BEHIND_AFTER = 3_600
"""After how many seconds a file that was begun and never finished is nobody's any more."""

_ENTRY = re.compile(r"[0-9a-f]{64}\.knowledge")
_BEGUN = re.compile(r"\.new-.+|\.[0-9a-f]{60}[0-9a-f.a-z]*-.+")
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def why_not(folder: Path) -> str:
    """Why a folder cannot serve as a cache, in words; empty if it can, or is not there yet."""
    try:
        found = folder.stat()
    except FileNotFoundError:
        return ""
    except OSError as fault:
        return f"it cannot be looked at: {fault.strerror}"
    if not stat.S_ISDIR(found.st_mode):
        return "it is no folder"
    if not _is_own(found):
        return "it belongs to somebody else"
    return "others can write into it" if _others_write(found) else ""


def kept(place: Path) -> bytes | None:
    """What is kept at a place, if it is whole, a plain file, and one's own; None otherwise."""
    if why_not(place.parent):
        return None
    try:
        content = _content(place)
    except OSError:
        return None
    if content is None or _checksum(content[32:], place) != content[:32]:
        return None
    return content[32:]


def keep(payload: bytes, place: Path) -> None:
    """Writes an entry beside its place and then moves it there; where that is not possible, there is
    simply no cache."""
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if why_not(place.parent):
            return
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".new-", delete=False) as file:
            file.write(_checksum(payload, place) + payload)
        try:
            Path(file.name).replace(place)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
        _tidy(place.parent)


def _content(place: Path) -> bytes | None:
    """The bytes of a plain file of one's own that nobody else may write. It is opened without waiting: a
    pipe would hold us for ever."""
    handle = os.open(
        place,
        os.O_RDONLY
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_BINARY", 0),
    )
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if (
            not stat.S_ISREG(found.st_mode)
            or not _is_own(found)
            or _others_write(found)
            or found.st_size > LARGEST_ENTRY
        ):
            return None
        return file.read(LARGEST_ENTRY + 1)


def _is_own(found: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()


def _others_write(found: os.stat_result) -> bool:
    """Windows keeps who may write elsewhere than in these bits."""
    return os.name != "nt" and bool(found.st_mode & _OTHERS_WRITE)


def _checksum(payload: bytes, place: Path) -> bytes:
    """Covers the name too, so that a cache of other files is never taken for this one."""
    return hashlib.sha256(place.name.encode() + payload).digest()


def _tidy(folder: Path) -> None:
    """Leaves the newest few entries, so that the folder does not grow with every change of a rule, and
    removes what was begun and never finished. What else stands there is somebody's and stays."""
    entries: list[tuple[float, Path]] = []
    for path in sorted(folder.iterdir()):
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or not _is_own(found):
            continue
        if _ENTRY.fullmatch(path.name):
            entries.append((found.st_mtime, path))
        elif _BEGUN.fullmatch(path.name) and found.st_mtime < time.time() - LEFT_BEHIND_AFTER:
            path.unlink(missing_ok=True)
    for _, path in sorted(entries, reverse=True)[MOST_KEPT:]:
        path.unlink(missing_ok=True)
