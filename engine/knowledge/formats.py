"""The tables of every file format. The reader checks with them and the JSON Schemas are generated from them."""

from __future__ import annotations

import difflib

from ..model import (
    Basis,
    Computed,
    Confidence,
    Consequence,
    Discipline,
    Documented,
    Extent,
    FailureKind,
    Grade,
    LinkKind,
    Stage,
    Strength,
    Who,
)
from ..reading.nodes import Mapping, Node, Sequence
from ..reading.shapes import Choice, Either, Key, ListOf, MapOf, Record, Shape, Text, words_of
from .phrases import ANSWER_FORMS, answering, day

STANDARD_ID = r"[a-z][a-z0-9-]*:[0-9]{4}"
CLAUSE = r"(?:[0-9]{1,2}|[A-Z])(?:\.[0-9]{1,2})*"
NAME = r"[a-z0-9][a-z0-9-]*"
PLACE = rf"{CLAUSE}(?:/{NAME})?|{NAME}/{NAME}"

standard_id = Text("the name of a standard with its edition", STANDARD_ID, example="iso-9001:2015")
clause_number = Text("the number of a clause", CLAUSE, example="9.2.2 or A.5.7")
name = Text("a name (lower case, digits, hyphens)", NAME, example="audit-programme")
slot_name = Text("the name of a slot (lower case, underscores)", r"[a-z_]+", example="planned")
sentence = Text("a sentence")
phrase = Text("a few words")
question = Text("a question, which ends in ?", r"[\s\S]*\?", example="Is there a written plan?")
date_text = Text("a date, written year-month-day", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", parse=day, example="2026-11-21")
fact_id = Text(
    "the name of a fact (topic.what, lower case, underscores)",
    r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+",
    example="internal_audit.programme",
)
rulebase_id = Text("the folder and file of a rulebase", rf"{NAME}/{NAME}", example="iso-9001/purchasing")
rule_id = Text("a rule with its folder", rf"{NAME}/[A-Za-z0-9][A-Za-z0-9.-]*", example="iso-9001/supplier-never-evaluated")
place = Text("a requirement (clause/name, or topic/name) or a clause", PLACE, example="8.4.1/criteria")
standard_place = Text("a clause, or a requirement under one: clause/name", rf"{CLAUSE}(?:/{NAME})?", example="6.1.1/risks-determined")
requirement_name = Text(
    "a requirement: clause/name, or topic/name if harmonised", rf"{CLAUSE}/{NAME}|{NAME}/{NAME}", example="8.4.1/criteria"
)
harmonised_name = Text("a harmonised requirement: topic/name", rf"{NAME}/{NAME}", example="internal-audit/programme")
condition_text = Text("a condition", example="not yes, more than 12, older than 12 months")
answer_text = Text("an answer", example="yes, 12, 2026-11-21")
kind_of_answer = Text("a kind of answer", parse=answering, example="yes, partly or no", forms=ANSWER_FORMS)

GRADES = {grade.word: grade for grade in (Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY)}
grade_word = Choice("a grade", GRADES)

facts_with_conditions = MapOf(fact_id, condition_text, "facts with conditions, all of which must hold", filled=True)
_any_of = ListOf(facts_with_conditions, "groups of conditions, of which one must hold", filled=True)


when = MapOf(fact_id, condition_text, "facts with conditions, all of which must hold", filled=True, own={"any": _any_of})

link = Record(
    "a link",
    {
        "link": Key(name, "the name of the link, unique within its folder", required=True),
        "from": Key(place, "the foundation: a requirement (6.2.2/plan) or a whole clause (6.2)", required=True),
        "to": Key(place, "what builds on the foundation: a requirement or a whole clause", required=True),
        "kind": Key(
            words_of("a kind of link", LinkKind),
            "grounds (4 to 6), leads (5 to any), plans (6 to 8), supports (7 to 8), evaluates (8 to 9), "
            "improves (9 to 10, 10 back to 6), or refers (named without building on it)",
            required=True,
        ),
        "basis": Key(words_of("a basis", Basis), "normative if the standard itself names the clause, else guidance", required=True),
        "strength": Key(words_of("a strength", Strength), "hard (if left out) if failures travel along the link, else soft"),
        "because": Key(sentence, "why the one builds on the other, in a sentence", required=True),
    },
)

taken = Record(
    "a harmonised requirement that stands here",
    {
        "take": Key(harmonised_name, "the harmonised requirement", required=True),
        "documented": Key(words_of("a kind of documented information", Documented), "what this edition wants documented, if that differs"),
    },
)


def _take(node: Node) -> Shape:
    return taken if isinstance(node, Mapping) else harmonised_name


clause = Record(
    "a clause",
    {
        "clause": Key(clause_number, "the number of the clause", required=True),
        "title": Key(phrase, "the short title of the clause", required=True),
        "stage": Key(words_of("a stage", Stage), "plan, do, check or act; clauses under it inherit it"),
        "theme": Key(name, "the theme of the requirements under it, unless they name their own; clauses under it inherit it"),
        "takes": Key(
            ListOf(Either(_take, (harmonised_name, taken), "a harmonised requirement: topic/name, or with what is documented")),
            "harmonised requirements that stand under this clause",
        ),
    },
)

edition_change = Record(
    "a change of edition",
    {
        "added": Key(standard_place, "a clause or requirement of this edition that the one before did not have"),
        "renumbered": Key(standard_place, "a clause or requirement of the edition before that has another number now"),
        "to": Key(standard_place, "the number it has now"),
        "reworded": Key(standard_place, "a clause or requirement of this edition that asks for something else than before"),
        "says": Key(sentence, "what a reworded requirement asks now, in our own words"),
        "documented": Key(words_of("a kind of documented information", Documented), "what it asks for as documented information now"),
        "withdrawn": Key(standard_place, "a clause or requirement of the edition before that is gone"),
        "confidence": Key(words_of("a confidence", Confidence), "how sure this is: high, medium or low", required=True),
        "note": Key(sentence, "what is known and how; needed unless the confidence is high"),
    },
)

transition = Record(
    "a transition",
    {
        "until": Key(
            date_text, "the last day on which a certificate to the edition before counts; of several reported, the earliest", required=True
        ),
        "confidence": Key(words_of("a confidence", Confidence), "how sure this is: high, medium or low", required=True),
        "note": Key(sentence, "what is known and how; needed unless the confidence is high"),
    },
)

standard_file = Record(
    "a standard",
    {
        "standard": Key(standard_id, "the name of the standard with its edition", required=True),
        "title": Key(phrase, "what the standard is about", required=True),
        "edition": Key(phrase, "the edition as it is printed on the standard", required=True),
        "discipline": Key(words_of("a discipline", Discipline), "quality, environment, information-security or ohs", required=True),
        "based_on": Key(standard_id, "the edition before, if only the changes to it are written here"),
        "transition": Key(transition, "until when organisations may stay with the edition before"),
        "may_exclude": Key(ListOf(clause_number), "clauses an organisation may declare not applicable, with a justification"),
        "clauses": Key(ListOf(clause), "the clauses in their order, those above before those under them"),
        "changes": Key(ListOf(edition_change), "what this edition did to the one it is based on"),
        "links": Key(ListOf(link), "what the text of the standard itself says about other clauses"),
    },
)

theme = Record(
    "a theme",
    {
        "theme": Key(name, "the name of the theme", required=True),
        "title": Key(phrase, "what reports call it", required=True),
    },
)

themes_file = Record("the themes", {"themes": Key(ListOf(theme), "what requirements are about, across standards", required=True)})

fact = Record(
    "a fact",
    {
        "ask": Key(question, "the question: one idea in plain words, ending in ?"),
        "answer": Key(
            kind_of_answer,
            "yes or no; yes, partly or no; number of <things>; percentage; date (of something done); planned date; "
            "one of a, b, c; register",
            required=True,
        ),
        "who": Key(words_of("someone who can answer", Who), "who can answer the question"),
        "best": Key(
            Either(
                lambda node: ListOf(phrase, "one or more answers", filled=True) if isinstance(node, Sequence) else phrase,
                (phrase, ListOf(phrase, filled=True)),
                "an answer or a list of answers",
            ),
            "the answers that show conformity, if not yes; any for a question that only describes the organisation",
        ),
        "help": Key(sentence, "a hint for the person who answers"),
        "computed": Key(words_of("something the engine works out", Computed), "in place of ask and who: what the engine works out itself"),
    },
)

acceptance = Record(
    "an accepted answer",
    {
        "answer": Key(
            MapOf(fact_id, answer_text, "facts with answers", filled=True),
            "the answers that are accepted together",
            required=True,
        ),
        "because": Key(sentence, "why they rightly lead to no finding, in a sentence", required=True),
    },
)

requirement = Record(
    "a requirement",
    {
        "requirement": Key(requirement_name, "clause/name; in rulebases/harmonised it is topic/name", required=True),
        "says": Key(sentence, "what has to be fulfilled, in our own words, in one sentence", required=True),
        "theme": Key(name, "one of standards/themes.yaml; not needed if the clause has one"),
        "documented": Key(
            words_of("a kind of documented information", Documented),
            "what the standard asks for as documented information: maintain (a document), retain (a record), both, or none",
        ),
        "evidence": Key(ListOf(phrase), "what an auditor would ask to see: short noun phrases", required=True),
        "subject": Key(phrase, "for the ladder's sentences: a singular noun phrase in lower case"),
        "matters": Key(sentence, "for the ladder's sentences: what goes wrong without it, in one sentence"),
        "fix": Key(sentence, "for the ladder's sentences: what to do, in one or two sentences"),
        "ladder": Key(name, "the ladder of rulebases/ladders.yaml that judges it"),
        "with": Key(MapOf(slot_name, fact_id), "which fact stands in which slot of the ladder"),
        "applies": Key(when, "the condition under which the requirement applies at all"),
        "otherwise": Key(sentence, "the sentence the report gives where the requirement does not apply"),
        "accepts": Key(ListOf(acceptance), "answers short of the best that rightly lead to no finding"),
    },
)

rule = Record(
    "a rule",
    {
        "rule": Key(name, "the name of the rule, unique within its folder", required=True),
        "requirement": Key(requirement_name, "the requirement that the rule judges", required=True),
        "when": Key(when, "facts with conditions, all of which must hold; alternatives stand under any", required=True),
        "grade": Key(grade_word, "major, minor, observation or opportunity", required=True),
        "because": Key(sentence, "why it is judged so, in a sentence a manager would sign", required=True),
        "fix": Key(sentence, "what to do about it, in one or two sentences", required=True),
    },
)

rulebase_file = Record(
    "a rulebase",
    {
        "rulebase": Key(rulebase_id, "the folder and the file", required=True),
        "standard": Key(standard_id, "the standard it belongs to; left out in rulebases/harmonised"),
        "facts": Key(MapOf(fact_id, fact), "the questions by name"),
        "requirements": Key(ListOf(requirement), "what has to be fulfilled"),
        "rules": Key(ListOf(rule), "conditions over facts and the grades they lead to"),
        "links": Key(ListOf(link), "which requirement or clause builds on which"),
    },
)

step = Record(
    "a step",
    {
        "step": Key(name, "the name of the step, unique in its ladder", required=True),
        "when": Key(
            MapOf(slot_name, condition_text, "slots with conditions, all of which must hold", filled=True),
            "slots with answers, all of which must hold: yes, no, partly, yes or partly",
            required=True,
        ),
        "grade": Key(grade_word, "major, minor, observation or opportunity", required=True),
        "because": Key(sentence, "why it is judged so; {subject} and {matters} are the requirement's own words", required=True),
        "fix": Key(sentence, "what to do about it; {fix} is the requirement's own sentence", required=True),
    },
)

ladder = Record(
    "a ladder",
    {
        "ladder": Key(name, "the name of the ladder", required=True),
        "says": Key(sentence, "what kind of requirement the ladder is for", required=True),
        "slots": Key(MapOf(slot_name, phrase), "what the ladder asks of the fact in each slot", required=True),
        "steps": Key(ListOf(step), "from the answers in the slots to a grade", required=True),
    },
)

ladders_file = Record("the ladders", {"ladders": Key(ListOf(ladder), "rules that many requirements share", required=True)})

whole_number = Text("a whole number above 0", r"[1-9][0-9]{0,3}", parse=int, example="3")
percent = Text("a percentage from 0 to 100", r"(?:100|[0-9]{1,2})", parse=float, example="30")

escalation = Record(
    "an escalation",
    {
        "rule": Key(name, "the name of the escalation, unique in its policy", required=True),
        "at_least": Key(whole_number, "how many nonconformities on one clause of two numbers (9.2) raise the others there"),
        "share": Key(percent, "how much of the clause they must make up at least, in per cent"),
        "failure": Key(words_of("a dependency failure", FailureKind), "the dependency failure that raises its dependent"),
        "grade": Key(grade_word, "the grade they are raised to", required=True),
        "because": Key(sentence, "why the grade is raised, in a sentence", required=True),
    },
)

policy = Record(
    "a policy",
    {
        "policy": Key(name, "the name of the policy", required=True),
        "says": Key(sentence, "for whom the policy is", required=True),
        "escalations": Key(ListOf(escalation), "what raises grades", required=True),
    },
)

policies_file = Record("the policies", {"policies": Key(ListOf(policy), "how grades are escalated", required=True)})

evidence = Record(
    "evidence",
    {
        "ref": Key(phrase, "what shows it: a document, a record, an audit", required=True),
        "date": Key(date_text, "its date"),
        "note": Key(phrase, "a remark"),
    },
)
long_answer = Record(
    "an answer",
    {
        "answer": Key(answer_text, "the answer itself", required=True),
        "evidence": Key(ListOf(evidence), "what shows that the answer is true"),
        "note": Key(sentence, "a remark"),
    },
)


def _one_answer(node: Node) -> Shape:
    return long_answer if isinstance(node, Mapping) else answer_text


single_answer = Either(_one_answer, (answer_text, long_answer), "an answer, short or with evidence and note")
answers_by_discipline = Record("an answer by discipline", {discipline.value: Key(single_answer) for discipline in Discipline})


def _any_answer(node: Node) -> Shape:
    return (
        answers_by_discipline if isinstance(node, Mapping) and any(_means_discipline(key.text) for key, _ in node.pairs) else single_answer
    )


def _means_discipline(key: str) -> bool:
    """Whether a key is a discipline, perhaps misspelt."""
    near = difflib.get_close_matches(key, [*long_answer.keys, *answers_by_discipline.keys], n=1)
    return bool(near) and near[0] in answers_by_discipline.keys


answers = MapOf(
    fact_id,
    Either(_any_answer, (answer_text, long_answer, answers_by_discipline), "an answer, short, long, or by discipline"),
    "answers by fact",
)

target = Text("a requirement or clause with its standard", rf"{STANDARD_ID}/{CLAUSE}(?:/{NAME})?", example="iso-9001:2015/8.3")
exclusion = Record(
    "an exclusion",
    {
        "requirement": Key(target, "the requirement or clause, with its standard", required=True),
        "because": Key(sentence, "why it does not apply; without it the exclusion is not justified"),
    },
)

checked_count = Text("a whole number above 0", r"[1-9][0-9]{0,8}", parse=int, example="12")
failed_count = Text("a whole number, or 0", r"0|[1-9][0-9]{0,8}", parse=int, example="1")
sample = Record(
    "a sample",
    {
        "checked": Key(checked_count, "how many were looked at", required=True),
        "failed": Key(failed_count, "how many of them did not fulfil the requirement", required=True),
    },
)
note = Record(
    "a note",
    {
        "requirement": Key(target, "the requirement or clause it was seen against, with its standard", required=True),
        "saw": Key(sentence, "what was seen, in a sentence", required=True),
        "extent": Key(
            Choice("an extent", {one.value: one for one in Extent if one is not Extent.SAMPLE}),
            "how far it reaches: isolated, several, widespread or absent; or give a sample",
        ),
        "sample": Key(sample, "in place of extent: how many were looked at and how many failed"),
        "consequence": Key(
            words_of("a consequence", Consequence),
            "what came of it, not caught by the system itself: none, record, customer, legal or harm",
            required=True,
        ),
        "repeats": Key(Choice("yes or no", {"yes": True, "no": False}), "whether it repeats an earlier finding; no if left out"),
        "evidence": Key(ListOf(evidence), "what shows it; without evidence it stays an observation"),
    },
)

organisation_file = Record(
    "an organisation",
    {
        "organisation": Key(phrase, "the name of the organisation", required=True),
        "about": Key(sentence, "what it does, for the report"),
        "as_of": Key(date_text, "the day of the assessment; today if left out"),
        "standards": Key(ListOf(standard_id), "the standards to assess; all that are known if left out"),
        "answers": Key(answers, "the answers by fact: short, with evidence and note, or by discipline"),
        "not_applicable": Key(ListOf(exclusion), "what the organisation declares not applicable"),
        "observed": Key(ListOf(note), "what an auditor saw, graded by rulebases/grading/observed.yaml"),
    },
)

case = Record(
    "a case",
    {
        "case": Key(sentence, "what the case shows, in a sentence", required=True),
        "source": Key(phrase, "the published audit situation it comes from"),
        "as_of": Key(date_text, "the day of the assessment"),
        "policy": Key(name, "the policy that escalates the grades; none if left out"),
        "facts": Key(MapOf(fact_id, answer_text), "the answers by fact", required=True),
        "expect": Key(
            MapOf(requirement_name, phrase),
            "the result by requirement: conforms, not-assessed, not-applicable, or a grade with by <rule>",
            required=True,
        ),
    },
)

tests_file = Record(
    "the cases",
    {
        "tests": Key(rulebase_id, "the folder and file of the rulebase they test", required=True),
        "cases": Key(ListOf(case), "answers and what is expected of them", required=True),
    },
)

change = Record(
    "a change",
    {
        "change": Key(rule_id, "the rule whose grade changes"),
        "disable": Key(rule_id, "the rule that is switched off"),
        "grade": Key(grade_word, "the new grade"),
        "until": Key(date_text, "the day on which the change ends"),
        "because": Key(sentence, "why; every report prints it", required=True),
    },
)

overlay_file = Record(
    "an overlay",
    {
        "overlay": Key(name, "the name of the overlay", required=True),
        "changes": Key(ListOf(change), "what changes in the rules, and why", required=True),
    },
)

FORMATS: dict[str, Record] = {
    "rulebase": rulebase_file,
    "tests": tests_file,
    "standard": standard_file,
    "themes": themes_file,
    "ladders": ladders_file,
    "policies": policies_file,
    "overlay": overlay_file,
    "organisation": organisation_file,
}
"""The formats by the key that tells a file's kind, which is also the name of its schema."""
