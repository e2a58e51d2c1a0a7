"""Writing to files so that a reader never meets half of one and nobody's file is harmed. All that the program
writes passes here, but its cache (`reading.cache`), which nobody but itself reads.

A file that is replaced keeps its mode, owner and group; what links lead to is written, not the link; a
file nobody may write stays as it is; a pipe or a device is written to and never replaced.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from .problems import BadInput, Location, Problem

STREAMS = ("/dev/", "/proc/")
"""Where files stand for something else: `/dev/stdout` is written to even where it leads to a file."""

LONGEST_LEAD = 60


def write_whole(content: str | bytes, place: Path) -> None:
    """Writes text (as UTF-8) or bytes: beside the place first, onto the disk, then into the place.

    Raises BadInput where that fails; what stood there then stands there still. Where a file has several
    names (hard links) or cannot be replaced, it is written in place, and a whole copy lies beside it until
    that is done.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    try:
        if is_stream(place):
            _write_to(data, place)
        else:
            _write_file(data, Path(os.path.realpath(place)))
    except OSError as fault:
        raise unwritable(place, fault) from fault


def is_stream(place: Path) -> bool:
    """Whether a place is written to as one writes into a pipe: a pipe, a device, or what stands for one."""
    if os.path.abspath(place).startswith(STREAMS):
        return True
    with suppress(OSError):
        mode = os.stat(place).st_mode
        return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
    return False


def is_same_file(first: Path, second: Path) -> bool:
    """Whether two names lead to one file, by whatever spelling or link; a file that is not there is the
    same as none."""
    try:
        return os.path.samefile(first, second)
    except OSError:
        return False


def keep_beside(place: Path) -> Path:
    """Copies a file to `name.bak.ext` beside it, or to the first of `name.bak2.ext`, `name.bak3.ext` that
    is free, and returns that place. Never writes over anything. Raises BadInput where that fails."""
    real = Path(os.path.realpath(place))
    try:
        return next(kept for name in _backup_names(real) if (kept := _copied(real, name)))
    except OSError as fault:
        raise unwritable(place, fault) from fault


def unwritable(place: Path, fault: OSError) -> BadInput:
    """What is wrong where a file cannot be written."""
    message = f"this file cannot be written: {fault.strerror or fault}"
    return BadInput([Problem(Location(str(place)), message, "unwritable")])


def _backup_names(place: Path) -> Iterator[Path]:
    for number in count(1):
        yield place.with_name(f"{place.stem}.bak{number if number > 1 else ''}{place.suffix}")


def _copied(source: Path, target: Path) -> Path | None:
    """The place of a new copy; None if something stands there already."""
    try:
        with source.open("rb") as old, target.open("xb") as new:
            shutil.copyfileobj(old, new)
            _to_disk(new.fileno())
    except FileExistsError:
        return None
    shutil.copystat(source, target)
    return target


def _write_to(data: bytes, place: Path) -> None:
    """Writes to what is no file of its own, after what is there."""
    handle = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    with os.fdopen(handle, "wb", buffering=0) as stream:
        left = memoryview(data)
        while left:
            left = left[stream.write(left) or 0 :]


def _write_file(data: bytes, place: Path) -> None:
    there = _stat(place)
    if there is not None and stat.S_ISDIR(there.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if there is not None and not _may_write(place, there):
        raise PermissionError(errno.EACCES, "it is read-only")
    beside = _put_beside(data, place, there)
    try:
        if there is not None and (there.st_nlink > 1 or not _owned_alike(beside, there)):
            _write_in_place(data, place)
        else:
            _replace(beside, place, data)
    finally:
        beside.unlink(missing_ok=True)


def _stat(place: Path) -> os.stat_result | None:
    try:
        return place.stat()
    except FileNotFoundError:
        return None


def _may_write(place: Path, there: os.stat_result) -> bool:
    """Whether its mode lets somebody write it, and the system lets us: to the superuser a mode alone
    forbids nothing."""
    return bool(there.st_mode & 0o222) and os.access(place, os.W_OK)


def _put_beside(data: bytes, place: Path, there: os.stat_result | None) -> Path:
    """A whole copy of what is to be written, on the disk, with the mode and, where possible, the owner of
    what is there."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:LONGEST_LEAD]}-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            _to_disk(file.fileno())
        if there is not None and hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(beside, there.st_uid, there.st_gid)
        beside.chmod(stat.S_IMODE(there.st_mode) if there is not None else _usual_mode())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _owned_alike(beside: Path, there: os.stat_result) -> bool:
    made = beside.stat()
    return (made.st_uid, made.st_gid) == (there.st_uid, there.st_gid)


def _replace(beside: Path, place: Path, data: bytes) -> None:
    """Moves the copy into the place. What is mounted by itself can only be written in place."""
    try:
        beside.replace(place)
    except OSError as fault:
        if fault.errno not in (errno.EBUSY, errno.EXDEV) or not place.exists():
            raise
        _write_in_place(data, place)
    with suppress(OSError):
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write_in_place(data: bytes, place: Path) -> None:
    with place.open("r+b") as file:
        file.write(data)
        file.truncate()
        file.flush()
        _to_disk(file.fileno())


def _to_disk(handle: int) -> None:
    """Has the system put a file onto the disk; where it cannot, nothing is lost by going on."""
    with suppress(OSError):
        os.fsync(handle)


def _usual_mode() -> int:
    """The mode a new file of this user has."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
