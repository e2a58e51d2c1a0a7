"""Due dates as a calendar that every calendar program takes (iCalendar, RFC 5545). The only module that talks
to icalendar. The same due dates give the same bytes: the clock is never asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from hashlib import sha256

from icalendar import Calendar, Event

from ....commands.document import Ordered
from ...words.assessment import printable
from .dates import DueDate, due_dates

PRODUCT = "-//clausegraph//due dates//EN"


def calendar_text(ordered: Ordered) -> str:
    """The calendar: an event that lasts a day for each thing that is due."""
    assessment = ordered.result.assessment
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Due: {printable(assessment.organisation)}")
    for one in due_dates(ordered.result):
        calendar.add_component(_event(one, assessment.organisation, assessment.as_of))
    return bytes(calendar.to_ical(sorted=True)).decode("utf-8")


def _event(one: DueDate, organisation: str, as_of: date) -> Event:
    event = Event()
    event.add("uid", f"{sha256(f'{organisation}/{one.key}'.encode()).hexdigest()[:32]}@clausegraph")
    event.add("dtstamp", datetime.combine(as_of, time(), UTC))
    event.add("dtstart", one.due)
    event.add("summary", f"Overdue: {one.title}" if one.due < as_of else one.title)
    told = (one.kind, f"Who: {one.owner}" if one.owner else "", one.note, one.where)
    event.add("description", "\n".join(filter(None, told)))
    event.add("categories", [one.kind])
    event.add("transp", "TRANSPARENT")
    return event
