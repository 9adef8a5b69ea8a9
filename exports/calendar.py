"""The monitoring that the findings ask for as a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from regimen_review import wording
from regimen_review.findings import Review
from regimen_review.plans.monitoring import DueTest, monitoring_calendar


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, the later ones after a space (3.1); no character is cut."""
    rest, first = line, True
    while rest:
        room, cut, used = (75 if first else 74), 0, 0
        for character in rest:
            used += len(character.encode())
            if used > room:
                break
            cut += 1
        yield ("" if first else " ") + rest[:cut]
        rest, first = rest[cut:], False


def _uid(test: DueTest, review: Review) -> str:
    return hashlib.sha256(f"{review.knowledge_sha256}|{review.as_of}|{review.source_name}|{test.test}".encode()).hexdigest()[:32]


def _rule(test: DueTest, until: date | None) -> str:
    """The repetition in whole days, ending with the calendar's span."""
    if not test.every_days or until is None or not test.repeats:
        return ""
    return f"RRULE:FREQ=DAILY;INTERVAL={max(1, round(test.every_days))};UNTIL={until:%Y%m%d}"


def _event(test: DueTest, review: Review, stamp: date, until: date | None) -> Iterator[str]:
    assert test.due is not None
    drugs = ", ".join(dict.fromkeys(wording.drug(d, review.tall_man) for r in test.reasons for d in r.drugs))
    when = "; ".join(dict.fromkeys(r.when for r in test.reasons if r.when))
    findings = ", ".join(dict.fromkeys(r.finding_id for r in test.reasons))
    about = "\n".join(
        x for x in (f"For: {drugs}" if drugs else "", f"When: {when}" if when else "", *test.acts, f"Findings: {findings}") if x
    )
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(test, review)}@regimen-review"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{test.due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{test.due + timedelta(days=1):%Y%m%d}"
    repeat = _rule(test, until)
    if repeat:
        yield repeat
    yield f"SUMMARY:{_escaped(test.test)}{' (overdue)' if test.overdue else ''}"
    yield f"DESCRIPTION:{_escaped(about)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def monitoring_ics(review: Review) -> bytes:
    """One all-day event a test that has a due day, repeated within the span; tests without a day become to-dos, so
    that none is lost. Needs the review's date; without one every test is a to-do.
    """
    calendar = monitoring_calendar(review)
    stamp = review.as_of or review.knowledge_compiled or date(2000, 1, 1)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Regimen Review//Monitoring//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for test in calendar.tests:
        if test.due is not None:
            lines += _event(test, review, stamp, calendar.until)
            continue
        lines += ["BEGIN:VTODO", f"UID:{_uid(test, review)}@regimen-review", f"DTSTAMP:{stamp:%Y%m%d}T000000Z"]
        lines += [f"SUMMARY:{_escaped(test.test)}", f"DESCRIPTION:{_escaped(test.says)}", "STATUS:NEEDS-ACTION", "END:VTODO"]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()
