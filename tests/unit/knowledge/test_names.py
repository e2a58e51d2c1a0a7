"""Names are told once: as unknown, as taken, or not at all where something else is to blame."""

from __future__ import annotations

from clausegraph.engine.knowledge.names import MOST_NAMES_LISTED, Names
from clausegraph.engine.problems import Location
from clausegraph.engine.reading.nodes import Problems
from clausegraph.engine.reading.shapes import Placed


def place(line: int) -> Location:
    return Location("file", line, 1)


def names(*known: str, complete: bool = True) -> Names:
    found = Names("a fact", Problems(), complete=complete)
    for line, name in enumerate(known, 1):
        found.declare(name, place(line))
    return found


def hints(found: Names) -> list[str]:
    return [problem.hint for problem in found.problems.found]


def test_a_known_name_is_usable() -> None:
    found = names("one.a")
    assert found.usable(Placed("one.a", place(9)))
    assert not found.problems.found


def test_an_unknown_name_brings_the_nearest_one() -> None:
    found = names("audit.done", "policy.stated")
    assert not found.usable(Placed("audit.don", place(9)))
    assert hints(found) == ["did you mean audit.done?"]


def test_where_no_name_is_near_a_few_are_listed_and_many_are_not() -> None:
    few, many = names("one.a", "one.b"), names(*(f"one.a{number}" for number in range(MOST_NAMES_LISTED + 1)))
    assert not few.usable(Placed("zzz.zzz", place(9)))
    assert not many.usable(Placed("zzz.zzz", place(9)))
    assert hints(few) + hints(many) == ["known are one.a, one.b", ""]


def test_a_name_within_a_standard_is_told_as_the_author_wrote_it() -> None:
    found = names("s:2020/8.4/criteria", "t:2020/8.4/criterium")
    assert not found.usable(Placed("s:2020/8.4/criterium", place(9)), within="s:2020/")
    (problem,) = found.problems.found
    assert problem.message == "there is no fact `8.4/criterium` in s:2020"
    assert problem.hint == "did you mean 8.4/criteria?"


def test_an_unknown_name_is_no_problem_while_a_file_could_not_be_read() -> None:
    found = names("one.a", complete=False)
    assert not found.usable(Placed("two.b", place(9)))
    assert not found.problems.found


def test_a_broken_name_is_known_but_not_usable_and_no_second_problem() -> None:
    found = names("one.a")
    found.breaks("one.a")
    assert "one.a" in found
    assert not found.usable(Placed("one.a", place(9)))
    assert not found.problems.found


def test_a_name_taken_twice_is_one_problem_and_cannot_be_used() -> None:
    found = names("one.a", "one.a")
    assert hints(found) == ["it first stands in file, line 1"]
    assert not found.usable(Placed("one.a", place(9)))
    assert len(found.problems.found) == 1
