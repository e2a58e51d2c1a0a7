"""Reports are tested on the small frozen world."""

from clausegraph.tests.unit.frozen_world import case, knowledge

__all__ = ["case", "knowledge"]
