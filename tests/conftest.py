"""What the tests share: the knowledge base as it ships, read once, and a cache folder of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausegraph.engine.knowledge.load import BUILT_IN, PACKAGE, load
from clausegraph.engine.model import KnowledgeBase

EXAMPLES = PACKAGE / "examples"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No test reads or leaves anything in the user's cache."""
    folder: Path = tmp_path_factory.mktemp("cache")
    patch = pytest.MonkeyPatch()
    patch.setenv("CLAUSEGRAPH_CACHE", str(folder))
    return folder


@pytest.fixture(scope="session")
def knowledge(own_cache: Path) -> KnowledgeBase:
    return load((BUILT_IN,), cache=own_cache)


@pytest.fixture(scope="session")
def examples() -> Path:
    return EXAMPLES
