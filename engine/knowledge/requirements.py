"""What rulebases say: facts, requirements and rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from ..model import (
    WORKED_OUT_AS,
    Acceptance,
    Alternatives,
    AnswerKind,
    Documented,
    Each,
    Grade,
    Question,
    Requirement,
    Rule,
    Template,
    Weight,
    Who,
)
from ..model.apart import own_requirement, own_rule, own_template
from ..problems import did_you_mean
from ..reading.nodes import Problems, shortened
from ..reading.shapes import Entry, NotUnderstood, Placed
from .ladders import Expander
from .language.accepted import accepted_problems
from .language.conditions import ALWAYS, ConditionReader, Pairs, both, contradictory
from .language.largely import LADDER as LARGELY
from .language.largely import largely_rules
from .language.phrases import YES_NO, Answering, answer
from .names import Names
from .registers.each import WITH_EACH, EachReader
from .registers.fields import FieldsReader, check_targets
from .sources import Sources
from .standards import Outline


def read_questions(sources: Sources, themes: Names, problems: Problems) -> tuple[dict[str, Question], Names]:
    """The facts of all rulebases by name."""
    names = Names("a fact", problems, complete=sources.complete("facts"))
    questions: dict[str, Question] = {}
    entries: dict[str, Entry] = {}
    fields = FieldsReader(_entries(sources), problems)
    for rulebase in sources["rulebase"]:
        for name, entry in rulebase.get("facts", ()):
            question = (
                _fact(name, entry.value, themes, fields) if entry is not None and entry.value.whole else None
            )
            if names.declare(name.value, name.at, whole=question is not None) and question is not None:
                questions[question.id] = question
                entries[question.id] = entry.value
    check_targets(questions, names, entries, problems)
    return questions, names


def _entries(sources: Sources) -> dict[str, Entry]:
    """All facts as they are written, by name."""
    given = [pair for rulebase in sources["rulebase"] for pair in rulebase.get("facts", ())]
    return {name.value: placed.value for name, placed in given if placed is not None}


def _fact(name: Placed[str], entry: Entry, themes: Names, fields: FieldsReader) -> Question | None:
    problems = fields.problems
    if "theme" in entry and not themes.usable(entry.placed("theme")):
        return None
    if "ask" not in entry and "computed" not in entry:
        hint = "ask: the question in plain words, ending in ?"
        problems.add(name.at, f"{name.value} needs the key `ask`", "missing-key", hint)
        return None
    if "ask" in entry and "computed" in entry:
        message = f"{name.value} is asked (`ask`) and worked out (`computed`) at once"
        problems.add(entry.place("computed"), message, "unknown-key", "remove one of the two keys")
        return None
    answering: Answering = entry["answer"]
    if "computed" in entry and (answering.kind, answering.words) != WORKED_OUT_AS[entry["computed"]]:
        _told_otherwise(name, entry, problems)
        return None
    best = _best(name, entry, answering, problems)
    record = fields.fields(name, entry)
    if best is None or record is None:
        return None
    return Question(
        id=name.value,
        ask=entry.get("ask", ""),
        answer=answering.kind,
        at=name.at,
        words=answering.words,
        best=best,
        unit=answering.unit,
        who=entry.get("who", Who.SYSTEM_MANAGER),
        help=entry.get("help", ""),
        computed=entry.get("computed"),
        record=record,
        of=entry.get("of"),
        theme=entry.get("theme", ""),
        never_known=entry.get("never_known", False),
        also=tuple(entry.all("also")),
        accepted=accepted_problems(entry),
    )


def _told_otherwise(name: Placed[str], entry: Entry, problems: Problems) -> None:
    """A computed fact that declares another kind of answer than what is worked out has."""
    kind, words = WORKED_OUT_AS[entry["computed"]]
    listed = "yes or no" if words == YES_NO else f"one of {', '.join(words)}"
    gives, hint = {
        AnswerKind.NUMBER: ("a number", "for example: answer: number of exclusions"),
        AnswerKind.PERCENTAGE: ("a percentage", "answer: percentage"),
    }.get(kind, (listed, f"answer: {listed}"))
    problems.add(
        entry.place("answer"),
        f"{name.value} is worked out (`computed`), which gives {gives}",
        "wrong-type",
        hint,
    )


def _best(
    name: Placed[str], entry: Entry, answering: Answering, problems: Problems
) -> tuple[str, ...] | None:
    """The answers that show conformity; none for a question that only describes, or that has no closed
    answers."""
    if entry.get("best") == "any":
        return ()
    if answering.kind is not AnswerKind.WORDS:
        if "best" in entry:
            message = "`best` goes with questions that are answered in words"
            problems.add(
                entry.place("best"),
                message,
                "unknown-key",
                "remove it, and say in a rule which answers are a gap",
            )
            return None
        return ()
    if "best" not in entry:
        if "yes" in answering.words:
            return ("yes",)
        first, second = answering.words[:2]
        hint = (
            f"for example `best: {first}` or `best: [{first}, {second}]`; `best: any` if it only describes"
            " the organisation"
        )
        problems.add(name.at, f"{name.value} does not say which answer shows conformity", "missing-key", hint)
        return None
    given = [entry.placed("best")] if isinstance(entry["best"], str) else entry["best"]
    wrong = [word for word in given if word.value not in answering.words]
    for word in wrong:
        hint = did_you_mean(word.value, answering.words) or f"its answers are {', '.join(answering.words)}"
        problems.add(
            word.at, f"`{shortened(word.value)}` is not an answer to {name.value}", "unknown-word", hint
        )
    if wrong:
        return None
    return tuple(word.value for word in given)


class Read(msgspec.Struct, frozen=True):
    """What the rulebases hold: templates and rules, and the names of the templates."""

    templates: dict[str, Template]
    rules: list[Rule]
    names: Names


class RequirementReader:
    """Reads requirements and rules against the outline of the standards and the facts."""

    def __init__(
        self,
        outline: Outline,
        themes: Names,
        conditions: ConditionReader,
        expander: Expander,
        problems: Problems,
        *,
        complete: bool,
    ) -> None:
        self.outline = outline
        self.themes = themes
        self.conditions = conditions
        self.expander = expander
        self.each = EachReader(conditions.facts, conditions.names, problems)
        self.problems = problems
        self.templates: dict[str, Template] = {}
        self.rules: list[Rule] = []
        self.weights: dict[str, Weight] = {}
        self.matters: dict[str, str] = {}
        self.on_placed: list[tuple[Entry, Entry]] = []
        self.apart: dict[str, str] = {}
        self.names = Names("a requirement", problems, complete=complete)
        self.rule_names = Names("a rule", problems, complete=complete)

    def read(self, sources: Sources) -> Read:
        """Everything the rulebases say of requirements and rules."""
        rulebases = [entry for entry in sources["rulebase"] if self._known(entry)]
        self.names.complete &= len(rulebases) == len(sources["rulebase"])
        files = Names("a rulebase", self.problems)
        for rulebase in rulebases:
            files.declare(rulebase["rulebase"], rulebase.place("rulebase"))
            for entry in rulebase.all("requirements"):
                self._requirement(rulebase, entry)
        for rulebase in rulebases:
            for entry in rulebase.all("rules"):
                if self._may_be_placed(rulebase, entry):
                    self.on_placed.append((rulebase, entry))
                else:
                    self._rule(rulebase, entry)
        self._take_over_for_largely()
        return Read(self._weighed(), self.rules, self.names)

    def where_placed(self, read: Read, requirements: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
        """Adds the rules on a harmonised requirement as it stands in one standard (`9.2.1/conducted`), which
        is judged apart there; returns the requirements as they are then."""
        placed = {one.id: one for one in requirements}
        for rulebase, entry in self.on_placed:
            one = placed.get(full_name(rulebase, entry["requirement"]))
            if one is not None and one.template in read.templates:
                placed[one.id] = self._told_apart(one, read)
            self._rule(rulebase, entry)
        return tuple(placed.values())

    def _told_apart(self, one: Requirement, read: Read) -> Requirement:
        """A requirement with a template and rules of its own."""
        if one.origin:
            return one
        own = own_requirement(one)
        self.apart[one.id] = own.template
        template = own_template(read.templates[one.template], one)
        read.templates[own.template] = self.templates[own.template] = template
        self.matters[own.template] = self.matters.get(one.template, "")
        self.names.declare(one.id, template.at)
        for rule in [rule for rule in read.rules if rule.template == one.template]:
            if self.rule_names.declare((copy := own_rule(rule, one)).id, rule.at):
                read.rules.append(copy)
        return own

    def _may_be_placed(self, rulebase: Entry, entry: Entry) -> bool:
        """Whether a rule may judge a requirement that stands in the standard of its rulebase and is written
        elsewhere: which ones do is known later."""
        return (
            "standard" in rulebase
            and "requirement" in entry
            and full_name(rulebase, entry["requirement"]) not in self.names
        )

    def _take_over_for_largely(self) -> None:
        """Adds what `largely` means where rules of a requirement's own react to `partly`."""
        ladder = self.expander.ladders.get(LARGELY)
        by_template: dict[str, list[Rule]] = {}
        for rule in self.rules if ladder else ():
            by_template.setdefault(rule.template, []).append(rule)
        for name, rules in by_template.items():
            assert ladder is not None
            made = largely_rules(
                self.templates[name], rules, self.conditions.facts, ladder, self.matters[name]
            )
            self.rules += [rule for rule in made if self.rule_names.declare(rule.id, self.templates[name].at)]

    def _weighed(self) -> dict[str, Template]:
        """The templates with their weight: what the requirement names, else that of its ladder, else what
        its own rules make of it."""
        weights: dict[str, Weight] = {}
        for rule in self.rules:
            if rule.ladder and rule.ladder != LARGELY:
                weights[rule.template] = self.expander.ladders[rule.ladder].weight
            elif rule.grade is Grade.MAJOR:
                weights.setdefault(rule.template, Weight.ELEMENT)
        weights |= self.weights
        return {
            name: msgspec.structs.replace(one, weight=weights.get(name, Weight.ITEM))
            for name, one in self.templates.items()
        }

    def _known(self, rulebase: Entry) -> bool:
        return "standard" not in rulebase or self.outline.names.usable(rulebase.placed("standard"))

    def _requirement(self, rulebase: Entry, entry: Entry) -> None:
        if "requirement" not in entry:
            return
        name = full_name(rulebase, entry["requirement"])
        place = entry.place("requirement")
        new = self.names.declare(name, place, whole=entry.whole)
        applies = self._applies(entry)
        accepts = [self._acceptance(one) for one in entry.all("accepts") if one.whole and "answer" in one]
        if not self._stands_somewhere(rulebase, entry) or applies is None:
            self.names.breaks(name)
            return
        if not new or not entry.whole:
            return
        self.templates[name] = Template(
            id=name,
            says=entry["says"],
            at=entry.at,
            theme=entry.get("theme", ""),
            documented=entry.get("documented", Documented.NONE),
            evidence=tuple(entry.all("evidence")),
            applies=applies,
            otherwise=entry.get("otherwise", ""),
            accepts=tuple(accepts),
            rulebase=rulebase["rulebase"],
            leads=entry.get("leads", False),
            inferred=entry.get("inferred", False),
            accepted=accepted_problems(entry),
        )
        self.matters[name] = entry.get("matters", "")
        if "weight" in entry:
            self.weights[name] = entry["weight"]
        self._expand(rulebase, entry, name, applies or ALWAYS)

    def _stands_somewhere(self, rulebase: Entry, entry: Entry) -> bool:
        """Whether clause and theme of a requirement are known."""
        if "theme" in entry and not self.themes.usable(entry.placed("theme")):
            return False
        number = entry["requirement"].partition("/")[0]
        if "standard" not in rulebase:
            return self._harmonised(entry, number)
        if not self.outline.knows(rulebase["standard"], Placed(number, entry.place("requirement"))):
            return False
        clause = self.outline.clause(rulebase["standard"], number)
        if (
            "theme" not in entry
            and clause is not None
            and not clause.theme
            and rulebase["standard"] not in self.outline.broken
        ):
            message = f"clause {number} has no theme, so the requirement must name one"
            self.problems.add(
                entry.place("requirement"), message, "missing-key", "theme: one of standards/themes.yaml"
            )
            return False
        return True

    def _harmonised(self, entry: Entry, topic: str) -> bool:
        """Whether a harmonised requirement is named topic/name, and names its theme."""
        if topic[0].isdigit():
            hint = (
                "name it topic/name, or say above which standard the file belongs to: standard: iso-9001:2015"
            )
            message = "a harmonised requirement stands under no clause of its own"
            self.problems.add(entry.place("requirement"), message, "harmonised", hint)
            return False
        if "theme" not in entry:
            message = "a harmonised requirement names its theme"
            self.problems.add(
                entry.place("requirement"), message, "missing-key", "theme: one of standards/themes.yaml"
            )
            return False
        return True

    def _applies(self, entry: Entry) -> Alternatives | None:
        """When the requirement applies: no alternatives mean always; None, with a problem, if that cannot
        be read."""
        if ("applies" in entry) != ("otherwise" in entry):
            given, missing = ("applies", "otherwise") if "applies" in entry else ("otherwise", "applies")
            hint = (
                "applies: the condition; otherwise: the sentence the report gives when the requirement does"
                " not apply"
            )
            self.problems.add(
                entry.place(given), f"`{given}` needs `{missing}` beside it", "missing-key", hint
            )
            return None
        if "applies" not in entry:
            return ()
        applies = self.conditions.alternatives(entry["applies"])
        return (
            None
            if applies is None
            or self._never(entry.placed("applies"), applies, ALWAYS, "this requirement can never apply")
            else applies
        )

    def _acceptance(self, entry: Entry) -> Acceptance:
        answers = []
        for name, text in entry["answer"]:
            if self.conditions.names.usable(name) and text is not None:
                self._check_answer(text, self.conditions.facts[name.value])
                answers.append((name.value, text.value))
        return Acceptance(tuple(answers), entry["because"])

    def _check_answer(self, text: Placed[str], question: Question) -> None:
        """Only answers in words can be accepted: nothing else passes in silence."""
        try:
            answer(text.value, question, date.max)
        except NotUnderstood as fault:
            self.problems.add(text.at, fault.message, "wrong-answer", fault.hint)
            return
        if question.answer is not AnswerKind.WORDS:
            answered = f"{question.id} is answered with a {question.answer_words}"
            hint = f"{answered}; say in a rule which answers are a gap"
            self.problems.add(text.at, "only answers in words can be accepted", "wrong-type", hint)

    def _expand(self, rulebase: Entry, entry: Entry, name: str, applies: Alternatives) -> None:
        if "ladder" not in entry:
            if "with" in entry:
                message = "`with` says which facts stand in a ladder, but no `ladder` is named"
                self.problems.add(
                    entry.place("with"), message, "missing-key", "add `ladder: <name>`, or remove `with`"
                )
            return
        rules = self.expander.rules(entry, name, _folder(rulebase), applies)
        if rules is None:
            self.names.breaks(name)
            return
        for rule in rules:
            if self.rule_names.declare(rule.id, entry.place("ladder")):
                self.rules.append(rule)

    def _rule(self, rulebase: Entry, entry: Entry) -> None:
        if "rule" not in entry:
            return
        rule_id = f"{_folder(rulebase)}/{entry['rule']}"
        new = self.rule_names.declare(rule_id, entry.place("rule"), whole=entry.whole)
        template = self._judged(rulebase, entry)
        applies = (template.applies if template else ()) or ALWAYS
        if not self._says_when(entry):
            return
        if "each" in entry:
            each = self.each.each(entry)
            if new and entry.whole and template is not None and each is not None:
                self.rules.append(self._judging(rule_id, template, (), entry, each))
            return
        when = self.conditions.alternatives(entry["when"])
        if when is None or self._never(entry.placed("when"), when, applies, "this rule can never fire"):
            return
        if new and entry.whole and template is not None:
            when = tuple(
                group for group in both(applies, when) if not contradictory(group, self.conditions.facts)
            )
            self.rules.append(self._judging(rule_id, template, when, entry))

    def _judging(
        self, rule_id: str, template: Template, when: Alternatives, entry: Entry, each: Each | None = None
    ) -> Rule:
        risk = entry.get("risk", self.matters.get(template.id, ""))
        return Rule(
            rule_id,
            template.id,
            when,
            entry["grade"],
            entry["because"],
            entry["fix"],
            entry.at,
            each=each,
            risk=risk,
            weighs=entry.get("weighs", ""),
            accepted=accepted_problems(entry),
        )

    def _says_when(self, entry: Entry) -> bool:
        """Whether a rule looks at answers (`when`) or at records (`each`), and at one of them only."""
        if ("when" in entry) == ("each" in entry):
            if "when" in entry:
                message = "a rule looks at answers (`when`) or at records (`each`), not at both"
                self.problems.add(
                    entry.place("each"),
                    message,
                    "unknown-key",
                    "remove one of the two keys, or write two rules",
                )
            elif entry.whole:
                hint = (
                    "when: {fact: condition}; or, for the records of a register, each: {register: {field:"
                    " condition}}"
                )
                self.problems.add(
                    entry.at, "a rule needs one of the keys `when` and `each`", "missing-key", hint
                )
            return False
        stray = next((key for key in WITH_EACH if key in entry), None)
        if "when" in entry and stray is not None:
            self.problems.add(
                entry.place(stray),
                f"`{stray}` goes with `each`",
                "unknown-key",
                "remove it, or look at records with `each`",
            )
            return False
        return True

    def _judged(self, rulebase: Entry, entry: Entry) -> Template | None:
        """The requirement that a rule judges; None if it is not known, which is a problem, or broken."""
        if "requirement" not in entry:
            return None
        name = full_name(rulebase, entry["requirement"])
        if not self._names_requirement(rulebase, entry, name):
            return None
        return self.templates.get(self.apart.get(name, name))

    def _names_requirement(self, rulebase: Entry, entry: Entry, name: str) -> bool:
        place = entry.place("requirement")
        if "standard" not in rulebase:
            return self.names.usable(Placed(name, place))
        hint = ""
        if entry["requirement"] in self.names:
            hint = f"{entry['requirement']} is harmonised: its rules stand in rulebases/harmonised"
        return self.names.usable(Placed(name, place), within=f"{rulebase['standard']}/", hint=hint)

    def _never(
        self, when: Placed[Any], alternatives: Alternatives, applies: Alternatives, never: str
    ) -> bool:
        """Whether one of the alternatives can never hold where the requirement applies, which is a
        problem."""
        facts = self.conditions.facts
        for group in alternatives:
            against = [contradictory(both_hold, facts) for both_hold in both(applies, (group,))]
            fact = next((fact for fact in against if fact is not None), None)
            if fact is None or None in against:
                continue
            places = [name.at for name, _ in _named(when.value) if name.value == fact] or [when.at]
            if contradictory(group, facts):
                several = len(places) > 1
                message = (
                    f"{never}: no answer to {fact} meets"
                    f" {'all its conditions' if several else 'this condition'}"
                )
                hint = (
                    "all must hold; alternatives go under `any:`"
                    if several
                    else f"it is answered with `{facts[fact].answer_words}`"
                )
                self.problems.add(places[-1], message, "never-fires", hint)
            else:
                message = f"{never}: where the requirement applies, no answer to {fact} meets its conditions"
                self.problems.add(
                    places[-1], message, "never-fires", "compare it with `applies` of the requirement"
                )
            return True
        return False


def _named(pairs: Pairs) -> Iterator[tuple[Placed[str], Placed[Any] | None]]:
    """The conditions that are written, those under `any` included; the last of a fact stands nearest to
    the fault."""
    for name, value in pairs:
        if name.value == "any" and value is not None and isinstance(value.value, list):
            for group in value.value:
                yield from group.value
        else:
            yield name, value


def full_name(rulebase: Entry, name: str) -> str:
    """The id of the template that a name means in a rulebase."""
    return f"{rulebase['standard']}/{name}" if "standard" in rulebase else str(name)


def _folder(rulebase: Entry) -> str:
    return str(rulebase["rulebase"]).partition("/")[0]
