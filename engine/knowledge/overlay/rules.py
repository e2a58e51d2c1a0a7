"""A rule as a change of an overlay leaves it: another grade, other conditions, other words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec

from ...model import Alternatives, Condition, Group, KnowledgeBase, Rule
from ...reading.nodes import Problems
from ...reading.shapes import Entry, Placed
from ..language.conditions import ALWAYS, ConditionReader, both, contradictory
from ..names import Names
from ..registers.each import QUANTIFIERS, EachReader

ON_RECORDS = ("each", *QUANTIFIERS)
COUNTED = ("at_least", "share")


class Became(msgspec.Struct, frozen=True):
    """What something is after a change, and by each key that did something, what that was in words."""

    rule: Rule
    did: dict[str, str]


class RuleChanger:
    """Changes rules as entries of overlays say, against the questions that are known."""

    def __init__(self, knowledge: KnowledgeBase, questions: Names, problems: Problems) -> None:
        self.knowledge = knowledge
        self.problems = problems
        self.conditions = ConditionReader(knowledge.question, questions, problems)
        self.records = EachReader(knowledge.question, questions, problems)

    def changed(self, rule: Rule, entry: Entry) -> Became | None:
        """The rule after a change; None, with problems, where it cannot be changed so."""
        if not self._suits(rule, entry):
            return None
        became = self._graded(rule, entry)
        for change in (self._with_when, self._with_thresholds, self._with_records):
            made = change(became.rule, entry)
            if made is None:
                return None
            became = Became(made.rule, became.did | made.did)
        return self._worded(became, entry)

    def _suits(self, rule: Rule, entry: Entry) -> bool:
        """Whether the conditions given go with the rule: over answers, or over records."""
        wrong = ("when", "thresholds") if rule.each is not None else (*ON_RECORDS, *COUNTED)
        stray = next((key for key in wrong if key in entry), None)
        lone = next((key for key in QUANTIFIERS if key in entry and "each" not in entry), None)
        if stray is None and lone is None:
            return True
        looks = "records (`each`)" if rule.each is not None else "answers (`when`)"
        message = (
            f"`{stray}` does not go with {rule.shared_id}, which looks at {looks}"
            if stray
            else f"`{lone}` goes with `each`"
        )
        hint = (
            "another rule does that: clausegraph new rulebase" if stray else "say what is looked at as well"
        )
        self.problems.add(entry.place(stray or lone or ""), message, "unknown-key", hint)
        return False

    def _graded(self, rule: Rule, entry: Entry) -> Became:
        if "grade" not in entry:
            return Became(rule, {})
        grade = entry["grade"]
        said = {"grade": f"grade {rule.grade.word} -> {grade.word}"}
        return Became(msgspec.structs.replace(rule, grade=grade), said)

    def _with_when(self, rule: Rule, entry: Entry) -> Became | None:
        if "when" not in entry:
            return Became(rule, {})
        read = self.conditions.alternatives(entry["when"])
        if read is None:
            return None
        applies = self.knowledge.template[rule.template].applies
        when = tuple(one for one in both(applies or ALWAYS, read) if self._possible(one))
        if not when:
            self._never(entry.placed("when"))
            return None
        did = f"when {_told(_beside(rule.when, applies))} -> {_told(read)}"
        return Became(msgspec.structs.replace(rule, when=when), {"when": did})

    def _with_thresholds(self, rule: Rule, entry: Entry) -> Became | None:
        """The rule with other conditions on some of the questions it reads."""
        if "thresholds" not in entry:
            return Became(rule, {})
        when, did = rule.when, {}
        for name, text in entry["thresholds"]:
            new = self._threshold(rule, name, text)
            if new is None:
                return None
            before = {one for one in chain.from_iterable(when) if one.fact == name.value}
            when = tuple(dict.fromkeys(_put(group, name.value, new) for group in when))
            did[f"threshold of {name.value}"] = (
                f"{name.value} {_listed(sorted(before, key=str))} -> {_listed(new)}"
            )
        possible = tuple(group for group in when if self._possible(group))
        if not possible:
            self._never(entry.placed("thresholds"))
            return None
        return Became(msgspec.structs.replace(rule, when=possible), did)

    def _threshold(self, rule: Rule, name: Placed[str], text: Placed[str] | None) -> Group | None:
        if text is None or not self.conditions.names.usable(name):
            return None
        if name.value not in rule.reads:
            message = f"{rule.shared_id} does not read {name.value}"
            hint = f"it reads {', '.join(rule.reads)}; other questions go under `when`"
            self.problems.add(name.at, message, "unknown-name", hint)
            return None
        return self.conditions.read(text.value, text, self.knowledge.question[name.value])

    def _with_records(self, rule: Rule, entry: Entry) -> Became | None:
        each = rule.each
        if each is None:
            return Became(rule, {})
        did: dict[str, str] = {}
        if "each" in entry:
            read = self.records.each(entry)
            if read is None:
                return None
            did["each"] = "looks at other records"
            each = msgspec.structs.replace(read, at_least=each.at_least, share=each.share)
        given = {key: entry[key] for key in COUNTED if key in entry}
        did |= {key: f"{key} {getattr(each, key):g} -> {number:g}" for key, number in given.items()}
        return Became(msgspec.structs.replace(rule, each=msgspec.structs.replace(each, **given)), did)

    def _worded(self, became: Became, entry: Entry) -> Became:
        given = entry.get("words", {})
        said = {key: given[key] for key in given}
        did = {key: f"{key} in other words" for key in said}
        return Became(msgspec.structs.replace(became.rule, **said), became.did | did)

    def _possible(self, group: Group) -> bool:
        return contradictory(group, self.knowledge.question) is None

    def _never(self, placed: Placed[object]) -> None:
        hint = "no answers could meet all its conditions; `disable` switches a rule off"
        self.problems.add(placed.at, "with this the rule could never fire", "never-fires", hint)


def _put(group: Group, fact: str, new: Group) -> Group:
    """A group with other conditions on one question, where it has any on it."""
    kept = tuple(one for one in group if one.fact != fact)
    return group if len(kept) == len(group) else (*kept, *new)


def _beside(when: Alternatives, applies: Alternatives) -> Alternatives:
    """The conditions of a rule without those under which its requirement applies."""
    known = {one for group in applies for one in group}
    return tuple(tuple(one for one in group if one not in known) for group in when)


def _told(alternatives: Alternatives) -> str:
    return " or ".join(dict.fromkeys(" and ".join(_phrases(group)) for group in alternatives))


def _phrases(group: Group) -> Iterator[str]:
    return (f"{one.fact} {one}" for one in group)


def _listed(conditions: Group | list[Condition]) -> str:
    return " and ".join(str(one) for one in conditions)
