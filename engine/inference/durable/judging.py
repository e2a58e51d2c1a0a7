"""Which rules fire, and which stay open, by an organisation's answers.

Conditions are judged in Python and become tokens with a truth, unknown or true; a false one gives none.
durable joins rows with tokens. Where no answer that a template reads differs by discipline, the template
is judged once for all standards that take it. A note of what an auditor saw is judged on the same rows, by
what it tells itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain

from ...knowledge.language.phrases import Told, Value
from ...model import Discipline, Grade, KnowledgeBase
from ..interface import NoteVerdict, Premises, Verdict
from ..meaning.completions import Answers, Completions
from ..meaning.conditions import Truth
from ..meaning.notes import carrier, joined
from ..meaning.records import matched, recorded
from ..meaning.verdicts import CONFORMING, NOT_APPLICABLE, Opinion, opinion_of, settled, verdict_of
from .host import Layer
from .joining import RecordJudging
from .rows import KnowledgeRows
from .rules import Rules, a
from .situations import FoundSituation

JUDGING: Rules = {
    "one holds": {"row": a("row of 1"), "first": a("token", token="row.t1")},
    "two hold": {
        "row": a("row of 2"),
        "first": a("token", token="row.t1"),
        "second": a("token", token="row.t2"),
    },
    "three hold": {
        "row": a("row of 3"),
        "first": a("token", token="row.t1"),
        "second": a("token", token="row.t2"),
        "third": a("token", token="row.t3"),
    },
    "four hold": {
        "row": a("row of 4"),
        "first": a("token", token="row.t1"),
        "second": a("token", token="row.t2"),
        "third": a("token", token="row.t3"),
        "fourth": a("token", token="row.t4"),
    },
}


NOTES_REMEMBERED = 1_000
"""Of how many notes it is remembered which rules fire on them: many tell the same."""

Readings = dict[tuple[str, Discipline], Discipline]
"""By whose answers a template is judged, for each discipline that takes it."""


class Judging:
    """Judges organisations by the rules of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, layer: Layer, records: RecordJudging) -> None:
        self._layer = layer
        self._records = records
        self._rows = KnowledgeRows(knowledge, layer)
        self._completions = Completions(knowledge)
        self._reads = knowledge.reads_of
        self._on_notes = list(knowledge.on_notes)
        self._fired_on = lru_cache(NOTES_REMEMBERED)(self._judge_note)
        self._members = knowledge.members
        self._position = knowledge.position
        self._rule = knowledge.rule
        self._grades = {rule.id: rule.grade for rule in knowledge.rules}
        self._conditional = frozenset(one.id for one in knowledge.templates if one.applies)
        self._token = layer.form("token", "token", "truth")
        self._asks = {
            one.id: (one.template, knowledge.standard[one.standard].discipline)
            for one in knowledge.requirements
        }

    def verdicts(self, premises: Premises) -> tuple[Verdict, ...]:
        """One for every requirement of the scope, in its order."""
        readings = self._readings(premises)
        landed: dict[str, list[NoteVerdict]] = {one: [] for one in premises.scope}
        opinions = dict(
            self._opinions(premises, sorted({(by, template) for (template, _), by in readings.items()}))
        )
        found = self._records.found(premises)
        judged = [self._verdict(one, premises, readings, opinions) for one in premises.scope]
        named = {one for one in premises.scope if self._asks[one][0] in found} if found else set()
        verdicts = {
            one.requirement: self._with_records(one, found)
            if one.requirement in named and one.applies
            else one
            for one in judged
        }
        applies = {one: verdict.applies for one, verdict in verdicts.items()}
        for place, note in enumerate(premises.notes):
            if (lands_on := carrier(self._members[note.target], applies, self._position)) is not None:
                fired = self._fired_on(tuple(sorted(note.values.items())), premises.as_of)
                worst = max((self._grades[rule] for rule in fired), default=Grade.CONFORMS)
                landed[lands_on].append(NoteVerdict(place, worst, fired))
        noted = (
            joined(verdict, landed[one]) if landed[one] else verdict for one, verdict in verdicts.items()
        )
        return tuple(settled(one, self._grades) for one in noted)

    def _judge_note(self, told: tuple[tuple[str, Value], ...], as_of: date) -> tuple[str, ...]:
        """The rules that fire on a note, by what it tells."""
        values = dict(told)
        facts = {fact for template in self._on_notes for fact in self._reads[template]}
        outcomes = self._outcomes(
            self._known(((fact, values.get(fact)) for fact in facts), as_of), self._on_notes
        )
        opinions = [self._opinion(template, truths) for template, truths in outcomes.items()]
        return tuple(sorted(rule for opinion in opinions for rule in opinion.fired))

    def _verdict(
        self,
        requirement: str,
        premises: Premises,
        readings: Readings,
        opinions: Mapping[tuple[Discipline, str], Opinion],
    ) -> Verdict:
        if requirement in premises.excluded:
            return Verdict(requirement, False, Grade.UNGRADED)
        template, discipline = self._asks[requirement]
        return verdict_of(requirement, opinions[readings[template, discipline], template])

    def _with_records(self, verdict: Verdict, found: Mapping[str, list[FoundSituation]]) -> Verdict:
        """The verdict once the rules over records have spoken."""
        template, discipline = self._asks[verdict.requirement]
        met = (matched(one.rule.id, one.each, one.among, one.met, discipline) for one in found[template])
        return recorded(verdict, met, self._grades)

    def _readings(self, premises: Premises) -> Readings:
        """Templates whose answers no discipline differs on are judged by the first discipline's, once."""
        wanted = sorted({self._asks[one] for one in premises.scope})
        disciplines = sorted({discipline for _, discipline in wanted})
        split = {fact for fact, values in premises.values.items() if differs(values, disciplines)}
        shared = {template for template, _ in wanted if split.isdisjoint(self._reads[template])}
        return {(template, own): disciplines[0] if template in shared else own for template, own in wanted}

    def _opinions(
        self, premises: Premises, asked: list[tuple[Discipline, str]]
    ) -> Iterator[tuple[tuple[Discipline, str], Opinion]]:
        for discipline in dict.fromkeys(discipline for discipline, _ in asked):
            templates = [template for by, template in asked if by is discipline]
            outcomes = self._outcomes(self._tokens(premises, discipline, templates), templates)
            for template in templates:
                opinion = self._opinion(template, outcomes.get(template, {}))
                if opinion.applies and (opinion.open or template in self._conditional):
                    opinion = self._completions.completed(
                        opinion, template, self._answers(premises, discipline, template), premises.as_of
                    )
                yield (discipline, template), opinion

    def _answers(self, premises: Premises, discipline: Discipline, template: str) -> Answers:
        values = premises.values
        return tuple(
            values[fact].get(discipline) if fact in values else None for fact in self._reads[template]
        )

    def _tokens(self, premises: Premises, discipline: Discipline, templates: list[str]) -> dict[int, Truth]:
        """The conditions that may hold, of those that some templates read, by one discipline's answers."""
        facts = {fact for template in templates for fact in self._reads[template]}
        values = premises.values
        return self._known(
            ((fact, values[fact].get(discipline) if fact in values else None) for fact in facts),
            premises.as_of,
        )

    def _known(self, values: Iterable[tuple[str, Told | None]], as_of: date) -> dict[int, Truth]:
        tokens = {self._rows.always: Truth.TRUE}
        for fact, value in values:
            tokens.update(self._rows.tokens(fact, value, as_of))
        return tokens

    def _outcomes(self, tokens: dict[int, Truth], templates: list[str]) -> dict[str, dict[str, int]]:
        """By template, the truth of every rule that holds or may hold; under "", of the template's own
        condition to apply."""
        outcomes: dict[str, dict[str, int]] = {}

        def conclude(_: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
            gives = matched.pop("row")["gives"]
            weakest = min(token["truth"] for token in matched.values())
            if outcome := self._rows.outcomes.get(gives):
                truths = outcomes.setdefault(outcome.template, {})
                truths[outcome.rule] = max(truths.get(outcome.rule, weakest), weakest)
            else:
                yield self._token % (gives, weakest)

        facts = {token: self._token % (token, holds) for token, holds in tokens.items()}
        everything = chain.from_iterable(self._rows.groups[template] for template in templates)
        groups = (group for group in everything if group.telling in tokens)
        units = (
            (*group.rows, *(facts[token] for token in group.tokens if token in facts)) for group in groups
        )
        self._layer.follow(units, conclude)
        return outcomes

    def _opinion(self, template: str, truths: Mapping[str, int]) -> Opinion:
        """The opinion by the rules that hold or may hold; the others do not."""
        if template in self._conditional and "" not in truths:
            return NOT_APPLICABLE
        if not truths:
            return CONFORMING
        return opinion_of((self._rule[rule], Truth(holds)) for rule, holds in truths.items() if rule)


def differs(values: Mapping[Discipline, Told], disciplines: list[Discipline]) -> bool:
    return len({values.get(discipline) for discipline in disciplines}) > 1
