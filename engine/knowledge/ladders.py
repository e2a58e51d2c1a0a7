"""Ladders: reusable tables from planned / practised / works to a grade, expanded into the real rules of
each requirement."""

from __future__ import annotations

import re

import msgspec

from ..model import Alternatives, AnswerKind, Condition, Grade, Op, Question, Rule, Weight
from ..problems import Location, did_you_mean
from ..reading.nodes import Problems, shortened
from ..reading.shapes import Entry, NotUnderstood, Placed
from .formats.standards import requirement as requirement_format
from .language.conditions import ConditionReader, both, contradictory
from .language.phrases import SCALE, YES_NO, YES_PARTLY_NO, conditions
from .names import Names

_ANY_SLOT = Question("this slot", "", AnswerKind.WORDS, Location(""), words=SCALE)
PLACEHOLDERS = ("subject", "says", "matters", "fix")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


class LadderStep(msgspec.Struct, frozen=True):
    """One line of a ladder. `when` holds by slot the answers that it is about."""

    name: str
    when: tuple[tuple[str, tuple[str, ...]], ...]
    grade: Grade
    because: str
    fix: str
    at: Location


class Ladder(msgspec.Struct, frozen=True):
    """A table from the answers in its slots to a grade."""

    name: str
    weight: Weight
    slots: tuple[str, ...]
    steps: tuple[LadderStep, ...]

    @property
    def needs(self) -> set[str]:
        """The keys a requirement has to give so that the ladder's sentences can be written."""
        return {key for step in self.steps for key in _PLACEHOLDER.findall(step.because + step.fix)}


def read_ladder(entry: Entry, problems: Problems) -> Ladder | None:
    """The ladder of an entry; None, with problems, if its steps name slots or placeholders that there are
    not."""
    slots = tuple(name.value for name, _ in entry["slots"])
    names = Names("a step of this ladder", problems)
    steps = [
        _step(step, slots, problems)
        for step in entry.all("steps")
        if names.declare(step["step"], step.place("step"))
    ]
    if any(step is None for step in steps):
        return None
    return Ladder(
        entry["ladder"],
        entry.get("weight", Weight.ITEM),
        slots,
        tuple(step for step in steps if step is not None),
    )


def _step(entry: Entry, slots: tuple[str, ...], problems: Problems) -> LadderStep | None:
    before = len(problems.found)
    for slot, _ in entry["when"]:
        if slot.value not in slots:
            hint = did_you_mean(slot.value, slots) or f"its slots are {', '.join(slots)}"
            problems.add(slot.at, f"the ladder has no slot `{slot.value}`", "unknown-name", hint)
    for key in ("because", "fix"):
        for word in _PLACEHOLDER.findall(entry[key]):
            if word not in PLACEHOLDERS:
                hint = (
                    did_you_mean(word, PLACEHOLDERS)
                    or f"known are {', '.join(f'{{{known}}}' for known in PLACEHOLDERS)}"
                )
                problems.add(entry.place(key), f"`{{{word}}}` stands for nothing", "unknown-name", hint)
    when = tuple((slot.value, _answers(text, problems)) for slot, text in entry["when"] if text is not None)
    if len(problems.found) > before:
        return None
    return LadderStep(entry["step"], when, entry["grade"], entry["because"], entry["fix"], entry.at)


def _answers(text: Placed[str], problems: Problems) -> tuple[str, ...]:
    """The answers among yes, largely, partly and no that a step is about; none, with a problem, if it
    cannot be read."""
    try:
        return conditions(text.value, _ANY_SLOT)[0].words
    except NotUnderstood as fault:
        hint = fault.hint or "a step is about yes, largely, partly or no: yes or largely, not no"
        problems.add(
            text.at,
            f"`{shortened(text.value)}` is not a condition on the answer in a slot",
            "condition",
            hint,
        )
        return ()


class Expander:
    """Expands ladders for requirements."""

    def __init__(
        self, ladders: dict[str, Ladder], names: Names, conditions: ConditionReader, problems: Problems
    ) -> None:
        self.ladders = ladders
        self.names = names
        self.conditions = conditions
        self.problems = problems

    def rules(
        self, requirement: Entry, template: str, folder: str, applies: Alternatives
    ) -> list[Rule] | None:
        """The rules of a requirement that names a ladder; None, with problems, if it does not fit."""
        ladder = (
            self.ladders.get(requirement["ladder"])
            if self.names.usable(requirement.placed("ladder"))
            else None
        )
        if ladder is None or not self._fits(requirement, ladder):
            return None
        facts = {slot.value: fact for slot, fact in requirement["with"]}
        words = {key: requirement.get(key, "") for key in PLACEHOLDERS}
        prefix = f"{folder}/{requirement['requirement'].replace('/', '-')}"
        found = [
            self._rule(step, facts, words, prefix, template, applies, ladder.name) for step in ladder.steps
        ]
        return [rule for rule in found if rule is not None]

    def _fits(self, requirement: Entry, ladder: Ladder) -> bool:
        before = len(self.problems.found)
        given = {slot.value for slot, _ in requirement.get("with", ())}
        if open_slots := [slot for slot in ladder.slots if slot not in given]:
            hint = f"with: {{{', '.join(f'{slot}: <fact>' for slot in ladder.slots)}}}"
            place = requirement.place("with" if "with" in requirement else "ladder")
            self.problems.add(
                place, f"the ladder {ladder.name} needs a fact for {_listed(open_slots)}", "ladder", hint
            )
        for slot, _ in requirement.get("with", ()):
            if slot.value not in ladder.slots:
                hint = did_you_mean(slot.value, ladder.slots) or f"its slots are {', '.join(ladder.slots)}"
                self.problems.add(
                    slot.at, f"the ladder {ladder.name} has no slot `{slot.value}`", "unknown-name", hint
                )
        if missing := [key for key in PLACEHOLDERS if key in ladder.needs and key not in requirement]:
            message = f"the sentences of the ladder {ladder.name} need {_listed(missing)}"
            self.problems.add(
                requirement.place("ladder"),
                message,
                "missing-key",
                f"{missing[0]}: {requirement_format.keys[missing[0]].says}",
            )
        known = [self._suits(fact) for _, fact in requirement.get("with", ()) if fact is not None]
        return len(self.problems.found) == before and all(known)

    def _suits(self, question: Placed[str]) -> bool:
        if not self.conditions.names.usable(question):
            return False
        known = self.conditions.facts[question.value]
        if known.words not in (YES_NO, YES_PARTLY_NO, SCALE) or known.best != ("yes",):
            best = (
                f", of which {' or '.join(known.best) or 'none'} is the best"
                if known.answer is AnswerKind.WORDS
                else ""
            )
            hint = (
                f"it is answered with `{known.answer_words}`{best}; a ladder reads yes, (largely,) (partly)"
                " or no, with yes the best"
            )
            self.problems.add(question.at, f"{question.value} does not suit a ladder", "ladder", hint)
            return False
        return True

    def _rule(
        self,
        step: LadderStep,
        facts: dict[str, Placed[str]],
        words: dict[str, str],
        prefix: str,
        template: str,
        applies: Alternatives,
        ladder: str,
    ) -> Rule | None:
        """The rule of a step; None if its facts cannot give such answers (a step on `partly` for a
        yes-or-no fact)."""
        group = []
        for slot, answers in step.when:
            question = self.conditions.facts[facts[slot].value]
            group.append(
                Condition(
                    question.id, Op.ONE_OF, words=tuple(word for word in question.words if word in answers)
                )
            )
        when = tuple(
            one for one in both(applies, (tuple(group),)) if not contradictory(one, self.conditions.facts)
        )
        if not when:
            return None
        because, fix = (filled(text, words) for text in (step.because, step.fix))
        name = f"{prefix}-{step.name}"
        return Rule(
            name,
            template,
            when,
            step.grade,
            because,
            fix,
            step.at,
            step=step.name,
            ladder=ladder,
            risk=words["matters"],
        )


def _listed(keys: list[str]) -> str:
    return " and ".join(f"`{key}`" for key in keys)


def filled(text: str, words: dict[str, str]) -> str:
    """A ladder's sentence with the requirement's words in it, and capital letters where sentences begin."""
    text = _PLACEHOLDER.sub(lambda match: words[match[1]], text).strip()
    return text[:1].upper() + text[1:]
