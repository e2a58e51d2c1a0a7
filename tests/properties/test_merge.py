"""Files that are put together say what they said apart, whatever that is."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausegraph.engine.commands.merge import merge_files
from clausegraph.engine.commands.workspace import Workspace
from clausegraph.engine.organisation.inputs import Source
from clausegraph.engine.organisation.organisation import Organisation, read_organisation
from clausegraph.engine.reports.as_yaml import questionnaire_yaml
from clausegraph.tests.properties.test_workbook_round_trip import ORGANISATIONS
from clausegraph.tests.properties.written_organisations import DAY, told
from clausegraph.tests.shipped import KNOWLEDGE

WORKSPACE = Workspace()
LISTS = ("not_applicable", "observed", "scales")
quick = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def source(name: str, file: dict[str, Any]) -> Source:
    return Source(f"{name}.json", json.dumps(file, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def read(one: Source) -> Organisation:
    return read_organisation(one, KNOWLEDGE, as_of=None, today=DAY)


@quick
@given(ORGANISATIONS, st.randoms(use_true_random=False))
def test_what_is_parted_and_put_together_again_is_the_same(file: dict[str, Any], chance: Any) -> None:
    parts: list[dict[str, Any]] = [{**file, "answers": {}, **{key: [] for key in LISTS}} for _ in range(3)]
    for name, answer in file.get("answers", {}).items():
        chance.choice(parts)["answers"][name] = answer
    for key in LISTS:
        chance.choice(parts)[key] = file.get(key, [])
    sources = [source(str(number), part) for number, part in enumerate(parts)]
    merged = merge_files(sources, today=DAY, workspace=WORKSPACE).organisation
    assert merged
    assert told(merged) == told(read(source("whole", file)))


@quick
@given(ORGANISATIONS)
def test_a_file_put_together_with_itself_says_no_more_and_no_less(file: dict[str, Any]) -> None:
    asking = merge_files([source("a", file), source("b", file)], today=DAY, workspace=WORKSPACE)
    assert asking.organisation
    assert told(asking.organisation) == told(read(source("whole", file)))
    text = questionnaire_yaml(asking.asked, asking.knowledge, asking.given)
    assert told(read(Source("again.yaml", text.encode()))) == told(asking.organisation)
