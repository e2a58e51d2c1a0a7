"""A naive reference for what both evaluators say: straight from the words of the decisions, no cache, no
table, no sharing.

It knows the model and the truth of one condition, and works everything else out in the slowest way that can
be read at once (docs/decisions/0004, 0011, 0012, 0013, 0027). Where it and an evaluator differ, one of them
is wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta

import msgspec

from clausegraph.engine.inference.interface import (
    Failure,
    Inference,
    Matched,
    NoteVerdict,
    Premises,
    Raised,
    Seen,
    Verdict,
)
from clausegraph.engine.inference.meaning.conditions import Truth, meets, truth
from clausegraph.engine.knowledge.language.phrases import AnyOf, Told, Value
from clausegraph.engine.model import (
    Alternatives,
    AnswerKind,
    Condition,
    Each,
    FailureKind,
    Grade,
    Group,
    Link,
    LinkKind,
    Relation,
    Repeat,
    Rule,
    Weight,
)
from clausegraph.engine.organisation.records import RegisterRecord


def infer(premises: Premises) -> Inference:
    """The inference for one organisation."""
    return Oracle(premises).inference()


class Oracle:
    """One question. `grade` is what each requirement has before dependencies are judged."""

    def __init__(self, premises: Premises) -> None:
        self.question = premises
        self.knowledge = premises.knowledge
        self.verdicts = {one: self.verdict(one) for one in premises.scope}
        self.land_notes()
        self.verdicts = {one: self.settled(verdict) for one, verdict in self.verdicts.items()}
        self.again = {one for requirement in premises.scope for one in self.came_back(requirement)}
        self.grade = self.after(self.again)
        self.applying = {one for one, verdict in self.verdicts.items() if verdict.applies}
        self.failing = {one for one in self.applying if self.grade[one].fails}
        self.unassessed = {
            one for one in self.applying - self.failing if self.proves_nothing(self.verdicts[one])
        }
        self.holding = self.applying - self.failing - self.unassessed
        self.absent = {one for one in self.failing if self.is_absent(self.verdicts[one])}
        self.unsound = self.on_sand()

    def inference(self) -> Inference:
        links = [link for link in self.knowledge.links if self.can_fail(link)]
        failures = [Failure(link.id, kind) for link in links if (kind := self.kind(link))]
        raised = {one for link in links for one in self.by_failure(link)}
        return Inference(
            verdicts=tuple(self.verdicts[one] for one in self.question.scope),
            raised=tuple(sorted(self.again | raised)),
            failures=tuple(sorted(failures)),
            undermined=tuple(sorted(self.unsound & self.holding)),
            unsound=tuple(sorted(self.unsound)),
        )

    # From answers to verdicts

    def verdict(self, requirement: str) -> Verdict:
        template = self.knowledge.template[self.knowledge.requirement[requirement].template]
        known = self.known(requirement)
        if requirement in self.question.excluded or (
            template.applies and self.holds(template.applies, known) is Truth.FALSE
        ):
            return Verdict(requirement, False, Grade.UNGRADED)
        rules = [rule for rule in self.knowledge.rules if rule.template == template.id]
        matched = [one for rule in rules if (one := self.matched(rule, requirement))]
        fired = {
            rule.id for rule in rules if rule.each is None and self.holds(rule.when, known) is Truth.TRUE
        }
        fired |= {one.rule for one in matched}
        left_open = {
            rule.id for rule in rules if rule.each is None and self.holds(rule.when, known) is Truth.UNKNOWN
        }
        base = max(
            (self.weighs(rule) for rule in fired), default=Grade.UNGRADED if left_open else Grade.CONFORMS
        )
        records = tuple(sorted(matched, key=lambda one: one.rule))
        return Verdict(
            requirement, True, base, tuple(sorted(fired)), tuple(sorted(left_open)), records=records
        )

    def known(self, requirement: str) -> dict[str, Told | None]:
        discipline = self.knowledge.standard[self.knowledge.requirement[requirement].standard].discipline
        return {
            question.id: self.question.values.get(question.id, {}).get(discipline)
            for question in self.knowledge.questions
        }

    def holds(self, alternatives: Alternatives, known: dict[str, Told | None]) -> Truth:
        best = Truth.FALSE
        for group in alternatives:
            worst = Truth.TRUE
            for condition in group:
                worst = min(worst, truth(condition, known[condition.fact], self.question.as_of))
            best = max(best, worst)
        return best

    def weighs(self, rule: str) -> Grade:
        return self.knowledge.rule[rule].grade

    # Records

    def matched(self, rule: Rule, requirement: str) -> Matched | None:
        if rule.each is None:
            return None
        discipline = self.knowledge.standard[self.knowledge.requirement[requirement].standard].discipline
        mine = [
            one for one in self.question.registers.get(rule.each.register, ()) if one.belongs_to(discipline)
        ]
        looked_at = [one for one in mine if self.meets_every(one, rule.each.conditions)]
        among = looked_at
        if rule.each.among is not None:
            among = [one for one in mine if self.meets_every(one, rule.each.among)]
        met = tuple(one.id for one in looked_at if self.meets_whole(one, rule.each))
        enough = len(met) >= max(1, rule.each.at_least) and len(met) / len(among) * 100 >= rule.each.share
        return Matched(rule.id, met, len(among)) if enough else None

    def meets_every(self, record: RegisterRecord, conditions: Group) -> bool:
        return all(meets(record, one, self.question.as_of) for one in conditions)

    def meets_whole(self, record: RegisterRecord, each: Each) -> bool:
        if any(self.is_doubtful(record, way) for way in (*each.none, *each.only)):
            return False
        given = [way for way in each.none if way.register in self.question.registers]
        if each.none and not given and any(way.reverse or self.names(record, way) for way in each.none):
            return False
        answers = {
            kind: [self.meets_there(other, way, record) for way in ways for other in self.others(record, way)]
            for kind, ways in (("none", each.none), ("some", each.some), ("only", each.only))
        }
        if any(answers["none"]) or (each.some and not any(answers["some"])):
            return False
        return not each.only or (bool(answers["only"]) and all(answers["only"]))

    def is_doubtful(self, record: RegisterRecord, way: Relation) -> bool:
        """Nobody knows with what it is joined: a field names what is not there, or is never filled in its
        register."""
        mine = [field for field in way.fields if not way.reverse and field in record.unsure]
        theirs = [field for field in way.fields if way.reverse and f"{way.register}.{field}" in record.unsure]
        return bool(mine or theirs)

    def meets_there(self, other: RegisterRecord, way: Relation, record: RegisterRecord) -> bool:
        return all(meets(other, condition, self.question.as_of, record) for condition in way.conditions)

    def names(self, record: RegisterRecord, way: Relation) -> set[str]:
        return {name for field in way.fields for name in record.names.get(field, ())}

    def others(self, record: RegisterRecord, way: Relation) -> list[RegisterRecord]:
        there = self.question.registers.get(way.register, ())
        if way.reverse:
            return [one for one in there if record.id in self.names(one, way)]
        return [one for one in there if one.id in self.names(record, way)]

    # Notes

    def land_notes(self) -> None:
        applies = {one: verdict.applies for one, verdict in self.verdicts.items()}
        for place, note in enumerate(self.question.notes):
            under = [
                one
                for one in self.knowledge.position
                if one in applies and one in self.knowledge.members[note.target]
            ]
            for one in [*(one for one in under if applies[one]), *under][:1]:
                self.verdicts[one] = self.noted(self.verdicts[one], self.judged(place, note))

    def judged(self, place: int, note: Seen) -> NoteVerdict:
        known: dict[str, Told | None] = {
            question.id: note.values.get(question.id) for question in self.knowledge.questions
        }
        rules = [rule for rule in self.knowledge.rules if rule.template in self.knowledge.on_notes]
        fired = tuple(
            sorted(
                rule.id for rule in rules if rule.each is None and self.holds(rule.when, known) is Truth.TRUE
            )
        )
        return NoteVerdict(place, max((self.weighs(rule) for rule in fired), default=Grade.CONFORMS), fired)

    def noted(self, verdict: Verdict, note: NoteVerdict) -> Verdict:
        speaks = note.base > Grade.CONFORMS
        return Verdict(
            verdict.requirement,
            verdict.applies or speaks,
            max(verdict.base, note.base) if speaks else verdict.base,
            verdict.fired,
            verdict.open,
            (*verdict.seen, note),
            verdict.records,
        )

    # What is certain, by trying every completion of the answers

    def settled(self, verdict: Verdict) -> Verdict:
        """A verdict that every completion agrees to be worse than it seems is as bad as the mildest of
        them."""
        if not verdict.applies:
            return verdict
        outcomes = list(self.outcomes(verdict))
        at_least = max(Grade.CONFORMS, min((grade for grade, _ in outcomes), default=verdict.base))
        if at_least <= max(verdict.base, Grade.CONFORMS):
            return msgspec.structs.replace(verdict, at_least=at_least)
        certain = tuple(rule for rule in verdict.open if self.weighs(rule) >= at_least)
        assert all(fired & set(certain) for _, fired in outcomes)
        return msgspec.structs.replace(verdict, base=at_least, at_least=at_least, certain=certain)

    def outcomes(self, verdict: Verdict) -> Iterator[tuple[Grade, set[str]]]:
        """By every completion, the grade with records and notes, and the rules that fire on the answers.
        None where nothing is known, or where it is a note alone that makes the requirement apply."""
        template = self.knowledge.template[self.knowledge.requirement[verdict.requirement].template]
        known = self.known(verdict.requirement)
        rules = [rule for rule in self.knowledge.rules if rule.template == template.id and rule.each is None]
        conditions = [
            one
            for groups in (template.applies, *(rule.when for rule in rules))
            for group in groups
            for one in group
        ]
        read = {one.fact for one in conditions}
        excluded = verdict.requirement in self.question.excluded or (
            template.applies and self.holds(template.applies, known) is Truth.FALSE
        )
        if excluded or all(known[fact] is None for fact in read):
            return
        asked = {
            fact: self.told_apart(fact, conditions, told)
            for fact in read
            if (told := known[fact]) is None or isinstance(told, AnyOf)
        }
        spoken = [one.base for one in verdict.seen]
        recorded = [self.weighs(one.rule) for one in verdict.records]
        for values in itertools.product(*asked.values()):
            complete = known | dict(zip(asked, values, strict=True))
            if template.applies and self.holds(template.applies, complete) is Truth.FALSE:
                yield max([Grade.CONFORMS, *spoken]), set()
            else:
                fired = {rule.id for rule in rules if self.holds(rule.when, complete) is Truth.TRUE}
                yield max([Grade.CONFORMS, *map(self.weighs, fired), *recorded, *spoken]), fired

    def told_apart(self, fact: str, conditions: list[Condition], told: Told | None) -> list[Value]:
        """Answers of every kind there is: all words, halves up to ten, every day of more than a year; of
        what is known but not to the word, those it may be."""
        question = self.knowledge.question[fact]
        answers: list[Value] = list(question.words)
        if isinstance(told, AnyOf):
            return list(told.values)
        if question.answer is AnswerKind.NUMBER:
            answers = [half / 2 for half in range(21)]
        if question.answer is AnswerKind.DATE:
            answers = [self.question.as_of - timedelta(day) for day in range(400)]
        mine = [one for one in conditions if one.fact == fact]
        alike = {tuple(truth(one, answer, self.question.as_of) for one in mine): answer for answer in answers}
        return list(alike.values())

    # What came before

    def after(self, raised: set[Raised]) -> dict[str, Grade]:
        return {
            requirement: max([verdict.base, *(one.grade for one in raised if one.requirement == requirement)])
            for requirement, verdict in self.verdicts.items()
        }

    def came_back(self, requirement: str) -> Iterator[Raised]:
        verdict = self.verdicts[requirement]
        for one in self.question.policy.escalations:
            if (
                one.repeats
                and verdict.base.fails
                and verdict.base < one.grade
                and self.is_back(verdict, one.repeats)
            ):
                yield Raised(requirement, one.id, one.grade, requirement)

    def is_back(self, verdict: Verdict, way: Repeat) -> bool:
        earlier = self.question.earlier.get(verdict.requirement)
        if way is Repeat.FINDING:
            noted = any(self.question.notes[one.note].repeats and one.base.fails for one in verdict.seen)
            return noted or earlier is not None
        if earlier is None:
            return False
        if way is Repeat.MAJOR_LEFT_OPEN:
            return earlier.grade is Grade.MAJOR
        now = {one.rule: set(one.records) for one in verdict.records}
        still = [rule for rule in verdict.fired if rule in earlier.rules and self.weighs(rule).fails]
        same = [
            rule
            for rule in still
            if not earlier.records.get(rule) or now.get(rule, set()) & set(earlier.records[rule])
        ]
        return earlier.grade is Grade.MINOR and bool(same)

    # What fails and what travels

    def proves_nothing(self, verdict: Verdict) -> bool:
        return verdict.base is Grade.UNGRADED or any(self.weighs(rule).fails for rule in verdict.open)

    def is_absent(self, verdict: Verdict) -> bool:
        template = self.knowledge.template[self.knowledge.requirement[verdict.requirement].template]
        return template.weight is Weight.ELEMENT and verdict.base is Grade.MAJOR

    def can_fail(self, link: Link) -> bool:
        """Neither soft, nor a mere reference, nor between requirements that one answer alone decides."""
        both = [self.knowledge.members[link.source], self.knowledge.members[link.target]]
        read = [{fact for one in members for fact in self.reads(one)} for members in both]
        return link.carries_failure and not (read[0] == read[1] and len(read[0]) == 1)

    def reads(self, requirement: str) -> Iterator[str]:
        template = self.knowledge.template[self.knowledge.requirement[requirement].template]
        yield from (condition.fact for group in template.applies for condition in group)
        for rule in self.knowledge.rules:
            if rule.template == template.id:
                yield from rule.each.registers if rule.each else rule.reads

    def ends(self, link: Link) -> tuple[set[str], set[str]]:
        source, target = self.knowledge.members[link.source], self.knowledge.members[link.target]
        return self.applying.intersection(source), self.applying.intersection(target)

    def on_sand(self) -> set[str]:
        found = set(self.absent)
        while True:
            before = set(found)
            for link in self.knowledge.links:
                foundation, dependent = self.ends(link)
                if self.can_fail(link) and not self.is_feedback(link) and foundation & found:
                    found |= dependent & (self.holding | self.failing)
            if found == before:
                return found

    def is_feedback(self, link: Link) -> bool:
        stage = {one.id: one.stage.order for one in self.knowledge.clauses}
        stage |= {one.id: one.stage.order for one in self.knowledge.requirements}
        return link.kind is LinkKind.IMPROVES and stage[link.target] < stage[link.source]

    def kind_for(self, link: Link, dependent: str) -> FailureKind | None:
        """How a link fails for one requirement that builds on it."""
        foundation, _ = self.ends(link)
        if dependent in self.failing and foundation & (self.failing | self.unsound):
            return FailureKind.INHERITED
        if dependent in self.failing and foundation and foundation <= self.holding:
            return FailureKind.STRANDED
        if dependent in self.holding and foundation & self.unsound:
            return FailureKind.UNFOUNDED
        if dependent in self.holding and foundation & self.unassessed:
            return FailureKind.PROVISIONAL
        return None

    def kind(self, link: Link) -> FailureKind | None:
        """How a link fails as a whole: what it says of those that fail goes before what it says of those
        that hold."""
        _, dependent = self.ends(link)
        kinds = [
            self.kind_for(link, one) for one in sorted(dependent, key=lambda one: one not in self.failing)
        ]
        return next((kind for kind in kinds if kind), None)

    def by_failure(self, link: Link) -> Iterator[Raised]:
        for escalation in self.question.policy.escalations if self.kind(link) else ():
            for one in self.ends(link)[1]:
                if (
                    escalation.failure
                    and escalation.failure is self.kind_for(link, one)
                    and self.grade[one] < escalation.grade
                ):
                    yield Raised(one, escalation.id, escalation.grade, link.id)
