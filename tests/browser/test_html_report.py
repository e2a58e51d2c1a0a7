"""The HTML report in a real browser, as a reader uses it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clausegraph.engine.knowledge.load import PACKAGE

Open = Callable[..., Any]
WORKSHOP, INTEGRATED, OPEN = "invented-workshop", "integrated-manufacturer", "before-certification"
RISKS = "iso-9001:2015/6.1.1/risks-determined"
AXE = PACKAGE / "tests" / "browser" / "axe.min.js"


def shown(page: Any, what: str = "details.finding, tr[data-finding]") -> int:
    """How many elements are to be seen."""
    return int(page.evaluate("(what) => [...document.querySelectorAll(what)].filter((one) => one.checkVisibility()).length", what))


PIXELS = """(place) => {
  const sheet = document.querySelector(`${place} canvas`);
  const dots = sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height).data;
  return dots.filter((value, place) => place % 4 === 3 && value > 0).length;
}"""


def drawn(page: Any, place: str) -> int:
    """How many pixels of a chart are not empty."""
    return int(page.evaluate(PIXELS, place))


@pytest.mark.parametrize(("name", "width"), [(WORKSHOP, 1440), (WORKSHOP, 390), (INTEGRATED, 390), (OPEN, 1440)])
def test_a_page_opens_without_a_complaint_draws_its_charts_and_is_no_wider_than_the_window(opened: Open, name: str, width: int) -> None:
    page = opened(name, viewport={"width": width, "height": 844})
    assert drawn(page, "#graph-chart") > 3000
    assert drawn(page, "#radar") > 1000
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_filters_narrow_the_findings_and_say_how_many_are_left(opened: Open) -> None:
    page = opened(INTEGRATED)
    page.select_option("#filters [name=standard]", "iso-14001:2015")
    page.select_option("#filters [name=mark]", "major")
    found = page.locator("details.finding:visible")
    assert found.count() == shown(page) == 1
    assert "iso-14001:2015/" in found.inner_text()
    assert page.inner_text("#found") == "1 found"
    page.select_option("#filters [name=clause]", "4")
    assert shown(page) == 0
    assert page.is_visible("#nothing")
    page.click("#filters [type=reset]")
    page.wait_for_function("document.getElementById('found').textContent === ''")
    assert shown(page, "details.finding") == page.locator("details.finding").count()


def test_a_search_looks_into_the_whole_chain_of_every_finding(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.fill("#filters [name=search]", "deburring tool")
    assert shown(page, "details.finding") >= 1
    assert all("deburring tool" in text for text in page.locator("details.finding:visible").all_text_contents())
    page.fill("#filters [name=search]", "no such words anywhere")
    assert shown(page) == 0


def test_a_tile_of_the_heat_map_leads_to_its_findings(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.click("a.tile[data-clause='6.1']")
    assert page.input_value("#filters [name=clause]") == "6.1"
    assert shown(page, "details.finding") > 0
    assert set(page.eval_on_selector_all("details.finding:not(.out)", "(all) => all.map((one) => one.id.split('/')[1].slice(0, 3))")) == {
        "6.1"
    }


def test_a_link_to_a_requirement_opens_its_finding_even_where_a_filter_hid_it(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.select_option("#filters [name=mark]", "major")
    page.click(f"#causes a[href='#{RISKS}'] >> nth=0")
    finding = page.locator(f"[id='{RISKS}']")
    assert finding.evaluate("(one) => one.open")
    assert finding.is_visible()


def test_a_requirement_clicked_in_the_graph_tells_of_itself_and_what_it_carries(opened: Open) -> None:
    page = opened(WORKSHOP)
    box = page.locator("#graph-chart")
    box.scroll_into_view_if_needed()
    place = page.evaluate("window.clausegraph.placeOf('iso-9001:2015/6.1.1/risks-determined')")
    box.click(position={"x": place["x"] + 40, "y": place["y"]})
    panel = page.locator("#panel")
    assert "6.1.1/risks-determined" in panel.inner_text()
    assert "A root cause: it undermines 11." in panel.inner_text()
    panel.get_by_role("link", name="Read the finding").click()
    assert page.locator(f"[id='{RISKS}']").evaluate("(one) => one.open")


def test_a_failure_is_followed_along_its_path_by_keyboard(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.select_option("#graph-filters [name=node]", RISKS)
    before = page.evaluate("window.clausegraph.lit()")
    follow = page.locator("#panel .small").first
    follow.focus()
    page.keyboard.press("Enter")
    path = page.locator("#panel .route li").all_inner_texts()
    assert path[0] == "6.1.1/risks-determined"
    assert len(path) >= 2
    assert page.evaluate("window.clausegraph.lit()") == sorted(path)
    assert set(path) < set(before)
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_the_graph_begins_with_what_fails_and_shows_more_when_asked(opened: Open) -> None:
    page = opened(INTEGRATED)
    first = page.evaluate("window.clausegraph.shown()")
    assert 10 < len(first) < 60
    assert len({name.split("/")[0] for name in first}) == 1
    page.check("#graph-filters [value=conforms]")
    assert len(page.evaluate("window.clausegraph.shown()")) > 200
    page.uncheck("#graph-filters [value=conforms]")
    page.select_option("#graph-filters [name=standard]", "")
    assert len({name.split("/")[0] for name in page.evaluate("window.clausegraph.shown()")}) == 4
    for mark in ("minor", "observation"):
        page.uncheck(f"#graph-filters [value={mark}]")
    assert len(page.evaluate("window.clausegraph.shown()")) < 20


def test_a_table_of_paths_follows_them_in_the_graph(opened: Open) -> None:
    page = opened(INTEGRATED)
    page.locator("details.failures summary").first.click()
    page.locator("[data-follow]").first.click()
    assert page.locator("#panel .route li").count() >= 2


def test_the_page_is_dark_where_the_reader_likes_it_and_the_button_turns_it_round(opened: Open) -> None:
    def brightness(page: Any) -> int:
        return sum(int(part) for part in page.evaluate("getComputedStyle(document.body).backgroundColor").strip("rgb()").split(","))

    page = opened(WORKSHOP, color_scheme="dark")
    assert brightness(page) < 150
    page.click("#theme")
    assert brightness(page) == 3 * 255
    assert brightness(opened(WORKSHOP)) == 3 * 255


def test_hostile_text_stays_text(opened: Open) -> None:
    page = opened("hostile")
    assert "<script>" in page.inner_text("h1")
    assert page.title() != "broken"
    assert page.locator("img").count() == 0
    page.fill("#filters [name=search]", "<img src=x")
    assert shown(page, "details.finding") >= 1


def test_what_is_not_allowed_by_the_policy_does_not_run(browser: Any, pages: Callable[[str], Path]) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(pages(WORKSHOP).as_uri())
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = \"broken\"' }))")
    assert page.title() != "broken"
    context.close()


def test_without_javascript_everything_can_be_read(opened: Open) -> None:
    page = opened(WORKSHOP, java_script_enabled=False)
    assert page.locator("#filters").is_hidden()
    assert page.locator("#graph").is_hidden()
    assert page.locator("table.heat").is_visible()
    finding = page.locator("details.finding").first
    finding.locator("summary").click()
    assert finding.get_by_role("heading", name="Judged").is_visible()


def test_paper_has_every_finding_unfolded_and_no_controls(opened: Open, tmp_path: Path) -> None:
    page = opened(WORKSHOP)
    page.select_option("#filters [name=mark]", "major")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page) == page.locator("[data-finding]").count() == 273
    assert shown(page, ".chain") == page.locator("details.finding").count()
    assert shown(page, "button, select, input, nav") == 0
    assert shown(page, "figure.printed") == 2
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("figure.printed").count() == 0
    assert page.locator("details.finding[open]").count() == 0
    page.emulate_media(media="screen")
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    assert (tmp_path / "report.pdf").stat().st_size > 100_000


@pytest.mark.parametrize(("name", "scheme", "rules"), [(WORKSHOP, "light", []), (OPEN, "dark", ["color-contrast"])])
def test_the_checker_of_accessibility_finds_nothing(opened: Open, name: str, scheme: str, rules: list[str]) -> None:
    page = opened(name, color_scheme=scheme)
    page.evaluate("[...document.querySelectorAll('details')].slice(0, 6).forEach((one) => { one.open = true; })")
    page.select_option("#graph-filters [name=node]", index=1)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    told = page.evaluate("(rules) => axe.run({ resultTypes: ['violations'], ...(rules.length ? { runOnly: rules } : {}) })", rules)
    assert told["passes"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in told["violations"]] == []


def test_everything_can_be_reached_by_keyboard(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("details.finding summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.finding").first.evaluate("(one) => one.open")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("name", ["audit-day", "hostile"])
def test_a_graph_without_a_failing_link_still_shows_what_fails(opened: Open, name: str) -> None:
    page = opened(name)
    shown = set(page.evaluate("window.clausegraph.shown()"))
    graded = page.eval_on_selector_all("details.finding", "(all) => all.map((one) => one.id)")
    assert set(graded) <= shown
