"""Requirements whose theme is at home under other clauses, and which nothing joins to what it is about
there."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import KnowledgeBase, Requirement
from .doubts import Doubt

FEWEST = 3
"""How many other requirements of a theme show where it is at home."""


def strange_themes(knowledge: KnowledgeBase) -> Iterator[Doubt]:
    """The requirements that alone of their theme stand under a clause, share no question with any of it, and
    are not linked to one; each once, however many editions have it."""
    themed = _Themed(knowledge)
    told = set()
    for one in knowledge.requirements:
        if one.template not in told and themed.is_strange(one):
            told.add(one.template)
            home = ", ".join(sorted({_main(other) for other in themed.elsewhere(one)}))
            message = f"{one.id} is about {one.theme}, which stands under clause {home} everywhere else"
            hint = (
                "choose the theme of what the requirement is about, or join it by a link or a shared question"
            )
            yield Doubt("theme-misfit", (knowledge.template[one.template],), message, hint, one.theme)


class _Themed:
    """The requirements by theme, and what joins each of them to themes."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.by_theme: dict[str, list[Requirement]] = {}
        self.joined: dict[str, set[str]] = {one.id: set() for one in knowledge.requirements}
        for one in knowledge.requirements:
            self.by_theme.setdefault(one.theme, []).append(one)
        self._join_by_links()
        self._join_by_questions()

    def _join_by_links(self) -> None:
        for link in self.knowledge.links:
            for source in self.knowledge.members[link.source]:
                for target in self.knowledge.members[link.target]:
                    self.joined[source].add(self.knowledge.requirement[target].theme)
                    self.joined[target].add(self.knowledge.requirement[source].theme)

    def _join_by_questions(self) -> None:
        readers: dict[str, list[Requirement]] = {}
        for one in self.knowledge.requirements:
            for question in self.knowledge.reads_of[one.template]:
                readers.setdefault(question, []).append(one)
        for together in readers.values():
            for one in together:
                self.joined[one.id] |= {other.theme for other in together if other.template != one.template}

    def elsewhere(self, one: Requirement) -> list[Requirement]:
        """The other requirements of its theme, but for controls of an annex, which have an order of their
        own."""
        return [
            other
            for other in self.by_theme[one.theme]
            if other.template != one.template and other.clause_id != one.clause_id and _main(other).isdigit()
        ]

    def is_strange(self, one: Requirement) -> bool:
        """Whether nothing shows that a requirement belongs to its theme."""
        others = self.elsewhere(one)
        return (
            len({other.template for other in others}) >= FEWEST
            and _main(one).isdigit()
            and all(_main(other) != _main(one) for other in others)
            and not any(one.theme in self.joined[member] for member in self._together(one))
        )

    def _together(self, one: Requirement) -> tuple[str, ...]:
        """A requirement with those of its clause that have the same theme: one of them joined is enough."""
        here = self.knowledge.members[one.clause_id]
        return tuple(other for other in here if self.knowledge.requirement[other].theme == one.theme)


def _main(one: Requirement) -> str:
    return one.clause.partition(".")[0]
