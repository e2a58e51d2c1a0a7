"""From what a person types (`iso-9001:2015/9.2.2/programme`, `9.2.2/programme`, `9.2.2`) to the
requirements that are meant."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import KnowledgeBase, clause_order
from ...problems import BadInput, Location, Problem, did_you_mean


def find_requirement(knowledge: KnowledgeBase, standards: Sequence[str], text: str) -> list[str]:
    """The requirements meant by a name, in the order of the standards: given in full or short, or a whole
    clause.

    A harmonised requirement may go by its own name (`internal-audit/programme`). Raises BadInput, with the
    nearest names.
    """
    text = text.strip().rstrip("/")
    found = [
        one
        for standard in standards
        for name in (text, f"{standard}/{text}")
        for one in _under(name, standard, knowledge)
    ]
    of_template = {one.standard: one.id for one in knowledge.requirements if one.template == text}
    found = found or [of_template[standard] for standard in standards if standard in of_template]
    if not found:
        raise BadInput([_unknown(knowledge, standards, text)])
    return list(dict.fromkeys(found))


def _under(name: str, standard: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    found = knowledge.members.get(name, ()) if name.startswith(f"{standard}/") else ()
    return tuple(sorted(found, key=lambda one: (clause_order(knowledge.requirement[one].clause), one)))


def _unknown(knowledge: KnowledgeBase, standards: Sequence[str], text: str) -> Problem:
    at = Location("REQUIREMENT")
    if text in knowledge.members:
        standard = text.partition("/")[0]
        return Problem(
            at,
            f"`{text}` is not in scope",
            "out-of-scope",
            f"add --standard {standard}, or name it under `standards` in the file",
        )
    full = [name for name in knowledge.members if name.partition("/")[0] in standards]
    short = {name.partition("/")[2] for name in full}
    known = full if text.partition("/")[0] in knowledge.standard else short
    hint = did_you_mean(text, known) or "`clausegraph standards ID` lists what a standard asks"
    return Problem(at, f"there is no requirement or clause `{text}`", "unknown-name", hint)
