"""The HTML report in a real browser, as a reader uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clausegraph.engine.knowledge.load import PACKAGE

Open = Callable[..., Any]
WORKSHOP, INTEGRATED, OPEN, REGISTERS = (
    "invented-workshop",
    "integrated-manufacturer",
    "before-certification",
    "electroplater",
)
RISKS = "iso-9001:2015/6.1.1/risks-determined"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
AXE = PACKAGE / "tests" / "browser" / "axe.min.js"
AXE_RUN = """(rules) => axe.run(
  { exclude: [["details:not([open]) > :not(summary)"]] },
  { resultTypes: ["violations"], ...(rules.length ? { runOnly: rules } : {}) },
)"""


def shown(page: Any, what: str = "#findings [data-entry]") -> int:
    """How many elements are to be seen."""
    return int(
        page.evaluate(
            "(what) => [...document.querySelectorAll(what)].filter((one) => one.checkVisibility()).length",
            what,
        )
    )


def wait_until(page: Any, condition: str) -> None:
    """Waits until a condition holds. Playwright's own `wait_for_function` evaluates text in the page,
    which its policy forbids."""
    page.evaluate(
        f"() => new Promise((done, late) => {{ const began = Date.now(), look = () => ({condition}) ? done()"
        " : Date.now() - began > 5000 ? late(new Error('not in five seconds')) :"
        " requestAnimationFrame(look); look(); })"
    )


PIXELS = """(place) => {
  const sheet = document.querySelector(`${place} canvas`), { width, height } = sheet;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const copy = canvas.getContext("2d", { willReadFrequently: true });
  copy.drawImage(sheet, 0, 0);
  const dots = copy.getImageData(0, 0, width, height).data;
  return dots.filter((value, place) => place % 4 === 3 && value > 0).length;
}"""


def drawn(page: Any, place: str) -> int:
    """How many pixels of a chart are not empty."""
    return int(page.evaluate(PIXELS, place))


@pytest.mark.parametrize("name", [WORKSHOP, INTEGRATED, OPEN, REGISTERS])
def test_a_page_opens_without_a_complaint_draws_its_graph_and_is_no_wider_than_the_window(
    opened: Open, name: str
) -> None:
    page = opened(name)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        wait_until(page, "document.querySelector('#graph-chart canvas').clientWidth <= innerWidth")
        assert drawn(page, "#graph-chart") > 3000
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_phone_shows_the_page_without_moving_it_sideways(opened: Open) -> None:
    page = opened(WORKSHOP, **PHONE)
    assert page.evaluate("[document.documentElement.scrollWidth, visualViewport.width]") == [390, 390]
    assert page.is_visible(".by-touch")
    assert not page.is_visible(".by-mouse")


def test_two_fingers_enlarge_the_graph_and_one_moves_the_page(opened: Open) -> None:
    page = opened(WORKSHOP, **PHONE)
    page.evaluate("document.getElementById('graph-chart').scrollIntoView()")
    screen = page.context.new_cdp_session(page)

    def touch(kind: str, *fingers: tuple[int, int]) -> None:
        screen.send(
            "Input.dispatchTouchEvent",
            {
                "type": kind,
                "touchPoints": [{"x": x, "y": y, "id": id_} for id_, (x, y) in enumerate(fingers)],
            },
        )

    touch("touchStart", (150, 400), (200, 400))
    touch("touchMove", (125, 400), (225, 400))
    touch("touchEnd")
    enlarged = page.evaluate("window.clausegraph.view()")
    assert enlarged["zoom"] == pytest.approx(2)
    before = page.evaluate("scrollY")
    touch("touchStart", (150, 600))
    for y in range(580, 300, -20):
        touch("touchMove", (150, y))
    touch("touchEnd")
    wait_until(page, f"scrollY > {before}")
    assert page.evaluate("window.clausegraph.view()") == enlarged
    page.evaluate("document.getElementById('graph-reset').click()")
    assert page.evaluate("window.clausegraph.view().zoom") == 1


def test_what_is_enlarged_stays_so_while_the_reader_chooses(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.click("#graph-in")
    enlarged = page.evaluate("window.clausegraph.view()")
    assert enlarged["zoom"] == pytest.approx(1.3)
    page.click("[data-show] >> nth=1")
    assert page.locator("#panel").is_visible()
    assert page.evaluate("window.clausegraph.view()") == enlarged


def test_the_graph_begins_with_foundations_to_choose_from(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.click(f".starts [data-show='{RISKS}']")
    assert "6.1.1/risks-determined" in page.inner_text("#panel")
    assert page.evaluate("window.clausegraph.lit()") == [
        "4.4.1/process-risks",
        "6.1.1/risks-determined",
        "6.1.2/actions-planned",
        "6.1.2/proportionate",
        "8.4.2/controls-defined",
    ]


def test_long_lists_are_folded_on_the_screen_and_unfold(opened: Open) -> None:
    page = opened(INTEGRATED)
    assert shown(page, "#plan tbody tr") == 10
    page.click("#plan .further summary")
    assert shown(page, "#plan tbody tr") == page.locator("#plan tbody tr").count() > 30


def test_many_names_are_folded_on_the_screen_and_unfold(opened: Open) -> None:
    page = opened(REGISTERS)
    page.click("#open .further > summary")
    rest = page.locator("#open details.rest:visible").first
    assert not rest.locator(".name").first.is_visible()
    rest.locator("summary").click()
    assert rest.locator(".name").first.is_visible()


def test_the_records_that_a_rule_meets_stand_beside_its_reason(opened: Open) -> None:
    page = opened(REGISTERS)
    page.click("[id='iso-45001:2018/8.1.2/hierarchy-applied'] > summary")
    finding = page.locator("[id='iso-45001:2018/8.1.2/hierarchy-applied']")
    reasons = finding.locator(".item", has_text="H-2 Mixing cyanide").all_inner_texts()
    assert len(reasons) == 2
    rules = ("iso-45001/ppe-or-procedure-alone", "iso-45001/procedures-or-protection-alone")
    for rule, reason in zip(rules, reasons, strict=True):
        assert rule in reason
        assert "H-2 Mixing cyanide and acid when baths are topped up" in reason
        assert "electroplater.yaml:" in reason


def numbers(page: Any) -> list[str]:
    """The numbers of what is recorded and to be seen."""
    found = "(all) => all.filter((one) => one.checkVisibility()).map((one) => one.id)"
    return list(page.eval_on_selector_all("article.entry", found))


def test_filters_narrow_what_is_recorded_and_say_how_much_is_left(opened: Open) -> None:
    page = opened(INTEGRATED)
    everything = numbers(page)
    page.select_option("#filters [name=mark]", "observation")
    assert numbers(page) == ["OBS-1", "OBS-2", "OBS-3"]
    assert page.inner_text("#filters output") == "3 found"
    page.select_option("#filters [name=mark]", "minor")
    page.select_option("#filters [name=standard]", "iso-9001:2015")
    assert numbers(page) == ["NC-1", "NC-2"]
    assert page.inner_text("#filters output") == "2 found"
    page.select_option("#filters [name=clause]", "8")
    assert numbers(page) == ["NC-1"]
    page.select_option("#filters [name=clause]", "4")
    assert numbers(page) == []
    assert page.is_visible("#nonconformities .nothing")
    page.click("#filters [type=reset]")
    wait_until(page, "document.querySelector('#filters output').textContent === ''")
    assert numbers(page) == everything


def test_what_one_person_can_say_more_on_is_found_by_who(opened: Open) -> None:
    page = opened(INTEGRATED)
    everything = numbers(page)
    who = page.eval_on_selector_all(
        "#filters [name=who] option", "(all) => all.slice(1).map((one) => one.value)"
    )
    found: set[str] = set()
    for one in who:
        page.select_option("#filters [name=who]", one)
        assert 0 < len(numbers(page)) < len(everything)
        found |= set(numbers(page))
    assert found == set(everything)


def test_what_is_recorded_can_be_searched_to_its_evidence(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.fill("#filters [name=search]", "deburring tool")
    assert numbers(page) == ["NC-9"]


def test_a_nonconformity_is_read_without_a_click_and_unfolds_what_follows(opened: Open) -> None:
    page = opened(WORKSHOP)
    entry = page.locator("[id='NC-1']")
    assert "some of either" in entry.inner_text()
    assert not entry.locator(".part-do").is_visible()
    entry.locator(".behind > summary").click()
    assert entry.locator(".part-do").is_visible()
    page.click("#filters [data-unfold]")
    assert shown(page, ".part-do") == page.locator("article.entry").count()


def test_filters_narrow_the_findings_without_touching_what_is_recorded(opened: Open) -> None:
    page = opened(INTEGRATED)
    page.select_option("#finding-filters [name=standard]", "iso-27001:2022")
    page.select_option("#finding-filters [name=mark]", "observation")
    found = page.locator("details.finding:visible")
    assert found.count() == shown(page) == 2
    assert all("27001" in text for text in found.all_inner_texts())
    assert page.inner_text("#finding-filters output") == "2 found"
    assert len(numbers(page)) == page.locator("article.entry").count()
    page.click("#finding-filters [type=reset]")
    wait_until(page, "document.querySelector('#finding-filters output').textContent === ''")
    assert shown(page, "details.finding") == page.locator("details.finding").count()


def test_a_search_looks_into_the_whole_of_every_finding(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.fill("#finding-filters [name=search]", "deburring tool")
    assert shown(page, "details.finding") >= 1
    assert all(
        "deburring tool" in text for text in page.locator("details.finding:visible").all_text_contents()
    )
    page.fill("#finding-filters [name=search]", "no such words anywhere")
    assert shown(page) == 0


def test_a_tile_of_the_heat_map_leads_to_what_is_recorded_there(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.click("a.tile[data-clause='8.4']")
    assert page.input_value("#filters [name=clause]") == "8.4"
    assert page.inner_text("a.tile[data-clause='8.4'] b") == "1"
    assert numbers(page) == ["NC-6"]
    page.click("a.tile[data-clause='7.3']")
    assert page.input_value("#finding-filters [name=clause]") == "7.3"
    assert page.evaluate("location.hash") == "#findings"


def test_a_count_of_the_first_screen_leads_to_what_it_counts(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.click(".counts [data-choose=minor]")
    assert len(numbers(page)) == int(page.inner_text(".counts [data-choose=minor] b"))


def test_a_link_opens_its_finding_or_nonconformity_even_where_a_filter_hid_it(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.select_option("#finding-filters [name=mark]", "observation")
    assert not page.locator(f"[id='{RISKS}']").is_visible()
    page.click("[id='NC-1'] .behind > summary")
    page.click(f"[id='NC-1'] a[href='#{RISKS}']")
    finding = page.locator(f"[id='{RISKS}']")
    assert finding.evaluate("(one) => one.open")
    assert finding.is_visible()
    page.select_option("#filters [name=clause]", "9")
    assert not page.locator("[id='NC-1']").is_visible()
    finding.locator("a[href='#NC-1']").click()
    assert page.locator("[id='NC-1']").is_visible()


BROKEN = """() => {
  const broken = [], words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = words.nextNode(); text; text = words.nextNode()) {
    const around = text.parentElement, small = around.getBoundingClientRect();
    if (!around.checkVisibility() || around.closest("pre, code") || small.width < 2) continue;
    for (const word of text.data.matchAll(/\\p{L}{2,}/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      const lines = boxes.map((box) => Math.round(box.top / 4));
      if (new Set(lines).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("name", [WORKSHOP, INTEGRATED, REGISTERS])
def test_no_word_breaks_inside_on_a_phone(opened: Open, name: str) -> None:
    page = opened(name, **PHONE)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate(BROKEN) == []
    page.evaluate("document.querySelector('.found').style.width = '2rem'")
    assert page.evaluate(BROKEN) != []
    page.evaluate("document.querySelector('.found').style.width = ''")


def test_a_requirement_clicked_in_the_graph_tells_of_itself_and_what_it_carries(opened: Open) -> None:
    page = opened(WORKSHOP)
    box = page.locator("#graph-chart")
    box.scroll_into_view_if_needed()
    place = page.evaluate("window.clausegraph.placeOf('iso-9001:2015/6.1.1/risks-determined')")
    box.click(position={"x": place["x"] + 40, "y": place["y"]})
    panel = page.locator("#panel")
    assert "6.1.1/risks-determined" in panel.inner_text()
    assert "A foundation that falls short: 1 stands on it." in panel.inner_text()
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
        return sum(
            int(part)
            for part in (
                page.evaluate("getComputedStyle(document.body).backgroundColor").strip("rgb()").split(",")
            )
        )

    page = opened(WORKSHOP)
    assert brightness(page) == 3 * 255
    page.emulate_media(color_scheme="dark")
    assert brightness(page) < 150
    page.click("#theme")
    assert brightness(page) == 3 * 255


def test_hostile_text_stays_text(opened: Open) -> None:
    page = opened("hostile")
    assert "<script>" in page.inner_text("h1")
    assert page.title() != "broken"
    assert page.locator("img").count() == 0
    page.fill("#finding-filters [name=search]", "<img src=x")
    assert shown(page, "details.finding") >= 1


def test_what_is_not_allowed_by_the_policy_does_not_run(browser: Any, pages: Callable[[str], Path]) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(pages("hostile").as_uri())
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title"
        ' = "broken"\' }))'
    )
    assert page.title() != "broken"
    context.close()


def test_without_javascript_everything_can_be_read(opened: Open) -> None:
    page = opened(WORKSHOP, java_script_enabled=False)
    assert page.locator("#filters").is_hidden()
    assert page.locator("#print").is_hidden()
    assert page.locator("#graph").is_hidden()
    assert page.locator("table.heat").is_visible()
    assert page.locator("article.entry").first.is_visible()
    finding = page.locator("details.finding").first
    finding.locator("summary").click()
    assert finding.get_by_role("heading", name="Judged").is_visible()


def sheets(page: Any, place: Path) -> int:
    """On how many sheets of paper a page is printed."""
    page.pdf(path=place, prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", place.read_bytes()))


def test_paper_has_everything_recorded_unfolded_and_no_controls_or_appendix(
    opened: Open, tmp_path: Path
) -> None:
    page = opened(WORKSHOP)
    page.select_option("#filters [name=clause]", "9")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page, "article.entry") == page.locator("article.entry").count() == 10
    assert shown(page, "#plan tbody tr") == page.locator("#plan tbody tr").count()
    assert shown(page, "button, select, input, nav, .appendix, figure.printed") == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.behind[open]").count() == 0
    page.emulate_media(media="screen")
    assert 3 <= sheets(page, tmp_path / "report.pdf") <= 8


def test_paper_has_every_finding_where_the_reader_asks_for_them(opened: Open) -> None:
    page = opened(WORKSHOP)
    page.emulate_media(media="print")
    page.evaluate("document.documentElement.classList.add('whole'); dispatchEvent(new Event('beforeprint'))")
    assert shown(page) == page.locator("#findings [data-entry]").count() == 273
    assert shown(page, ".chain") == page.locator("details.finding").count()
    assert shown(page, "figure.printed") == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("figure.printed, html.whole, details.finding[open]").count() == 0


@pytest.mark.parametrize(
    ("name", "scheme", "rules"), [(WORKSHOP, "light", []), ("audit-day", "dark", ["color-contrast"])]
)
def test_the_checker_of_accessibility_finds_nothing(
    opened: Open, name: str, scheme: str, rules: list[str]
) -> None:
    page = opened(name)
    page.emulate_media(color_scheme=scheme)
    page.evaluate(
        "[...document.querySelectorAll('details.finding, details.failures')].slice(0, 6).forEach((one) => {"
        " one.open = true; })"
    )
    page.select_option("#graph-filters [name=node]", index=1)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    told = page.evaluate(AXE_RUN, rules)
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
