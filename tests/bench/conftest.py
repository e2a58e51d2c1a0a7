"""The organisation on which most is measured: a manufacturer with four standards, read and judged once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausegraph.engine.commands.assess import Request, Result, run
from clausegraph.engine.organisation.organisation import Organisation


@pytest.fixture(scope="session")
def judged(examples: Path) -> Result:
    return run(Request(examples / "integrated-manufacturer.yaml"), today=date(2026, 1, 1))


@pytest.fixture(scope="session")
def manufacturer(judged: Result) -> Organisation:
    return judged.organisation
