"""The questionnaire in a real browser: filled in, saved, opened again, read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clausegraph.engine.analysis.questions.questionnaire import Depth
from clausegraph.engine.commands.questions import ask
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.organisation.organisation import Organisation, read_organisation
from clausegraph.engine.reports.html.fill.page import questionnaire_html
from clausegraph.tests.shipped import KNOWLEDGE

TODAY = date(2026, 11, 21)
AXE = PACKAGE / "tests" / "browser" / "axe.min.js"
STANDARDS = "iso-9001:2015, iso-45001:2018"
HOSTILE = "</script><script>document.title='broken'</script>"
SHOP = f"""
organisation: "Acme {HOSTILE}"
as_of: 2026-11-21
standards: [{STANDARDS}]
answers:
  policy.stated:
    {{answer: yes, by: Tom Roe, evidence: [{{ref: "list: 7 #x", date: 2026-03-02, valid_until: 2027-01-01}}]}}
  awareness.policy:
    quality: {{answer: no, known: {{action: Tell all, due: 2027-01-31, owner: Ann}}}}
    ohs: yes
  competence.share: {{answer: 92, limit: 90, evidence: [{{ref: plan}}], note: "quoted \\"so\\""}}
"""
Opened = Callable[..., Any]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fill")
    (folder / "acme.yaml").write_text(SHOP, encoding="utf-8")
    asking = ask((), (), folder / "acme.yaml", Depth.QUICK, today=TODAY)
    page = folder / "acme.html"
    page.write_text(questionnaire_html(asking.asked, asking.knowledge, asking.organisation), encoding="utf-8")
    return page


@pytest.fixture
def page(browser: Any, place: Path) -> Any:
    context = browser.new_context(accept_downloads=True, offline=True)
    opened = context.new_page()
    opened.faults = []
    opened.on("pageerror", lambda fault: opened.faults.append(str(fault)))
    opened.on("console", lambda said: opened.faults.append(said.text))
    opened.goto(place.as_uri())
    yield opened
    assert opened.faults == []
    context.close()


def saved(page: Any, folder: Path, name: str = "saved.yaml") -> Path:
    with page.expect_download() as download:
        page.click("#save")
    download.value.save_as(folder / name)
    return folder / name


def read(place: Path) -> Organisation:
    return read_organisation(place, KNOWLEDGE, as_of=None, today=TODAY)


def said(organisation: Organisation) -> set[Any]:
    return {
        (one.fact, one.discipline, one.value, one.evidence, one.known, one.limit, one.note, one.by)
        for one in organisation.answers
    }


def question(page: Any, name: str) -> Any:
    return page.locator(f'[id="{name}"]')


def test_a_page_that_nobody_has_touched_says_what_the_file_says(
    page: Any, place: Path, tmp_path: Path
) -> None:
    before, after = read(place.with_name("acme.yaml")), read(saved(page, tmp_path))
    asked = {one.fact for one in after.answers}
    assert said(after) == {one for one in said(before) if one[0] in asked}
    assert (after.name, after.as_of, after.standards) == (before.name, before.as_of, before.standards)


def test_what_is_filled_in_is_read_back_with_who_said_it(page: Any, tmp_path: Path) -> None:
    page.fill("#by", "Jane Doe")
    name = page.locator(".question:not(.is-answered):has(.choice)").first.get_attribute("id")
    open_one = question(page, name)
    open_one.locator(".choice").first.click()
    open_one.locator("summary").click()
    open_one.locator(".ref").fill("minutes; of: May")
    open_one.locator(".another").click()
    open_one.locator(".ref").nth(1).fill("- list")
    open_one.locator("textarea").fill('one "line"\nand another')
    given = [one for one in read(saved(page, tmp_path)).answers if one.fact == name]
    assert {one.by for one in given} == {"Jane Doe"}
    assert [piece.ref for piece in given[0].evidence] == ["minutes; of: May", "- list"]
    assert given[0].note == 'one "line"\nand another'


def test_a_name_stays_with_an_answer_that_is_not_changed(page: Any, tmp_path: Path) -> None:
    page.fill("#by", "Jane Doe")
    by = {one.fact: one.by for one in read(saved(page, tmp_path)).answers}
    assert by["policy.stated"] == "Tom Roe"


def test_disciplines_are_answered_apart_where_practice_differs(page: Any, tmp_path: Path) -> None:
    name = page.locator(".question:not(.is-answered):has(.split:visible):has(.choice)").first.get_attribute(
        "id"
    )
    apart = question(page, name)
    assert apart.locator(".apart:visible").count() == 0
    apart.locator(".split").click()
    apart.locator('[data-for="ohs"] .choice').last.click()
    given = [one for one in read(saved(page, tmp_path)).answers if one.fact == name]
    assert [str(one.discipline) for one in given] == ["ohs"]


def test_a_saved_file_is_opened_again(page: Any, browser: Any, place: Path, tmp_path: Path) -> None:
    page.locator(".question:not(.is-answered) .choice").first.click()
    first = saved(page, tmp_path)
    context = browser.new_context(accept_downloads=True)
    other = context.new_page()
    other.goto(place.as_uri())
    other.set_input_files("#file", str(first))
    other.wait_for_function("document.getElementById('said').textContent")
    assert saved(other, tmp_path, "again.yaml").read_text() == first.read_text()
    context.close()


def test_what_was_filled_in_is_there_after_closing_the_page(page: Any) -> None:
    page.locator(".question:not(.is-answered) .choice").first.click()
    count = page.inner_text("#count")
    page.reload()
    assert page.inner_text("#count") == count
    assert "is here again" in page.inner_text("#said")


def test_a_number_that_cannot_be_is_not_saved(page: Any) -> None:
    question(page, "competence.share").locator(".value").first.fill("140")
    page.click("#save")
    assert "cannot be read" in page.inner_text("#said")


def test_filters_leave_what_is_wanted(page: Any) -> None:
    page.select_option("#show", "answered")
    shown = page.locator(".question:visible").count()
    assert shown == page.locator(".is-answered").count()
    page.fill("#find", "no such words")
    assert page.locator(".question:visible").count() == 0


def test_what_people_wrote_never_runs(page: Any) -> None:
    assert "broken" not in page.title().replace(HOSTILE, "")
    assert page.title().startswith("Questionnaire: Acme </script>")


def test_nothing_is_cut_off_on_a_phone(browser: Any, place: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    phone = context.new_page()
    phone.goto(place.as_uri())
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_axe_finds_no_fault(page: Any) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]] == []
