"""The small valid knowledge base that the tests of knowledge start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clausegraph.engine.knowledge.load import read
from clausegraph.engine.knowledge.sources import Root
from clausegraph.engine.model import KnowledgeBase

BASE = Path(__file__).resolve().parents[2] / "mistakes" / "base"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A copy of the small knowledge base that a test may change."""
    return Path(shutil.copytree(BASE, tmp_path / "base"))


@pytest.fixture(scope="session")
def small() -> KnowledgeBase:
    """The small knowledge base as it is."""
    return read([Root(BASE)])
