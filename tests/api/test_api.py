"""The Python API from outside the package: typed, lazy, and saying what the commands say."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import clausegraph as cg
from clausegraph.cli import main
from clausegraph.engine.knowledge.load import PACKAGE

SHOP = "organisation: A shop\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers: {policy.stated: no}\n"
DAY = date(2026, 11, 21)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    place = tmp_path / "shop.yaml"
    place.write_text(SHOP, encoding="utf-8")
    return place


def printed(*words: str | Path) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words], env={"COLUMNS": "100"})
    assert done.exit_code == 0, done.output
    return done.stdout


# Loaded when it is used


def test_importing_it_loads_nothing() -> None:
    line = "import sys; before = set(sys.modules); import clausegraph; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if not name.startswith("__editable__")}
    assert {name.split(".")[0] for name in loaded} <= {"clausegraph"}
    assert "clausegraph.api" not in loaded


def test_everything_that_is_offered_is_there_and_listed() -> None:
    from clausegraph import api

    assert set(cg.__all__) - {"__version__"} == set(api.__all__)
    assert all(getattr(cg, name) is not None for name in cg.__all__)
    assert set(cg.__all__) <= set(dir(cg))
    assert list(cg.__all__) == sorted(cg.__all__)
    with pytest.raises(AttributeError):
        cg.asess  # type: ignore[attr-defined]  # noqa: B018


def test_everything_that_is_offered_says_what_it_is() -> None:
    undocumented = [name for name in cg.__all__ if name[0].islower() and not getattr(cg, name).__doc__]
    assert undocumented == []


# It says what the commands say


def test_an_assessment_says_what_the_command_says(shop: Path) -> None:
    result = cg.assess(shop, engine="plain", today=DAY)
    for form in ("json", "markdown", "html"):
        assert f"{result.report(form).removesuffix(chr(10))}\n" == printed(
            "assess", shop, "--engine", "plain", "--format", form
        )
    assert result.json() == json.loads(result.report("json"))
    assert result.report("xlsx").startswith(b"PK")
    assert result.formats == ("text", "json", "markdown", "html", "xlsx")


def test_a_result_holds_what_it_was_made_from(shop: Path) -> None:
    result = cg.assess(shop, engine="plain", policy="strict", audience="auditor")
    assert result.organisation.name == result.assessment.organisation == "A shop"
    assert (result.policy.id, result.audience) == ("strict", "auditor")
    assert result.policy == result.knowledge.policy["strict"]
    assert result.plan is result.plan
    assert result.plan.steps
    assert result.before is None


def test_the_plan_of_a_result_is_the_one_that_reports_show(shop: Path) -> None:
    result = cg.assess(shop, engine="plain")
    shown = result.json()["plan"]["steps"]
    assert [list(step.requirements) for step in result.plan.steps] == [step["requirements"] for step in shown]


def test_an_auditors_report_prescribes_nothing(shop: Path) -> None:
    findings = cg.assess(shop, engine="plain", audience="auditor").json()["findings"]
    assert {one["fix"] for one in findings} == {""}


def test_other_answers_are_tried_beside_those_given(shop: Path) -> None:
    result = cg.assess(shop, engine="plain", settings={"policy.stated": True})
    assert result.before is not None
    assert result.before == cg.assess(shop, engine="plain").assessment
    assert result.json()["what_if"]
    assert "xlsx" not in result.formats


def test_a_workspace_stands_in_for_overlays(shop: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "client"
    overlay.mkdir()
    change = "changes:\n  - disable: iso-9001/critical-providers-never-evaluated\n    because: Agreed.\n"
    (overlay / "overlay.yaml").write_text(f"overlay: client\n{change}")
    alone = cg.assess(shop, engine="plain", overlays=overlay)
    assert [one.because for one in alone.assessment.changes] == ["Agreed."]
    workspace = cg.load(overlays=[overlay])
    assert cg.assess(shop, engine="plain", workspace=workspace).assessment == alone.assessment
    assert cg.read(shop, workspace=workspace) == cg.read(shop)


def test_explanations_overlaps_questions_and_checks_say_what_the_commands_say(shop: Path) -> None:
    two = ("iso-9001:2015", "iso-14001:2015")
    options = [word for name in two for word in ("--standard", name)]
    why = cg.explain(shop, "5.2", engine="plain")
    assert why.report("json") == printed("explain", shop, "5.2", "--engine", "plain", "--format", "json")
    assert len(why.json()) == len(why.explanations) > 1
    assert cg.overlap(standards=two).report("json") == printed("overlap", *options, "--format", "json")
    held = cg.overlap(shop, adding="iso-14001:2015", engine="plain")
    assert held.json() == json.loads(
        printed("overlap", shop, "--adding", two[1], "--engine", "plain", "--format", "json")
    )
    asked = cg.questions(shop, depth="quick", today=DAY)
    assert asked.report("yaml") == printed("questions", shop, "--depth", "quick", "--format", "yaml")
    assert asked.questionnaire.standards == ("iso-9001:2015",)
    checked = cg.check()
    assert (checked.sound, checked.problems, checked.report()) == (True, (), printed("check"))


def test_a_check_that_finds_something_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "overlay.yaml").write_text(
        "overlay: a\nchanges:\n  - disable: iso-9001/no-such\n    because: Why.\n"
    )
    checked = cg.check(tmp_path)
    assert not checked.sound
    (problem,) = checked.problems
    assert (problem.code, problem.at.line) == ("unknown-name", 3)
    assert checked.json()["problems"][0]["sentence"] == problem.sentence


# What is wrong


def test_bad_input_carries_every_problem_with_its_code() -> None:
    with pytest.raises(cg.BadInput) as fault:
        cg.assess(
            {"organisation": "A", "standards": ["iso-9001:2016"], "answers": {"policy.stated": "maybe"}}
        )
    found = [(one.code, one.at.path) for one in fault.value.problems]
    assert sorted(found) == [("unknown-name", "standards[0]"), ("wrong-answer", "answers.policy.stated")]


def test_an_option_or_a_format_that_does_not_exist_is_told(shop: Path) -> None:
    with pytest.raises(TypeError, match="there is no option polcy"):
        cg.assess(shop, polcy="strict")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="there is no format 'pdf'; there are text, json"):
        cg.assess(shop, engine="plain").report("pdf")


# Files


def test_a_result_is_written_in_the_format_of_its_ending_and_never_over_its_own_source(
    shop: Path, tmp_path: Path
) -> None:
    result = cg.assess(shop, engine="plain")
    assert result.write(tmp_path / "shop.html") == tmp_path / "shop.html"
    assert (tmp_path / "shop.html").read_text(encoding="utf-8").startswith("<!")
    with pytest.raises(cg.BadInput, match="same-file"):
        cg.questions(shop).write(shop, force=True)
    with pytest.raises(cg.BadInput, match="work-kept"):
        cg.questions(standards="iso-9001:2015").write(shop)
    assert shop.read_text(encoding="utf-8") == SHOP


def test_a_result_goes_to_another_process_and_comes_back_equal(shop: Path) -> None:
    result = cg.assess(shop, engine="plain")
    back = pickle.loads(pickle.dumps(result))
    assert back.assessment == result.assessment
    assert back.report("json") == result.report("json")


def test_two_processes_with_other_seeds_give_the_same_bytes(shop: Path) -> None:
    line = (
        f"import clausegraph as cg, hashlib; r = cg.assess({str(shop)!r},"
        " engine='plain');print(*(hashlib.sha256(x if isinstance(x, bytes) else x.encode()).hexdigest() for"
        " x in map(r.report, r.formats)))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", line],
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


# From outside


SCRIPT = """
from datetime import date
from pathlib import Path

import clausegraph as cg


def majors(result: cg.Result) -> list[str]:
    return [one.requirement for one in result.assessment.findings if one.grade is cg.Grade.MAJOR]


def main(place: Path) -> None:
    workspace: cg.Workspace = cg.load(overlays=[])
    options: cg.Options = {"engine": "plain", "workspace": workspace, "today": date(2026, 11, 21)}
    result = cg.assess(place, **options)
    text: str = result.report("markdown")
    content: bytes = result.report("xlsx")
    print(len(majors(result)), len(text) > 0, len(content) > 0, result.plan.smallest.exact)
    print(cg.explain(place, "5.2", **options).report("text").splitlines()[0])
    print(cg.overlap(standards=["iso-9001:2015", "iso-14001:2015"]).report()[:1] != "")
    print(cg.questions(place).questionnaire.depth, cg.read(place).name, cg.check().sound)
    try:
        cg.assess({"organisation": "A", "standards": ["iso-9001:2015"], "answers": {"a.b": 1}})
    except cg.BadInput as fault:
        problem: cg.Problem = fault.problems[0]
        print(problem.code, cg.Code(problem.code).sentence, problem.at.path)


main(Path("shop.yaml"))
"""


def test_a_script_outside_the_package_is_strictly_typed_and_runs(shop: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "unknown-fact" in done.stdout
    assert mypy(script, tmp_path) == "Success: no issues found in 1 source file\n"
    script.write_text(
        SCRIPT.replace("content: bytes", "content: str").replace('"engine": "plain"', '"engine": "other"')
    )
    assert mypy(script, tmp_path).count(" error: ") == 2


def mypy(script: Path, folder: Path) -> str:
    """What mypy says of a script that finds the package as an installed one with types."""
    (folder / "site").mkdir(exist_ok=True)
    link = folder / "site" / "clausegraph"
    if not link.exists():
        link.symlink_to(PACKAGE)
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        f"--cache-dir={PACKAGE / '.mypy_cache' / 'outside'}",
    ]
    env = os.environ | {"MYPYPATH": str(folder / "site")}
    silent = ["--follow-imports=silent", str(script)]
    return subprocess.run(
        [*command, *silent], capture_output=True, text=True, cwd=folder, env=env, check=False
    ).stdout


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()


def test_a_document_is_what_the_command_makes(shop: Path, tmp_path: Path) -> None:
    made = cg.document(shop, "nonconformities", engine="plain", revision="2")
    assert made.formats == ("markdown", "html", "docx", "xlsx")
    place = tmp_path / "nonconformities.docx"
    assert made.write(place) == place
    again = made.report("docx")
    assert isinstance(again, bytes)
    assert again[:2] == b"PK"
    told = CliRunner().invoke(
        main, ["document", "nonconformities", str(shop), "--engine", "plain", "--revision", "2"]
    )
    assert told.stdout.rstrip() == str(made.report("markdown")).rstrip()
    with pytest.raises(ValueError, match="there is no document 'letter'"):
        cg.document(shop, "letter")
