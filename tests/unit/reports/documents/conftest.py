"""A small organisation with registers, from which documents are made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from clausegraph.engine.analysis.audience import Audience
from clausegraph.engine.commands.assess import Request, Result
from clausegraph.engine.commands.document import Order, Ordered, order_document
from clausegraph.engine.commands.workspace import Workspace

DAY = date(2026, 11, 21)
CONTROLS: list[dict[str, Any]] = [
    {
        "record": "S-1",
        "what": "Backup every night",
        "annex_a": "A.8.13",
        "applicable": "yes",
        "justification": "SR-1, and the contract with the hospital",
        "status": "in place",
        "owner": "A. Lind",
        "changed": "2026-02-03",
    },
    {
        "record": "S-2",
        "what": "No software is made",
        "annex_a": "A.8.28",
        "applicable": "no",
        "justification": "Nobody writes programs",
    },
    {"record": "S-3", "what": "Masking", "annex_a": "A.8.11", "applicable": "yes", "status": "planned"},
    {
        "record": "C-9",
        "what": "A safe for keys | of the server room",
        "status": "in place",
        "owner": "B. Holm",
    },
]
RISKS: list[dict[str, Any]] = [
    {
        "record": "SR-1",
        "what": "Records of patients are lost",
        "level": "high",
        "treatment": "reduce",
        "owner": "A. Lind",
        "controls": ["S-1", "C-9"],
        "assessed": "2026-05-05",
        "accepted": "2026-05-06",
    },
    {"record": "SR-2", "what": "A laptop is stolen", "level": "medium", "treatment": "accept"},
]
DUTIES: list[dict[str, Any]] = [
    {
        "record": "L-1",
        "what": "Law on records of patients",
        "controls": ["S-1"],
        "evaluated": "2026-04-01",
        "complied": "yes",
    }
]
CLINIC: dict[str, Any] = {
    "organisation": "Invented clinic <of> | records",
    "standards": ["iso-27001:2022"],
    "answers": {
        "controls.backup": {"answer": "yes", "evidence": [{"ref": "restore test", "date": "2026-09-01"}]},
        "registers.controls": CONTROLS,
        "registers.security_risks": RISKS,
        "registers.obligations": DUTIES,
    },
}

Make = Callable[..., Ordered]


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture(scope="session")
def ordered(workspace: Workspace) -> Make:
    """What a document of a kind is made from, of the clinic unless another organisation is given; each
    organisation is assessed once."""
    known: dict[str, Result] = {}

    def make(
        kind: str, organisation: Any = CLINIC, audience: Audience = "consultant", **order: Any
    ) -> Ordered:
        name = f"{audience} {organisation}"
        if name not in known:
            request = Request(facts=organisation, as_of=DAY, engine="plain", audience=audience)
            known[name] = order_document(request, Order(kind), today=DAY, workspace=workspace).result
        return Ordered(Order(kind, **order), known[name])

    return make
