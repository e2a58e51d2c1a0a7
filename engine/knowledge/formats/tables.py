"""The tables of the files about foreign tables: the words by which columns and values are known, and how one
table goes into an organisation's file."""

from __future__ import annotations

from ...reading.shapes import Choice, Key, ListOf, MapOf, Record, Text
from .values import answer_text, fact_id, field_name, phrase

LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
"""The languages in which words are listed, by the key they stand under."""

_words = ListOf(phrase, filled=True)
_in_languages = {key: Key(_words, f"the words in {language}") for key, language in LANGUAGES.items()}
_registers = Key(ListOf(fact_id, filled=True), "in these registers alone; else in all that have the field")

heading = Record(
    "a heading",
    {
        "heading": Key(field_name, "the field of a record, or `record`, its name", required=True),
        "registers": _registers,
        "marked": Key(phrase, "what a cross in such a column says, where the column is a box to tick"),
        **_in_languages,
    },
)
said = Record(
    "what is said",
    {
        "said": Key(answer_text, "a word of a closed field", required=True),
        "field": Key(field_name, "the field", required=True),
        "registers": _registers,
        **_in_languages,
    },
)
called = Record(
    "what a register is called",
    {
        "called": Key(fact_id, "the register", required=True),
        "about": Key(_words, "words in headings that tell what its records are, in whatever language"),
        **_in_languages,
    },
)
side = Record(
    "a side of the treatment",
    {
        "side": Key(
            Choice("a side", {one: one for one in ("before", "after", "wanted")}),
            "whether a column tells what was before the treatment, what is left after it, or what is wanted"
            " and not what is",
            required=True,
        ),
        **_in_languages,
    },
)
headings_file = Record(
    "the words of tables",
    {
        "headings": Key(ListOf(heading), "by field, how columns are headed", required=True),
        "said": Key(ListOf(said), "by word of a closed field, what people write for it"),
        "called": Key(ListOf(called), "by register, what people call such a table"),
        "sides": Key(ListOf(side), "the words that tell which side of the treatment a column is about"),
    },
)

heading_text = Text("the heading of a column")
cell_text = Text("what a cell says")
cuts = Text(
    "the scores from which on the next level begins, with commas between them",
    r"-?[0-9]+(?:\.[0-9]+)?(?:, ?-?[0-9]+(?:\.[0-9]+)?)*",
    example="6, 15",
)
table = Record(
    "a table that is taken",
    {
        "table": Key(phrase, "the name of the sheet, or of the file where it has no sheets", required=True),
        "register": Key(fact_id, "the register it goes into", required=True),
        "columns": Key(
            MapOf(heading_text, phrase, "headings with fields", filled=True),
            "by heading, the field that the column goes into, or `left out`",
            required=True,
        ),
        "days": Key(
            Choice("an order of days", {"day first": "day first", "month first": "month first"}),
            "what comes first in 12/05/2026",
        ),
        "cuts": Key(MapOf(field_name, cuts, filled=True), "by field, where its levels begin on the scale"),
        "words": Key(
            MapOf(field_name, MapOf(cell_text, answer_text, filled=True), filled=True),
            "by field, what the words of the table mean; `left out` for nothing",
        ),
        "took": Key(ListOf(phrase), "the records that were taken the last time"),
    },
)
tables_file = Record(
    "how tables are taken",
    {"tables": Key(ListOf(table), "the tables, each with its register and columns", required=True)},
)
