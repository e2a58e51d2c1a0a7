"""The tables of the files that decide how grades come about: ladders, policies, and the overlays that
change them."""

from __future__ import annotations

from ...model import FailureKind, Repeat, Strength, Weight
from ...reading.nodes import Sequence
from ...reading.shapes import Either, Key, ListOf, MapOf, Record, Text, words_of
from .values import (
    NAME,
    condition_text,
    date_text,
    fact_id,
    facts_with_conditions,
    grade_word,
    name,
    on_register,
    on_related,
    percent,
    phrase,
    question,
    rule_id,
    sentence,
    shown_id,
    shown_requirement,
    slot_name,
    standard_id,
    version_text,
    when,
    whole_number,
    whole_number_or_none,
)

step = Record(
    "a step",
    {
        "step": Key(name, "the name of the step, unique in its ladder", required=True),
        "when": Key(
            MapOf(slot_name, condition_text, "slots with conditions, all of which must hold", filled=True),
            "slots with answers, all of which must hold: yes, largely, partly, no, yes or largely, not no",
            required=True,
        ),
        "grade": Key(grade_word, "major, minor, observation or opportunity", required=True),
        "because": Key(
            sentence, "why it is judged so; {subject} is the requirement's own phrase", required=True
        ),
        "fix": Key(
            sentence,
            "what to do about it; {says} and {fix} are the requirement's own sentences",
            required=True,
        ),
    },
)

ladder = Record(
    "a ladder",
    {
        "ladder": Key(name, "the name of the ladder", required=True),
        "says": Key(sentence, "what kind of requirement the ladder is for", required=True),
        "weight": Key(
            words_of("a weight", Weight),
            "what the absence of such a requirement means: element or item (if left out)",
        ),
        "slots": Key(
            MapOf(slot_name, phrase), "what the ladder asks of the fact in each slot", required=True
        ),
        "steps": Key(ListOf(step), "from the answers in the slots to a grade", required=True),
    },
)

ladders_file = Record(
    "the ladders", {"ladders": Key(ListOf(ladder), "rules that many requirements share", required=True)}
)

escalation = Record(
    "an escalation",
    {
        "rule": Key(name, "the name of the escalation, unique in its policy", required=True),
        "at_least": Key(
            whole_number,
            "how many requirements of a clause of two numbers (9.2) fail, on as many answers, if it has"
            " broken down",
        ),
        "share": Key(percent, "how much of the clause they must make up at least, in per cent"),
        "whole": Key(
            whole_number,
            "with at_least: on how many answers all requirements of a smaller clause fail, if it has broken"
            " down",
        ),
        "failure": Key(
            words_of("a dependency failure", FailureKind), "the dependency failure that raises its dependent"
        ),
        "repeats": Key(
            words_of("a way of coming back", Repeat),
            "the finding that is raised when it comes back: finding (it failed at the earlier assessment, or"
            " a note says that it was found before), minor-left-open (minor then, and failing by the same"
            " rule), major-left-open (major then, and still failing)",
        ),
        "grade": Key(grade_word, "the grade they are raised to", required=True),
        "because": Key(sentence, "why the grade is raised, in a sentence", required=True),
    },
)

grade_choice = Record(
    "a choice of grade",
    {
        "setting": Key(name, "the setting that is decided, with all its rules"),
        "rule": Key(rule_id, "in place of setting: a single rule"),
        "grade": Key(grade_word, "the grade these rules lead to", required=True),
        "because": Key(sentence, "why the policy grades it so, in a sentence", required=True),
    },
)

policy = Record(
    "a policy",
    {
        "policy": Key(name, "the name of the policy", required=True),
        "says": Key(sentence, "for whom the policy is", required=True),
        "based_on": Key(
            name, "the policy whose escalations and grades it takes over, but for those it names itself"
        ),
        "without": Key(ListOf(name), "escalations of the policy it is based on that it leaves out"),
        "document_months": Key(
            whole_number, "how old evidence of a document may be before an answer is a claim again, in months"
        ),
        "record_months": Key(
            whole_number,
            "how old evidence of anything else may be before an answer is a claim again, in months",
        ),
        "next_audit_months": Key(
            whole_number,
            "how long after an earlier assessment what failed there is raised for coming back, in months (6"
            " if left out)",
        ),
        "late_days": Key(
            whole_number_or_none,
            "how many days something due every twelve months may be late before it counts; of other intervals"
            " in months in proportion",
        ),
        "nearly_all": Key(
            percent,
            "from which percentage on a shortfall is an observation where a rule says minor; what counts"
            " lapses is not tolerated",
        ),
        "escalations": Key(ListOf(escalation), "what raises grades"),
        "grades": Key(ListOf(grade_choice), "which grade rules get where auditors differ"),
    },
)

ladder_step = Text("a step of a ladder: ladder/step", rf"{NAME}/{NAME}", example="record/not-kept")
setting = Record(
    "a setting",
    {
        "setting": Key(name, "the name of the setting", required=True),
        "says": Key(sentence, "the point on which auditors differ", required=True),
        "rules": Key(ListOf(rule_id, filled=True), "the rules whose grade is decided together"),
        "steps": Key(
            ListOf(ladder_step, filled=True), "steps of ladders, all of whose rules are decided together"
        ),
    },
)

policies_file = Record(
    "the policies",
    {
        "settings": Key(ListOf(setting), "points on which auditors differ, for policies to decide"),
        "policies": Key(
            ListOf(policy),
            "how grades are escalated, and what is decided where auditors differ",
            required=True,
        ),
    },
)

words = Record(
    "the words of a finding",
    {
        "because": Key(sentence, "why it is judged so, as the finding says it"),
        "fix": Key(sentence, "what to do about it"),
        "risk": Key(sentence, "what may go wrong"),
    },
)

change = Record(
    "a change",
    {
        "change": Key(shown_id, "the rule, or the escalation with its policy, that changes"),
        "disable": Key(shown_id, "the rule, or the escalation with its policy, that is switched off"),
        "question": Key(fact_id, "the question that is put in other words"),
        "requirement": Key(
            shown_requirement,
            "the requirement that changes; beside change or disable: the one where alone it counts",
        ),
        "link": Key(shown_id, "the link whose strength changes"),
        "standard": Key(standard_id, "the standard in which alone the change counts; all if left out"),
        "grade": Key(grade_word, "the new grade"),
        "when": Key(when, "the conditions in place of those of the rule"),
        "thresholds": Key(
            facts_with_conditions,
            "facts that the rule reads, each with the condition in place of the rule's own",
        ),
        "each": Key(on_register, "of a rule over records: what is looked at in place of what the rule says"),
        "none": Key(on_related, "with each: as in a rule"),
        "some": Key(on_related, "with each: as in a rule"),
        "only": Key(on_related, "with each: as in a rule"),
        "at_least": Key(whole_number, "how many records, or how many nonconformities, it takes"),
        "share": Key(percent, "what share it takes, in per cent"),
        "words": Key(words, "what findings by the rule say in place of its own words"),
        "ask": Key(question, "the question in other words; what it asks stays"),
        "help": Key(sentence, "the hint for the person who answers"),
        "evidence": Key(
            ListOf(phrase, "what would show it", filled=True), "what an auditor would ask to see"
        ),
        "weight": Key(words_of("a weight", Weight), "what its absence means: element or item"),
        "strength": Key(words_of("a strength", Strength), "hard if failures travel along it, else soft"),
        "until": Key(date_text, "the last day on which the change counts"),
        "because": Key(sentence, "why; every report prints it", required=True),
    },
)

folders = ListOf(phrase, "folders", filled=True)
overlay_file = Record(
    "an overlay",
    {
        "overlay": Key(name, "the name of the overlay", required=True),
        "version": Key(version_text, "its own version, which reports show"),
        "made_for": Key(version_text, "the version of clausegraph it was made for"),
        "extends": Key(
            Either(
                lambda node: folders if isinstance(node, Sequence) else phrase,
                (phrase, folders),
                "a folder, or a list of folders",
            ),
            "the folder of the overlay below this one, as seen from this file; this one wins",
        ),
        "changes": Key(ListOf(change), "what changes in the knowledge, and why", required=True),
    },
)
