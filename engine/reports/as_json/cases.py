"""The cases beside the rules as JSON: what was run, what failed, what is covered, for programs."""

from __future__ import annotations

from ...commands.rule_tests.coverage import Covered
from ...commands.rule_tests.outcome import Mutation, Outcome, Ran
from .assessment import Json
from .problems import lines_json, problem_json


def outcome_json(outcome: Outcome) -> Json:
    """Whether all passed, every case with what it expected in vain, the gaps in coverage with the figures,
    and, where it was asked for, the small changes that no case notices."""
    return {
        "passed": outcome.passed,
        "cases": [_ran_json(one) for one in outcome.ran],
        "uncovered": [problem_json(one) for one in outcome.uncovered],
        "coverage": [_covered_json(one) for one in outcome.covered],
        "mutation": _mutation_json(outcome.mutation) if outcome.mutation is not None else None,
    }


def _ran_json(one: Ran) -> Json:
    case = one.case
    return {
        "case": case.says,
        "file": case.at.file,
        **lines_json(case.at),
        "expectations": len(case.expectations),
        "passed": not one.failures,
        "failures": [problem_json(problem) for problem in one.failures],
    }


def _covered_json(one: Covered) -> Json:
    return {"of": one.of, "tested": one.tested, "total": one.total, "share": round(one.share, 1)}


def _mutation_json(made: Mutation) -> Json:
    return {
        "made": made.made,
        "noticed": made.made - len(made.unnoticed),
        "score": round(made.score, 1),
        "unnoticed": [problem_json(one) for one in made.unnoticed],
    }
