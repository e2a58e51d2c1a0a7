"""Random knowledge bases in which requirements and questions belong to practices, some of which others cannot
be there without."""

from __future__ import annotations

from random import Random

import msgspec

from clausegraph.engine.model import KnowledgeBase, Question, Requirement, Template, Weight
from clausegraph.tests.properties.knowledge_bases import shuffled

THEMES = ("audit", "review", "people", "objectives", "purchasing", "change")


def with_practices(rng: Random, knowledge: KnowledgeBase) -> KnowledgeBase:
    """The same knowledge with themes: one for each template and each question, few enough that some share
    one."""
    themes = {one.id: rng.choice(THEMES) for one in (*knowledge.templates, *knowledge.questions)}

    def requirement(one: Requirement) -> Requirement:
        return msgspec.structs.replace(one, theme=themes[one.template])

    def fact(one: Question) -> Question:
        return msgspec.structs.replace(one, theme=themes[one.id])

    def template(one: Template) -> Template:
        weight = rng.choice((Weight.ELEMENT, Weight.ITEM))
        return msgspec.structs.replace(one, theme=themes[one.id], weight=weight, leads=rng.random() < 0.3)

    return msgspec.structs.replace(
        knowledge,
        requirements=tuple(map(requirement, knowledge.requirements)),
        questions=tuple(map(fact, knowledge.questions)),
        templates=tuple(map(template, knowledge.templates)),
    )


def shuffled_files(rng: Random, knowledge: KnowledgeBase) -> KnowledgeBase:
    """The same knowledge in another order of files and entries. What stands in a rule keeps its order: of
    several answers that meet it, the first says which practice failed."""
    mixed = shuffled(rng, knowledge)
    return msgspec.structs.replace(
        mixed,
        rules=tuple(knowledge.rule[one.id] for one in mixed.rules),
        templates=tuple(knowledge.template[one.id] for one in mixed.templates),
    )
