"""What a file may not hold, told with its place; files too odd to be kept in a folder of mistakes are made
here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from clausegraph.engine.reading import nodes
from clausegraph.engine.reading.nodes import (
    DEEPEST_NESTING,
    LARGEST_FILE,
    Mapping,
    Problems,
    Scalar,
    Sequence,
    read_bytes,
    read_file,
)


def told(content: bytes) -> list[str]:
    problems = Problems()
    assert read_bytes(content, "file", problems) is None
    return [f"{problem.at}: {problem.message} [{problem.code}]" for problem in problems.found]


def pairs(text: str) -> list[tuple[str, str]]:
    problems = Problems()
    node = read_bytes(text.encode(), "file", problems)
    assert isinstance(node, Mapping), problems.found
    return [(key.text, value.text) for key, value in node.pairs if isinstance(value, Scalar)]


def test_every_scalar_stays_the_text_that_was_written() -> None:
    text = "a: 6.10\nb: no\nc: 2026-01-01\nd: 0x1F\ne: '~'\nf: ~\ng:\nh: null\n"
    assert pairs(text) == [
        ("a", "6.10"),
        ("b", "no"),
        ("c", "2026-01-01"),
        ("d", "0x1F"),
        ("e", "~"),
        ("f", ""),
        ("g", ""),
        ("h", ""),
    ]


def test_lines_and_columns_count_characters_from_one() -> None:
    node = read_bytes("größe: 1\r\nliste:\r\n  - äöü: x\r\n".encode("utf-8-sig"), "file", Problems())
    assert isinstance(node, Mapping)
    (size, _), (_, entries) = node.pairs
    assert isinstance(entries, Sequence)
    inner = entries.items[0]
    assert isinstance(inner, Mapping)
    assert (str(size.at), str(inner.pairs[0][1].at)) == ("file:1:1", "file:3:10")


def test_a_file_too_large_is_not_read() -> None:
    assert told(b" " * (LARGEST_FILE + 1)) == [
        "file: this file has more than 10 MB, which is the most that is read [too-large]"
    ]


class GivesUpEarly(yaml.Loader):
    """A parser that refuses depth while it reads ahead, in its own words, as libyaml does from 0.2.6 on."""

    DEEPEST = 30

    def fetch_flow_collection_start(self, kind: Any) -> None:
        if self.flow_level == self.DEEPEST:
            raise yaml.scanner.ScannerError(None, None, "no deeper than this", self.get_mark())
        super().fetch_flow_collection_start(kind)


@pytest.fixture(params=["Loader", "CLoader", "GivesUpEarly"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's parsers in Python and, where it was built, in C, and one that refuses depth sooner."""
    if request.param == "CLoader" and not hasattr(yaml, "CLoader"):
        pytest.skip("PyYAML was built without libyaml here")
    chosen = GivesUpEarly if request.param == "GivesUpEarly" else getattr(yaml, request.param)
    monkeypatch.setattr(nodes, "_Loader", chosen)


DEEP = 100_000
WITHIN, BEYOND = DEEPEST_NESTING, DEEPEST_NESTING + 1
TOO_DEEP = f"lists and mappings stand more than {DEEPEST_NESTING} deep in each other [too-deep]"


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "text",
    [
        "[" * WITHIN + "]" * WITHIN,
        "{a: " * WITHIN + "}" * WITHIN,
        "[a: " * (WITHIN // 2) + "]" * (WITHIN // 2),
        "- " * WITHIN,
        "\n".join(" " * depth + "a:" for depth in range(WITHIN)),
        "[[], " * (WITHIN - 1) + "]" * (WITHIN - 1),
        "'" + "[" * DEEP + "'",
        "a: b # " + "[" * DEEP,
        "a: b" + "[" * DEEP,
    ],
    ids=["[", "{", "[a:", "-", "lines", "side by side", "quoted", "comment", "within a text"],
)
def test_what_is_not_too_deep_is_read(text: str) -> None:
    problems = Problems()
    assert read_bytes(text.encode(), "file", problems) is not None, problems.found


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * BEYOND + "]" * BEYOND, f"1:{BEYOND}"),
        ("[" * DEEP, f"1:{BEYOND}"),
        ("{a: " * DEEP, f"1:{4 * WITHIN + 1}"),
        ("[a: " * DEEP, f"1:{2 * WITHIN + 1}"),
        ("[{a: " * DEEP, f"1:{5 * WITHIN // 2 + 1}"),
        ("[\n" * DEEP, f"{BEYOND}:1"),
        ("- " * DEEP, f"1:{2 * WITHIN + 1}"),
        ("- " * (WITHIN - 1) + "[" * DEEP, f"1:{2 * WITHIN}"),
        ("\n".join(" " * depth + "a:" for depth in range(1000)), f"{BEYOND}:{BEYOND}"),
        ("\n".join(f"a{line}: b" for line in range(1000)) + "\nc: " + "[" * DEEP, f"1001:{WITHIN + 3}"),
        ("ä: 😀\r\nü: " + "[" * DEEP, f"2:{WITHIN + 3}"),
        ("- [" + "[]," * 200 + "[" * DEEP, f"1:{2 + 1 + 600 + WITHIN - 1}"),
        ("['" + "]" * 50 + "', " + "[" * DEEP, f"1:{55 + WITHIN}"),
    ],
    ids=[
        *("closed", "[", "{", "[a:", "[{", "[ in lines", "-", "- [", "lines"),
        *("far below", "wide signs", "after lists", "after a text"),
    ],
)
def test_nesting_too_deep_is_refused_where_it_becomes_too_deep(text: str, place: str) -> None:
    assert told(text.encode()) == [f"file:{place}: {TOO_DEEP}"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("piece", ["&a [", "[*a, ", "&a [*a, ", "!t [", "? "])
def test_what_is_refused_anyway_is_refused_once_however_deep(piece: str) -> None:
    (problem,) = told(piece.encode() * DEEP)
    assert problem.endswith(("[alias]", "[tag]", "[yaml]", "[too-deep]"))
    assert "this is not YAML" not in problem


@pytest.mark.usefixtures("parser")
def test_a_fault_where_nothing_is_deep_stays_that_fault() -> None:
    assert told(b"[" * WITHIN) == ["file:1:21: something is missing before this sign [yaml]"]
    assert told(b"- [a]\n- @b\n") == ["file:2:3: a text cannot begin with `@` [yaml]"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a: b\nüber: ".encode() + b"caf\xe9", "file:2:10"),
        (b"\xff\xfea\x00", "file:1:1"),
        (b"PK\x03\x04\xff", "file:1:5"),
    ],
)
def test_other_encodings_are_refused_at_the_first_strange_character(content: bytes, place: str) -> None:
    assert told(content) == [f"{place}: this file is not UTF-8 text [encoding]"]


@pytest.mark.parametrize(
    ("char", "name"),
    [("\x00", "U+0000"), ("\x1b", "U+001B"), ("\x7f", "U+007F"), ("\x85", "U+0085"), ("\ufeff", "U+FEFF")],
)
def test_invisible_characters_are_refused_at_their_place(char: str, name: str) -> None:
    told_of = told(f"a: b\nc: d{char}e\n".encode())
    assert told_of == [
        f"file:2:5: this file holds an invisible character that text may not hold ({name}) [character]"
    ]


def test_a_message_never_carries_a_control_character() -> None:
    problems = Problems()
    read_bytes(b"a: b\x1b[31m\x07c\n", "file", problems)
    assert all(char.isprintable() or char == "\n" for char in str(problems.found[0]))


def test_a_very_long_line_is_cut_in_the_message() -> None:
    problems = Problems()
    for text in (
        b"a: *" + b"x" * 100_000,
        b"a: !" + b"x" * 100_000,
        b"a: " + b"x" * 100_000 + b": y",
        (b"a" * 1000 + b": b\n") * 2,
    ):
        assert read_bytes(text, "file", problems) is None
    assert len(problems.found) == 4
    assert all(len(str(problem)) < 1000 for problem in problems.found)


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    problems = Problems()
    assert read_file(tmp_path / "nothing.yaml", "nothing.yaml", problems) is None
    assert read_file(tmp_path, "folder.yaml", problems) is None
    assert [problem.code for problem in problems.found] == ["unreadable", "unreadable"]


def test_blank_lines_may_hold_tabs() -> None:
    assert pairs("a: b\n \t\nc: d\n") == [("a", "b"), ("c", "d")]


def test_of_very_many_unknown_names_only_the_first_dozen_are_looked_for() -> None:
    problems = Problems()
    hints = [problems.near(f"policy.state{number}", ["policy.stated"]) for number in range(20)]
    assert hints[:12] == ["did you mean policy.stated?"] * 12
    assert hints[12] == "what is near is named for the first dozen only: mend those first"
    assert set(hints[13:]) == {""}


def test_what_a_file_is_called_never_looks_like_a_line_of_ours_nor_moves_the_terminal() -> None:
    problems = Problems()
    read_bytes(b"a: [", "evil\x1b[31m\nfile:1:1: all is well", problems)
    assert str(problems.found[0]).splitlines()[0].startswith("evil\ufffd[31m file:1:1: all is well:1:")


def test_no_more_of_a_file_is_read_than_shows_that_it_is_too_large() -> None:
    problems = Problems()
    assert read_file(Path("/dev/zero"), "endless", problems) is None
    assert [problem.code for problem in problems.found] == ["too-large"]
