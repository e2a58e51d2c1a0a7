"""The table of an organisation's file: answers with their evidence, exclusions, and what an auditor saw."""

from __future__ import annotations

import difflib

from ...model import Consequence, Discipline, Extent, Grade, NoteKind
from ...reading.nodes import Mapping, Node, Problems, Scalar, Sequence
from ...reading.shapes import Choice, Either, Key, ListOf, MapOf, Placed, Record, Shape, Text, words_of
from ..language.said import word_meant
from .values import (
    CLAUSE,
    GRADES,
    NAME,
    STANDARD_ID,
    answer_text,
    date_text,
    fact_id,
    field_name,
    percent,
    phrase,
    sentence,
    standard_id,
)

evidence = Record(
    "evidence",
    {
        "ref": Key(phrase, "what shows it: a document, a record, an audit", required=True),
        "date": Key(date_text, "its date"),
        "valid_until": Key(date_text, "the last day on which it counts: of a certificate, a permit"),
        "note": Key(phrase, "a remark"),
    },
)
known = Record(
    "a gap that the organisation knows",
    {
        "action": Key(sentence, "what it does about it", required=True),
        "due": Key(date_text, "by when", required=True),
        "owner": Key(phrase, "who answers for it", required=True),
    },
)
long_answer = Record(
    "an answer",
    {
        "answer": Key(answer_text, "the answer itself", required=True),
        "evidence": Key(ListOf(evidence), "what shows that the answer is true"),
        "known": Key(
            known,
            "the organisation found this itself and has a dated action: an observation while the date holds",
        ),
        "limit": Key(
            percent,
            "beside a percentage: the limit the organisation has set itself, shown by evidence; what keeps it"
            " conforms",
        ),
        "note": Key(sentence, "a remark"),
        "by": Key(phrase, "who gave the answer; several with semicolons"),
    },
)


def _one_answer(node: Node) -> Shape:
    return long_answer if isinstance(node, Mapping) else answer_text


single_answer = Either(_one_answer, (answer_text, long_answer), "an answer, short or with evidence and note")
answers_by_discipline = Record(
    "an answer by discipline", {discipline.value: Key(single_answer) for discipline in Discipline}
)


record_ids = ListOf(phrase, "names of records")
register_record = MapOf(
    field_name,
    Either(
        lambda node: record_ids if isinstance(node, Sequence) else phrase,
        (phrase, record_ids),
        "a value, or names of records",
    ),
    "the fields of a record by name",
    filled=True,
)
records = ListOf(register_record, "records, each with its name under `record`")


def _any_answer(node: Node) -> Shape:
    if isinstance(node, Sequence) and all(isinstance(item, Mapping) for item in node.items):
        return records
    return (
        answers_by_discipline
        if isinstance(node, Mapping) and any(_means_discipline(key.text) for key, _ in node.pairs)
        else single_answer
    )


def _means_discipline(key: str) -> bool:
    """Whether a key is a discipline, perhaps misspelt."""
    near = difflib.get_close_matches(key, [*long_answer.keys, *answers_by_discipline.keys], n=1)
    return bool(near) and near[0] in answers_by_discipline.keys


answers = MapOf(
    fact_id,
    Either(
        _any_answer,
        (answer_text, long_answer, answers_by_discipline, records),
        "an answer, short, long, by discipline, or records",
    ),
    "answers by fact",
)

target = Text(
    "a requirement or clause with its standard",
    rf"{STANDARD_ID}/{CLAUSE}(?:/{NAME})?",
    example="iso-9001:2015/8.3",
)
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


class _YesOrNo(Choice[bool]):
    """Yes or no as people write it."""

    def read(self, node: Node, problems: Problems) -> Placed[bool] | None:
        if isinstance(node, Scalar):
            node = Scalar(node.at, word_meant(node.text, self.words) or node.text)
        return super().read(node, problems)


yes_or_no = _YesOrNo("yes or no", {"yes": True, "no": False})

consequence = words_of("a consequence", Consequence)
consequences = ListOf(consequence, "consequences", filled=True)
what_came = Either(
    lambda node: consequences if isinstance(node, Sequence) else consequence,
    (consequence, consequences),
    "a consequence, or a list of them",
)

small_number = Text("a whole number above 0", r"[1-9][0-9]?", parse=int, example="2")
coming_back = Record(
    "what comes back",
    {
        "what": Key(
            phrase,
            "the number or key of an earlier nonconformity (NC-3), or what it was in words",
            required=True,
        ),
        "times": Key(small_number, "how often it has come back, this time included; 1 if left out"),
        "left_open": Key(
            yes_or_no,
            "whether the earlier finding was left open, or closed without any change; no if left out",
        ),
    },
)
repeats = Either(
    lambda node: coming_back if isinstance(node, Mapping) else yes_or_no,
    (yes_or_no, coming_back),
    "yes or no, or what comes back",
)

_note_keys = {
    "requirement": Key(
        target, "the requirement or clause it was seen against, with its standard", required=True
    ),
    "saw": Key(sentence, "what was seen, in a sentence", required=True),
    "extent": Key(
        Choice("an extent", {one.value: one for one in Extent if one is not Extent.SAMPLE}),
        "how far it reaches: isolated, several, widespread, absent or incomplete; or give a sample",
    ),
    "essential": Key(
        small_number,
        "of what is incomplete: how many of the missing parts are essential, so that without them it loses"
        " its point",
    ),
    "sample": Key(sample, "in place of extent: how many were looked at and how many failed"),
    "where": Key(
        phrase,
        "the process, site or place; notes that name different places are nonconformities of their own",
    ),
    "consequence": Key(
        what_came,
        "what came of it, not caught by the system itself: none, record, customer, security, legal,"
        " environment or harm; a list if several",
    ),
    "could": Key(
        what_came,
        "what may still follow, in the same words; shown beside what came of it, and no reason for a worse"
        " grade",
    ),
    "ongoing": Key(
        yes_or_no, "whether a breach goes on, neither contained nor agreed with the authority; no if left out"
    ),
    "repeats": Key(
        repeats,
        "whether it repeats an earlier finding: yes, no, or what comes back, how often, whether it was left"
        " open",
    ),
    "kind": Key(
        Choice("a kind of note", {one.value: one for one in NoteKind if one is not NoteKind.JUDGED}),
        "what you call it: strength, conforms, opportunity, observation or nonconformity; left out, the rules"
        " decide",
    ),
    "grade": Key(
        Choice("a grade", {**GRADES, Grade.CONFORMS.word: Grade.CONFORMS}),
        "the grade you would give, shown beside the one the rules give",
    ),
    "evidence": Key(ListOf(evidence), "what shows it; without evidence it stays an observation"),
}
note = Record(
    "a note", _note_keys | {"consequence": Key(what_came, _note_keys["consequence"].says, required=True)}
)
remark = Record("a note", _note_keys)
REMARKS = tuple(one.value for one in NoteKind if not one.finds_fault)


def _any_note(node: Node) -> Shape:
    pairs = node.pairs if isinstance(node, Mapping) else ()
    called = [
        value.text.strip() for name, value in pairs if name.text == "kind" and isinstance(value, Scalar)
    ]
    return remark if called and called[0] in REMARKS else note


any_note = Either(
    _any_note, (note, remark), "a note; a strength, an opportunity or an observation needs no consequence"
)

points = Text("a number of points", r"[0-9]{1,6}(?:\.[0-9]{1,6})?", parse=float, example="6")
scale = Record(
    "a scale",
    {
        "scale": Key(phrase, "what you call it", required=True),
        "levels": Key(
            MapOf(answer_text, points, "levels with points", filled=True),
            "the levels of a register's fields, each with the points from which on it counts",
            required=True,
        ),
        "highest": Key(points, "the most points there are"),
        "score": Key(
            Choice("how a score is made", {"times": "times", "plus": "plus"}),
            "how likelihood and impact make a score that is not given: times or plus",
        ),
        "words": Key(
            MapOf(answer_text, answer_text, "words with levels", filled=True),
            "your own words for levels, each with the level it means",
        ),
        "registers": Key(
            ListOf(fact_id, filled=True), "the registers it is for; all with these levels if left out"
        ),
    },
)

organisation_file = Record(
    "an organisation",
    {
        "organisation": Key(phrase, "the name of the organisation", required=True),
        "about": Key(sentence, "what it does, for the report"),
        "as_of": Key(date_text, "the day of the assessment; today if left out"),
        "standards": Key(ListOf(standard_id), "the standards to assess; all that are known if left out"),
        "answers": Key(
            answers, "the answers by fact: short, with evidence and note, or by discipline", may_be_empty=True
        ),
        "scales": Key(ListOf(scale), "how you rate: which points make which level in your registers"),
        "not_applicable": Key(ListOf(exclusion), "what the organisation declares not applicable"),
        "observed": Key(ListOf(any_note), "what an auditor saw, graded by rulebases/grading/observed.yaml"),
    },
    inside={"answers": fact_id},
)
