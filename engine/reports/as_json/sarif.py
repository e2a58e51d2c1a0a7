"""What a check found as SARIF 2.1.0, the static analysis results format of OASIS, which code hosts and
editors show at the line."""

from __future__ import annotations

import re
from urllib.parse import quote

from ...codes import Code
from ...commands.check import Checked
from ...problems import Location, Problem
from .assessment import Json

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def check_sarif(checked: Checked) -> Json:
    """A log with one run: a rule for every code that is found, a result for every problem, in the order of
    the places."""
    codes = sorted({str(one.code) for one in checked.problems})
    driver = {"name": "clausegraph", "rules": [_rule(code) for code in codes]}
    results = [_result(one, codes.index(one.code)) for one in checked.problems]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _rule(code: str) -> Json:
    return {
        "id": code,
        "shortDescription": {"text": Code(code).sentence},
        "defaultConfiguration": {"level": "error"},
    }


def _result(problem: Problem, rule: int) -> Json:
    said = f"{problem.message}\nhint: {problem.hint}" if problem.hint else problem.message
    return {
        "ruleId": str(problem.code),
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": said},
        "locations": [{"physicalLocation": _place(problem.at)}],
        **({"properties": {"hint": problem.hint}} if problem.hint else {}),
    }


def _place(at: Location) -> Json:
    place: Json = {"artifactLocation": {"uri": _uri(at.file)}}
    if at.line and not at.sheet:
        place["region"] = {"startLine": at.line, "startColumn": max(at.column, 1)}
    return place


def _uri(file: str) -> str:
    """The name of a file as a reference that a log may hold, relative where the name is."""
    path = file.replace("\\", "/")
    return quote(
        f"file:///{path}" if _DRIVE.match(file) else f"file://{path}" if path.startswith("/") else path,
        safe="/:",
    )
