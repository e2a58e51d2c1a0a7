"""From the entries of the files to one knowledge base. What could not be read is left out; it is whole
only without problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ..model import KnowledgeBase, Question, Renaming, Requirement, Rule, Template, Theme
from ..reading.nodes import Problems
from ..reading.shapes import Entry, Placed
from .ladders import Expander, Ladder, read_ladder
from .language.conditions import ConditionReader
from .links import read_links
from .names import Names
from .parallels import read_parallels
from .policies import read_policies
from .registers.counts import read_counts
from .renaming import called_now, known_today, names_today, read_new_names
from .requirements import RequirementReader, read_questions
from .sources import Sources
from .standards import read_outline
from .tables import Vocabulary


def build(sources: Sources, problems: Problems) -> KnowledgeBase:
    """The knowledge base that the entries describe; what is wrong goes to `problems`."""
    new_names = tuple(read_new_names(sources, problems))
    themes, theme_names = _themes(sources, problems)
    theme_names.called_now = called_now(new_names, "theme")
    outline = read_outline(sources, theme_names, problems)
    facts, fact_names = read_questions(sources, theme_names, problems)
    vocabulary = Vocabulary(sources, facts, problems)
    facts = {name: vocabulary.of(question) for name, question in facts.items()}
    conditions = ConditionReader(facts, fact_names, problems)
    ladders, ladder_names = _ladders(sources, problems)
    expander = Expander(ladders, ladder_names, conditions, problems)
    reader = RequirementReader(
        outline, theme_names, conditions, expander, problems, complete=sources.complete("requirements")
    )
    reader.names.called_now = called_now(new_names, "requirement")
    reader.rule_names.called_now = called_now(new_names, "rule")
    read = reader.read(sources)
    requirements = reader.where_placed(read, outline.placed(read.templates, read.names))
    decided = read_policies(sources, read.rules, reader.rule_names, problems)
    return KnowledgeBase(
        standards=tuple(outline.standards.values()),
        clauses=tuple(outline.clauses.values()),
        themes=themes,
        questions=_with_themes(facts, read.rules, read.templates, requirements),
        templates=tuple(read.templates.values()),
        requirements=requirements,
        rules=tuple(read.rules),
        links=read_links(sources, outline, read, requirements, problems),
        policies=decided.policies,
        edition_changes=outline.changes(requirements),
        settings=decided.settings,
        new_names=known_today(new_names, names_today(read.rules, requirements, themes), problems),
        renamings=tuple(_renamings(sources, fact_names, problems)),
        parallels=read_parallels(sources, theme_names, outline, problems),
        counts=read_counts(sources, conditions, problems),
        table_words=vocabulary.rest(),
    )


def _with_themes(
    questions: dict[str, Question],
    rules: Iterable[Rule],
    templates: dict[str, Template],
    requirements: Iterable[Requirement],
) -> tuple[Question, ...]:
    """The questions, each with the practice it asks about: the theme it names, else that of the first
    requirement it decides, one of the same file before any other."""
    theme_of = {one.template: one.theme for one in requirements}
    decides: dict[str, list[Template]] = {fact: [] for fact in questions}
    for rule in rules:
        for fact in rule.each.registers if rule.each else rule.reads:
            decides[fact].append(templates[rule.template])
    return tuple(
        question
        if question.theme
        else msgspec.structs.replace(question, theme=_theme_of(question, decides[question.id], theme_of))
        for question in questions.values()
    )


def _theme_of(question: Question, decided: list[Template], theme_of: dict[str, str]) -> str:
    at_home = [template for template in decided if template.at.file == question.at.file]
    return next((template.theme or theme_of.get(template.id, "") for template in (*at_home, *decided)), "")


def _renamings(sources: Sources, facts: Names, problems: Problems) -> Iterator[Renaming]:
    """What earlier versions asked otherwise: every question and answer of today that is named has to be
    there."""
    names = Names("a renamed fact", problems)
    for entry in _new(sources, "renamed", "fact", names):
        answers = {
            text.value: _said_today(now, facts) for text, now in entry.get("answers", ()) if now is not None
        }
        if "now" not in entry or facts.usable(entry.placed("now")):
            otherwise = _said_today(entry.placed("otherwise"), facts) if "otherwise" in entry else {}
            yield Renaming(
                entry["fact"], entry["because"], entry.at, entry.get("now", ""), answers, otherwise
            )


def _said_today(now: Placed[list[tuple[Placed[str], Placed[str] | None]]], facts: Names) -> dict[str, str]:
    return {name.value: text.value for name, text in now.value if text is not None and facts.usable(name)}


def _themes(sources: Sources, problems: Problems) -> tuple[tuple[Theme, ...], Names]:
    names = Names("a theme", problems, complete=sources.complete("themes"))
    return tuple(
        Theme(entry["theme"], entry["title"], entry.get("apart", False))
        for entry in _new(sources, "themes", "theme", names)
    ), names


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


def _new(sources: Sources, section: str, key: str, names: Names) -> Iterator[Entry]:
    """The whole entries of all files of a kind that is a plain list (themes, ladders), each name once."""
    for entry in [entry for file in sources[section] for entry in file.all(section)]:
        if key in entry and names.declare(entry[key], entry.place(key), whole=entry.whole) and entry.whole:
            yield entry
