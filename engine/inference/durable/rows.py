"""What a knowledge base says, as durable-rules reads it: conditions as tokens, groups of conditions as rows
of tokens.

A row gives a token when all of its tokens are there. A group of up to four conditions is one row; a longer
one is a chain of rows, each giving a token to the next. Worked out once for a knowledge base; nothing here
depends on answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import msgspec

from ...knowledge.language.phrases import Told
from ...model import Alternatives, Condition, Group, KnowledgeBase, Op, Rule, Template
from ..interface import EvaluatorFault
from ..meaning.conditions import Truth, truth
from .host import Layer

TOKENS_OF_A_ROW = 4

MOST_CONDITIONS = 1_000
"""Of one group: more than anyone can read, and well below what a session holds."""

ALWAYS: Group = ()
"""Stands for a group without conditions: its token is always there."""


class GroupRows(msgspec.Struct, frozen=True):
    """A group of conditions: the rows to assert, the tokens they read, and the most telling of these.

    Where the telling one is false the group is false, and its rows need not be asserted.
    """

    telling: int
    tokens: tuple[int, ...]
    rows: tuple[str, ...]


class RowOutcome(msgspec.Struct, frozen=True):
    """What a token says when it comes out of the last row of a group: a rule of a template holds, or,
    without one, it applies."""

    template: str
    rule: str = ""


Tokens = tuple[tuple[int, Truth], ...]
"""What an answer says: the conditions that may hold, each with its truth. False ones are left out."""


class KnowledgeRows:
    """A knowledge base as rows and tokens. Raises EvaluatorFault, naming the rule, where a group is too long.

    `groups`: by template. `outcomes`: by token.
    """

    def __init__(self, knowledge: KnowledgeBase, layer: Layer) -> None:
        self._layer = layer
        self._number: dict[object, int] = {}
        self._fact = knowledge.question
        self._uses = Counter(condition for group in groups_in(knowledge) for condition in set(group))
        self._commonness = {condition: self._how_common(condition) for condition in self._uses}
        self.always = self._token(ALWAYS)
        self.outcomes: dict[int, RowOutcome] = {}
        self.groups = {
            one.id: tuple(self._groups(one, knowledge.rules_of[one.id])) for one in knowledge.templates
        }
        self._tests = self._tests_by_fact()
        self._unknown = {
            fact: tuple((token, Truth.UNKNOWN) for token, _ in tests) for fact, tests in self._tests.items()
        }
        self._remembered: dict[tuple[str, str], Tokens] = {}

    def tokens(self, fact: str, value: Told | None, as_of: date) -> Tokens:
        """The conditions on a fact that hold, or may hold where nobody answered."""
        if value is None:
            return self._unknown.get(fact, ())
        if not isinstance(value, str) or value not in self._fact[fact].words:
            return self._judged(fact, value, as_of)
        if (fact, value) not in self._remembered:  # a word of a closed question says the same on every day
            self._remembered[fact, value] = self._judged(fact, value, as_of)
        return self._remembered[fact, value]

    def _judged(self, fact: str, value: Told, as_of: date) -> Tokens:
        judged = ((token, truth(condition, value, as_of)) for token, condition in self._tests.get(fact, ()))
        return tuple((token, holds) for token, holds in judged if holds)

    def _tests_by_fact(self) -> dict[str, list[tuple[int, Condition]]]:
        tests: dict[str, list[tuple[int, Condition]]] = {}
        for condition in self._uses:
            tests.setdefault(condition.fact, []).append((self._token(condition), condition))
        return tests

    def _token(self, meaning: object) -> int:
        return self._number.setdefault(meaning, len(self._number))

    def _groups(self, template: Template, rules: tuple[Rule, ...]) -> Iterator[GroupRows]:
        yield from self._groups_for(RowOutcome(template.id), template.applies, f"applies of {template.id}")
        for rule in rules:
            yield from self._groups_for(RowOutcome(template.id, rule.id), rule.when, rule.id)

    def _groups_for(self, outcome: RowOutcome, alternatives: Alternatives, name: str) -> Iterator[GroupRows]:
        token = self._token(name)
        self.outcomes[token] = outcome
        yield from (self._group(group, token, name) for group in alternatives)

    def _group(self, group: Group, gives: int, rule: str) -> GroupRows:
        if len(group) > MOST_CONDITIONS:
            raise EvaluatorFault(
                f"{rule}: {len(group)} conditions in one group; at most {MOST_CONDITIONS} can be joined"
            )
        conditions = sorted(set(group), key=self._commonness.__getitem__)
        tokens = [self._token(one) for one in conditions] or [self.always]
        return GroupRows(tokens[0], tuple(tokens), tuple(self._chain(tokens, gives)))

    def _chain(self, tokens: list[int], gives: int) -> Iterator[str]:
        while len(tokens) > TOKENS_OF_A_ROW:
            first, rest = tokens[:TOKENS_OF_A_ROW], tokens[TOKENS_OF_A_ROW:]
            together = self._token(tuple(first))
            yield self._row(first, together)
            tokens = [together, *rest]
        yield self._row(tokens, gives)

    def _row(self, tokens: list[int], gives: int) -> str:
        form = self._layer.form(
            f"row of {len(tokens)}", "gives", *(f"t{place}" for place, _ in enumerate(tokens, 1))
        )
        return form % (gives, *tokens)

    def _how_common(self, condition: Condition) -> tuple[bool, int, str]:
        """Sorts the most telling condition first: one that the best answer does not meet, read by few
        groups."""
        question = self._fact[condition.fact]
        as_it_should_be = condition.op is Op.ONE_OF and not set(condition.words).isdisjoint(question.best)
        return as_it_should_be, self._uses[condition], repr(condition)


def groups_in(knowledge: KnowledgeBase) -> Iterator[Group]:
    sources: Iterator[Alternatives] = (one.when for one in knowledge.rules)
    yield from (group for alternatives in sources for group in alternatives)
    yield from (group for template in knowledge.templates for group in template.applies)
