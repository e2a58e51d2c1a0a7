"""Files to begin with for people who write rules: an overlay, a rulebase, a standard, each sound and tested
as it is written. Each names its schema in the first line, and the schemas lie beside, so that editors
complete and explain the keys wherever the folder goes."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from ..files import unwritable, write_whole
from ..knowledge.formats.schemas import file_name, schema_text
from ..knowledge.formats.values import NAME, STANDARD_ID
from ..model import KnowledgeBase, Word, lineage
from ..problems import BadInput, Location, Problem, did_you_mean


class Beginning(Word):
    """What can be begun."""

    OVERLAY = "overlay"
    RULEBASE = "rulebase"
    STANDARD = "standard"


Files = dict[str, str]
"""Texts by the place of the file, below the folder in which they are begun."""

NAMES = {
    Beginning.OVERLAY: (NAME, "acme"),
    Beginning.RULEBASE: (rf"{NAME}/{NAME}", "iso-9001/calibration"),
    Beginning.STANDARD: (STANDARD_ID, "acme-100:2026"),
}
"""The form of a name of each, with an example."""


def begin(
    kind: Beginning, name: str, folder: Path, knowledge: KnowledgeBase, place: str = ""
) -> tuple[Path, ...]:
    """Writes the files to begin with into a folder, with the schemas they name, and returns their places.

    `place` is the clause that a rulebase is about, `iso-9001:2015/7.1.5`. Raises BadInput, and writes
    nothing, where the name has another form, the clause is not known, or a file is there already.
    """
    files = _texts(kind, name, knowledge, place)
    there = [folder / name for name in files if (folder / name).exists()]
    if there:
        hint = "choose another name or folder, or move the file away"
        raise BadInput(
            [
                Problem(
                    Location(str(one)), "this file is there already and stays as it is", "unwritable", hint
                )
                for one in there
            ]
        )
    files |= _schemas(files, folder)
    for written, text in files.items():
        _make_folder((folder / written).parent)
        write_whole(text, folder / written)
    return tuple(folder / written for written in files)


def _schemas(files: Files, folder: Path) -> Files:
    """The schemas that files name, by their place; those that are there already stay as they are."""
    found: Files = {}
    for written, text in files.items():
        named = text.partition("\n")[0].removeprefix(NAMES_SCHEMA)
        place = posixpath.normpath(posixpath.join(posixpath.dirname(written), named))
        if not (folder / place).exists():
            found[place] = schema_text(posixpath.basename(place).removesuffix(file_name("")))
    return found


def _make_folder(folder: Path) -> None:
    """Makes a folder with those above it. Raises BadInput where that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise unwritable(folder, fault) from fault


def _texts(kind: Beginning, name: str, knowledge: KnowledgeBase, place: str) -> Files:
    form, example = NAMES[kind]
    if not re.fullmatch(form, name):
        raise _refused(
            "NAME",
            f"`{name}` is no name for {kind.value}",
            f"for example: clausegraph new {kind.value} {example}",
        )
    if kind is Beginning.OVERLAY:
        return {f"{name}/overlay.yaml": OVERLAY.format(name=name)}
    if kind is Beginning.STANDARD:
        return _standard(name, knowledge)
    clause = _clause(place, knowledge)
    return _rulebase(name, clause, _theme(clause, knowledge))


def _clause(place: str, knowledge: KnowledgeBase) -> str:
    """The clause a rulebase is about, which has to be known."""
    if place in knowledge.clause:
        return place
    if not place:
        raise _refused(
            "--clause", "a rulebase is about a clause of a standard", "--clause iso-9001:2015/7.1.5"
        )
    raise _refused(
        "--clause",
        f"there is no clause `{place}`",
        did_you_mean(place, knowledge.clause) or "for example: iso-9001:2015/7.1.5",
    )


def _standard(name: str, knowledge: KnowledgeBase) -> Files:
    folder, _, edition = name.partition(":")
    if name in knowledge.standard:
        raise _refused(
            "NAME", f"the standard `{name}` is known already", "a client's changes to it go into an overlay"
        )
    outline = {f"standards/{folder}-{edition}.yaml": STANDARD.format(name=name, edition=edition)}
    return outline | _rulebase(f"{folder}/first", f"{name}/8.1", FIRST_THEME)


def _theme(clause: str, knowledge: KnowledgeBase) -> str:
    """What the requirements under a clause, or under the nearest one above that has any, are about."""
    standard, _, number = clause.partition("/")
    members = (knowledge.members[f"{standard}/{above}"] for above in lineage(number))
    nearest = next((some for some in members if some), ())
    return knowledge.requirement[nearest[0]].theme if nearest else FIRST_THEME


def _rulebase(name: str, clause: str, theme: str) -> Files:
    standard, _, number = clause.partition("/")
    topic = name.partition("/")[2]
    words = {
        "name": name,
        "standard": standard,
        "clause": number,
        "theme": theme,
        "topic": topic,
        "fact": topic.replace("-", "_"),
    }
    return {
        f"rulebases/{name}.yaml": RULEBASE.format(**words),
        f"rulebases/{name}.test.yaml": CASES.format(**words),
    }


def _refused(where: str, message: str, hint: str) -> BadInput:
    return BadInput([Problem(Location(where), message, "unknown-name", hint)])


FIRST_THEME = "operational-planning"

NAMES_SCHEMA = "# yaml-language-server: $schema="

OVERLAY = """\
# yaml-language-server: $schema=schemas/overlay.schema.json
# What is different for this client. Used with: clausegraph assess FACTS --with {name}
# A rule's name stands beside its finding in every report; every change says why, and every report prints it.
# Rules, questions, cases and policies of the client's own go into {name}/rulebases/ (clausegraph new rulebase
# ... --in {name}).
overlay: {name}
changes: []
#  - change: iso-9001/critical-providers-never-evaluated
#    grade: minor
#    because: The client's customers name its providers and evaluate them.
#  - disable: iso-9001/some-rule
#    until: 2027-06-30
#    because: Records move to a new tool; agreed with the auditor.
"""

STANDARD = """\
# yaml-language-server: $schema=../schemas/standard.schema.json
# A standard of your own: its clauses here, what they ask in rulebases/. The edition is part of its name.
standard: {name}
title: What the standard is about
edition: What stands on its title page, {edition}
discipline: quality
clauses:
  - {{clause: 8, title: Operation, stage: do}}
  - {{clause: 8.1, title: The first clause, theme: operational-planning}}
"""

RULEBASE = """\
# yaml-language-server: $schema=../../schemas/rulebase.schema.json
# Put your own words in place of these. Every key is explained in docs/rule-authors/format.md; `clausegraph
# check` names every mistake, `clausegraph test` runs the cases beside this file.
rulebase: {name}
standard: {standard}
facts:
  {fact}.practised:
    ask: Is what the clause asks for done wherever it applies?
    answer: yes, partly or no
    who: process-owner
requirements:
  - requirement: {clause}/{topic}
    says: What the clause asks for is done wherever it applies.
    theme: {theme}
    evidence: [what an auditor would ask to see]
rules:
  - rule: {topic}-not-practised
    requirement: {clause}/{topic}
    when: {{{fact}.practised: no}}
    grade: major
    because: What the clause asks for is not done at all.
    fix: Begin with it where it matters most, and see that it stays.
  - rule: {topic}-in-part
    requirement: {clause}/{topic}
    when: {{{fact}.practised: partly}}
    grade: minor
    because: What the clause asks for is done in some places only.
    fix: Find out why it is left out elsewhere, and mend that.
"""

CASES = """\
# yaml-language-server: $schema=../../schemas/tests.schema.json
tests: {name}
cases:
  - case: What is not done at all is a major gap
    facts: {{{fact}.practised: no}}
    expect: {{{clause}/{topic}: major by {topic}-not-practised}}
  - case: What is done in part is a minor gap
    facts: {{{fact}.practised: partly}}
    expect: {{{clause}/{topic}: minor by {topic}-in-part}}
  - case: What is done everywhere conforms
    facts: {{{fact}.practised: yes}}
    expect: {{{clause}/{topic}: conforms}}
  - case: An unanswered question is never a pass
    facts: {{}}
    expect: {{{clause}/{topic}: not-assessed}}
"""
