"""Something that can hardly be meant: where it stands, what shows it, and who may say that it is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ...codes import CodeWord
from ...model import Accepted, KnowledgeBase, Link, Question, Rule, Template
from ...problems import Location
from ...reading.nodes import Problems

Entry = Template | Rule | Link | Question
"""What may say under `accepts` that something about it is meant so."""


class Doubt(msgspec.Struct, frozen=True):
    """What is doubtful of some entries: `about` names the question, the rule or the other end it is about, by
    which an acceptance may tell several doubts of one entry apart."""

    code: CodeWord
    of: tuple[Entry, ...]
    message: str
    hint: str
    about: str = ""

    @property
    def at(self) -> Location:
        return self.of[0].at

    def accepted_by(self) -> Iterator[Accepted]:
        """The acceptances that take it away."""
        for entry in self.of:
            for one in entry.accepted:
                if one.problem == self.code and one.about in ("", self.about):
                    yield one


def written_by(rule: Rule, knowledge: KnowledgeBase) -> tuple[Entry, ...]:
    """What says that something about a rule is meant: the rule and its requirement; where a ladder made it,
    the requirement."""
    template = knowledge.template[rule.template]
    return (template,) if rule.ladder else (rule, template)


def report(doubts: Iterable[Doubt], knowledge: KnowledgeBase, problems: Problems, *, unused: bool) -> None:
    """Tells every doubt that is not accepted and, if `unused` ones are wanted, every acceptance of what is no
    doubt."""
    used: set[Accepted] = set()
    for doubt in doubts:
        accepted = tuple(doubt.accepted_by())
        used.update(accepted)
        if not accepted:
            problems.add(doubt.at, doubt.message, doubt.code, _hint(doubt))
    for one in _acceptances(knowledge) if unused else ():
        if one not in used:
            about = f" about {one.about}" if one.about else ""
            message = f"there is no problem `{one.problem}`{about} here that could be accepted"
            problems.add(one.at, message, "accepts-nothing", "remove it")


def _hint(doubt: Doubt) -> str:
    about = f", about: {doubt.about}" if doubt.about else ""
    joined = " " if doubt.hint.endswith("?") else "; "
    return f"{doubt.hint}{joined}if it is meant so: accepts: [{{problem: {doubt.code}{about}, because: ...}}]"


def _acceptances(knowledge: KnowledgeBase) -> Iterator[Accepted]:
    entries: tuple[Iterable[Entry], ...] = (
        knowledge.templates,
        knowledge.rules,
        knowledge.links,
        knowledge.questions,
    )
    for some in entries:
        for entry in some:
            yield from entry.accepted
