"""Policies: what raises grades, and which grade rules get on the points where auditors differ; built on
one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ..model import Escalation, Grade, GradeChoice, Policy, Rule, Setting
from ..model.apart import deciding, with_own
from ..model.policies import NEXT_AUDIT_MONTHS
from ..problems import Location, did_you_mean
from ..reading.nodes import Problems
from ..reading.shapes import Entry, Placed
from .names import Names
from .sources import Sources

REASONS = ("at_least", "failure", "repeats")
LIMITS = {
    "document_months": 0,
    "record_months": 0,
    "next_audit_months": NEXT_AUDIT_MONTHS,
    "late_days": 0,
    "nearly_all": 0,
}
"""The numbers of a policy that it takes over from the one it is based on, and what they are where nobody
says."""


class PoliciesRead(msgspec.Struct, frozen=True):
    """The policies of all files, what each is based on taken over, and the settings they decide on."""

    policies: tuple[Policy, ...]
    settings: tuple[Setting, ...]


def read_policies(
    sources: Sources, rules: Iterable[Rule], rule_names: Names, problems: Problems
) -> PoliciesRead:
    """The policies and settings that the files describe; what is wrong goes to `problems`."""
    rules = tuple(rules)
    settings = _Settings(sources, rules, rule_names, problems)
    names = Names("a policy", problems, complete=sources.complete("policies"))
    entries = {entry["policy"]: entry for entry in _named(sources, "policies", "policy", names)}
    own = {name: _own(entry, settings, rule_names, problems) for name, entry in entries.items()}
    apart = [rule for rule in rules if rule.id != rule.shared_id]
    return PoliciesRead(
        tuple(deciding(policy, apart) for policy in _Bases(own, entries, names, problems).whole()),
        tuple(
            msgspec.structs.replace(one, rules=with_own(one.rules, apart)) for one in settings.found.values()
        ),
    )


def _named(sources: Sources, section: str, key: str, names: Names) -> Iterator[Entry]:
    """The entries of a section in all files, each name once. One that is not whole still tells what else
    is wrong with it."""
    for entry in [entry for file in sources["policies"] for entry in file.all(section)]:
        if key in entry and names.declare(entry[key], entry.place(key), whole=entry.whole):
            yield entry


class _Settings:
    """The settings of all files by name, each with the rules it decides."""

    def __init__(
        self, sources: Sources, rules: tuple[Rule, ...], rule_names: Names, problems: Problems
    ) -> None:
        self.names = Names("a setting", problems, complete=sources.complete("settings"))
        self.problems = problems
        self.rule_names = rule_names
        self.steps: dict[str, list[str]] = {}
        for rule in rules:
            if rule.ladder:
                self.steps.setdefault(f"{rule.ladder}/{rule.step}", []).append(rule.id)
        self.steps_known = sources.complete("ladders", "requirements", "rules")
        self.found = {
            entry["setting"]: self._setting(entry)
            for entry in _named(sources, "settings", "setting", self.names)
        }

    def _setting(self, entry: Entry) -> Setting:
        if entry.whole and "rules" not in entry and "steps" not in entry:
            hint = "rules: [iso-9001/some-rule], or steps: [record/not-kept]"
            self.problems.add(
                entry.at,
                "a setting names the rules it decides (`rules`) or the steps of ladders (`steps`)",
                "missing-key",
                hint,
            )
        rules = [one.value for one in entry.get("rules", ()) if self.rule_names.usable(one)]
        rules += [rule for one in entry.get("steps", ()) for rule in self._of_step(one)]
        return Setting(entry["setting"], entry.get("says", ""), tuple(dict.fromkeys(rules)), entry.at)

    def _of_step(self, step: Placed[str]) -> list[str]:
        if step.value not in self.steps and self.steps_known:
            hint = did_you_mean(step.value, self.steps) or f"known are {', '.join(sorted(self.steps))}"
            self.problems.add(
                step.at, f"no rule comes from a step `{step.value}` of a ladder", "unknown-name", hint
            )
        return self.steps.get(step.value, [])


def _own(entry: Entry, settings: _Settings, rule_names: Names, problems: Problems) -> Policy:
    """A policy with what it says itself."""
    if entry.whole and not any(key in entry for key in ("based_on", "escalations", "grades")):
        hint = (
            "escalations: what raises grades; grades: what is decided where auditors differ; or based_on:"
            " default"
        )
        problems.add(entry.at, f"the policy {entry['policy']} says nothing", "missing-key", hint)
    names = Names("an escalation", problems)
    escalations = [
        _escalation(entry["policy"], one, problems) for one in entry.all("escalations") if _is_new(one, names)
    ]
    grades = [
        choice
        for one in entry.all("grades")
        if one.whole and (choice := _choice(one, settings, rule_names, problems))
    ]
    _check_decided_once(grades, problems)
    return Policy(
        id=entry["policy"],
        says=entry.get("says", ""),
        escalations=tuple(escalations),
        grades=tuple(grades),
        based_on=entry.get("based_on", ""),
        **{limit: entry.get(limit, number) for limit, number in LIMITS.items()},
    )


def _is_new(escalation: Entry, names: Names) -> bool:
    return (
        "rule" in escalation
        and names.declare(escalation["rule"], escalation.place("rule"))
        and escalation.whole
    )


def _escalation(policy: str, entry: Entry, problems: Problems) -> Escalation:
    _check_reason(entry, problems)
    return Escalation(
        id=f"{policy}/{entry['rule']}",
        grade=entry["grade"],
        because=entry["because"],
        at=entry.at,
        at_least=entry.get("at_least", 0),
        whole=entry.get("whole", 0),
        share=entry.get("share", 0),
        failure=entry.get("failure"),
        repeats=entry.get("repeats"),
    )


def _check_reason(entry: Entry, problems: Problems) -> None:
    """An escalation has one reason, and what goes with it."""
    given = [key for key in REASONS if key in entry]
    if len(given) != 1:
        message = (
            "an escalation counts nonconformities (`at_least`), looks at a dependency failure (`failure`) "
            "or at a finding that comes back (`repeats`)"
        )
        problems.add(entry.at, message, "missing-key", "give one of the three keys")
    elif "at_least" not in entry and (
        stray := next((key for key in ("share", "whole") if key in entry), None)
    ):
        hint = (
            f"remove it: {'a dependency failure' if 'failure' in entry else 'a finding that comes back'} is"
            " not counted"
        )
        problems.add(entry.place(stray), f"`{stray}` goes with `at_least`", "unknown-key", hint)
    elif "repeats" in entry and not entry["grade"].fails:
        hint = "major raises it; minor leaves it as it is"
        problems.add(
            entry.place("grade"),
            "what comes back is a nonconformity already, and this would not raise it",
            "never-raises",
            hint,
        )


def _choice(entry: Entry, settings: _Settings, rule_names: Names, problems: Problems) -> GradeChoice | None:
    if ("setting" in entry) == ("rule" in entry):
        message = "a choice of grade decides a setting (`setting`) or a single rule (`rule`)"
        problems.add(entry.at, message, "missing-key", "give one of the two keys")
        return None
    grade: Grade = entry["grade"]
    if "rule" in entry:
        known = rule_names.usable(entry.placed("rule"))
        return GradeChoice("", (entry["rule"],), grade, entry["because"], entry.at) if known else None
    if not settings.names.usable(entry.placed("setting")):
        return None
    return GradeChoice(
        entry["setting"], settings.found[entry["setting"]].rules, grade, entry["because"], entry.at
    )


def _check_decided_once(grades: list[GradeChoice], problems: Problems) -> None:
    decided: dict[str, Location] = {}
    for choice in grades:
        twice = [rule for rule in choice.rules if rule in decided]
        if twice:
            first = decided[twice[0]]
            hint = f"it is first decided in {first.file}, line {first.line}; keep one of the two"
            problems.add(choice.at, f"the grade of {twice[0]} is decided twice", "decided-twice", hint)
        decided |= dict.fromkeys(choice.rules, choice.at)


class _Bases:
    """Policies made whole: each takes over what it does not say itself from the one it is based on."""

    def __init__(
        self, own: dict[str, Policy], entries: dict[str, Entry], names: Names, problems: Problems
    ) -> None:
        self.own = own
        self.entries = entries
        self.names = names
        self.problems = problems

    def whole(self) -> Iterator[Policy]:
        """Those whose bases are known and close no circle, in the order of the files."""
        for name in self.own:
            policy = self._whole(name, ())
            if policy is not None:
                yield policy

    def _whole(self, name: str, above: tuple[str, ...]) -> Policy | None:
        policy, entry = self.own[name], self.entries[name]
        if not policy.based_on:
            self._check_without(entry, ())
            return policy
        if name in above:
            if name == min(above):
                path = " -> ".join((*above[above.index(name) :], name))
                hint = "one of them has to stand by itself"
                self.problems.add(
                    entry.place("based_on"), f"these policies are based on each other: {path}", "circle", hint
                )
            return None
        if not self.names.usable(entry.placed("based_on")):
            return None  # unknown, or broken and told so
        base = self._whole(policy.based_on, (*above, name))
        return self._joined(policy, base, entry) if base else None

    def _joined(self, policy: Policy, base: Policy, entry: Entry) -> Policy:
        self._check_without(entry, tuple(short(one) for one in base.escalations))
        replaced = {*entry.all("without"), *(short(one) for one in policy.escalations)}
        decided = {rule for choice in policy.grades for rule in choice.rules}
        return msgspec.structs.replace(
            policy,
            escalations=(
                *(one for one in base.escalations if short(one) not in replaced),
                *policy.escalations,
            ),
            grades=(*undecided(base.grades, decided), *policy.grades),
            **{limit: entry.get(limit, getattr(base, limit)) for limit in LIMITS},
        )

    def _check_without(self, entry: Entry, known: tuple[str, ...]) -> None:
        for one in entry.get("without", ()):
            if one.value not in known:
                hint = did_you_mean(one.value, known) or (
                    f"it has {', '.join(known)}" if known else "`without` goes with `based_on`"
                )
                base = f"the policy {entry['based_on']}" if "based_on" in entry else "what it is based on"
                self.problems.add(one.at, f"{base} has no escalation `{one.value}`", "unknown-name", hint)


def short(escalation: Escalation) -> str:
    """The name of an escalation without its policy."""
    return escalation.id.partition("/")[2]


def undecided(grades: Iterable[GradeChoice], decided: Iterable[str]) -> Iterator[GradeChoice]:
    """The choices for the rules that are not decided elsewhere."""
    elsewhere = set(decided)
    for choice in grades:
        rules = tuple(rule for rule in choice.rules if rule not in elsewhere)
        if rules:
            yield msgspec.structs.replace(choice, rules=rules)
