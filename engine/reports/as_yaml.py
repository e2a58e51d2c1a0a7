"""The questionnaire as an organisation's file, ready to fill in: open questions are comments, so that an
untouched one says nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date

from ..analysis.questions.questionnaire import Asked, Questionnaire
from ..analysis.questions.telling import decided_by
from ..knowledge.language.phrases import SCALE, SCALE_MEANS, day
from ..model import KnowledgeBase
from ..organisation.merging.whole import UNNAMED
from ..problems import Location
from ..reading.nodes import Mapping, Node, Scalar, Sequence
from ..reading.written import WIDTH, yaml_entry
from .words.questions import (
    BEYOND,
    SET_ASIDE,
    confirm_words,
    decides_words,
    kind_words,
    serves_words,
    size_words,
    who_words,
)
from .words.records import REGISTERS, example_record, fields_words

HOW_TO_GIVE = (
    "Where you keep such a list, give it: take away the `# ` before its name and before the lines of the"
    " example, and write a record for each of yours in its place. Lines that then still begin with `# ` are"
    " what a record need not have: take that away as well where you have something to write. A list that is"
    " kept and empty is written []; one that is not given says nothing."
)
NOWHERE = Location("")


def questionnaire_yaml(asked: Questionnaire, knowledge: KnowledgeBase, given: Mapping | None = None) -> str:
    """The file as text. `given` is the organisation's file it is filled in from: all that stands there is
    kept, but for comments."""
    return "".join(_WrittenYaml(asked, knowledge, given).parts())


class _WrittenYaml:
    def __init__(self, asked: Questionnaire, knowledge: KnowledgeBase, given: Mapping | None) -> None:
        self.asked = asked
        self.knowledge = knowledge
        self.given = {_key(name): node for name, node in given.pairs} if given else {}
        answers = self.given.pop("answers", None)
        self.answers = (
            {_key(name): node for name, node in answers.pairs} if isinstance(answers, Mapping) else {}
        )

    def parts(self) -> Iterator[str]:
        yield from self._head()
        yield from self._kept()
        yield "\nanswers:\n"
        for section in self.asked.sections:
            yield f"\n{_ruled(section.title, '=')}"
            for group in section.groups:
                yield f"\n{_ruled(who_words(group.who), '-')}"
                yield from (self._question(one) for one in group.questions)
        yield from self._registers()
        if self.asked.set_aside:
            yield f"\n{_ruled(SET_ASIDE, '=')}"
            yield from (self._question(one) for one in self.asked.set_aside)
        asked = {*self.asked.asked, *(one.fact.id for one in self.asked.registers)}
        if left := {name: node for name, node in self.answers.items() if name not in asked}:
            yield f"\n{_ruled(BEYOND, '=')}\n"
            yield from (yaml_entry(name, node, 2) for name, node in left.items())

    def _head(self) -> Iterator[str]:
        everything = len(decided_by(self.knowledge, self.asked.standards))
        editions = ", ".join(self.knowledge.standard[standard].edition for standard in self.asked.standards)
        yield _comment(f"Questionnaire for {editions}: {size_words(self.asked, everything)}.")
        yield "#\n"
        yield _comment(
            "To answer a question, take away the `# ` before its name and write the answer behind the colon."
            " What stays a comment counts as not assessed, never as met. Each question is asked once and"
            " serves every clause named with it."
        )
        yield from self._examples()
        yield from self._scale()
        yield "#\n# Then: clausegraph "
        yield "merge WHOLE FILE --output NEW\n" if self.asked.who else "assess FILE\n"

    def _examples(self) -> Iterator[str]:
        """How an answer is written, shown with a question that is asked here."""
        closed = [
            one for one in self.asked.asked.values() if "yes" in one.fact.words and "no" in one.fact.words
        ]
        for one in sorted(closed, key=lambda one: -len(one.disciplines))[:1]:
            yield f"#\n#   {one.fact.id}: yes\n"
            yield (
                f"#   {one.fact.id}: {{answer: yes, evidence: [{{ref: a document or record, date:"
                " 2026-03-02}], note: a remark}\n"
            )
            yield f"#   {one.fact.id}: {{answer: largely, by: who says so}}\n"
            yield (
                f"#   {one.fact.id}: {{answer: no, known: {{action: what you do about it, due: 2026-06-30,"
                " owner: who}}\n"
            )
            if len(one.disciplines) > 1:
                apart = ", ".join(
                    f"{name}: {answer}" for name, answer in zip(one.disciplines, ("yes", "no"), strict=False)
                )
                yield f"#   {one.fact.id}: {{{apart}}}\n"

    def _scale(self) -> Iterator[str]:
        """What the answers between yes and no mean, where a question here has them."""
        if any(one.fact.words == SCALE for one in self.asked.asked.values()):
            yield "#\n# Where the answer is yes, largely, partly or no, unless a question says otherwise:\n"
            yield from (
                _comment(f"{word}: {means}", "#   ", hanging="  ") for word, means in SCALE_MEANS.items()
            )

    def _kept(self) -> Iterator[str]:
        """What an organisation's file says beside its answers; names and standards in any case."""
        standards = [item.text for item in _items(self.given.get("standards"))]
        chosen = dict.fromkeys([*standards, *self.asked.standards])
        entries: dict[str, Node] = {
            "organisation": Scalar(NOWHERE, UNNAMED),
            **self.given,
            "standards": Sequence(NOWHERE, [Scalar(NOWHERE, one) for one in chosen]),
        }
        yield from (yaml_entry(name, node) for name, node in entries.items())
        if "not_applicable" not in entries:
            yield (
                "# not_applicable:\n#   - {requirement: iso-9001:2015/8.3, because: why this clause or"
                " requirement does not apply}\n"
            )

    def _question(self, one: Asked) -> str:
        lines = [_comment(one.fact.ask, "  # "), _comment(f"Answer: {kind_words(one.fact)}", "  #   ")]
        if one.fact.help:
            lines.append(_comment(one.fact.help, "  #   "))
        if one.evidence:
            lines.append(_comment(f"Evidence: {'; '.join(one.evidence)}", "  #   "))
        lines.append(_comment(f"Decides {decides_words(one)}: {serves_words(one, self.knowledge)}", "  #   "))
        if confirm := confirm_words(one):
            lines.append(_comment(f"{confirm}.", "  #   "))
        node = self.answers.get(one.fact.id)
        lines.append(yaml_entry(one.fact.id, node, 2) if node is not None else f"  # {one.fact.id}:\n")
        return "\n" + "".join(lines)

    def _registers(self) -> Iterator[str]:
        if self.asked.registers:
            yield f"\n{_ruled(REGISTERS, '=')}"
            yield _comment(HOW_TO_GIVE, "  # ")
        for group in self.asked.register_groups:
            yield f"\n{_ruled(who_words(group.who), '-')}"
            yield from (self._register(one) for one in group.questions)

    def _register(self, one: Asked) -> str:
        """A register with what its records say: as it is given, else an example in comments."""
        lines = [_comment(one.fact.ask, "  # ")]
        if one.fact.help:
            lines.append(_comment(one.fact.help, "  #   "))
        if one.requirements:
            lines.append(
                _comment(f"Bears on {decides_words(one)}: {serves_words(one, self.knowledge)}", "  #   ")
            )
        lines.append(_comment("Each record has:", "  #   "))
        lines += [
            _comment(f"{name}: {words}", "  #     ", hanging="  ") for name, words in fields_words(one.fact)
        ]
        node = self.answers.get(one.fact.id)
        example = "".join(f"  # {line}\n" for line in example_record(one.fact, self._as_of()))
        lines.append(yaml_entry(one.fact.id, node, 2) if node is not None else example)
        return "\n" + "".join(lines)

    def _as_of(self) -> date | None:
        node = self.given.get("as_of")
        return day(node.text) if isinstance(node, Scalar) else None


def _key(name: Scalar) -> str:
    """A key as the reader takes it."""
    return " ".join(name.text.split())


def _items(node: Node | None) -> list[Scalar]:
    return [item for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []


def _comment(text: str, lead: str = "# ", hanging: str = "") -> str:
    below = f"{lead}{hanging}"
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=below,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "".join(f"{line}\n" for line in lines)


def _ruled(title: str, rule: str) -> str:
    head = f"  # {rule * 4} {title} "
    return f"{head}{rule * max(WIDTH - len(head), 4)}\n"
