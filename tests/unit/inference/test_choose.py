"""Which evaluator is chosen, and what happens when durable-rules does not come back."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from clausegraph.engine.inference import choose
from clausegraph.engine.inference.choose import durable_is_missing, evaluator
from clausegraph.engine.inference.durable.watchdog import Watched
from clausegraph.engine.inference.interface import EvaluatorFault, Inference, Premises
from clausegraph.engine.problems import BadInput
from clausegraph.tests.unit.inference.small_world import ask, chain_of

with_durable = pytest.mark.skipif(bool(durable_is_missing()), reason=str(durable_is_missing()))


@with_durable
def test_durable_judges_where_it_can_be_had() -> None:
    assert evaluator(chain_of("6.1")).name.startswith("durable-rules")


def test_plain_judges_where_it_is_asked_for() -> None:
    assert evaluator(chain_of("6.1"), "plain").name == "plain"


def test_plain_judges_where_durable_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "durable_is_missing", lambda: "it is not here")
    assert evaluator(chain_of("6.1")).name == "plain"


def test_asking_for_durable_where_it_cannot_be_had_says_why_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choose, "durable_is_missing", lambda: "it is not here")
    with pytest.raises(BadInput, match=r"it is not here(.|\n)*--engine plain"):
        evaluator(chain_of("6.1"), "durable")


@pytest.mark.parametrize(
    ("python", "system", "installable"),
    [((3, 12), "linux", True), ((3, 13), "linux", False), ((3, 12), "win32", False)],
)
def test_how_to_install_durable_is_said_where_it_can_be_installed(
    python: tuple[int, int], system: str, installable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choose, "durable_is_missing", lambda: "it is not here")
    monkeypatch.setattr(sys, "version_info", (*python, 0, "final", 0))
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(BadInput) as fault:
        evaluator(chain_of("6.1"), "durable")
    assert ("pip install 'clausegraph[durable]'" in str(fault.value)) is installable


def test_an_engine_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadInput, match=r"no engine plane(.|\n)*did you mean plain"):
        evaluator(chain_of("6.1"), "plane")


def test_durable_is_missing_on_a_python_it_does_not_import_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 13, 0, "final", 0))
    assert "3.13" in str(durable_is_missing())


class Broken:
    name = "broken"

    def infer(self, premises: Premises) -> Inference:
        raise EvaluatorFault("a fact was lost")


def test_a_fault_says_to_use_the_plain_engine() -> None:
    with pytest.raises(EvaluatorFault, match=r"a fact was lost \(run again with --engine plain\)"):
        Watched(Broken()).infer(ask(chain_of("6.1")))


def ended(body: str) -> subprocess.CompletedProcess[str]:
    """What becomes of a process whose evaluator does this, under a deadline of half a second."""
    source = f"""
        import ctypes, time
        from clausegraph.engine.inference.durable.watchdog import Watched

        class Hanging:
            name = "durable-rules"
            def infer(self, question):
                {body}

        try:
            Watched(Hanging(), deadline=0.5).infer(None)
        finally:
            time.sleep(1)
            print("it came back")
    """
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)], capture_output=True, text=True, timeout=30
    )


def assert_ended_by_the_watchdog(process: subprocess.CompletedProcess[str]) -> None:
    assert process.returncode == 1
    assert process.stdout == ""
    assert "Timeout" in process.stderr
    assert (
        "durable-rules has 0.5 seconds to answer; if they ran out, run again with --engine plain"
        in process.stderr
    )


def test_a_hang_that_holds_the_interpreter_lock_ends_the_process_with_a_message() -> None:
    assert_ended_by_the_watchdog(ended("ctypes.PyDLL(None).sleep(25)"))


@with_durable
def test_a_real_hang_of_durable_ends_the_process_with_a_message() -> None:
    body = (
        "import durable_rules_engine, json; durable_rules_engine.create_ruleset('hangs', json.dumps({f'r{n}':"
        " {'all': [{'m': {'n': n}}]} for n in range(513)}))"
    )
    assert_ended_by_the_watchdog(ended(body))


def test_an_answer_in_time_is_left_alone() -> None:
    process = ended("return 1")
    assert (process.returncode, process.stdout, process.stderr) == (0, "it came back\n", "")
