"""All monitoring that the findings ask for, merged by test, with the day on which each is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.knowledge import MonitoringItem
from regimen_review.patient import Observation
from regimen_review.plans.elementary import elementary
from regimen_review.regimen import SubstanceId
from regimen_review.rules.situation import readable_unit


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a test is asked for: the finding, its drugs, when it asks for it and what to do at which value."""

    finding_id: str
    headline: str
    drugs: tuple[SubstanceId, ...]
    when: str
    act: str
    every_days: float | None = None
    first_days: float | None = None


@dataclass(frozen=True, slots=True)
class DueTest:
    """One test with everything that asks for it. ``due`` is the first day on which any reason wants it, None where no
    reason gives a time; ``overdue`` says that a regular test should have been repeated by now. ``last`` is the latest value on
    record, with its day or None where none was written. ``repeats`` are the later dates within the calendar's span.
    """

    test: str
    measure: str | None
    due: date | None
    every_days: float | None
    last: date | None
    last_value: str
    overdue: bool
    reasons: tuple[Reason, ...]
    acts: tuple[str, ...]
    repeats: tuple[date, ...]
    says: str


@dataclass(frozen=True, slots=True)
class MonitoringCalendar:
    """Every test, the soonest first; ``until`` is the last day of the span that repeats were worked out for."""

    as_of: date | None
    until: date | None
    tests: tuple[DueTest, ...]
    says: str


def monitoring_calendar(review: Review, *, span_days: int = 180) -> MonitoringCalendar:
    """The tests that all findings ask for, merged by test; due dates count from the review's date."""
    asked: dict[str, list[tuple[MonitoringItem, Finding]]] = {}
    for finding in elementary(review.findings):
        for item in finding.monitoring:
            asked.setdefault(_test_key(item), []).append((item, finding))
    until = review.as_of + timedelta(days=span_days) if review.as_of else None
    tests = sorted((_due_test(items, review, until) for items in asked.values()), key=lambda t: (t.due or date.max, t.test.casefold()))
    return MonitoringCalendar(review.as_of, until, tuple(tests), _calendar_words(tests, len(asked), sum(map(len, asked.values()))))


def _test_key(item: MonitoringItem) -> str:
    return item.measure or " ".join(item.test.casefold().split())


def _due_test(items: list[tuple[MonitoringItem, Finding]], review: Review, until: date | None) -> DueTest:
    first = items[0][0]
    reasons = tuple(_reason(item, finding) for item, finding in items)
    last, last_value = _latest(first.measure, review)
    every = min((r.every_days for r in reasons if r.every_days), default=None)
    due, overdue = _due(reasons, every, last, review.as_of)
    repeats = tuple(_repeats(due, every, until))
    acts = tuple(dict.fromkeys(r.act for r in reasons if r.act))
    test = _capital(min((i.test for i, _ in items), key=len))
    says = _says(test, due, every, len(reasons), overdue=overdue)
    return DueTest(test, first.measure, due, every, last, last_value, overdue, reasons, acts, repeats, says)


def _reason(item: MonitoringItem, finding: Finding) -> Reason:
    return Reason(finding.id, finding.headline, finding.drugs, item.when, item.act, item.every_days, item.first_days)


def _latest(measure: str | None, review: Review) -> tuple[date | None, str]:
    own = [o for o in review.patient.observations if measure and o.measure == measure]
    if not own:
        return None, ""
    latest = max(own, key=lambda o: o.when or date.min)
    return latest.when, _value_words(latest)


def _value_words(observation: Observation) -> str:
    if observation.value is None:
        return observation.text_value or observation.text
    return f"{wording.number(observation.value)} {readable_unit(observation.unit or '')}".strip()


def _capital(test: str) -> str:
    """``Bone density``; a test with capitals of its own (eGFR, dilTIAZem level) stays as it is."""
    first = test.split(" ", maxsplit=1)[0]
    return test[0].upper() + test[1:] if first.islower() else test


def _due(reasons: Iterable[Reason], every: float | None, last: date | None, as_of: date | None) -> tuple[date | None, bool]:
    """A test with its own first day is due then; a regular one when the last is as old as its interval, now if there is none."""
    if as_of is None:
        return None, False
    days = [as_of + timedelta(days=round(r.first_days)) for r in reasons if r.first_days is not None]
    overdue = False
    if every is not None:
        turn = last + timedelta(days=round(every)) if last else as_of
        overdue = last is not None and turn < as_of
        days.append(max(turn, as_of))
    return min(days, default=None), overdue


def _repeats(due: date | None, every: float | None, until: date | None) -> Iterable[date]:
    if due is None or until is None or not every:
        return
    step = timedelta(days=max(1, round(every)))
    day = due + step
    while day <= until:
        yield day
        day += step


def _says(test: str, due: date | None, every: float | None, reasons: int, *, overdue: bool) -> str:
    when = f"due {due.isoformat()}" if due else "no date stated"
    again = f", then every {every:g} days" if every else ""
    why = "one finding asks for it" if reasons == 1 else f"{reasons} findings ask for it"
    return f"{test}: {when}{' (overdue)' if overdue else ''}{again}; {why}."


def _calendar_words(tests: list[DueTest], merged: int, asked: int) -> str:
    if not tests:
        return "No finding asks for a test."
    overdue = sum(t.overdue for t in tests)
    late = f", {overdue} overdue" if overdue else ""
    return f"{asked} requests merge into {merged} test{'' if merged == 1 else 's'}{late}."
