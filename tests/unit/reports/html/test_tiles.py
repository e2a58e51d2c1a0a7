"""The heat map of the page, and the clauses behind it."""

from __future__ import annotations

from msgspec.structs import replace

from clausegraph.engine.model import Grade
from clausegraph.engine.reports.findings import heat
from clausegraph.engine.reports.html.tiles import SIGNS, rows

QUALITY = "iso-9001:2015"


def cells(made):
    return {
        one.clause: one for chapter in heat(QUALITY, made.assessment, made.knowledge) for one in chapter.cells
    }


def tiles(made):
    return {
        tile.clause: tile
        for row in rows(made.assessment, made.knowledge)
        for _, found in row.columns
        for tile in found
    }


def test_a_clause_names_what_is_recorded_there_worst_first(case):
    made = case()
    recorded = (*made.assessment.nonconformities, *made.assessment.observations)
    for clause, cell in cells(made).items():
        under = [made.knowledge.requirement[member].clause for one in recorded for member in one.members]
        here = [
            one.id
            for one in recorded
            if any(made.knowledge.requirement[name].clause.startswith(clause) for name in one.members)
        ]
        assert list(cell.recorded) == here
        assert under
    assert cells(made)["4.1"].recorded == ("NC-1",)


def carried(made, grade):
    """The same assessment, in which what is found under 6.1 has this grade and is only carried by NC-1."""

    def changed(one):
        return replace(one, grade=grade, nonconformity="", carried_by="NC-1") if one.clause == "6.1" else one

    found = tuple(map(changed, made.assessment.findings))
    left = tuple(one for one in made.assessment.observations if one.clause != "6.1")
    assert len(left) == len(made.assessment.observations) - 1
    made.assessment = replace(made.assessment, findings=found, observations=left)
    return made


def test_a_clause_in_which_something_is_met_on_luck_has_no_mark_of_its_own_for_it(case):
    assert cells(case())["6.1"].mark == "observation"
    assert cells(carried(case(), Grade.OBSERVATION))["6.1"].mark == "conforms"


def test_a_clause_that_falls_short_only_for_what_is_recorded_elsewhere_is_carried(case):
    made = carried(case(), Grade.MAJOR)
    assert cells(made)["6.1"].carriers == ("NC-1",)
    tile = tiles(made)["6.1"]
    assert (tile.sign, tile.recorded) == ("carried", 0)
    assert "carried by NC-1" in tile.says


def test_a_clause_of_which_nothing_is_shown_is_claimed(case):
    made = case(issues__known="yes")
    assert tiles(made)["4.1"].sign == "claimed"
    shown = [replace(one, shown=True) if one.clause == "4.1" else one for one in made.assessment.findings]
    made.assessment = replace(made.assessment, findings=tuple(shown))
    assert tiles(made)["4.1"].sign == "conforms"


def test_every_sign_of_a_tile_has_its_words(case):
    assert {tile.sign for tile in tiles(case(risks__known="")).values()} <= SIGNS.keys()
