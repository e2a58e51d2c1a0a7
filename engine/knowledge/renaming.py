"""What rules, requirements and themes were called in earlier versions, so that whoever uses an old name is
told the new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import NewName, Requirement, Rule, Theme
from ..reading.nodes import Problems
from ..reading.shapes import Entry
from .names import Names
from .sources import Sources

KINDS = ("rule", "requirement", "theme")


def read_new_names(sources: Sources, problems: Problems) -> Iterator[NewName]:
    """What the files say was called otherwise; each entry is about one thing."""
    taken = {kind: Names(f"a {kind} of an earlier version", problems) for kind in KINDS}
    for entry in [entry for file in sources["renamed"] for entry in file.all("renamed")]:
        kind = _kind(entry, problems) if entry.whole else None
        if kind and taken[kind].declare(entry[kind], entry.place(kind)):
            yield NewName(kind, entry[kind], entry["now"], entry["because"], entry.place("now"))


def _kind(entry: Entry, problems: Problems) -> str | None:
    """What an entry is about; None for a question, which has a meaning of its own, and, with a problem, where
    that is not said."""
    named = [key for key in ("fact", *KINDS) if key in entry]
    if len(named) != 1:
        hint = "for example: {rule: iso-9001/old-name, now: iso-9001/new-name, because: ...}"
        message = "a renaming is about one thing: a fact, a rule, a requirement or a theme"
        problems.add(entry.at, message, "missing-key", hint)
        return None
    if named == ["fact"]:
        return None
    stray = next((key for key in ("answers", "otherwise") if key in entry), None)
    if stray is not None or "now" not in entry:
        message = f"a {named[0]} was only called otherwise: give its name today under `now`"
        problems.add(entry.place(stray or named[0]), message, "missing-key", f"now: the {named[0]} of today")
        return None
    return named[0]


def called_now(names: Iterable[NewName], kind: str) -> dict[str, str]:
    """What things of a kind are called today, by their names of then."""
    return {one.was: one.now for one in names if one.kind == kind}


def names_today(
    rules: Iterable[Rule], requirements: Iterable[Requirement], themes: Iterable[Theme]
) -> dict[str, frozenset[str]]:
    """The names that there are today, by kind; a requirement also goes by that of its template."""
    return {
        "rule": frozenset(one.id for one in rules),
        "requirement": frozenset(name for one in requirements for name in (one.id, one.kin)),
        "theme": frozenset(one.id for one in themes),
    }


def known_today(
    names: tuple[NewName, ...], known: dict[str, frozenset[str]], problems: Problems
) -> tuple[NewName, ...]:
    """Those whose name of today there is, by kind; another one is a problem."""
    for one in names:
        if one.now not in known[one.kind]:
            hint = problems.near(one.now, known[one.kind])
            problems.add(one.at, f"there is no {one.kind} `{one.now}`", "unknown-name", hint)
    return tuple(one for one in names if one.now in known[one.kind])
