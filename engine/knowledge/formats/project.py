"""The table of a project file: what would otherwise be given on the command line each time."""

from __future__ import annotations

from ...reading.shapes import Key, ListOf, Record
from .values import name, phrase, standard_id

project_file = Record(
    "a project",
    {
        "project": Key(phrase, "what the project is called", required=True),
        "overlays": Key(
            ListOf(phrase, "folders", filled=True),
            "folders with rules or overlays, as seen from this file, the lowest first",
        ),
        "standards": Key(ListOf(standard_id, "standards", filled=True), "the standards to assess"),
        "policy": Key(name, "how grades are escalated: default, strict, lenient, or your own"),
        "template": Key(phrase, "a Word document that lays out documents, as seen from this file"),
        "logo": Key(phrase, "a picture for the head of documents, as seen from this file"),
    },
)
