"""From the entries of the files to one knowledge base. What could not be read is left out; it is whole only without problems."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Escalation, KnowledgeBase, Policy, Theme
from ..reading.nodes import Problems
from ..reading.shapes import Entry
from .conditions import ConditionReader
from .ladders import Expander, Ladder, read_ladder
from .links import read_links
from .names import Names
from .requirements import RequirementReader, read_facts
from .sources import Sources
from .standards import read_outline


def build(sources: Sources, problems: Problems) -> KnowledgeBase:
    """The knowledge base that the entries describe; what is wrong goes to `problems`."""
    themes, theme_names = _themes(sources, problems)
    outline = read_outline(sources, theme_names, problems)
    facts, fact_names = read_facts(sources, problems)
    conditions = ConditionReader(facts, fact_names, problems)
    ladders, ladder_names = _ladders(sources, problems)
    expander = Expander(ladders, ladder_names, conditions, problems)
    reader = RequirementReader(outline, theme_names, conditions, expander, problems, complete=sources.complete("requirements"))
    read = reader.read(sources)
    requirements = outline.placed(read.templates, read.names)
    return KnowledgeBase(
        standards=tuple(outline.standards.values()),
        clauses=tuple(outline.clauses.values()),
        themes=themes,
        facts=tuple(facts.values()),
        templates=tuple(read.templates.values()),
        requirements=requirements,
        rules=tuple(read.rules),
        links=read_links(sources, outline, read, requirements, problems),
        policies=_policies(sources, problems),
        edition_changes=outline.changes(requirements),
    )


def _themes(sources: Sources, problems: Problems) -> tuple[tuple[Theme, ...], Names]:
    names = Names("a theme", problems, complete=sources.complete("themes"))
    return tuple(Theme(entry["theme"], entry["title"]) for entry in _new(sources, "themes", "theme", names)), names


def _ladders(sources: Sources, problems: Problems) -> tuple[dict[str, Ladder], Names]:
    names = Names("a ladder", problems, complete=sources.complete("ladders"))
    ladders = {}
    for entry in _new(sources, "ladders", "ladder", names):
        ladder = read_ladder(entry, problems)
        if ladder is None:
            names.breaks(entry["ladder"])
        else:
            ladders[ladder.name] = ladder
    return ladders, names


def _policies(sources: Sources, problems: Problems) -> tuple[Policy, ...]:
    found = _new(sources, "policies", "policy", Names("a policy", problems))
    return tuple(Policy(entry["policy"], entry["says"], _escalations(entry, problems)) for entry in found)


def _escalations(policy: Entry, problems: Problems) -> tuple[Escalation, ...]:
    names = Names("an escalation", problems)
    entries = [entry for entry in policy.all("escalations") if names.declare(entry["rule"], entry.place("rule"))]
    return tuple(_escalation(policy["policy"], entry, problems) for entry in entries)


def _escalation(policy: str, entry: Entry, problems: Problems) -> Escalation:
    if ("at_least" in entry) == ("failure" in entry):
        message = "an escalation counts nonconformities (`at_least`) or looks at a dependency failure (`failure`)"
        problems.add(entry.at, message, "missing-key", "give one of the two keys")
    elif "share" in entry and "failure" in entry:
        problems.add(entry.place("share"), "`share` goes with `at_least`", "unknown-key", "remove it: a dependency failure is not counted")
    return Escalation(
        id=f"{policy}/{entry['rule']}",
        grade=entry["grade"],
        because=entry["because"],
        at=entry.at,
        at_least=entry.get("at_least", 0),
        share=entry.get("share", 0),
        failure=entry.get("failure"),
    )


def _new(sources: Sources, section: str, key: str, names: Names) -> Iterator[Entry]:
    """The whole entries of all files of a kind that is a plain list (themes, ladders, policies), each name once."""
    for entry in [entry for file in sources[section] for entry in file.all(section)]:
        if key in entry and names.declare(entry[key], entry.place(key), whole=entry.whole) and entry.whole:
            yield entry
