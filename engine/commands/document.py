"""A document of an organisation: what it is made from, and what somebody wants in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from .assess import Request, Result, run
from .workspace import Workspace


class Order(msgspec.Struct, frozen=True):
    """What somebody wants: the kind of document, the number of its `revision`, a template and a logo of their
    own."""

    kind: str
    revision: str = ""
    template: Path | None = None
    logo: Path | None = None


class Ordered(msgspec.Struct, frozen=True):
    """What a document is made from."""

    order: Order
    result: Result


def order_document(
    request: Request, order: Order, *, today: date, workspace: Workspace | None = None
) -> Ordered:
    """The assessment that a document is made from. Raises BadInput with every problem in what was given,
    EvaluatorFault if the engine breaks down."""
    return Ordered(order, run(request, today=today, workspace=workspace))
