"""The evaluator that runs on durable-rules: one layer after the other, each complete before the next
begins."""

from __future__ import annotations

from functools import cache

import msgspec

from ...model import KnowledgeBase
from ..interface import Failure, Inference, Premises
from ..meaning.links import standing_after
from ..meaning.verdicts import grades_after
from .breaking import BREAKING, RAISING, Breaking, Raising
from .host import ENGINE, Layer
from .joining import JOINING, RecordJudging
from .judging import JUDGING, Judging
from .repeating import REPEATING, Repeating
from .rules import Rules
from .undermining import UNDERMINING, UnderminedEnds, Undermining

LAYERS: dict[str, Rules] = {
    "joining": JOINING,
    "judging": JUDGING,
    "repeating": REPEATING,
    "undermining": UNDERMINING,
    "breaking": BREAKING,
    "raising": RAISING,
}


class DurableEvaluator:
    """Judges organisations against one knowledge base by forward chaining. Raises EvaluatorFault rather
    than lose a fact."""

    name = ENGINE

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._judging = Judging(knowledge, layer("judging"), RecordJudging(knowledge, layer("joining")))
        self._repeating = Repeating(knowledge, layer("repeating"))
        self._ends = UnderminedEnds(knowledge)
        self._undermining = Undermining(self._ends, layer("undermining"))
        self._breaking = Breaking(self._ends, layer("breaking"))
        self._raising = Raising(self._ends, layer("raising"))

    def infer(self, premises: Premises) -> Inference:
        """The inference for one organisation."""
        if premises.knowledge is not self._knowledge:
            raise ValueError("the question is about another knowledge base than this evaluator's")
        verdicts = self._judging.verdicts(premises)
        raised = self._repeating.raised(verdicts, premises)
        grades = grades_after(raised, verdicts)
        standing = standing_after(verdicts, grades, self._knowledge)
        standing = msgspec.structs.replace(standing, unsound=self._undermining.unsound(standing))
        broken = self._breaking.broken(standing)
        raised |= self._raising.raised(broken, standing, grades, premises.policy)
        return Inference(
            verdicts=verdicts,
            raised=tuple(sorted(raised)),
            failures=tuple(sorted(Failure(link, kind) for link, kind in broken.items())),
            undermined=tuple(sorted(standing.undermined)),
            unsound=tuple(sorted(standing.unsound)),
        )


@cache
def layer(name: str) -> Layer:
    """A layer, compiled once for the process: its rules are generic and belong to no knowledge base."""
    return Layer(name, LAYERS[name])
