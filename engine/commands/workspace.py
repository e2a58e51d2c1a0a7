"""What every command starts from: the knowledge base with the overlays of a client, each file read once and
parsed once.

The way is the same for all of them: overlays, knowledge, organisation, the overlays' changes on its day, the
policy's choices.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TypeVar

from ..inference.choose import evaluator
from ..inference.interface import Evaluator
from ..inference.under_policy import with_policy
from ..knowledge.load import BUILT_IN, PACKAGE, default_cache, load_whole
from ..knowledge.overlay.layers import layered
from ..knowledge.sources import Files, Root, Sources, contents
from ..model import KnowledgeBase, Policy
from ..organisation.organisation import knows_standard
from ..problems import BadInput, Location, Problem, did_you_mean
from ..reading.nodes import Problems
from ..reading.shapes import Placed

K = TypeVar("K")
V = TypeVar("V")

DEFAULT_POLICY = "default"
MOST_KEPT = 32
"""How many states of the knowledge base, by day and policy, are kept for those who ask again."""


class Workspace:
    """The knowledge base that ships, with the folders of some overlays.

    Raises BadInput with every problem in them. With `cached` the knowledge base may come from the user's
    cache; without it every file is read and checked anew.
    """

    def __init__(self, overlays: Iterable[str | PathLike[str]] = (), *, cached: bool = True) -> None:
        files = Files()
        self._own = layered(overlay_roots(Path(folder) for folder in overlays), files.content)
        kept = default_cache() if cached else None
        self._loaded = load_whole((BUILT_IN, *self._own), cache=kept, files=files)
        self._has_overlays = bool(self._own)
        self._changed: dict[tuple[int, int], KnowledgeBase] = {}
        self._states: dict[tuple[int, str], KnowledgeBase] = {}
        self._evaluators: dict[tuple[int, str, str], Evaluator] = {}

    @property
    def knowledge(self) -> KnowledgeBase:
        """The knowledge base with what overlays add, and without what they change: what an organisation's
        file is read by."""
        return self._loaded.versioned

    def on(self, day: date, policy: str = DEFAULT_POLICY) -> KnowledgeBase:
        """The knowledge base as it judges on a day by a policy: with the changes of overlays and the grades a
        policy chose.

        A change of an overlay that has run out by that day does nothing. Raises BadInput where one cannot be
        made, or where there is no such policy.
        """
        key = self._key(day, policy)
        if key not in self._states:
            _make_room(self._states)
            changed = self.changed(day)
            self._states[key] = with_policy(changed, policy_named(policy, changed))
        return self._states[key]

    def changed(self, day: date, layers: int | None = None) -> KnowledgeBase:
        """The knowledge base with the changes of overlays that are in force on a day, and with no policy's:
        of all overlays, or of so many, the lowest first. Raises BadInput where one cannot be made."""
        overlays = self._loaded.overlays.below(self.layers if layers is None else layers)
        key = overlays.period(day), len(overlays.entries)
        if key not in self._changed:
            self._changed[key] = overlays.on(self.knowledge, day) if overlays.entries else self.knowledge
        return self._changed[key]

    @property
    def layers(self) -> int:
        """How many overlays there are."""
        return len(self._loaded.overlays.entries)

    def layer_of(self, file: str) -> int:
        """How many overlays a file stands on, its own included; none for one that ships."""
        return self._layer_of.get(file, 0)

    @cached_property
    def _layer_of(self) -> dict[str, int]:
        found: dict[str, int] = {}
        below = 0
        for root in self._own:
            below += any(True for _ in root.overlays())
            found |= {shown: below for _, shown in root.files()}
        return found

    def evaluator(self, day: date, policy: str = DEFAULT_POLICY, engine: str = "") -> Evaluator:
        """The evaluator of the same knowledge base: `durable`, `plain`, or the best there is where `engine`
        is empty."""
        key = (*self._key(day, policy), engine)
        if key not in self._evaluators:
            _make_room(self._evaluators)
            self._evaluators[key] = evaluator(self.on(day, policy), engine or None)
        return self._evaluators[key]

    def chosen(self, standards: Iterable[str]) -> tuple[str, ...]:
        """The standards named, each once. Raises BadInput with every one that is not known."""
        problems = Problems()
        wanted = tuple(dict.fromkeys(standards))
        for standard in wanted:
            knows_standard(Placed(standard, Location("--standard")), self.knowledge, problems)
        if problems.found:
            raise BadInput(problems.found)
        return wanted

    def all_or(self, standards: Iterable[str]) -> tuple[str, ...]:
        """The standards named, or all there are if none is. Raises BadInput."""
        return self.chosen(standards) or tuple(sorted(self.knowledge.standard))

    def sources(self, problems: Problems) -> Sources:
        """The files behind it as they are parsed, cases among them; what is wrong in those goes to
        `problems`."""
        return self._loaded.sources(problems)

    def read_from(self) -> tuple[str, ...]:
        """What was read from each folder given, in words: `acme: 2 rulebases, 1 overlay`."""
        return tuple(f"{root.shown}: {contents(root, self._loaded.files.content)}" for root in self._own)

    def _key(self, day: date, policy: str) -> tuple[int, str]:
        """Only what overlays change depends on the day, and that by when their changes run out."""
        return (self._loaded.overlays.period(day) if self._has_overlays else 0, policy)


def _make_room(kept: dict[K, V]) -> None:
    """Forgets the oldest of what is kept until there is room for one more."""
    while len(kept) >= MOST_KEPT:
        del kept[next(iter(kept))]


def policy_named(name: str, knowledge: KnowledgeBase) -> Policy:
    """The policy of a name. Raises BadInput if there is none."""
    if name not in knowledge.policy:
        known = f"known are {', '.join(sorted(knowledge.policy))}"
        hint = "; ".join(filter(None, (did_you_mean(name, knowledge.policy), known)))
        raise BadInput([Problem(Location("--policy"), f"there is no policy `{name}`", "unknown-name", hint)])
    return knowledge.policy[name]


def overlay_roots(folders: Iterable[Path]) -> tuple[Root, ...]:
    """The folders given beside the built-in knowledge. A folder of the built-in knowledge itself is there
    already and is left out. Raises BadInput if one of them is no folder."""
    wanted = tuple(folders)
    missing = [
        Problem(Location(str(one)), "there is no such folder", "unreadable")
        for one in wanted
        if not one.is_dir()
    ]
    if missing:
        raise BadInput(missing)
    built_in = {PACKAGE, PACKAGE / "standards", PACKAGE / "rulebases"}
    return tuple(Root(folder, folder.as_posix()) for folder in wanted if folder.resolve() not in built_in)
