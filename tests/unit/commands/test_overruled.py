"""Cases with overlays: an overlay's own are judged with its changes, and what it changes in others' cases is
overruled."""

from __future__ import annotations

from pathlib import Path

from clausegraph.engine.commands.check import knowledge_tested as run_cases_of
from clausegraph.engine.knowledge.load import PACKAGE

SECTOR, CLIENT = (PACKAGE / "examples" / "overlays" / name for name in ("sector", "client"))
RULE = "iso-9001/some-critical-providers-never-evaluated"


def overlay(folder: Path, expected: str) -> Path:
    """An overlay that makes a rule major, with a case that expects something of it."""
    (folder / "rulebases" / "acme").mkdir(parents=True)
    change = f"{{change: {RULE}, grade: observation, because: Agreed.}}"
    (folder / "overlay.yaml").write_text(f"overlay: acme\nchanges: [{change}]\n", encoding="utf-8")
    facts = '{suppliers.evaluated: yes, suppliers.criteria: yes, suppliers.critical_unevaluated: "1"}'
    case = (
        f"{{case: One is left out., facts: {facts}, expect: {{8.4.1/evaluation-and-selection: {expected}}}}}"
    )
    text = f"tests: iso-9001/external-providers\ncases: [{case}]\n"
    (folder / "rulebases" / "acme" / "providers.test.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_case_of_an_overlay_is_judged_with_its_changes(tmp_path: Path) -> None:
    name = RULE.partition("/")[2]
    good = run_cases_of([overlay(tmp_path / "good", f"observation by {name}")], "plain")
    assert good.failures == ()
    bad = run_cases_of([overlay(tmp_path / "bad", f"minor by {name}")], "plain")
    assert [one.at.file for one in bad.failures] == [
        f"{tmp_path.as_posix()}/bad/rulebases/acme/providers.test.yaml"
    ]


def test_what_an_overlay_changes_in_shipped_cases_is_overruled_and_no_failure() -> None:
    for folder in (SECTOR, CLIENT):
        outcome = run_cases_of([folder], "plain")
        assert outcome.passed
        assert {one.at.file for one in outcome.overruled} == {
            "rulebases/iso-9001/external-providers.test.yaml"
        }
        assert {one.code for one in outcome.overruled} == {"overruled"}
    assert "Overruled by overlays" in str(outcome)
