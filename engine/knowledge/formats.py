"""The tables of every file format. The reader checks with them and the JSON Schemas are generated from them."""

from __future__ import annotations

from ..model import Basis, Computed, Discipline, Documented, FailureKind, Grade, LinkKind, Stage, Strength, Who
from ..reading.nodes import Mapping, Node, Sequence
from ..reading.shapes import Choice, Either, Key, ListOf, MapOf, Record, Shape, Text, words_of
from .phrases import answering, day

STANDARD_ID = r"[a-z][a-z0-9-]*:[0-9]{4}"
CLAUSE = r"(?:[0-9]{1,2}|[A-Z])(?:\.[0-9]{1,2})*"
NAME = r"[a-z0-9][a-z0-9-]*"
PLACE = rf"{CLAUSE}(?:/{NAME})?|{NAME}/{NAME}"

standard_id = Text("the name of a standard with its edition", STANDARD_ID, example="iso-9001:2015")
clause_number = Text("the number of a clause", CLAUSE, example="9.2.2 or A.5.7")
name = Text("a name (lower case, digits, hyphens)", NAME, example="audit-programme")
sentence = Text("a sentence")
phrase = Text("a few words")
date_text = Text("a date", parse=day, example="2026-11-21")
fact_id = Text("the name of a fact", r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+", example="internal_audit.programme")
rulebase_id = Text("the folder and file of a rulebase", rf"{NAME}/{NAME}", example="iso-9001/purchasing")
rule_id = Text("a rule with its folder", rf"{NAME}/[A-Za-z0-9][A-Za-z0-9.-]*", example="iso-9001/supplier-never-evaluated")
place = Text("a requirement (clause/name, or topic/name) or a clause", PLACE, example="8.4.1/criteria")
requirement_name = Text("a requirement: clause/name, or topic/name if harmonised", rf"{CLAUSE}/{NAME}|{NAME}/{NAME}", example="8.4.1/criteria")
harmonised_name = Text("a harmonised requirement: topic/name", rf"{NAME}/{NAME}", example="internal-audit/programme")
condition_text = Text("a condition", example="not yes, more than 12, older than 12 months")
answer_text = Text("an answer", example="yes, 12, 2026-11-21")

GRADES = {grade.word: grade for grade in (Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY)}
grade_word = Choice("a grade", GRADES)

facts_with_conditions = MapOf(fact_id, condition_text, "facts with conditions, all of which must hold")
_any_of = ListOf(facts_with_conditions, "groups of conditions, of which one must hold")


def _when_item(node: Node) -> Shape:
    return _any_of if isinstance(node, Sequence) else condition_text


when = MapOf(
    Text("the name of a fact, or any", rf"any|{fact_id.pattern.pattern if fact_id.pattern else ''}", example="internal_audit.programme"),
    Either(_when_item, (condition_text, _any_of), "a condition, or under `any` a list of groups"),
    "facts with conditions, all of which must hold",
)

link = Record(
    "a link",
    {
        "link": Key(name, required=True),
        "from": Key(place, required=True),
        "to": Key(place, required=True),
        "kind": Key(words_of("a kind of link", LinkKind), required=True),
        "basis": Key(words_of("a basis", Basis), required=True),
        "strength": Key(words_of("a strength", Strength)),
        "because": Key(sentence, required=True),
    },
)

standard_file = Record(
    "a standard",
    {
        "standard": Key(standard_id, required=True),
        "title": Key(phrase, required=True),
        "edition": Key(phrase, required=True),
        "discipline": Key(words_of("a discipline", Discipline), required=True),
        "may_exclude": Key(ListOf(clause_number, "clauses an organisation may declare not applicable, with a justification")),
        "clauses": Key(
            ListOf(
                Record(
                    "a clause",
                    {
                        "clause": Key(clause_number, required=True),
                        "title": Key(phrase, required=True),
                        "stage": Key(words_of("a stage", Stage)),
                        "theme": Key(name),
                        "takes": Key(ListOf(harmonised_name, "harmonised requirements that stand under this clause")),
                    },
                )
            ),
            required=True,
        ),
        "links": Key(ListOf(link)),
    },
)

themes_file = Record(
    "the themes",
    {"themes": Key(ListOf(Record("a theme", {"theme": Key(name, required=True), "title": Key(phrase, required=True)})), required=True)},
)

fact = Record(
    "a fact",
    {
        "ask": Key(sentence),
        "answer": Key(Text("a kind of answer", parse=answering, example="yes, partly or no"), required=True),
        "who": Key(words_of("someone who can answer", Who)),
        "best": Key(
            Either(
                lambda node: ListOf(phrase) if isinstance(node, Sequence) else phrase,
                (phrase, ListOf(phrase)),
                "the answers that show conformity, if not the first; `any` if every answer does",
            )
        ),
        "help": Key(sentence),
        "computed": Key(words_of("something the engine works out", Computed)),
    },
)

requirement = Record(
    "a requirement",
    {
        "requirement": Key(requirement_name, required=True),
        "says": Key(sentence, required=True),
        "theme": Key(name),
        "documented": Key(words_of("a kind of documented information", Documented)),
        "evidence": Key(ListOf(phrase, "what an auditor would ask to see"), required=True),
        "subject": Key(phrase),
        "matters": Key(sentence),
        "fix": Key(sentence),
        "ladder": Key(name),
        "with": Key(MapOf(Text("a slot of the ladder", r"[a-z_]+"), fact_id, "which fact stands in which slot")),
        "applies": Key(when),
        "otherwise": Key(sentence),
        "accepts": Key(
            ListOf(
                Record(
                    "an accepted answer",
                    {"answer": Key(MapOf(fact_id, answer_text), required=True), "because": Key(sentence, required=True)},
                )
            )
        ),
    },
)

rule = Record(
    "a rule",
    {
        "rule": Key(name, required=True),
        "requirement": Key(requirement_name, required=True),
        "when": Key(when, required=True),
        "grade": Key(grade_word, required=True),
        "because": Key(sentence, required=True),
        "fix": Key(sentence, required=True),
    },
)

rulebase_file = Record(
    "a rulebase",
    {
        "rulebase": Key(rulebase_id, required=True),
        "standard": Key(standard_id),
        "facts": Key(MapOf(fact_id, fact, "the questions")),
        "requirements": Key(ListOf(requirement)),
        "rules": Key(ListOf(rule)),
        "links": Key(ListOf(link)),
    },
)

ladders_file = Record(
    "the ladders",
    {
        "ladders": Key(
            ListOf(
                Record(
                    "a ladder",
                    {
                        "ladder": Key(name, required=True),
                        "says": Key(sentence, required=True),
                        "slots": Key(MapOf(Text("a slot", r"[a-z_]+"), phrase, "what the ladder asks of a fact"), required=True),
                        "steps": Key(
                            ListOf(
                                Record(
                                    "a step",
                                    {
                                        "step": Key(name, required=True),
                                        "when": Key(MapOf(Text("a slot", r"[a-z_]+"), condition_text), required=True),
                                        "grade": Key(grade_word, required=True),
                                        "because": Key(sentence, required=True),
                                        "fix": Key(sentence, required=True),
                                    },
                                )
                            ),
                            required=True,
                        ),
                    },
                )
            ),
            required=True,
        )
    },
)

whole_number = Text("a whole number above 0", r"[1-9][0-9]{0,3}", parse=int, example="3")
percent = Text("a percentage", r"(?:100|[0-9]{1,2})", parse=float, example="30")

policies_file = Record(
    "the policies",
    {
        "policies": Key(
            ListOf(
                Record(
                    "a policy",
                    {
                        "policy": Key(name, required=True),
                        "says": Key(sentence, required=True),
                        "escalations": Key(
                            ListOf(
                                Record(
                                    "an escalation",
                                    {
                                        "rule": Key(name, required=True),
                                        "at_least": Key(whole_number),
                                        "share": Key(percent),
                                        "failure": Key(words_of("a dependency failure", FailureKind)),
                                        "grade": Key(grade_word, required=True),
                                        "because": Key(sentence, required=True),
                                    },
                                )
                            ),
                            required=True,
                        ),
                    },
                )
            ),
            required=True,
        )
    },
)

evidence = Record("evidence", {"ref": Key(phrase, required=True), "date": Key(date_text), "note": Key(phrase)})
long_answer = Record(
    "an answer",
    {"answer": Key(answer_text, required=True), "evidence": Key(ListOf(evidence)), "note": Key(sentence)},
)


def _one_answer(node: Node) -> Shape:
    return long_answer if isinstance(node, Mapping) else answer_text


single_answer = Either(_one_answer, (answer_text, long_answer), "an answer, short or with evidence and note")
answers_by_discipline = Record("an answer by discipline", {discipline.value: Key(single_answer) for discipline in Discipline})


def _any_answer(node: Node) -> Shape:
    by_discipline = isinstance(node, Mapping) and any(key.text in answers_by_discipline.keys for key, _ in node.pairs)
    return answers_by_discipline if by_discipline else single_answer


answers = MapOf(
    fact_id,
    Either(_any_answer, (answer_text, long_answer, answers_by_discipline), "an answer, short, long, or by discipline"),
    "the organisation's answers by fact",
)

organisation_file = Record(
    "an organisation",
    {
        "organisation": Key(phrase, required=True),
        "about": Key(sentence),
        "as_of": Key(date_text),
        "standards": Key(ListOf(standard_id, "the standards to assess")),
        "answers": Key(answers),
        "not_applicable": Key(
            ListOf(
                Record(
                    "an exclusion",
                    {
                        "requirement": Key(
                            Text(
                                "a requirement or clause with its standard", rf"{STANDARD_ID}/{CLAUSE}(?:/{NAME})?", example="iso-9001:2015/8.3"
                            ),
                            required=True,
                        ),
                        "because": Key(sentence),
                    },
                )
            )
        ),
    },
)

tests_file = Record(
    "the cases",
    {
        "tests": Key(rulebase_id, required=True),
        "cases": Key(
            ListOf(
                Record(
                    "a case",
                    {
                        "case": Key(sentence, required=True),
                        "source": Key(phrase),
                        "as_of": Key(date_text),
                        "policy": Key(name),
                        "facts": Key(MapOf(fact_id, answer_text), required=True),
                        "expect": Key(MapOf(requirement_name, phrase), required=True),
                    },
                )
            ),
            required=True,
        ),
    },
)

overlay_file = Record(
    "an overlay",
    {
        "overlay": Key(name, required=True),
        "changes": Key(
            ListOf(
                Record(
                    "a change",
                    {
                        "change": Key(rule_id),
                        "disable": Key(rule_id),
                        "grade": Key(grade_word),
                        "until": Key(date_text),
                        "because": Key(sentence, required=True),
                    },
                )
            ),
            required=True,
        ),
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
