"""A whole explanation: from an organisation's file and the name of a requirement to all that is behind its
finding."""

from __future__ import annotations

from datetime import date

import msgspec

from ..analysis.audience import explanation_addressed
from ..analysis.explanation.chain import Explanation, explain
from ..knowledge.language.named import find_requirement
from ..model import KnowledgeBase
from ..problems import Problem
from .assess import Request, run
from .workspace import Workspace


class Explained(msgspec.Struct, frozen=True):
    """What is behind the findings on the requirements meant, in the order of the standards; `remarks` as the
    assessment has them."""

    explanations: tuple[Explanation, ...]
    knowledge: KnowledgeBase
    remarks: tuple[Problem, ...] = ()


def explain_findings(
    request: Request, requirement: str, *, today: date, workspace: Workspace | None = None
) -> Explained:
    """Explains the findings on a requirement, or on all under a clause, to the audience of the request.
    Raises BadInput, EvaluatorFault."""
    result = run(request, today=today, workspace=workspace)
    meant = find_requirement(result.knowledge, result.assessment.standards, requirement)
    made = (explain(result.assessment, result.knowledge, result.organisation, one) for one in meant)
    addressed = tuple(explanation_addressed(one, request.audience) for one in made)
    return Explained(addressed, result.knowledge, result.assessment.remarks)
