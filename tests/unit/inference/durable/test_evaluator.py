"""How the adapter keeps durable-rules honest: limits before they are met, losses where they happen, no
session left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.metadata import version
from random import Random

import msgspec
import pytest

from clausegraph.engine.inference.choose import durable_is_missing
from clausegraph.engine.inference.interface import EvaluatorFault, Raised
from clausegraph.engine.inference.plain.evaluator import PlainEvaluator
from clausegraph.engine.knowledge.language.phrases import Value
from clausegraph.engine.model import Condition, Each, Escalation, Grade, Op, Repeat
from clausegraph.engine.organisation.previous import Earlier
from clausegraph.engine.organisation.records import RegisterRecord
from clausegraph.tests.properties.knowledge_bases import Size, random_knowledge, random_question
from clausegraph.tests.unit.inference.small_world import (
    HERE,
    TODAY,
    answered,
    asks,
    chain_of,
    requirement,
    rule,
    world,
)

if missing := durable_is_missing():
    pytest.skip(missing, allow_module_level=True)

import durable_rules_engine

from clausegraph.engine.inference.durable import host as durable_host
from clausegraph.engine.inference.durable.evaluator import LAYERS, DurableEvaluator
from clausegraph.engine.inference.durable.host import ENGINE, MOST_FACTS, SENTINEL_ID, Layer, in_sessions
from clausegraph.engine.inference.durable.judging import JUDGING
from clausegraph.engine.inference.durable.rows import KnowledgeRows
from clausegraph.engine.inference.durable.rules import IDS_WITHOUT_COLLISION, a, fnv1a

PAIRS = {"pair": {"left": a("left"), "right": a("right", n="left.n")}}


def nothing(_rule: str, _matched: dict[str, dict[str, int]]) -> Iterator[str]:
    yield from ()


@pytest.fixture
def layer() -> Layer:
    return Layer("pairs", PAIRS)


def test_the_name_is_the_installed_version() -> None:
    assert f"durable-rules {version('durable_rules')}" == ENGINE
    assert DurableEvaluator.name == ENGINE


def test_no_two_ids_of_a_session_have_the_same_hash() -> None:
    ids = [f"{number:05x}" for number in range(IDS_WITHOUT_COLLISION)] + [SENTINEL_ID, "sid-0"]
    assert len({fnv1a(one) for one in ids}) == len(ids)


def test_facts_match_and_each_match_comes_once(layer: Layer) -> None:
    left, right = layer.form("left", "n"), layer.form("right", "n")
    with layer.session() as session:
        assert [rule for rule, _ in session.add([left % 1, left % 2, right % 2, right % 3])] == ["pair"]
        assert session.add([left % 1]) == []
        assert len(session.add([right % 1, left % 3])) == 2


def test_more_matches_than_are_handed_over_at_once_all_arrive(layer: Layer) -> None:
    left, right = layer.form("left", "n", "which"), layer.form("right", "n", "which")
    with layer.session() as session:
        matches = session.add([form % (1, which) for which in range(100) for form in (left, right)])
    assert len({(one["left"]["which"], one["right"]["which"]) for _, one in matches}) == 10_000


def test_derived_facts_are_followed_until_nothing_new_comes() -> None:
    layer = Layer("steps", {"step": {"at": a("at"), "step": a("step", start="at.place")}})
    at, step = layer.form("at", "place"), layer.form("step", "start", "end")
    seen: list[int] = []

    def conclude(_: str, matched: dict[str, dict[str, int]]) -> Iterator[str]:
        seen.append(matched["step"]["end"])
        yield at % matched["step"]["end"]

    with layer.session() as session:
        session.follow([at % 0, *(step % (place, (place + 1) % 50) for place in range(50))], conclude)
    assert sorted(seen) == list(range(50))


def test_a_session_starts_empty_whatever_the_one_before_held(layer: Layer) -> None:
    left, right = layer.form("left", "n"), layer.form("right", "n")
    for _ in range(3):
        with layer.session() as session:
            assert session.add([left % 1]) == []
        with layer.session() as session:
            assert session.add([right % 1]) == []


def test_a_lost_fact_is_a_fault(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgets(_handle: int, _sid: str) -> str:
        return '[{"id":"sentinel"}]'

    monkeypatch.setattr(durable_host.engine, "get_facts", forgets)
    with pytest.raises(EvaluatorFault, match="holds 0 facts of 1"), layer.session() as session:
        session.add([layer.form("left", "n") % 1])


def test_a_batch_that_durable_cuts_short_without_a_word_is_a_fault(layer: Layer) -> None:
    left = layer.form("left", "n")
    with pytest.raises(EvaluatorFault), layer.session() as session:
        session.add([left % 1, left.replace("%d", "1e-07"), left % 2])


@pytest.mark.parametrize("code", [2, 3, 101])
def test_any_result_code_but_zero_and_one_is_a_fault(
    layer: Layer, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(durable_host.engine, "assert_facts", lambda _handle, _facts: (code, 0))
    with pytest.raises(EvaluatorFault, match=f"code {code}"), layer.session() as session:
        session.add([layer.form("left", "n") % 1])


def test_what_the_c_module_raises_is_a_fault_that_says_what_was_asked(
    layer: Layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_handle: int, _facts: str) -> None:
        raise durable_rules_engine.error("Could not assert facts, error code: 303")

    monkeypatch.setattr(durable_host.engine, "assert_facts", breaks)
    said = "layer pairs: durable-rules could not assert facts.*303"
    with pytest.raises(EvaluatorFault, match=said), layer.session() as session:
        session.add([layer.form("left", "n") % 1])


def test_after_a_fault_the_next_session_works(layer: Layer) -> None:
    with pytest.raises(TypeError), layer.session() as session:
        session.add([layer.form("left", "n") % 1, layer.form("left", "n") % "no number"])
    with layer.session() as session:
        assert session.add([layer.form("right", "n") % 1]) == []


def test_a_session_that_cannot_be_opened_closes_the_layer_for_good(
    layer: Layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(durable_host.engine, "start_action_for_state", lambda _handle, _place: None)
        with pytest.raises(EvaluatorFault, match="sentinel"), layer.session():
            pass
    with pytest.raises(EvaluatorFault, match="broke down earlier"), layer.session():
        pass


def test_an_exception_while_concluding_surfaces(layer: Layer) -> None:
    def breaks(_rule: str, _matched: dict[str, dict[str, int]]) -> Iterator[str]:
        raise ZeroDivisionError
        yield ""

    left, right = layer.form("left", "n"), layer.form("right", "n")
    with pytest.raises(ZeroDivisionError), layer.session() as session:
        session.follow([left % 1, right % 1], breaks)


def test_an_empty_batch_is_never_asserted(layer: Layer) -> None:
    with layer.session() as session:
        session.follow([], nothing)
        assert session.add([]) == []


def test_more_facts_than_a_session_holds_are_refused_before_they_are_asserted(layer: Layer) -> None:
    left = layer.form("left", "n")
    with (
        pytest.raises(EvaluatorFault, match=f"a session holds {MOST_FACTS} at most"),
        layer.session() as session,
    ):
        session.add([left % number for number in range(MOST_FACTS + 1)])


def test_a_session_holds_as_many_facts_as_it_says(layer: Layer) -> None:
    left = layer.form("left", "n")
    with layer.session() as session:
        session.add([left % number for number in range(MOST_FACTS)])


def test_only_whole_numbers_become_facts(layer: Layer) -> None:
    with pytest.raises(TypeError):
        layer.form("left", "n") % "13"


def test_threads_take_turns() -> None:
    knowledge = chain_of("4.1", "6.1", "8.1")
    evaluator, expected = DurableEvaluator(knowledge), PlainEvaluator(knowledge)
    wrong: list[str] = []

    def judge(word: str) -> None:
        question = answered(knowledge, {"4.1": word, "6.1": "yes", "8.1": "yes"})
        wrong.extend(word for _ in range(100) if evaluator.infer(question) != expected.infer(question))

    threads = [threading.Thread(target=judge, args=(word,)) for word in ("yes", "no", "partly")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def sessions_opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the layers in which sessions are opened from now on."""
    opened: list[str] = []
    session = Layer.session

    def counted(layer: Layer) -> AbstractContextManager[durable_host.Session]:
        opened.append(layer.name)
        return session(layer)

    monkeypatch.setattr(Layer, "session", counted)
    return opened


def test_an_organisation_too_large_for_one_session_is_judged_in_several(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    templates = [f"t{number}" for number in range(40)]
    rules = [
        rule(one, ((asks(one), asks("shared"), *(asks(f"{one}-{n}") for n in range(5))), (asks(f"{one}-x"),)))
        for one in templates
    ]
    knowledge = world([requirement("8.1", one) for one in templates], rules)
    answers: dict[str, Value] = {
        question.id: "no" for question in knowledge.questions if not question.id.endswith(("3-x", "-4"))
    }
    question = answered(knowledge, answers)
    opened = sessions_opened(monkeypatch)
    monkeypatch.setattr(durable_host, "MOST_FACTS", 120)
    assert DurableEvaluator(knowledge).infer(question) == PlainEvaluator(knowledge).infer(question)
    assert opened.count("judging") > 5


@pytest.mark.parametrize("seed", range(60))
def test_every_layer_says_the_same_however_small_its_sessions(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = Random(seed)
    knowledge = random_knowledge(
        rng, Size(standards=3, facts=6, templates=30, rules=4, links=60, escalations=4)
    )
    question = random_question(rng, knowledge)
    expected = PlainEvaluator(knowledge).infer(question)
    opened = sessions_opened(monkeypatch)
    monkeypatch.setattr(durable_host, "MOST_FACTS", 110)
    assert DurableEvaluator(knowledge).infer(question) == expected
    assert len(opened) >= len(set(opened))


def test_facts_are_parted_into_sessions_without_parting_a_unit() -> None:
    units = [["a", "b"], ["b", "c"], ["d", "e", "f"], ["a", "g"]]
    assert list(in_sessions(units, 4)) == [["a", "b", "c"], ["d", "e", "f"], ["a", "g"]]
    with pytest.raises(EvaluatorFault, match="3 facts have to be joined at once; a session holds 2 at most"):
        list(in_sessions(units, 2))


RECORDS = 5 * MOST_FACTS
"""Of one register, each named then and now: ten times the facts that a session holds."""


def test_ten_times_what_a_session_holds_comes_back_after_an_earlier_assessment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = tuple(f"R-{number}" for number in range(RECORDS))
    each = Each("risks", (Condition("level", Op.ONE_OF, words=("high",)),))
    over_records = msgspec.structs.replace(rule("r", ()), each=each)
    again = Escalation("left-open", Grade.MAJOR, "", HERE, repeats=Repeat.MINOR_LEFT_OPEN)
    knowledge = world([requirement("8.1", "r")], [over_records], escalations=[again])
    records = tuple(RegisterRecord(name, HERE, {"level": "high"}) for name in names)
    (place,) = knowledge.requirements
    then = Earlier(place.id, Grade.MINOR, TODAY, (over_records.id,), {over_records.id: names})
    question = msgspec.structs.replace(
        answered(knowledge, {}), registers={"risks": records}, earlier={place.id: then}
    )
    opened = sessions_opened(monkeypatch)
    inference = DurableEvaluator(knowledge).infer(question)
    assert inference == PlainEvaluator(knowledge).infer(question)
    assert inference.raised == (Raised(place.id, "left-open", Grade.MAJOR, place.id),)
    assert opened.count("repeating") > 10


def test_a_large_knowledge_base_really_needs_several_sessions_and_is_judged_right() -> None:
    templates = [f"t{number}" for number in range(1_200)]
    group = tuple(Condition(f"f{n}", Op.ONE_OF, words=("no",)) for n in range(12))
    rules = [
        rule(one, ((asks(one), *group), (asks("f1"), asks(f"{one}-y"))), Grade.MAJOR) for one in templates
    ]
    knowledge = world([requirement("8.1", one) for one in templates], rules)
    question = answered(knowledge, {question.id: "no" for question in knowledge.questions})
    assert DurableEvaluator(knowledge).infer(question) == PlainEvaluator(knowledge).infer(question)


def test_a_group_past_what_can_be_joined_is_refused_by_the_name_of_its_rule() -> None:
    group = tuple(asks(f"f{number}") for number in range(1_001))
    knowledge = world([requirement("8.1", "r")], [rule("r", (group,))])
    with pytest.raises(EvaluatorFault, match="r-gap: 1001 conditions in one group"):
        DurableEvaluator(knowledge)


def test_rows_are_asserted_by_their_most_telling_condition() -> None:
    knowledge = world(
        [requirement("8.1", "r")], [rule("r", ((asks("planned", "yes"), asks("practised", "no")),))]
    )
    (group,) = KnowledgeRows(knowledge, Layer("judging", JUDGING)).groups["r"]
    assert group.telling == group.tokens[0]
    rows = KnowledgeRows(knowledge, Layer("judging", JUDGING))
    assert [token for token, _ in rows.tokens("practised", "no", answered(knowledge, {}).as_of)] == [
        group.telling
    ]


def test_every_layer_passes_the_gate() -> None:
    for name, rules in LAYERS.items():
        Layer(name, rules)
