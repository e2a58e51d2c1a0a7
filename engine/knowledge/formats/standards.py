"""The tables of every file format: here standards, rulebases and their cases, beside it grading and
organisations. The reader checks with them and the JSON Schemas are generated from them."""

from __future__ import annotations

from ...codes import DOUBTFUL
from ...model import (
    Basis,
    Computed,
    Confidence,
    Discipline,
    Documented,
    LinkKind,
    Stage,
    Strength,
    Weight,
    Who,
)
from ...reading.nodes import Mapping, Node, Sequence
from ...reading.shapes import Choice, Either, Key, ListOf, MapOf, Record, Shape, Text, words_of
from .grading import ladders_file, overlay_file, policies_file
from .organisation import organisation_file, records
from .project import project_file
from .tables import headings_file, tables_file
from .values import (
    answer_text,
    clause_id,
    clause_number,
    date_text,
    fact_id,
    field_name,
    field_of_register,
    grade_word,
    harmonised_name,
    kind_of_answer,
    kind_of_field,
    name,
    on_record,
    on_register,
    on_related,
    percent,
    phrase,
    place,
    question,
    requirement_name,
    rulebase_id,
    sentence,
    shown_id,
    shown_requirement,
    slot_name,
    standard_id,
    standard_place,
    when,
    whole_number,
    yes_or_no,
)

_COMPUTED = {one.value: one for one in Computed if one is not Computed.SWITCHED_OFF}
"""What an author may have worked out; that a rule is switched off only an overlay says."""

accepted_problem = Record(
    "an accepted problem",
    {
        "problem": Key(
            Choice("a problem that can be accepted", {one: one for one in DOUBTFUL}),
            "the code of the problem that check finds here and that is meant so",
            required=True,
        ),
        "about": Key(phrase, "what it is about, as the hint of the message says; everything if left out"),
        "because": Key(sentence, "why it is meant so, in a sentence", required=True),
    },
)

link = Record(
    "a link",
    {
        "link": Key(name, "the name of the link, unique within its folder", required=True),
        "from": Key(
            place, "the foundation: a requirement (6.2.2/plan) or a whole clause (6.2)", required=True
        ),
        "to": Key(place, "what builds on the foundation: a requirement or a whole clause", required=True),
        "kind": Key(
            words_of("a kind of link", LinkKind),
            "grounds (4 to 6), leads (5 to any), plans (6 to 8), supports (7 to 8), evaluates (8 to 9), "
            "improves (9 to 10, 10 back to 6), or refers (named without building on it)",
            required=True,
        ),
        "basis": Key(
            words_of("a basis", Basis),
            "normative if the standard itself names the clause, else guidance",
            required=True,
        ),
        "strength": Key(
            words_of("a strength", Strength),
            "hard (if left out) if failures travel along the link, else soft",
        ),
        "because": Key(sentence, "why the one builds on the other, in a sentence", required=True),
        "accepts": Key(ListOf(accepted_problem), "problems that check finds in it and that are meant so"),
    },
)

taken = Record(
    "a harmonised requirement that stands here",
    {
        "take": Key(harmonised_name, "the harmonised requirement", required=True),
        "documented": Key(
            words_of("a kind of documented information", Documented),
            "what this edition wants documented, if that differs",
        ),
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
        "theme": Key(
            name,
            "the theme of the requirements under it, unless they name their own; clauses under it inherit it",
        ),
        "takes": Key(
            ListOf(
                Either(
                    _take,
                    (harmonised_name, taken),
                    "a harmonised requirement: topic/name, or with what is documented",
                )
            ),
            "harmonised requirements that stand under this clause",
        ),
    },
)

edition_change = Record(
    "a change of edition",
    {
        "added": Key(
            standard_place, "a clause or requirement of this edition that the one before did not have"
        ),
        "renumbered": Key(
            standard_place, "a clause or requirement of the edition before that has another number now"
        ),
        "to": Key(standard_place, "the number it has now"),
        "reworded": Key(
            standard_place, "a clause or requirement of this edition that asks for something else than before"
        ),
        "says": Key(sentence, "what a reworded requirement asks now, in our own words"),
        "documented": Key(
            words_of("a kind of documented information", Documented),
            "what it asks for as documented information now",
        ),
        "withdrawn": Key(standard_place, "a clause or requirement of the edition before that is gone"),
        "confidence": Key(
            words_of("a confidence", Confidence), "how sure this is: high, medium or low", required=True
        ),
        "note": Key(sentence, "what is known and how; needed unless the confidence is high"),
    },
)

transition = Record(
    "a transition",
    {
        "until": Key(
            date_text,
            "the last day on which a certificate to the edition before counts; of several reported, the"
            " earliest",
            required=True,
        ),
        "confidence": Key(
            words_of("a confidence", Confidence), "how sure this is: high, medium or low", required=True
        ),
        "note": Key(sentence, "what is known and how; needed unless the confidence is high"),
    },
)

standard_file = Record(
    "a standard",
    {
        "standard": Key(standard_id, "the name of the standard with its edition", required=True),
        "title": Key(phrase, "what the standard is about", required=True),
        "edition": Key(phrase, "the edition as it is printed on the standard", required=True),
        "discipline": Key(
            words_of("a discipline", Discipline),
            "quality, environment, information-security or ohs",
            required=True,
        ),
        "based_on": Key(standard_id, "the edition before, if only the changes to it are written here"),
        "transition": Key(transition, "until when organisations may stay with the edition before"),
        "may_exclude": Key(
            ListOf(clause_number), "clauses an organisation may declare not applicable, with a justification"
        ),
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
        "apart": Key(
            yes_or_no,
            "yes if it holds processes that have nothing to do with each other: in operation each failing"
            " answer in it is then a nonconformity of its own",
        ),
    },
)

parallel = Record(
    "a parallel",
    {
        "parallel": Key(name, "the name of the parallel", required=True),
        "title": Key(
            phrase, "the step of the cycle that several disciplines take, as reports call it", required=True
        ),
        "themes": Key(ListOf(name), "the themes that take it, each with a method and content of its own"),
        "clauses": Key(ListOf(clause_id), "clauses that take it though their theme as a whole does not"),
        "because": Key(sentence, "what the method has in common, in a sentence", required=True),
    },
)

themes_file = Record(
    "the themes",
    {
        "themes": Key(ListOf(theme), "what requirements are about, across standards", required=True),
        "parallel": Key(
            ListOf(parallel), "the steps that disciplines take alike, without evidence in common"
        ),
    },
)

_by_word = MapOf(answer_text, answer_text, "words with what they tell", filled=True)
_told = Either(
    lambda node: _by_word if isinstance(node, Mapping) else answer_text,
    (answer_text, _by_word),
    "a word, or words with what they tell",
)
record_field = Record(
    "a field of a record",
    {
        "holds": Key(
            kind_of_field,
            "text, a kind of answer, score (points on the organisation's own scale), level of a, b, c (words,"
            " or such points), or records of another register",
        ),
        "says": Key(sentence, "what belongs into it"),
        "like": Key(
            field_of_register, "the field of a register of which it takes over what it does not say itself"
        ),
        "required": Key(yes_or_no, "yes if it may not be left empty"),
        "left_out": Key(answer_text, "what an empty one means; without it an empty one is missing"),
        "told_by": Key(
            MapOf(field_name, _told, "fields with what one that is filled tells"),
            "with left_out: other fields, and what an empty one means where they are filled, or filled with a"
            " word",
        ),
        "sparse": Key(yes_or_no, "whether few records have it: empty everywhere, it still counts as missing"),
        "also": Key(ListOf(phrase, filled=True), "other headings under which people keep it"),
        "means": Key(
            MapOf(
                answer_text,
                ListOf(phrase, "what people write", filled=True),
                "words of the field with what people write for them",
                filled=True,
            ),
            "for a field of closed words: what people write, by the word it means",
        ),
        "worked_out_of": Key(
            ListOf(field_name, filled=True),
            "the scores of the same record that tell it where it is empty: of a level the score, of a score"
            " its factors",
        ),
    },
)

fact = Record(
    "a fact",
    {
        "ask": Key(question, "the question: one idea in plain words, ending in ?"),
        "answer": Key(
            kind_of_answer,
            "yes or no; yes, largely, partly or no; yes, partly or no; number of <things>; percentage; "
            "date (of something done); planned date; one of a, b, c; register",
            required=True,
        ),
        "who": Key(words_of("someone who can answer", Who), "who can answer the question"),
        "best": Key(
            Either(
                lambda node: (
                    ListOf(phrase, "one or more answers", filled=True)
                    if isinstance(node, Sequence)
                    else phrase
                ),
                (phrase, ListOf(phrase, filled=True)),
                "an answer or a list of answers",
            ),
            "the answers that show conformity, if not yes; any for a question that only describes the"
            " organisation",
        ),
        "help": Key(sentence, "a hint for the person who answers"),
        "theme": Key(
            name,
            "the practice it asks about, one of standards/themes.yaml; that of the first requirement it"
            " decides if left out",
        ),
        "never_known": Key(
            yes_or_no,
            "yes if it asks for breaches of law: an action planned (`known`) does not soften what they are"
            " graded",
        ),
        "computed": Key(
            Choice("something the engine works out", _COMPUTED),
            "in place of ask and who: what the engine works out itself",
        ),
        "record": Key(
            MapOf(field_name, record_field, filled=True), "for a register: the fields of its records"
        ),
        "of": Key(
            words_of("a discipline", Discipline),
            "for a register: the discipline all its records belong to, if they do",
        ),
        "also": Key(ListOf(phrase, filled=True), "for a register: other names under which people keep it"),
        "accepts": Key(ListOf(accepted_problem), "problems that check finds in it and that are meant so"),
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


def _accept(node: Node) -> Shape:
    is_problem = isinstance(node, Mapping) and any(key.text == "problem" for key, _ in node.pairs)
    return accepted_problem if is_problem else acceptance


requirement = Record(
    "a requirement",
    {
        "requirement": Key(
            requirement_name, "clause/name; in rulebases/harmonised it is topic/name", required=True
        ),
        "says": Key(sentence, "what has to be fulfilled, in our own words, in one sentence", required=True),
        "theme": Key(name, "one of standards/themes.yaml; not needed if the clause has one"),
        "documented": Key(
            words_of("a kind of documented information", Documented),
            "what the standard asks for as documented information: maintain (a document), retain (a record),"
            " both, or none",
        ),
        "evidence": Key(
            ListOf(phrase), "what an auditor would ask to see: short noun phrases", required=True
        ),
        "subject": Key(phrase, "for the ladder's sentences: a singular noun phrase in lower case"),
        "matters": Key(
            sentence,
            "the risk that stands beside its findings: what may go wrong without it, in one sentence",
        ),
        "fix": Key(sentence, "for the ladder's sentences: what to do, in one or two sentences"),
        "ladder": Key(name, "the ladder of rulebases/ladders.yaml that judges it"),
        "with": Key(MapOf(slot_name, fact_id), "which fact stands in which slot of the ladder"),
        "weight": Key(
            words_of("a weight", Weight),
            "what its absence means: element (a breakdown) or item (a gap beside a practice that stands); if"
            " left out, the weight of its ladder, or element where one of its rules is major",
        ),
        "inferred": Key(
            yes_or_no,
            "yes if no question asks for it: its rules read answers on something else off which an auditor"
            " reads it, and reports say so",
        ),
        "leads": Key(
            yes_or_no,
            "yes if the rest of its theme cannot be there without it, and is carried by it where it is"
            " absent",
        ),
        "applies": Key(when, "the condition under which the requirement applies at all"),
        "otherwise": Key(sentence, "the sentence the report gives where the requirement does not apply"),
        "accepts": Key(
            ListOf(
                Either(
                    _accept,
                    (acceptance, accepted_problem),
                    "answers, or a problem, with why they are accepted",
                )
            ),
            "answers short of the best that rightly lead to no finding, and problems that are meant so",
        ),
    },
)

rule = Record(
    "a rule",
    {
        "rule": Key(name, "the name of the rule, unique within its folder", required=True),
        "requirement": Key(requirement_name, "the requirement that the rule judges", required=True),
        "when": Key(when, "facts with conditions, all of which must hold; alternatives stand under any"),
        "each": Key(
            on_register,
            "in place of when: the register whose records are judged, with conditions on their fields",
        ),
        "none": Key(on_related, "with each: joined records of which none may meet these conditions"),
        "some": Key(on_related, "with each: joined records of which some meet these conditions"),
        "only": Key(
            on_related, "with each: joined records that all meet these conditions; there is at least one"
        ),
        "at_least": Key(whole_number, "with each: how many records it takes; 1 if left out"),
        "share": Key(
            percent,
            "with each: what share it takes of the records that meet the conditions under each, in per cent",
        ),
        "among": Key(
            on_record,
            "with share: conditions on the records out of which it is counted, in place of those under each,"
            " which are then looked for among them",
        ),
        "grade": Key(grade_word, "major, minor, observation or opportunity", required=True),
        "because": Key(sentence, "why it is judged so, in a sentence a manager would sign", required=True),
        "fix": Key(sentence, "what to do about it, in one or two sentences", required=True),
        "risk": Key(sentence, "what may go wrong; that of the requirement (`matters`) if left out"),
        "weighs": Key(
            sentence, "why it is major where something is absent, although the requirement is an item"
        ),
        "accepts": Key(ListOf(accepted_problem), "problems that check finds in it and that are meant so"),
    },
)

_step = Record(
    "a step of a count",
    {
        "answer": Key(answer_text, "the answer that so many records give", required=True),
        "at_least": Key(whole_number, "how many of them have to fall short; 1 if left out"),
        "share": Key(percent, "what share of those looked at has to fall short, in per cent"),
    },
)
_steps = ListOf(_step, "answers, the worst first", filled=True)
_what_is_counted = Text(
    "number, share, share short, or latest with a date of the record",
    r"number|share|share short|latest [a-z][a-z0-9_]*",
    example="latest assessed",
)
count = Record(
    "a count",
    {
        "count": Key(name, "the name of the count, unique within its folder", required=True),
        "answers": Key(fact_id, "the question that the records answer", required=True),
        "each": Key(
            MapOf(fact_id, on_record, "a register with conditions", filled=True),
            "the register, with conditions on the records that are looked at",
            required=True,
        ),
        "at_least": Key(whole_number, "how many records have to be looked at; 1 if left out"),
        "short": Key(on_record, "which of them fall short: fields with conditions"),
        "none": Key(on_related, "those fall short of whose joined records none meets these conditions"),
        "some": Key(on_related, "those fall short of whose joined records some meet these conditions"),
        "only": Key(on_related, "those fall short whose joined records all meet these conditions"),
        "gives": Key(
            Either(
                lambda node: _steps if isinstance(node, Sequence) else _what_is_counted,
                (_what_is_counted, _steps),
                "answers by how many fall short, or what is counted",
            ),
            "the answer: by how many fall short, worst first; or their number, the share of the others or"
            " of themselves (share short) in per cent, or the latest day of a field",
            required=True,
        ),
        "whole": Key(
            when,
            "when the register is known to hold all there is: only then is nothing that falls short the best"
            " answer",
        ),
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
        "counts": Key(ListOf(count), "questions that records of registers answer"),
    },
)

case = Record(
    "a case",
    {
        "case": Key(sentence, "what the case shows, in a sentence", required=True),
        "source": Key(phrase, "the published audit situation it comes from"),
        "as_of": Key(date_text, "the day of the assessment"),
        "policy": Key(
            name, "the policy that escalates the grades and decides where auditors differ; none if left out"
        ),
        "earlier": Key(
            MapOf(shown_requirement, phrase),
            "what failed at an earlier assessment, by requirement: minor or major, with by <rule> where it"
            " matters which",
        ),
        "facts": Key(
            MapOf(
                fact_id,
                Either(
                    lambda node: records if isinstance(node, Sequence) else answer_text,
                    (answer_text, records),
                    "an answer, or records",
                ),
            ),
            "the answers by fact",
            required=True,
        ),
        "expect": Key(
            MapOf(shown_requirement, phrase),
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

renaming = Record(
    "a renaming",
    {
        "fact": Key(fact_id, "the question as an earlier version called it, or asked it"),
        "rule": Key(shown_id, "in place of fact: the rule as an earlier version called it"),
        "requirement": Key(shown_requirement, "in place of fact: the requirement as it was called"),
        "theme": Key(name, "in place of fact: the theme as it was called"),
        "now": Key(phrase, "its name today; of a question, if its answers stayed the same"),
        "answers": Key(
            MapOf(
                answer_text,
                MapOf(fact_id, answer_text, "facts with answers", filled=True),
                "answers of then with what they say today",
            ),
            "by an answer of then, what it says today; an answer that is not here leaves the question open",
        ),
        "otherwise": Key(
            MapOf(fact_id, answer_text, "facts with answers", filled=True),
            "what every other answer of then says today",
        ),
        "because": Key(sentence, "why it is asked or called otherwise, in a sentence", required=True),
    },
)

renamed_file = Record(
    "what was renamed", {"renamed": Key(ListOf(renaming), "questions of earlier versions", required=True)}
)

FORMATS: dict[str, Record] = {
    "rulebase": rulebase_file,
    "tests": tests_file,
    "standard": standard_file,
    "themes": themes_file,
    "ladders": ladders_file,
    "policies": policies_file,
    "renamed": renamed_file,
    "headings": headings_file,
    "overlay": overlay_file,
    "tables": tables_file,
    "organisation": organisation_file,
    "project": project_file,
}
"""The formats by the key that tells a file's kind, which is also the name of its schema."""
