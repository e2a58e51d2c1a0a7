"""What overlays changed and which versions a result rests on, in words that every format shares."""

from __future__ import annotations

from typing import Any

from ...model import Change, KnowledgeBase, OverlayLayer, Versions
from .assessment import place, printable


def change_words(change: Change) -> str:
    """What an overlay changed, and why, beside what it bears on."""
    return printable(
        f"{change.overlay} ({change.rule}): {change.told}. {change.because} [{place(change.at)}]"
    )


def versions_words(versions: Versions) -> str:
    """The versions of the program, of the knowledge and of every overlay."""
    layers = ", over ".join(_layer_words(one) for one in reversed(versions.layers))
    overlays = f"; overlays: {layers}" if layers else ""
    return f"clausegraph {versions.tool}, knowledge {versions.knowledge}{overlays}."


def _layer_words(layer: OverlayLayer) -> str:
    made_for = f" (made for {layer.made_for})" if layer.made_for else ""
    return " ".join(filter(None, (layer.name, layer.version))) + made_for


def versions_json(knowledge: KnowledgeBase) -> dict[str, Any]:
    """The same for programs; the digests are hashes of the files."""
    versions = knowledge.versions
    return {
        "clausegraph": versions.tool,
        "knowledge": versions.knowledge,
        "overlays": [
            {
                "overlay": one.name,
                "version": one.version or None,
                "made_for": one.made_for or None,
                "digest": one.digest,
            }
            for one in versions.layers
        ],
    }
