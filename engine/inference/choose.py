"""Which evaluator judges: durable-rules where it can be had, else the plain one. Only here is either of
them chosen."""

from __future__ import annotations

import importlib
import sys

from ..model import KnowledgeBase
from ..problems import BadInput, Location, Problem, did_you_mean
from .durable.watchdog import Watched
from .interface import Evaluator
from .plain.evaluator import PlainEvaluator

ENGINES = ("durable", "plain")
NO_DURABLE_FROM = (3, 13)
"""The first Python on which durable-rules builds but does not import."""


def evaluator(knowledge: KnowledgeBase, name: str | None = None) -> Evaluator:
    """The evaluator asked for; without a name the one that can be had. Raises BadInput where it cannot."""
    if name is None:
        name = "durable" if durable_is_missing() is None else "plain"
    if name == "plain":
        return PlainEvaluator(knowledge)
    if name != "durable":
        raise refusal(
            f"there is no engine {name}", did_you_mean(name, ENGINES) or f"use {' or '.join(ENGINES)}"
        )
    if missing := durable_is_missing():
        raise refusal(f"the engine durable cannot be used here: {missing}", instead_of_durable())
    return durable(knowledge)


def durable(knowledge: KnowledgeBase) -> Evaluator:
    from .durable.evaluator import DurableEvaluator  # imported late: it loads the C module

    return Watched(DurableEvaluator(knowledge))


def durable_is_missing() -> str | None:
    """Why durable-rules cannot be used, if so."""
    if sys.version_info >= NO_DURABLE_FROM:
        return f"durable-rules does not work on Python {'.'.join(map(str, sys.version_info[:2]))}"
    try:
        importlib.import_module(f"{__package__}.durable.host")
    except ImportError as error:
        return f"durable-rules is not installed ({error})"
    return None


def instead_of_durable() -> str:
    """What to do where durable-rules is missing. On Windows it can hardly be built."""
    plain = "use --engine plain; the results are the same"
    if sys.version_info >= NO_DURABLE_FROM or sys.platform == "win32":
        return plain
    return f"install it, which takes a C compiler: pip install 'clausegraph[durable]'; or {plain}"


def refusal(message: str, hint: str) -> BadInput:
    return BadInput([Problem(Location("--engine"), message, "engine", hint)])
