"""What rulebases say: facts, requirements and rules."""

from __future__ import annotations

from datetime import date

import msgspec

from ..model import Acceptance, Alternatives, AnswerKind, Documented, Fact, Rule, Template, Who
from ..reading.nodes import Problems
from ..reading.shapes import Entry, NotUnderstood, Placed
from .conditions import ALWAYS, ConditionReader, both, contradictory
from .ladders import Expander
from .names import Names
from .phrases import Answering, answer
from .sources import Sources
from .standards import Outline


def read_facts(sources: Sources, problems: Problems) -> tuple[dict[str, Fact], Names]:
    """The facts of all rulebases by name."""
    names = Names("a fact", problems, complete=sources.complete)
    facts = {}
    for rulebase in sources["rulebase"]:
        for name, entry in rulebase.get("facts", ()):
            fact = _fact(name, entry.value, problems) if entry is not None and entry.value.whole else None
            if names.declare(name.value, name.at, whole=fact is not None) and fact is not None:
                facts[fact.id] = fact
    return facts, names


def _fact(name: Placed[str], entry: Entry, problems: Problems) -> Fact | None:
    if ("ask" in entry) == ("computed" in entry):
        hint = "a fact is asked (`ask`), or worked out (`computed`)"
        problems.add(name.at, f"{name.value} needs either `ask` or `computed`", "missing-key", hint)
        return None
    answering: Answering = entry["answer"]
    best = _best(name, entry, answering, problems)
    if best is None:
        return None
    return Fact(
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
    )


def _best(name: Placed[str], entry: Entry, answering: Answering, problems: Problems) -> tuple[str, ...] | None:
    """The answers that show conformity; none for a question that only describes, or that has no closed answers."""
    if answering.kind is not AnswerKind.WORDS or entry.get("best") == "any":
        return ()
    if "best" not in entry:
        if "yes" in answering.words:
            return ("yes",)
        hint = f"best: {answering.words[0]}, best: [a, b], or best: any"
        problems.add(name.at, f"{name.value} does not say which answer shows conformity", "missing-key", hint)
        return None
    given = [entry.placed("best")] if isinstance(entry["best"], str) else entry["best"]
    for word in given:
        if word.value not in answering.words:
            problems.add(word.at, f"`{word.value}` is not an answer to {name.value}", "unknown-word", f"they are {', '.join(answering.words)}")
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
        self, outline: Outline, themes: Names, conditions: ConditionReader, expander: Expander, problems: Problems, *, complete: bool
    ) -> None:
        self.outline = outline
        self.themes = themes
        self.conditions = conditions
        self.expander = expander
        self.problems = problems
        self.templates: dict[str, Template] = {}
        self.rules: list[Rule] = []
        self.names = Names("a requirement", problems, complete=complete)
        self.rule_names = Names("a rule", problems, complete=complete)

    def read(self, sources: Sources) -> Read:
        """Everything the rulebases say of requirements and rules."""
        rulebases = [entry for entry in sources["rulebase"] if self._known(entry)]
        files = Names("a rulebase", self.problems)
        for rulebase in rulebases:
            files.declare(rulebase["rulebase"], rulebase.place("rulebase"))
            for entry in rulebase.all("requirements"):
                self._requirement(rulebase, entry)
        for rulebase in rulebases:
            for entry in rulebase.all("rules"):
                self._rule(rulebase, entry)
        return Read(self.templates, self.rules, self.names)

    def _known(self, rulebase: Entry) -> bool:
        return "standard" not in rulebase or self.outline.names.usable(rulebase.placed("standard"))

    def _requirement(self, rulebase: Entry, entry: Entry) -> None:
        if "requirement" not in entry:
            return
        name = full_name(rulebase, entry["requirement"])
        place = entry.place("requirement")
        if not self.names.declare(name, place, whole=entry.whole) or not entry.whole:
            return
        if not self._stands_somewhere(rulebase, entry) or (applies := self._applies(entry)) is None:
            self.names.breaks(name)
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
            accepts=tuple(self._acceptance(one) for one in entry.all("accepts")),
            rulebase=rulebase["rulebase"],
        )
        self._expand(rulebase, entry, name, applies or ALWAYS)

    def _stands_somewhere(self, rulebase: Entry, entry: Entry) -> bool:
        """Whether clause and theme of a requirement are known."""
        if "theme" in entry and not self.themes.usable(entry.placed("theme")):
            return False
        number = entry["requirement"].partition("/")[0]
        if "standard" not in rulebase:
            if number[0].isdigit() or "theme" not in entry:
                message = "a harmonised requirement is named topic/name and names its theme"
                hint = "for example: requirement: internal-audit/programme, theme: internal-audit"
                self.problems.add(entry.at, message, "harmonised", hint)
                return False
            return True
        if not self.outline.knows(rulebase["standard"], Placed(number, entry.place("requirement"))):
            return False
        clause = self.outline.clause(rulebase["standard"], number)
        if "theme" not in entry and clause is not None and not clause.theme:
            self.problems.add(entry.at, f"clause {number} has no theme, so the requirement must name one", "missing-key", "theme: <theme>")
            return False
        return True

    def _applies(self, entry: Entry) -> Alternatives | None:
        """When the requirement applies: no alternatives mean always; None, with a problem, if that cannot be read."""
        if ("applies" in entry) != ("otherwise" in entry):
            message = "`applies` and `otherwise` go together"
            self.problems.add(entry.at, message, "missing-key", "otherwise: the sentence the report gives when the requirement does not apply")
            return None
        return self.conditions.alternatives(entry["applies"]) if "applies" in entry else ()

    def _acceptance(self, entry: Entry) -> Acceptance:
        answers = []
        for name, text in entry["answer"]:
            if self.conditions.names.usable(name) and text is not None:
                try:
                    answer(text.value, self.conditions.facts[name.value], date.max)
                except NotUnderstood as fault:
                    self.problems.add(text.at, fault.message, "wrong-type", fault.hint)
                answers.append((name.value, text.value))
        return Acceptance(tuple(answers), entry["because"])

    def _expand(self, rulebase: Entry, entry: Entry, name: str, applies: Alternatives) -> None:
        if "ladder" not in entry:
            if "with" in entry:
                self.problems.add(entry.place("with"), "`with` says which facts stand in a ladder, but no `ladder` is named", "missing-key")
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
        if not self.rule_names.declare(rule_id, entry.place("rule"), whole=entry.whole) or not entry.whole:
            return
        template = self.templates.get(name := full_name(rulebase, entry["requirement"]))
        known = self._names_requirement(rulebase, entry, name)
        when = self.conditions.alternatives(entry["when"])
        if not known or template is None or when is None or self._never(entry, when):
            return
        when = both(template.applies or ALWAYS, when)
        self.rules.append(Rule(rule_id, name, when, entry["grade"], entry["because"], entry["fix"], entry.at))

    def _names_requirement(self, rulebase: Entry, entry: Entry, name: str) -> bool:
        if name in self.names:
            return self.names.usable(Placed(name, entry.place("requirement")))
        return self.names.usable(Placed(name if "standard" in rulebase else entry["requirement"], entry.place("requirement")))

    def _never(self, entry: Entry, when: Alternatives) -> bool:
        """Whether a rule can never fire, which is a problem."""
        if not when or when == ((),):
            self.problems.add(entry.place("when"), "this rule has no condition", "never-fires", "name a fact and a condition: fact: not yes")
            return True
        facts = [contradictory(group, self.conditions.facts) for group in when]
        for fact in dict.fromkeys(fact for fact in facts if fact is not None):
            message = f"this rule can never fire: its conditions on {fact} contradict each other"
            self.problems.add(entry.place("when"), message, "never-fires", "alternatives go under `any:`")
        return any(fact is not None for fact in facts)


def full_name(rulebase: Entry, name: str) -> str:
    """The id of the template that a name means in a rulebase."""
    return f"{rulebase['standard']}/{name}" if "standard" in rulebase else str(name)


def _folder(rulebase: Entry) -> str:
    return str(rulebase["rulebase"]).partition("/")[0]
