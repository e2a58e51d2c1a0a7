"""Whatever stands in a file, the reader says what is wrong with it: no exception but BadInput, no endless
work."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausegraph.engine.knowledge.load import load
from clausegraph.engine.knowledge.overlay.overlays import with_overlays
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.organisation.organisation import read_organisation
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reading import nodes

BASE = Path(__file__).resolve().parents[1] / "mistakes" / "base"
FILES = sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*.yaml"))
TODAY = date(2026, 11, 21)
ORGANISATION = """organisation: Invented Ltd
as_of: 2026-11-21
standards: [sample:2020]
answers:
  policy.stated: {quality: yes, ohs: {answer: no, note: Not yet.}}
  suppliers.late: {answer: 3, evidence: [{ref: LD-1, date: 2026-01-01}]}
  audit.coverage: 80 %
not_applicable:
  - {requirement: sample:2020/8.4, because: We buy nothing.}
"""
OVERLAY = """overlay: client
changes:
  - change: sample/suppliers-late
    grade: major
    because: Agreed.
  - disable: sample/no-audits
    until: 2027-01-01
    because: Agreed.
"""
FRAGMENTS = (
    *(
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ",",
        '"',
        "'",
        "#",
        "&a ",
        "*a",
        "!t ",
        "|",
        ">",
        "%",
        "@",
        "\t",
        "\n",
        "\n  ",
        "---\n",
    ),
    *(
        "...\n",
        "? ",
        "<<: ",
        "~",
        "null",
        "any",
        "any: []",
        "yes",
        "no",
        "not ",
        "one of ",
        "or",
        "0",
        "-1",
        "9" * 30,
        "1e999",
    ),
    *(
        "older than 1 day",
        "2026-02-30",
        "\u00a0",
        "\x00",
        "\u2028",
        "\ufeff",
        "é",
        "😀",
        "\\",
        '"\\x00"',
        '"\\ud800"',
        '"\\U00110000"',
    ),
    *(
        "sample:2020",
        "policy/stated",
        "8.4/criteria",
        "{subject}",
        "{}",
        "suppliers.late",
        "rulebase",
        "standard",
        "with",
        "takes",
    ),
)
QUICK = settings(max_examples=120, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(params=["C", "Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML: the one in C, and the one that serves where it was not built."""
    monkeypatch.setattr(
        nodes, "_Loader", getattr(yaml, "CLoader", yaml.Loader) if request.param == "C" else yaml.Loader
    )


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "base"))


@pytest.fixture(scope="module")
def small() -> KnowledgeBase:
    return load([Root(BASE)])


def told(work: Callable[[], object]) -> None:
    """Does some work, which may only succeed or tell problems that can be printed."""
    try:
        work()
    except BadInput as fault:
        problems = fault.problems
    else:
        return
    assert problems
    "\n".join(map(str, problems)).encode()


def mutated(text: str, seed: int, changes: int) -> str:
    """A text with lines deleted, doubled and swapped, and characters changed, cut and put in."""
    rng = random.Random(seed)
    for _ in range(changes):
        lines = text.split("\n")
        one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        at = rng.randrange(len(text) + 1)
        match rng.randrange(8):
            case 0:
                del lines[one]
            case 1:
                lines.insert(other, lines[one])
            case 2:
                lines[one], lines[other] = lines[other], lines[one]
            case 3:
                lines[one] = " " * rng.randrange(7) + lines[one].lstrip()
            case 4:
                lines = [text[:at] + text[at + rng.randrange(1, 9) :]]
            case 5:
                lines = [text[:at] + text[at : at + 1].swapcase() + text[at + 1 :]]
            case _:
                lines = [text[:at] + rng.choice(FRAGMENTS) + text[at + rng.choice((0, 0, 1, 5)) :]]
        text = "\n".join(lines)
    return text


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told(content: bytes) -> None:
    problems = nodes.Problems()
    assert (nodes.read_bytes(content, "file", problems) is None) == bool(problems.found)
    "\n".join(map(str, problems.found)).encode()


@QUICK
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), max_size=40).map("".join))
def test_any_text_is_read_or_told(text: str) -> None:
    problems = nodes.Problems()
    content = text.encode("utf-8", "surrogatepass")
    assert (nodes.read_bytes(content, "file", problems) is None) == bool(problems.found)
    "\n".join(map(str, problems.found)).encode()


@QUICK
@given(file=st.sampled_from(FILES), seed=st.integers(0, 2**32), changes=st.integers(1, 6))
def test_a_knowledge_base_with_a_spoilt_file_is_read_or_told(
    base: Path, file: str, seed: int, changes: int
) -> None:
    text = (BASE / file).read_text(encoding="utf-8")
    (base / file).write_text(mutated(text, seed, changes), encoding="utf-8", newline="")
    told(lambda: load([Root(base)]))
    (base / file).write_text(text, encoding="utf-8")


@QUICK
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 6))
def test_a_spoilt_organisation_is_read_or_told(
    small: KnowledgeBase, tmp_path: Path, seed: int, changes: int
) -> None:
    file = tmp_path / "organisation.yaml"
    file.write_text(mutated(ORGANISATION, seed, changes), encoding="utf-8", newline="")
    told(lambda: read_organisation(file, small, as_of=None, today=TODAY))


@QUICK
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 6))
def test_a_spoilt_overlay_is_read_or_told(
    small: KnowledgeBase, tmp_path: Path, seed: int, changes: int
) -> None:
    (tmp_path / "overlay.yaml").write_text(mutated(OVERLAY, seed, changes), encoding="utf-8", newline="")
    told(lambda: with_overlays(small, [Root(tmp_path)], TODAY))
