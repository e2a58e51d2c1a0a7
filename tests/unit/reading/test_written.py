"""What was read can be written and reads the same again."""

from __future__ import annotations

import pytest

from clausegraph.engine.problems import Location
from clausegraph.engine.reading.nodes import Mapping, Node, Problems, Scalar, Sequence, read_bytes
from clausegraph.engine.reading.written import WIDTH, scalar_text, yaml_entry

HERE = Location("")


def text(words: str) -> Scalar:
    return Scalar(HERE, words)


def plain(node: Node) -> object:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {name.text: plain(value) for name, value in node.pairs}


def read(written: str) -> object:
    problems = Problems()
    node = read_bytes(written.encode(), "written.yaml", problems)
    assert node is not None, [str(one) for one in problems.found]
    return plain(node)


def test_plain_words_stay_without_quotes() -> None:
    plain_words = [
        "yes",
        "6.10",
        "2026-03-02",
        "iso-9001:2015/8.3",
        "with what they require",
        "80%",
        "QM section 2.3",
    ]
    assert [scalar_text(one) for one in plain_words] == plain_words


MEANT = ["null", "~", "", "a: b", "a #b", "#b", "- a", "[a]", "{a", "a, b", "*a", "&a", "!a"]
MEANT += ["'a'", '"a"', "a\\b", "a\nb", "a\tb", " a", "a:", "?"]


@pytest.mark.parametrize("words", MEANT)
def test_words_with_a_meaning_in_yaml_are_read_as_they_were(words: str) -> None:
    assert read(yaml_entry("a", text(words)) + yaml_entry("b", Sequence(HERE, [text(words)]))) == {
        "a": words,
        "b": [words],
    }


def test_a_long_text_is_folded_at_its_blanks() -> None:
    words = " ".join(["evidence: #1, shown"] * 20)
    written = yaml_entry("note", text(words))
    assert read(written) == {"note": words}
    assert max(map(len, written.splitlines())) <= WIDTH


@pytest.mark.parametrize("words", ["two  blanks " * 20, "a line\n" * 30, "no\u00a0break " * 30 + "x"])
def test_a_long_text_that_cannot_be_folded_stays_on_one_line(words: str) -> None:
    assert read(yaml_entry("note", text(words))) == {"note": words}


def test_what_does_not_fit_a_line_goes_into_lines_of_its_own() -> None:
    item = Mapping(HERE, [(text("ref"), text("IA-7")), (text("note"), text("seen " * 30 + "twice"))])
    answer = Mapping(
        HERE, [(text("answer"), text("yes")), (text("evidence"), Sequence(HERE, [item, text("short")]))]
    )
    written = yaml_entry("fact", answer, indent=2)
    assert written.splitlines()[:4] == ["  fact:", "    answer: yes", "    evidence:", "      - ref: IA-7"]
    assert read("answers:\n" + written) == {"answers": {"fact": plain(answer)}}


def test_an_empty_list_or_mapping_is_written_as_such() -> None:
    assert yaml_entry("a" * 120, Sequence(HERE, [])) == "a" * 120 + ": []\n"
    assert read(yaml_entry("a", Mapping(HERE, []))) == {"a": {}}
