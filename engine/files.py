"""Writing a result to a file so that a reader never meets half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from .problems import BadInput, Location, Problem


def write_whole(content: str | bytes, place: Path) -> None:
    """Writes text or bytes beside their place, then moves them there. Raises BadInput where that fails; the old file then stands."""
    beside = None
    try:
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}-", delete=False) as file:
            beside = Path(file.name)
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
        beside.chmod(_usual_mode())
        beside.replace(place)
    except OSError as fault:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise BadInput([Problem(Location(str(place)), f"this file cannot be written: {fault.strerror}", "unwritable")]) from fault


def _usual_mode() -> int:
    """The mode a new file of this user has."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
