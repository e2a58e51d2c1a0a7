"""The cases beside the rules as JUnit's XML, which build servers read: a suite for each file of cases, a case
for each case, a failure for each expectation in vain. Gaps in coverage are a suite of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..commands.rule_tests.outcome import Outcome
from ..problems import Problem, visible

COVERAGE = "coverage"


def junit(outcome: Outcome) -> str:
    """The whole file."""
    suites = Element("testsuites", name="clausegraph test")
    for file, ran in groupby(outcome.ran, lambda one: one.case.at.file):
        _suite(suites, file, [(one.case.says, one.case.at.line, one.failures) for one in ran])
    if outcome.uncovered:
        gaps = [(one.message, one.at.line, (one,)) for one in outcome.uncovered]
        _suite(suites, COVERAGE, gaps)
    for key in ("tests", "failures"):
        suites.set(key, str(sum(int(suite.get(key, "0")) for suite in suites)))
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _suite(suites: Element, name: str, cases: Sequence[tuple[str, int, Sequence[Problem]]]) -> None:
    failed = sum(bool(problems) for _, _, problems in cases)
    suite = SubElement(
        suites, "testsuite", name=name, tests=str(len(cases)), failures=str(failed), errors="0"
    )
    for says, line, problems in cases:
        case = SubElement(suite, "testcase", name=visible(says), classname=name, file=name, line=str(line))
        for problem in problems:
            failure = SubElement(case, "failure", message=visible(problem.message), type=problem.code)
            failure.text = visible(str(problem))
