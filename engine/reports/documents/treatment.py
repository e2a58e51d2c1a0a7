"""The risk treatment plan (ISO/IEC 27001:2022, 6.1.3 e and f): for every risk what is done, by whom and by
when, its owner's approval, and what remains. What other disciplines have recorded is in it as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from ...analysis.applicability import fields_of_controls
from ...commands.document import Ordered
from ...model import count
from ...organisation.records import RegisterRecord
from ...organisation.statement import CONTROLS
from ...problems import BadInput, Location, Problem
from ..words.assessment import printable
from ..words.registers import register_words
from .parts import (
    DocumentPart,
    DocumentSection,
    Grid,
    GridCell,
    GridColumn,
    Points,
    Prose,
    Toned,
    WrittenDocument,
    shown_date,
)
from .registers import value_words

SECURITY = "registers.security_risks"
TREATED = (SECURITY, "registers.risks", "registers.hazards", "registers.aspects")
"""The registers whose records are answered by controls, in the order of the plan."""

WEIGHT = ("level", "severity", "significant")
"""The fields that tell how much a record weighs; the first that it has counts."""

COLUMNS = (
    GridColumn("Risk", 12),
    GridColumn("What it is", 32),
    GridColumn("Without controls", 11, on="filled"),
    GridColumn("Weight", 11),
    GridColumn("Treatment", 12, on="filled"),
    GridColumn("What is done, by whom, by when", 52),
    GridColumn("Risk owner", 16, on="filled"),
    GridColumn("What remains", 13, on="filled"),
    GridColumn("Accepted on", 12, on="filled"),
)
APPROVAL = (
    GridColumn("Risk owner", 30),
    GridColumn("Risks", 40),
    GridColumn("Accepted so far", 16),
    GridColumn("Date and signature", 34),
)
NOBODY = "nobody named"
SETTLED = ("closed", "not applicable")
"""The states of what has not to be dealt with any more."""
SAYS = (
    "What remains is accepted by the owner of the risk, not by the one who carries out the treatment. An"
    " empty field is one that the register leaves empty."
)


class Treated(msgspec.Struct, frozen=True):
    """A record with the controls that answer it; `words` are controls in words, `strays` names of which there
    is no record."""

    record: RegisterRecord
    controls: tuple[RegisterRecord, ...]
    words: tuple[str, ...]
    strays: tuple[str, ...]

    def field(self, name: str) -> str:
        """What the record says in a field; empty where it says nothing."""
        value = None if name in self.record.unsaid else self.record.values.get(name)
        return "" if value is None else value_words(value, self.record.written.get(name, ""))


def treatment_plan(ordered: Ordered) -> WrittenDocument:
    """The plan. Raises BadInput where no register of what is to be treated is given."""
    result = ordered.result
    treated = {register: found for register in TREATED if (found := _treated(register, ordered))}
    if not treated:
        message = "no register of risks, hazards or aspects is given, so that there is no treatment to plan"
        hint = "list them in the file, under registers.security_risks for instance"
        at = Location(result.assessment.organisation)
        raise BadInput([Problem(at, message, "missing-key", hint)])
    sections = [DocumentSection("about", "", (Prose(SAYS, tone="quiet"),))]
    sections += [_section(register, found) for register, found in treated.items()]
    if approval := tuple(_approvals(treated.get(SECURITY, ()))):
        grid = Grid("Approval", APPROVAL, approval, "Who approves the plan and accepts what remains.")
        sections.append(DocumentSection("approval", "Approval by the risk owners", (grid,)))
    sections.append(DocumentSection("open", "What this plan still lacks", (_lacks(treated, ordered),)))
    return WrittenDocument(
        title="Risk treatment plan",
        organisation=result.assessment.organisation,
        as_of=result.assessment.as_of,
        facts=(
            ("Version", ordered.order.revision or "not stated"),
            ("As of", shown_date(result.assessment.as_of)),
            (
                "Treated",
                ", ".join(f"{register_words(name)} ({len(found)})" for name, found in treated.items()),
            ),
        ),
        sections=tuple(sections),
        template="register",
    )


def _treated(register: str, ordered: Ordered) -> tuple[Treated, ...]:
    """The records of a register that still have to be dealt with, with their controls."""
    registers, knowledge = ordered.result.organisation.registers, ordered.result.knowledge
    if register not in registers:
        return ()
    ways = fields_of_controls(register, knowledge)
    there = {one.id: one for one in registers.get(CONTROLS, ())}
    left = [record for record in registers[register] if record.values.get("status") not in SETTLED]
    return tuple(_with_controls(record, ways, there) for record in left)


def _with_controls(
    record: RegisterRecord, ways: Sequence[str], there: Mapping[str, RegisterRecord]
) -> Treated:
    names = [name for way in ways for name in record.names.get(way, ())]
    worded = {name for way in ways for name in record.in_words.get(way, ())}
    strange = [name for name in names if name not in there]
    return Treated(
        record,
        tuple(there[name] for name in names if name in there),
        tuple(name for name in strange if name in worded),
        tuple(name for name in strange if name not in worded),
    )


def _section(register: str, found: Sequence[Treated]) -> DocumentSection:
    words = register_words(register)
    rows = tuple(_row(one) for one in found)
    grid = Grid(words, COLUMNS, rows, f"The {words} that are to be dealt with, and how.")
    return DocumentSection(words.replace(" ", "_"), words.capitalize(), (grid,))


def _row(one: Treated) -> tuple[GridCell, ...]:
    ordered = sorted(one.controls, key=_is_done)
    named = [*map(_control, ordered), *map(printable, one.words)]
    named += [f"{printable(name)} (no record of it)" for name in one.strays]
    if further := one.field("actions"):
        due = one.field("due")
        named.append(f"Further: {further}{f', due {due}' if due else ''}")
    waits = one.field("treatment") != "accept" and one.field("significant") != "no"
    done: GridCell = "\n".join(named) or (Toned("not-assessed", "nothing named") if waits else "")
    weight = next((said for name in WEIGHT if (said := one.field(name))), "")
    accepted = one.record.values.get("accepted")
    return (
        printable(one.record.id),
        one.field("what"),
        one.field("inherent"),
        weight if weight not in ("yes", "no") else {"yes": "significant", "no": "not significant"}[weight],
        one.field("treatment"),
        done,
        one.field("owner"),
        one.field("residual"),
        accepted if isinstance(accepted, date) else None,
    )


def _is_done(control: RegisterRecord) -> bool:
    """Whether nothing is left to do about a control: what is to be done stands first in a plan."""
    return control.values.get("status") in ("in place", "retired", "not applicable")


def _control(one: RegisterRecord) -> str:
    """A control: what it is and how far it has come; until it is in place, by when, and who sees to it."""
    due = one.values.get("due")
    waits = not _is_done(one)
    parts = (
        one.values.get("status"),
        f"due {due}" if due is not None and waits else "",
        one.values.get("owner") if waits else "",
    )
    told = ", ".join(str(part) for part in parts if part)
    return printable(f"{one.id} {one.values.get('what', '')}{f' ({told})' if told else ''}")


def _approvals(found: Iterable[Treated]) -> Iterator[tuple[GridCell, ...]]:
    """A line for each owner to sign, in the order in which they first stand in the register."""
    by_owner: dict[str, list[Treated]] = {}
    for one in found:
        by_owner.setdefault(one.field("owner") or NOBODY, []).append(one)
    for owner, risks in by_owner.items():
        accepted = sum("accepted" in one.record.values for one in risks)
        yield owner, ", ".join(one.record.id for one in risks), f"{accepted} of {len(risks)}", ""


Lacks = Callable[[Treated], bool]


def _lacks(treated: dict[str, tuple[Treated, ...]], ordered: Ordered) -> DocumentPart:
    """What an owner would ask before signing."""
    as_of = ordered.result.assessment.as_of
    everything = [one for found in treated.values() for one in found]
    risks = [one for name in (SECURITY, "registers.risks") for one in treated.get(name, ())]
    lacking: Sequence[tuple[str, Sequence[Treated], Lacks]] = (
        ("Nothing is decided", risks, lambda one: not one.field("treatment")),
        ("To be reduced, and no control is named", risks, _reduced_by_nothing),
        (
            "What is still to be done has no date",
            everything,
            lambda one: any(map(_undated, one.controls)),
        ),
        ("A control is overdue", everything, lambda one: any(_late(each, as_of) for each in one.controls)),
        ("Nobody owns it", risks, lambda one: not one.field("owner")),
        (
            "Its owner has not accepted what remains",
            treated.get(SECURITY, ()),
            lambda one: "accepted" not in one.record.values,
        ),
    )
    points = [
        f"{says} ({count(len(found), 'record')}): {', '.join(one.record.id for one in found)}."
        for says, among, lacks in lacking
        if (found := [one for one in among if lacks(one)])
    ]
    return Points(tuple(points)) if points else Prose("Nothing: everything is decided, dated and accepted.")


def _reduced_by_nothing(one: Treated) -> bool:
    nothing = not (one.controls or one.words or one.strays or one.field("actions"))
    return one.field("treatment") == "reduce" and nothing


def _undated(control: RegisterRecord) -> bool:
    return not _is_done(control) and "due" not in control.values


def _late(control: RegisterRecord, as_of: date) -> bool:
    due = control.values.get("due")
    return not _is_done(control) and isinstance(due, date) and due < as_of
