"""Compares the environment this runs in with a lock; exit code 1 where they differ.

What the lock keeps for other Pythons and systems is left out, and so is the package itself.
"""

from __future__ import annotations

import sys
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = "clausegraph"


def locked(text: str) -> dict[str, str]:
    """The versions that a lock gives for this Python and this system, by package."""
    lines = (line.removesuffix("\\").strip() for line in text.splitlines() if line[:1].isalnum())
    wanted = [one for one in map(Requirement, lines) if one.marker is None or one.marker.evaluate()]
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in wanted}


def installed() -> dict[str, str]:
    """The versions that are installed here, by package."""
    here = {canonicalize_name(one.metadata["Name"]): one.version for one in distributions()}
    return {name: version for name, version in here.items() if name != OURS}


def differences(lock: dict[str, str], here: dict[str, str]) -> list[str]:
    """A line for each package whose version differs, or that stands on one side only."""
    differing = sorted(name for name in lock.keys() | here.keys() if lock.get(name) != here.get(name))
    return [f"{name}: {_said(lock, name)} in the lock, {_said(here, name)} here" for name in differing]


def _said(versions: dict[str, str], name: str) -> str:
    return versions.get(name, "nothing")


def main(lock: Path) -> int:
    """Prints what differs and returns the exit code."""
    found = differences(locked(lock.read_text(encoding="utf-8")), installed())
    where = f"{lock} and this environment (Python {sys.version_info.major}.{sys.version_info.minor})"
    print(f"{where} {'differ:' if found else 'are the same.'}")
    print("".join(f"  {line}\n" for line in found), end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
