"""What the cases would notice: every small change to a rule is made, one at a time, and the cases on its
requirement are run.

Each requirement is put into a knowledge base of its own, so that thousands of changes take seconds. A change
under which no answers at all are graded otherwise is no mistake, and not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache

import msgspec

from ...analysis.verification.spaces import FiringRule, Space, TooLong, only
from ...inference.meaning.conditions import Truth
from ...inference.meaning.kleene import kleene
from ...inference.plain.evaluator import PlainEvaluator
from ...inference.under_policy import with_policy
from ...model import Computed, Extent, KnowledgeBase, Policy, Rule, lineage
from ...reading.nodes import Problems
from .cases import Case, template_of
from .mutants import Mutant, mutants
from .outcome import Mutation, Step, silently
from .running import policy_of, told

DAY = date(2026, 1, 1)
"""The day on which it is tried whether a change makes any difference."""


def mutation(
    cases: Sequence[Case],
    knowledge: KnowledgeBase,
    lines: Problems,
    chosen: Sequence[Case] | None = None,
    step: Step = silently,
) -> Mutation:
    """Makes every small change to the rules, or to those that some `chosen` cases are about, and tells what
    none of all cases notices."""
    made, problems = 0, Problems()
    problems.share_lines(lines)
    wanted = None if chosen is None else _templates(chosen, knowledge)
    for template, own in _by_template(cases, knowledge).items():
        if wanted is not None and template not in wanted:
            continue
        step(template)
        world = _World(template, own, knowledge)
        for mutant, noticed in world.changes():
            made += 1
            if not noticed:
                message = f"no case notices {mutant.rule.id} with {mutant.says}"
                problems.add(mutant.at, message, "unnoticed", "add a case in which that makes a difference")
    return Mutation(made, tuple(problems.found))


def _templates(cases: Iterable[Case], knowledge: KnowledgeBase) -> set[str]:
    return {template_of(one.requirement, knowledge) for case in cases for one in case.expectations}


def _by_template(cases: Iterable[Case], knowledge: KnowledgeBase) -> dict[str, list[Case]]:
    """By requirement the cases on it, with what they expect of it alone; a requirement without any has
    none."""
    found: dict[str, list[Case]] = {template.id: [] for template in knowledge.templates}
    for case in cases:
        expected = defaultdict(list)
        for one in case.expectations:
            expected[template_of(one.requirement, knowledge)].append(one)
        for template, some in expected.items():
            found[template].append(msgspec.structs.replace(case, expectations=tuple(some)))
    return found


class _World:
    """One requirement by itself, with the cases that hold there."""

    def __init__(self, template: str, cases: list[Case], knowledge: KnowledgeBase) -> None:
        self.template = template
        self.knowledge = _alone(template, cases, knowledge)
        judge = cache(lambda policy: PlainEvaluator(with_policy(self.knowledge, policy)))
        self.cases = [case for case in cases if _holds(case, self.knowledge, judge)]
        self.rules = self.knowledge.rules

    def changes(self) -> Iterator[tuple[Mutant, bool]]:
        """Every change that makes a difference, and whether a case notices it."""
        for place, rule in enumerate(self.rules):
            for mutant in mutants(rule, self.knowledge):
                rules = (*self.rules[:place], mutant.rule, *self.rules[place + 1 :])
                changed = msgspec.structs.replace(self.knowledge, rules=rules)
                if self._notices(changed, rule, mutant.rule):
                    yield mutant, True
                elif self._differs(mutant.rule, rule):
                    yield mutant, False

    def _notices(self, changed: KnowledgeBase, before: Rule, after: Rule) -> bool:
        judge = cache(lambda policy: PlainEvaluator(with_policy(changed, policy)))
        concerned = (case for case in self.cases if self._may_notice(case, before, after))
        return any(not _holds(case, changed, judge) for case in concerned)

    def _may_notice(self, case: Case, before: Rule, after: Rule) -> bool:
        """Whether a change to a rule can change what becomes of a case: not where the rule is as true as it
        was, or as false. Only where it is open, other rules may tell the difference."""
        if case.policy or case.registers or before.each is not None:
            return True
        known = dict.fromkeys(before.reads) | dict.fromkeys(after.reads) | dict(case.values)
        was, now = (kleene(rule.when, known, case.as_of) for rule in (before, after))
        same = was is now and (before.grade is after.grade or was is Truth.FALSE)
        return not same or was is Truth.UNKNOWN

    def _differs(self, changed: Rule, rule: Rule) -> bool:
        """Whether some answers are graded otherwise. Of records nobody can say."""
        if rule.each is not None:
            return True
        other = msgspec.structs.replace(changed, id=f"{rule.id}, changed")
        both = msgspec.structs.replace(self.knowledge, rules=(*self.rules, other))
        space = Space(both.template[self.template], both, DAY)
        firing = {one.rule.id: _as_noted(one, space) for one in space.rules}
        before, after = firing.pop(rule.id), firing.pop(other.id)
        try:
            return _decides(space, before, after, firing.values()) or _decides(
                space, after, before, firing.values()
            )
        except TooLong:
            return True


SAMPLED = (Computed.NOTE_LAPSES, Computed.NOTE_FAILED, Computed.NOTE_AT_LEAST, Computed.NOTE_AT_MOST)
"""What only a note of a sample tells."""


def _as_noted(rule: FiringRule, space: Space) -> FiringRule:
    """A rule with the boxes that notes can lie in: what a sample tells is told of a sample alone."""
    of_sample = [place for place, one in enumerate(space.questions) if one.computed in SAMPLED]
    extent = next((n for n, one in enumerate(space.questions) if one.computed is Computed.NOTE_EXTENT), None)
    if extent is None:
        return rule
    classes = enumerate(space.classes[extent])
    sample = sum(1 << n for n, one in classes if Extent.SAMPLE in one.words.split(" or "))
    boxes = (
        only(box, extent, box[extent] & sample) if any(box[n] != space.full[n] for n in of_sample) else box
        for box in rule.boxes
    )
    return FiringRule(rule.rule, tuple(box for box in boxes if all(box)))


def _decides(space: Space, one: FiringRule, other: FiringRule, rest: Iterable[FiringRule]) -> bool:
    """Whether a rule gives the grade of some answers to which none of the others gives as much."""
    heavier = [rule for rule in (other, *rest) if rule.grade >= one.grade]
    boxes = [box for rule in heavier for box in rule.boxes]
    return any(space.outside(box, boxes) is not None for box in one.boxes)


def _holds(case: Case, knowledge: KnowledgeBase, judge: Callable[[Policy], PlainEvaluator]) -> bool:
    policy = policy_of(case, knowledge)
    evaluator = judge(policy)
    return all(one.met for one in told(case, evaluator.knowledge, policy, evaluator))


def _alone(template: str, cases: Iterable[Case], knowledge: KnowledgeBase) -> KnowledgeBase:
    """A knowledge base of one requirement, as it stands where cases expect something of it."""
    wanted = {one.requirement for case in cases for one in case.expectations}
    placed = [one for one in knowledge.requirements if one.id in wanted] or [
        next(
            one
            for one in knowledge.requirements
            if one.template == template or template in knowledge.on_notes
        )
    ]
    clauses = {f"{one.standard}/{number}" for one in placed for number in lineage(one.clause)}
    templates = dict.fromkeys((template, *(one.template for one in placed)))
    rules = knowledge.rules_of[template]
    names = dict.fromkeys((*knowledge.reads_of[template], *(one.id for one in knowledge.registers)))
    return msgspec.structs.replace(
        knowledge,
        clauses=tuple(one for one in knowledge.clauses if one.id in clauses),
        questions=tuple(knowledge.question[one] for one in names),
        templates=tuple(knowledge.template[one] for one in templates),
        requirements=tuple(placed),
        rules=rules,
        links=(),
        counts=tuple(one for one in knowledge.counts if one.question in names),
    )
