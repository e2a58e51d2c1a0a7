"""A browser for the tests of the HTML report, one for all of them. Without one they are skipped, unless CLAUSEGRAPH_BROWSER=required."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.engine.reports.html.report import assessment_html
from clausegraph.engine.run import Request, run

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOSTILE = "</script><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\"> javascript:alert(1)"


def missing(what: str) -> Any:
    """Skips, or fails where a browser is required."""
    if os.environ.get("CLAUSEGRAPH_BROWSER") == "required":
        pytest.fail(f"{what}; CLAUSEGRAPH_BROWSER=required asks for it")
    pytest.skip(f"{what}: the HTML report is not tested in a browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    place = next(filter(None, map(shutil.which, NAMES)), None) or missing("there is no chromium here (apt-get install chromium)")
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
    """The page of an example by its name, or of the workshop with hostile text in its name, its answers and what was seen: `hostile`."""
    folder = tmp_path_factory.mktemp("pages")

    def page(name: str) -> Path:
        place: Path = folder / f"{name}.html"
        if not place.exists():
            facts = _hostile(folder) if name == "hostile" else PACKAGE / "examples" / f"{name}.yaml"
            made = run(Request(facts, engine="plain"), today=date(2026, 11, 22))
            place.write_text(assessment_html(made.assessment, made.knowledge, made.organisation), encoding="utf-8")
        return place

    return page


def _hostile(folder: Path) -> Path:
    place = folder / "hostile.yaml"
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    place.write_text(
        f"organisation: {quoted}\nabout: {quoted}\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers:\n"
        f"  risks.determined: {{answer: none, evidence: [{{ref: {quoted}, note: {quoted}}}], note: {quoted}}}\n"
        f"observed:\n  - {{requirement: iso-9001:2015/8.4.3/adequate-before-sending, saw: {quoted}, extent: several, consequence: none, "
        f"evidence: [{{ref: {quoted}}}]}}\n",
        encoding="utf-8",
    )
    return place


@pytest.fixture
def opened(browser: Any, pages: Callable[[str], Path]) -> Iterator[Callable[..., Any]]:
    """Opens a page; at the end the browser must have had nothing to complain of, and nothing may have been asked from anywhere."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_(name: str, **given: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **given})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None)
        page.goto(pages(name).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
