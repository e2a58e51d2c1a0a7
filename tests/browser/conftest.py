"""A browser for the tests of the HTML report, one for all of them. Without one they are skipped, unless
CLAUSEGRAPH_BROWSER=required."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clausegraph.engine.commands.assess import Request, run
from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.reports.html.report import assessment_html

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOSTILE = (
    "</script><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">"
    " javascript:alert(1)"
)


def missing(what: str) -> Any:
    """Skips, or fails where a browser is required."""
    if os.environ.get("CLAUSEGRAPH_BROWSER") == "required":
        pytest.fail(f"{what}; CLAUSEGRAPH_BROWSER=required asks for it")
    pytest.skip(f"{what}: the HTML report is not tested in a browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    place = next(filter(None, map(shutil.which, NAMES)), None) or missing(
        "there is no chromium here (apt-get install chromium)"
    )
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=place, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, own_cache: Path) -> Callable[[str], Path]:
    """The page of an example by its name, or of the workshop with hostile text in its name, its answers
    and what was seen: `hostile`."""
    folder = tmp_path_factory.mktemp("pages")

    def page(name: str) -> Path:
        place: Path = folder / f"{name}.html"
        if not place.exists():
            facts = _hostile(folder) if name == "hostile" else PACKAGE / "examples" / f"{name}.yaml"
            made = run(Request(facts, engine="plain"), today=date(2026, 11, 22))
            place.write_text(
                assessment_html(made.assessment, made.knowledge, made.organisation), encoding="utf-8"
            )
        return place

    return page


def _hostile(folder: Path) -> Path:
    place = folder / "hostile.yaml"
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    place.write_text(
        f"organisation: {quoted}\nabout: {quoted}\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers:\n "
        f" risks.determined: {{answer: none, evidence: [{{ref: {quoted}, note: {quoted}}}], note:"
        f" {quoted}}}\nobserved:\n  - {{requirement: iso-9001:2015/8.4.3/adequate-before-sending, saw:"
        f" {quoted}, extent: several, consequence: none, evidence: [{{ref: {quoted}}}]}}\n",
        encoding="utf-8",
    )
    return place


# What a reader did in a test is taken back, so that the next test finds the page as it was opened.
REMEMBER = """() => { window.asOpened = {
  unfolded: [...document.querySelectorAll("details[open]")],
  standard: document.querySelector("#graph-filters [name=standard]")?.value };
}"""
AS_OPENED = """() => {
  for (const one of document.querySelectorAll("details")) one.open = window.asOpened.unfolded.includes(one);
  const graph = document.getElementById("graph-filters");
  for (const filters of document.querySelectorAll("#filters, #finding-filters")) {
    filters.reset();
    filters.dispatchEvent(new Event("input"));
  }
  graph.reset();
  if (window.asOpened.standard) graph.elements.standard.value = window.asOpened.standard;
  graph.dispatchEvent(new Event("change"));
  document.getElementById("graph-reset").click();
  delete document.documentElement.dataset.theme;
  try { localStorage.clear(); } catch { /* nothing was kept */ }
  history.replaceState(null, "", location.pathname);
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
}"""


class Tab:
    """A page that stays open for all tests, and what the browser had to complain of."""

    def __init__(self, browser: Any, place: Path, given: dict[str, Any]) -> None:
        self.size = given.get("viewport", {"width": 1440, "height": 900})
        self.scripted = given.get("java_script_enabled", True)
        self.complaints: list[str] = []
        self.page = browser.new_context(
            **given, **({} if "viewport" in given else {"viewport": self.size})
        ).new_page()
        self.page.set_default_timeout(5000)
        self.page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "request",
            lambda asked: (
                self.complaints.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None
            ),
        )
        self.page.goto(place.as_uri())
        if self.scripted:
            self.page.evaluate(REMEMBER)

    def as_opened(self) -> Any:
        self.page.set_viewport_size(self.size)
        self.page.emulate_media(media="screen", color_scheme="light")
        if self.scripted:
            self.page.evaluate(AS_OPENED)
        return self.page


@pytest.fixture(scope="session")
def tabs() -> dict[tuple[str, str], Tab]:
    return {}


@pytest.fixture
def opened(
    browser: Any, pages: Callable[[str], Path], tabs: dict[tuple[str, str], Tab]
) -> Iterator[Callable[..., Any]]:
    """A page as it was opened, the same tab for all tests that ask for it in the same way. At the end the
    browser must have had nothing to complain of, and nothing may have been asked from anywhere."""
    used: list[Tab] = []

    def open_(name: str, **given: Any) -> Any:
        key = name, repr(given)
        if key not in tabs:
            tabs[key] = Tab(browser, pages(name), given)
        used.append(tabs[key])
        return tabs[key].as_opened()

    yield open_
    complaints = [complaint for tab in used for complaint in tab.complaints]
    for tab in used:
        tab.complaints.clear()
    assert complaints == []
