"""Problems as JSON: what a check found, for programs."""

from __future__ import annotations

from ...commands.check import Checked
from ...problems import Location, Problem
from .assessment import Json


def check_json(checked: Checked) -> Json:
    """`sound`, what is `counted` and `read_from` each folder where it is, and every problem where it is
    not."""
    return {
        "sound": checked.sound,
        "counted": list(checked.counted),
        "read_from": list(checked.read_from),
        "from_records": {register: list(questions) for register, questions in checked.answered},
        "problems": [problem_json(one) for one in checked.problems],
    }


def problem_json(problem: Problem) -> Json:
    """One problem. Lines and columns count from 1; they are null where a message is about a file as a whole,
    or about a key of a mapping, which has a `path`, or a `cell` of a workbook."""
    at = problem.at
    return {
        "code": str(problem.code),
        "sentence": problem.sentence,
        "message": problem.message,
        "hint": problem.hint,
        "file": at.file,
        **lines_json(at),
    }


def lines_json(at: Location) -> Json:
    """Where in its file something stands."""
    told = {"line": at.line or None, "column": at.column or None}
    return told | ({"cell": at.cell} if at.sheet else {}) | ({"path": at.path} if at.path else {})
