"""Assesses every organisation in a folder: a line for each, and a page for each that has a nonconformity.

    python examples/api/assess_all.py examples build/reports

The knowledge base is read once and serves them all. A file that cannot be used is named with all that is
wrong in it, and does not keep the others from being assessed. Ends with 1 if one of them could not be used.
"""

from __future__ import annotations

import sys
from pathlib import Path

import clausegraph as cg


def assess_all(folder: Path, reports: Path) -> int:
    """Prints a line for each organisation below `folder`, writes pages into `reports`, and returns how many
    files were unusable."""
    reports.mkdir(parents=True, exist_ok=True)
    workspace, unusable = cg.load(), 0
    for file in sorted(folder.rglob("*.yaml")):
        try:
            result = cg.assess(file, workspace=workspace, engine="plain")
        except cg.BadInput as fault:
            unusable += 1
            print(f"{file}: {len(fault.problems)} problems", *fault.problems, sep="\n", file=sys.stderr)
            continue
        print(line_of(result))
        if any(finding.grade.fails for finding in result.assessment.findings):
            result.write(reports / f"{file.stem}.html")
    return unusable


def line_of(result: cg.Result) -> str:
    """The organisation with its nonconformities and what to mend first."""
    grades = result.assessment.summary.grades
    first = result.plan.steps[0].requirements[0] if result.plan.steps else "nothing"
    majors, minors = grades[cg.Grade.MAJOR], grades[cg.Grade.MINOR]
    return f"{result.organisation.name}: {majors} major, {minors} minor; mend first: {first}"


if __name__ == "__main__":
    sys.exit(1 if assess_all(Path(sys.argv[1]), Path(sys.argv[2])) else 0)
