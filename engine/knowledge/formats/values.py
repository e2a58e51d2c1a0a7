"""What single values look like in every file: names, numbers of clauses, sentences, dates, conditions,
grades."""

from __future__ import annotations

from ...model import Grade
from ...reading.shapes import Choice, ListOf, MapOf, Text
from ..language.phrases import ANSWER_FORMS, FIELD_FORMS, answering, day, holding

STANDARD_ID = r"[a-z][a-z0-9-]*:[0-9]{4}"
CLAUSE = r"(?:[0-9]{1,2}|[A-Z])(?:\.[0-9]{1,2})*"
NAME = r"[a-z0-9][a-z0-9-]*"
PLACE = rf"{CLAUSE}(?:/{NAME})?|{NAME}/{NAME}"

standard_id = Text("the name of a standard with its edition", STANDARD_ID, example="iso-9001:2015")
clause_id = Text("a clause with its standard", rf"{STANDARD_ID}/{CLAUSE}", example="iso-27001:2022/A.5.36")
clause_number = Text("the number of a clause", CLAUSE, example="9.2.2 or A.5.7")
name = Text("a name (lower case, digits, hyphens)", NAME, example="audit-programme")
slot_name = Text("the name of a slot (lower case, underscores)", r"[a-z_]+", example="planned")
sentence = Text("a sentence")
phrase = Text("a few words")
question = Text("a question, which ends in ?", r"[\s\S]*\?", example="Is there a written plan?")
date_text = Text(
    "a date, written year-month-day", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", parse=day, example="2026-11-21"
)
fact_id = Text(
    "the name of a fact (topic.what, lower case, underscores)",
    r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+",
    example="internal_audit.programme",
)
rulebase_id = Text("the folder and file of a rulebase", rf"{NAME}/{NAME}", example="iso-9001/purchasing")
rule_id = Text(
    "a rule with its folder",
    rf"{NAME}/[A-Za-z0-9][A-Za-z0-9.-]*",
    example="iso-9001/supplier-never-evaluated",
)
shown_id = Text(
    "a name with its folder, as reports show it",
    rf"{NAME}/[A-Za-z0-9][A-Za-z0-9.-]*(?:@{STANDARD_ID})?",
    example="iso-9001/supplier-never-evaluated",
)
shown_requirement = Text(
    "a requirement as reports show it: clause/name, with or without its standard",
    rf"(?:{STANDARD_ID}/)?{CLAUSE}/{NAME}|{NAME}/{NAME}",
    example="9.2.1/conducted, or iso-9001:2015/9.2.1/conducted",
)
version_text = Text("a version", r"[0-9]+(?:\.[0-9]+){0,3}", example="0.3.0")
place = Text("a requirement (clause/name, or topic/name) or a clause", PLACE, example="8.4.1/criteria")
standard_place = Text(
    "a clause, or a requirement under one: clause/name",
    rf"{CLAUSE}(?:/{NAME})?",
    example="6.1.1/risks-determined",
)
requirement_name = Text(
    "a requirement: clause/name, or topic/name if harmonised",
    rf"{CLAUSE}/{NAME}|{NAME}/{NAME}",
    example="8.4.1/criteria",
)
harmonised_name = Text(
    "a harmonised requirement: topic/name", rf"{NAME}/{NAME}", example="internal-audit/programme"
)
condition_text = Text("a condition", example="not yes, more than 12, older than 12 months")
answer_text = Text("an answer", example="yes, 12, 2026-11-21")
field_name = Text("the name of a field (lower case, underscores)", r"[a-z][a-z0-9_]*", example="owner")
field_of_register = Text(
    "a field with its register",
    r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+\.[a-z][a-z0-9_]*",
    example="registers.risks.owner",
)
kind_of_field = Text(
    "what a field holds", parse=holding, example="date, or records of registers.controls", forms=FIELD_FORMS
)
relation_name = Text(
    "a field that names records, or a register whose records name this one",
    r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*",
    example="controls, or registers.risks",
)
kind_of_answer = Text(
    "a kind of answer", parse=answering, example="yes, largely, partly or no", forms=ANSWER_FORMS
)

whole_number = Text("a whole number above 0", r"[1-9][0-9]{0,3}", parse=int, example="3")
whole_number_or_none = Text("a whole number, or 0", r"0|[1-9][0-9]{0,3}", parse=int, example="30")
percent = Text(
    "a percentage from 0 to 100", r"(?:100|[0-9]{1,2}(?:\.[0-9]{1,2})?)", parse=float, example="30"
)
yes_or_no = Choice("yes or no", {"yes": True, "no": False})

GRADES = {grade.word: grade for grade in (Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY)}
grade_word = Choice("a grade", GRADES)

facts_with_conditions = MapOf(
    fact_id, condition_text, "facts with conditions, all of which must hold", filled=True
)
_any_of = ListOf(facts_with_conditions, "groups of conditions, of which one must hold", filled=True)


when = MapOf(
    fact_id,
    condition_text,
    "facts with conditions, all of which must hold",
    filled=True,
    own={"any": _any_of},
)

on_record = MapOf(field_name, condition_text, "fields with conditions, all of which must hold")
on_register = MapOf(fact_id, on_record, "a register with conditions", filled=True)
on_related = MapOf(
    relation_name, on_record, "fields that name records, or registers, with conditions", filled=True
)
