"""How an organisation would stand once something was mended."""

from __future__ import annotations

from clausegraph.engine.analysis.plan.mending import Mending
from clausegraph.engine.model import Grade
from clausegraph.tests.unit.analysis.nonconformities.small_audit import audited
from clausegraph.tests.unit.inference.small_world import STANDARD, by_count, requirement, world


def test_what_several_minors_show_together_makes_none_of_them_worse() -> None:
    knowledge = world([requirement("8.1", name) for name in "abc"], escalations=[by_count(2)])
    found = audited(knowledge, dict.fromkeys("abc", "no"))
    assert [(one.grade, one.breakdown) for one in found.nonconformities] == [(Grade.MAJOR, f"{STANDARD}/8.1")]
    mending = Mending(found.findings, knowledge, knowledge.policies[0])
    a, b, c = (f"{STANDARD}/8.1/{name}" for name in "abc")
    assert mending.now.grades == dict.fromkeys((a, b, c), Grade.MINOR)
    assert mending.after({a}).grades == {a: Grade.CONFORMS, b: Grade.MINOR, c: Grade.MINOR}
