"""What can be wrong with knowledge that reads well: circles, questions nobody reads, requirements nothing
judges, silence."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ..model import (
    Alternatives,
    AnswerKind,
    Condition,
    Grade,
    KnowledgeBase,
    Op,
    Question,
    Rule,
    Template,
    Weight,
)
from ..problems import Location
from ..reading.nodes import Problems
from .language.largely import accepts_as

MOST_COMBINATIONS = 20_000
MOST_SILENT_PASSES_SHOWN = 3


def check(knowledge: KnowledgeBase, problems: Problems) -> None:
    """Reports what is wrong with a knowledge base whose files read well."""
    _check_circles(knowledge, problems)
    _check_facts(knowledge, problems)
    _check_clauses(knowledge, problems)
    placed = {name for one in knowledge.requirements for name in (one.template, one.kin)}
    for template in knowledge.templates:
        rules = knowledge.rules_of[template.id]
        if template.id in knowledge.on_notes:
            _check_on_notes(template, template.id in placed, knowledge, problems)
        elif template.id not in placed:
            hint = f"add it to `takes` of a clause: takes: [{template.id}]"
            problems.add(template.at, f"no standard takes {template.id}", "not-taken", hint)
        if all(rule.each is not None for rule in rules):
            hint = "give it a ladder, or rules of its own" + (
                " that look at answers: not every organisation has registers" if rules else ""
            )
            problems.add(template.at, f"no rule judges {short_name(template)}", "unjudged", hint)
        elif template.id not in knowledge.on_notes:
            check_judging(template, knowledge, problems)


def check_judging(
    template: Template, knowledge: KnowledgeBase, problems: Problems, at: Location | None = None
) -> None:
    """Reports answers that would pass in silence, and an item made major; `at` is the change of an overlay
    since which they do."""
    rules = knowledge.rules_of[template.id]
    _check_weight(template, rules, problems, at)
    _check_silence(template, rules, knowledge, problems, at)


def _check_on_notes(template: Template, taken: bool, knowledge: KnowledgeBase, problems: Problems) -> None:
    """What judges notes judges nothing else: no standard asks it, and answers say nothing of a note."""
    told = [
        name
        for name in knowledge.reads_of[template.id]
        if (computed := knowledge.question[name].computed) and computed.of_a_note
    ]
    others = [name for name in knowledge.reads_of[template.id] if name not in told]
    if taken:
        message = (
            f"{short_name(template)} reads {told[0]}, which only a note tells, and stands under a clause"
        )
        problems.add(
            template.at,
            message,
            "on-notes",
            "name it topic/name in a rulebase without `standard`, and let no clause take it",
        )
    elif others:
        message = f"{short_name(template)} judges notes, and reads {others[0]}, which no note tells"
        problems.add(
            template.at,
            message,
            "on-notes",
            f"what judges notes reads only what a note tells, such as {told[0]}",
        )


def short_name(template: Template) -> str:
    """A requirement as its file calls it: clause/name, or topic/name."""
    return "/".join(template.id.split("/")[-2:])


def _check_circles(knowledge: KnowledgeBase, problems: Problems) -> None:
    from .graph import circles  # networkx takes a while to import, and changes of overlays need other checks

    for circle in circles(knowledge):
        path = " -> ".join([*(link.source for link in circle), circle[0].source])
        first = min(circle, key=lambda link: link.at)
        names = ", ".join(link.id for link in circle)
        hint = f"one of {names} runs the wrong way; only `improves` and `refers` may close a circle"
        problems.add(first.at, f"these links close a circle: {path}", "circle", hint)


def _check_facts(knowledge: KnowledgeBase, problems: Problems) -> None:
    read = {fact for facts in knowledge.reads_of.values() for fact in facts}
    looked_at = [rule.each.registers for rule in knowledge.on_records if rule.each is not None]
    read |= set().union(*looked_at)
    for question in knowledge.questions:
        if question.id not in read:
            known = "worked out" if question.computed else "asked"
            message = f"{question.id} is {known}, but no rule reads the answer"
            problems.add(question.at, message, "unread-fact", "use it in a rule or a ladder, or remove it")


def _check_clauses(knowledge: KnowledgeBase, problems: Problems) -> None:
    upper = {f"{clause.standard}/{clause.number.rpartition('.')[0]}" for clause in knowledge.clauses}
    for clause in knowledge.clauses:
        if clause.id not in upper and not knowledge.members[clause.id]:
            hint = "give it a requirement in a rulebase, or let it take a harmonised one"
            problems.add(
                clause.at,
                f"nothing is asked under clause {clause.number} of {clause.standard}",
                "empty-clause",
                hint,
            )


def _check_weight(
    template: Template, rules: tuple[Rule, ...], problems: Problems, at: Location | None
) -> None:
    """A requirement has one weight: that an item is absent is minor, unless the rule says why it is more."""
    if template.weight is not Weight.ITEM:
        return
    applies = {condition for group in template.applies for condition in group}
    for rule in rules:
        own = [[one for one in group if one not in applies] for group in rule.when]
        absent = next((group for group in own if group and all(_is_absence(one) for one in group)), None)
        if rule.grade is Grade.MAJOR and not rule.weighs and absent:
            listed = ", ".join(f"{one.fact}: {one}" for one in absent)
            message = f"{rule.id} makes it major that {short_name(template)}, an item, is absent ({listed})"
            hint = (
                "grade it minor, give the requirement `weight: element`, or say under `weighs` why this is"
                " more than an item missing"
            )
            problems.add(at or rule.at, message, "item-made-major", hint)


def _is_absence(condition: Condition) -> bool:
    return condition.words == ("no",) or (condition.op is Op.AT_MOST and condition.number == 0)


Answers = dict[str, str]


def _check_silence(
    template: Template,
    rules: tuple[Rule, ...],
    knowledge: KnowledgeBase,
    problems: Problems,
    at: Location | None,
) -> None:
    """Every combination of closed answers short of the best must be met by a rule or be accepted, else it
    passes in silence."""
    facts = [knowledge.question[name] for name in knowledge.reads_of[template.id]]
    closed = [question for question in facts if question.answer is AnswerKind.WORDS and not question.computed]
    silent = [answers for answers in _short_of_best(closed) if _passes(answers, template, rules)]
    fewest = sorted(silent, key=lambda answers: _short(answers, closed))
    shown: list[Answers] = []
    for answers in fewest:
        wrong = {
            question.id: answers[question.id]
            for question in closed
            if _is_short(question, answers[question.id])
        }
        if len(shown) < MOST_SILENT_PASSES_SHOWN and not any(
            earlier.items() <= wrong.items() for earlier in shown
        ):
            shown.append(wrong)
            context = [f"{question.id}: {answers[question.id]}" for question in closed if not question.best]
            _report_silence(template, wrong, context, problems, at)


def _report_silence(
    template: Template, wrong: Answers, context: list[str], problems: Problems, at: Location | None
) -> None:
    listed = ", ".join([f"{fact}: {word}" for fact, word in wrong.items()] + context)
    hint = f"add a rule, or accept it with a reason: accepts: [{{answer: {{{listed}}}, because: ...}}]"
    if at is not None:
        hint = "let a rule of your own react to it, or keep the conditions that did"
    problems.add(
        at or template.at,
        f"{short_name(template)} passes in silence: no rule reacts to {listed}",
        "silent-pass",
        hint,
    )


def _short_of_best(closed: list[Question]) -> Iterator[Answers]:
    """Combinations of answers with at least one short of the best: all of them, or, of very many, those
    with one or two such."""
    total = 1
    for question in closed:
        total *= len(question.words)
    if total <= MOST_COMBINATIONS:
        for words in itertools.product(*(question.words for question in closed)):
            answers = dict(zip((question.id for question in closed), words, strict=True))
            if _short(answers, closed):
                yield answers
        return
    best = {question.id: (question.best or question.words)[0] for question in closed}
    for pair in itertools.combinations(closed, 2):
        for words in itertools.product(*(question.words for question in pair)):
            answers = best | dict(zip((question.id for question in pair), words, strict=True))
            if _short(answers, closed):
                yield answers


def _short(answers: Answers, closed: list[Question]) -> int:
    return sum(_is_short(question, answers[question.id]) for question in closed)


def _is_short(question: Question, word: str) -> bool:
    return bool(question.best) and word not in question.best


def _passes(answers: Answers, template: Template, rules: tuple[Rule, ...]) -> bool:
    """Whether no rule reacts to these answers, whatever the open questions say, though the requirement may
    apply."""
    if template.applies and not _may_hold(template.applies, answers):
        return False
    if any(
        all(accepts_as(word, answers.get(fact)) for fact, word in accepted.answer)
        for accepted in template.accepts
    ):
        return False
    return not any(_holds(rule.when, answers) for rule in rules)


def _holds(alternatives: Alternatives, answers: Answers) -> bool:
    return any(
        all(answers.get(condition.fact) in condition.words for condition in group) for group in alternatives
    )


def _may_hold(alternatives: Alternatives, answers: Answers) -> bool:
    return any(
        all(answers.get(condition.fact, None) in (*condition.words, None) for condition in group)
        for group in alternatives
    )
