"""Everything known in one place, with the ways to look it up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from .counts import Count
from .overlays import Change, Versions
from .policies import Policy, Setting
from .rules import WITHIN_TOLERANCE, NewName, Question, Renaming, Rule, facts_in
from .standards import (
    Clause,
    EditionChange,
    Link,
    Parallel,
    Requirement,
    Standard,
    Template,
    Theme,
    clause_order,
    lineage,
    operates,
)
from .tables import TableWords
from .words import AnswerKind


class KnowledgeBase(msgspec.Struct, frozen=True, dict=True):
    """Everything known, checked whole. Tuples are in the order of the files, which never matters for a
    result."""

    standards: tuple[Standard, ...]
    clauses: tuple[Clause, ...]
    themes: tuple[Theme, ...]
    questions: tuple[Question, ...]
    templates: tuple[Template, ...]
    requirements: tuple[Requirement, ...]
    rules: tuple[Rule, ...]
    links: tuple[Link, ...]
    policies: tuple[Policy, ...]
    changes: tuple[Change, ...] = ()
    versions: Versions = Versions()
    edition_changes: tuple[EditionChange, ...] = ()
    settings: tuple[Setting, ...] = ()
    renamings: tuple[Renaming, ...] = ()
    new_names: tuple[NewName, ...] = ()
    parallels: tuple[Parallel, ...] = ()
    counts: tuple[Count, ...] = ()
    table_words: TableWords = TableWords()

    @cached_property
    def standard(self) -> dict[str, Standard]:
        return {standard.id: standard for standard in self.standards}

    @cached_property
    def clause(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def question(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def template(self) -> dict[str, Template]:
        return {template.id: template for template in self.templates}

    @cached_property
    def requirement(self) -> dict[str, Requirement]:
        return {requirement.id: requirement for requirement in self.requirements}

    @cached_property
    def rule(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def renaming(self) -> dict[str, Renaming]:
        """What questions of earlier versions say today, by their name of then."""
        return {renaming.fact: renaming for renaming in self.renamings}

    def called_now(self, *kinds: str) -> dict[str, str]:
        """What things of some kinds are called today, by their names of earlier versions."""
        return {one.was: one.now for one in self.new_names if one.kind in kinds}

    @cached_property
    def link(self) -> dict[str, Link]:
        return {link.id: link for link in self.links}

    @cached_property
    def policy(self) -> dict[str, Policy]:
        return {policy.id: policy for policy in self.policies}

    @cached_property
    def theme(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def rules_of(self) -> dict[str, tuple[Rule, ...]]:
        """The rules by template."""
        found: dict[str, list[Rule]] = {template.id: [] for template in self.templates}
        for rule in self.rules:
            found[rule.template].append(rule)
        return {template: tuple(rules) for template, rules in found.items()}

    @cached_property
    def reads_of(self) -> dict[str, tuple[str, ...]]:
        """The names of the questions that the rules and the applicability of a template read, in the order
        they are named."""
        return {
            template.id: tuple(
                dict.fromkeys(
                    (
                        *facts_in(template.applies),
                        *(fact for rule in self.rules_of[template.id] for fact in rule.reads),
                    )
                )
            )
            for template in self.templates
        }

    @cached_property
    def touched(self) -> dict[str, tuple[Change, ...]]:
        """What overlays changed, by the id of what it touches."""
        found: dict[str, tuple[Change, ...]] = {}
        for change in self.changes:
            for name in change.touches:
                found[name] = (*found.get(name, ()), change)
        return found

    def changes_on(self, names: Iterable[str]) -> tuple[Change, ...]:
        """What overlays changed in some rules, questions, requirements or links, in the order of the
        overlays. What is judged apart goes by what was changed before it was told apart, too, and what is
        tolerated by what was changed in the rule it was taken from."""
        if not self.changes:
            return ()
        bare = [name.replace(WITHIN_TOLERANCE, "") for name in names]
        known = (part for name in bare for part in (name, name.partition("@")[0]))
        meant = {id(change) for name in known for change in self.touched.get(name, ())}
        return tuple(change for change in self.changes if id(change) in meant)

    @cached_property
    def on_notes(self) -> tuple[str, ...]:
        """The templates that judge notes of what an auditor saw: those that read what a note tells."""
        told = {
            question.id for question in self.questions if question.computed and question.computed.of_a_note
        }
        return tuple(template for template, reads in self.reads_of.items() if not told.isdisjoint(reads))

    @cached_property
    def on_records(self) -> tuple[Rule, ...]:
        """The rules over records of registers."""
        return tuple(rule for rule in self.rules if rule.each is not None)

    @cached_property
    def registers(self) -> tuple[Question, ...]:
        """The questions that are answered with records."""
        return tuple(question for question in self.questions if question.answer is AnswerKind.REGISTER)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each requirement stands when all are put in the order of standards, clauses and names."""
        ordered = sorted(self.requirements, key=lambda one: (one.standard, clause_order(one.clause), one.id))
        return {one.id: place for place, one in enumerate(ordered)}

    @cached_property
    def asked_by(self) -> dict[str, tuple[str, ...]]:
        """The requirements of each standard, in the order of its clauses."""
        found: dict[str, list[str]] = {standard.id: [] for standard in self.standards}
        for requirement in self.position:
            found[requirement.partition("/")[0]].append(requirement)
        return {standard: tuple(requirements) for standard, requirements in found.items()}

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """The requirements under every clause, those of its sub-clauses included, and every requirement
        under itself."""
        found: dict[str, list[str]] = {clause.id: [] for clause in self.clauses}
        for requirement in self.requirements:
            for number in lineage(requirement.clause):
                found[f"{requirement.standard}/{number}"].append(requirement.id)
        return {
            **{clause: tuple(ids) for clause, ids in found.items()},
            **{one.id: (one.id,) for one in self.requirements},
        }

    def says(self, place: str) -> str:
        """What a requirement asks, in our own words; of a clause, its title."""
        if place in self.clause:
            return self.clause[place].title
        one = self.requirement[place]
        return one.says or self.template[one.template].says

    def written_against(self, place: str) -> Requirement:
        """What something is written against: a requirement, or a clause as a whole, told like one that no
        template describes. The theme of a clause is that of all requirements under it, if they have but
        one."""
        if place in self.requirement:
            return self.requirement[place]
        clause = self.clause[place]
        themes = {self.requirement[one].theme for one in self.members[place]}
        return Requirement(
            place, clause.standard, clause.number, "", themes.pop() if len(themes) == 1 else "", clause.stage
        )

    def place_of(self, place: str) -> int:
        """Where a requirement stands when all are put in order; a clause stands with the first under it."""
        return min(self.position[one] for one in self.members[place])

    @cached_property
    def operational(self) -> frozenset[str]:
        """The themes most of whose requirements stand in operation."""
        weighs: dict[str, int] = {}
        for requirement in self.requirements:
            discipline = self.standard[requirement.standard].discipline
            weight = 1 if operates(requirement.clause, discipline) else -1
            weighs[requirement.theme] = weighs.get(requirement.theme, 0) + weight
        return frozenset(theme for theme, weight in weighs.items() if weight > 0)

    @cached_property
    def leading(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """By standard and theme, the requirements without which the rest of the theme cannot be there."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for requirement in self.requirements:
            if self.template[requirement.template].leads:
                key = requirement.standard, requirement.theme
                found[key] = (*found.get(key, ()), requirement.id)
        return found

    @cached_property
    def changed_in(self) -> dict[str, tuple[EditionChange, ...]]:
        """What an edition changed, by the clause or requirement it concerns."""
        found: dict[str, tuple[EditionChange, ...]] = {}
        for change in self.edition_changes:
            found[change.what] = (*found.get(change.what, ()), change)
        return found
