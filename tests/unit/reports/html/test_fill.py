"""The questionnaire as a page: every question with its answers, and nothing that could run but its own
script."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from clausegraph.engine.analysis.questions.questionnaire import Depth
from clausegraph.engine.commands.questions import Asking, ask
from clausegraph.engine.commands.workspace import Workspace
from clausegraph.engine.organisation.organisation import read_organisation
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reports.html.fill.page import questionnaire_html
from clausegraph.engine.signs import signed

TODAY = date(2026, 11, 21)
WORKSPACE = Workspace()
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def asked(facts: Path | str | None = None, *standards: str) -> Asking:
    return ask(standards, (), facts, Depth.QUICK, today=TODAY, workspace=WORKSPACE)


def page(asking: Asking) -> str:
    return questionnaire_html(asking.asked, asking.knowledge, asking.organisation)


@pytest.fixture(scope="module")
def blank() -> Asking:
    return asked(None, "iso-9001:2015", "iso-45001:2018")


def test_every_question_stands_in_it_once_with_all_its_answers(blank: Asking) -> None:
    text = page(blank)
    assert re.findall(r'<fieldset class="question" id="([^"]+)"', text) == list(blank.asked.asked)
    for name, one in blank.asked.asked.items():
        fields = len(one.disciplines) + 1 if len(one.disciplines) > 1 else 1
        assert text.count(f'name="{name}@') == fields * len(one.fact.words)


def test_it_runs_its_own_script_and_nothing_else(blank: Asking) -> None:
    text = page(blank)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    digests = [b64encode(sha256(one.encode()).digest()).decode() for one in scripts]
    assert len(scripts) == 1
    assert f"script-src &#39;sha256-{digests[0]}&#39;;" in policy[1]
    assert " style=" not in text
    assert "http" not in re.sub(r"<script>.*?</script>", "", text, flags=re.S).replace("http-equiv", "")


def test_what_people_wrote_is_text() -> None:
    facts = f"organisation: '{HOSTILE}'\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers:\n"
    text = page(asked(facts + f"  competence.share: {{answer: 40, note: '{HOSTILE}', by: '{HOSTILE}'}}\n"))
    assert "<img" not in text
    assert text.count("<script") == 2


def test_the_answers_there_are_go_with_it_whole() -> None:
    facts = (
        "organisation: Acme\nas_of: 2026-11-21\nstandards: [iso-9001:2015]\nanswers:\n"
        "  competence.share: {answer: 92, limit: 90, by: Ann,"
        " evidence: [{ref: plan, valid_until: 2027-01-01}]}\n"
    )
    begun = re.search(r'id="begun">(.*?)</script>', page(asked(facts)), re.S)
    assert begun
    assert json.loads(begun[1])["answers"]["competence.share"][""] == {
        "answer": "92",
        "evidence": [{"ref": "plan", "valid_until": "2027-01-01"}],
        "limit": "90",
        "by": "Ann",
    }


def test_the_same_questions_give_the_same_page(blank: Asking) -> None:
    assert page(blank) == page(asked(None, "iso-9001:2015", "iso-45001:2018"))


def test_a_page_given_in_place_of_its_answers_is_told_what_to_do(blank: Asking, tmp_path: Path) -> None:
    place = tmp_path / "acme.html"
    place.write_bytes(signed(page(blank), "questions", "html", "html"))
    with pytest.raises(BadInput, match="press Save as a file"):
        read_organisation(place, WORKSPACE.knowledge, as_of=None, today=TODAY)
