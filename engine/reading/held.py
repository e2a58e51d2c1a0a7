"""One at a time: a file that several people change at once is held by each of them from reading it until
writing it.

The system's own lock on the file is used, which nobody can forget to take away. Where there is none
(Windows) everybody goes ahead.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..problems import BadInput, Location, Problem

LONGEST_WAIT = 10.0
"""Seconds. Whoever changes a file holds it for a moment."""


@contextmanager
def held(place: Path) -> Iterator[None]:
    """Holds the file at a place, if there is one. Raises BadInput where somebody else does not let go of
    it."""
    handle = _taken(place, time.monotonic() + LONGEST_WAIT)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _taken(place: Path, until: float) -> int | None:
    """The file, open and locked, that is at the place now: what was locked may have been replaced while we
    waited."""
    try:
        import fcntl
    except ImportError:
        return None
    while True:
        try:
            handle = os.open(place, os.O_RDONLY | os.O_NONBLOCK)
        except OSError:
            return None
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), os.stat(place)):
                return handle
        os.close(handle)
        if time.monotonic() > until:
            message = "somebody else is changing this file and does not let go of it"
            raise BadInput(
                [Problem(Location(str(place)), message, "unwritable", "end the other program, and try again")]
            )
        time.sleep(0.02)
