"""What a workbook claims to hold, counted before a library makes an object of each of it.

A merged range over a whole sheet is a few bytes in the file and a hundred million cells in memory.
Everything in the package is counted, whatever it is called, because a sheet may stand in any part.
"""

from __future__ import annotations

import re
import zipfile
from typing import Any
from xml.parsers import expat

import msgspec


class Most(msgspec.Struct, frozen=True):
    """How much of a thing is read, and what it is."""

    number: int
    thing: str


MOST = {
    "elements": Most(1_500_000, "pieces of anything"),
    "cells": Most(300_000, "cells"),
    "rows": Most(200_000, "rows"),
    "merged": Most(200_000, "cells that are merged"),
    "linked": Most(50_000, "cells with a hyperlink"),
    "ranges": Most(5_000, "ranges that one check or colour covers"),
}
"""The limits by what is counted. The largest questionnaire of four standards has fewer than 30,000 cells."""

_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")
_WHOLE_SHEET = 16_384 * 1_048_576


class _TooMuch(Exception):
    """A limit was passed: `args` holds what was counted."""


def claims_too_much(archive: zipfile.ZipFile) -> str:
    """What of a workbook is more than is read, in words that name the limit; empty if nothing is.

    Raises ValueError where a part declares an entity, by which a few bytes become millions and which no
    spreadsheet program writes."""
    counted = _Counted()
    try:
        for part in archive.infolist():
            with archive.open(part) as content:
                counted.take(content)
    except _TooMuch as fault:
        most = MOST[str(fault.args[0])]
        return (
            f"this workbook claims to hold more than {most.number:,} {most.thing}, which is the most that is"
            " read"
        )
    return ""


class _Counted:
    """How much there is of each thing, over all parts."""

    def __init__(self) -> None:
        self.found = dict.fromkeys(MOST, 0)

    def take(self, content: Any) -> None:
        """Counts what stands in one part. What is no XML, or breaks off, ends there: so it does for
        whoever reads it afterwards."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.EntityDeclHandler = _refuse_entity
        try:
            parser.ParseFile(content)
        except expat.ExpatError:
            return

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self._add("elements")
        match name.rpartition(":")[2]:
            case "c":
                self._add("cells")
            case "row":
                self._add("rows")
            case "mergeCell":
                self._add("merged", cells_of(attributes.get("ref", "")))
            case "hyperlink":
                self._add("linked", cells_of(attributes.get("ref", "")))
        if "sqref" in attributes and len(attributes["sqref"].split()) > MOST["ranges"].number:
            raise _TooMuch("ranges")

    def _add(self, what: str, number: int = 1) -> None:
        self.found[what] += number
        if self.found[what] > MOST[what].number:
            raise _TooMuch(what)


def _refuse_entity(*_: object) -> None:
    raise ValueError("a part declares an entity")


def cells_of(reference: str) -> int:
    """How many cells a reference such as `A1:C3` names; a whole sheet for what is none."""
    match = _RANGE.fullmatch(reference.strip())
    if match is None:
        return _WHOLE_SHEET
    if match[3] is None:
        return 1
    columns = abs(column_number(match[3]) - column_number(match[1])) + 1
    return columns * (abs(int(match[4]) - int(match[2])) + 1)


def column_number(letters: str) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
