"""What overlays change in the knowledge, and which overlays lie over it: what every report prints."""

from __future__ import annotations

import msgspec

from ..problems import Location
from .words import Word


class Target(Word):
    """What a change of an overlay is about."""

    RULE = "rule"
    ESCALATION = "escalation"
    QUESTION = "question"
    REQUIREMENT = "requirement"
    LINK = "link"


class Change(msgspec.Struct, frozen=True, gc=False):
    """What an overlay does to a rule, an escalation, a question, a requirement or a link, and why. Every
    report prints it.

    `rule` is its name as the overlay gives it, `scope` where alone it is changed (empty: everywhere),
    `touches` the ids it has in the knowledge. `over` tells which earlier overlay had changed the same, and
    to what; `lapsed` that its day has passed, so that it changes nothing.
    """

    overlay: str
    rule: str
    does: str
    because: str
    at: Location
    kind: Target = Target.RULE
    scope: str = ""
    over: str = ""
    lapsed: bool = False
    touches: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """What it does, where, and over what, in words."""
        where = f"in {self.scope}: " if self.scope else ""
        return f"{where}{self.does}" + (f" (over {self.over})" if self.over else "")


class OverlayLayer(msgspec.Struct, frozen=True, gc=False):
    """An overlay as it lies over the knowledge: its own version and the version of clausegraph it was made
    for, each empty where it does not say; `digest` is a hash of its files."""

    name: str
    at: Location
    version: str = ""
    made_for: str = ""
    digest: str = ""


class Versions(msgspec.Struct, frozen=True, gc=False):
    """What a result rests on: the version of the program, a hash of the knowledge that ships with it, and the
    overlays, the lowest first."""

    tool: str = ""
    knowledge: str = ""
    layers: tuple[OverlayLayer, ...] = ()
