"""The knowledge base as it ships, for what is made of it before any fixture is. Tests take the fixture
`knowledge`."""

from __future__ import annotations

from clausegraph.engine.knowledge.load import BUILT_IN, load
from clausegraph.engine.model import KnowledgeBase

KNOWLEDGE: KnowledgeBase = load((BUILT_IN,))
