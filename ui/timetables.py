"""A timetable laid out for people: rows with their reasons, the week, words to copy, and times written into the list. No Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Protocol, runtime_checkable

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.knowledge import Knowledge
from regimen_review.plans.scheduling import timetable_of
from regimen_review.plans.timetable import EVERY_DAY, Clash, Day, Intake, TimeRule, Timetable
from regimen_review.progress import Progress
from regimen_review.regimen import Frequency, Medication


@runtime_checkable
class KnowsDrugs(Protocol):
    """A pipeline that can also be asked for the facts of the drugs of a review."""

    def knowledge_of(self, review: Review) -> Knowledge:
        """The knowledge that holds the drugs of the review."""


def ask_timetable(review: Review, pipeline: object, day: Day, frequencies: Mapping[str, Frequency], report: Progress) -> Timetable | Clash:
    """The timetable of a review; facts of the base are used where the pipeline has them. Raises UserError, Cancelled."""
    day.check()
    knowledge = pipeline.knowledge_of(review) if isinstance(pipeline, KnowsDrugs) else None
    return timetable_of(review, day, frequencies=frequencies, knowledge=knowledge, report=report)


@dataclass(frozen=True)
class Span:
    """The time between a dose and the dose that it is kept apart from, in minutes of the day. ``needs`` is the rule."""

    start: int
    end: int
    other: str
    rule: TimeRule

    @property
    def hours(self) -> float:
        """How long it is, in hours."""
        return abs(self.end - self.start) / 60

    @property
    def before(self) -> bool:
        """Whether the dose comes before the other one."""
        return self.start < self.end


@dataclass(frozen=True)
class TimeRow:
    """One drug through the day, or all drugs that no rule of timing speaks of (then ``medication`` is empty)."""

    medication: str
    label: str
    minutes: tuple[int, ...]
    days: tuple[int, ...] = EVERY_DAY
    dose: str = ""
    notes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    members: tuple[Intake, ...] = ()


def minute(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute


def rows_of(table: Timetable) -> tuple[TimeRow, ...]:
    """Drugs with a rule of timing or not taken daily first, by their first time; then the others in one row for each set
    of times.
    """
    intakes: dict[str, list[Intake]] = {}
    for at in table.times:
        for intake in at.intakes:
            intakes.setdefault(intake.medication, []).append(intake)
    ruled = {m for rule in table.rules for m in rule.medications}
    own = [_row(doses, table, intakes) for m, doses in intakes.items() if m in ruled or doses[0].days != EVERY_DAY or doses[0].notes]
    rest: dict[tuple[int, ...], list[Intake]] = {}
    for m, doses in intakes.items():
        if m not in ruled and doses[0].days == EVERY_DAY and not doses[0].notes:
            rest.setdefault(tuple(minute(d.at) for d in doses), []).append(doses[0])
    others = [TimeRow("", "", minutes, members=tuple(group)) for minutes, group in sorted(rest.items())]
    return (*sorted(own, key=lambda r: (r.minutes, r.label)), *others)


def _row(doses: list[Intake], table: Timetable, intakes: Mapping[str, list[Intake]]) -> TimeRow:
    first = doses[0]
    spans, notes = [], [_without_name(n, first.label) for n in first.notes]
    for rule in table.rules:
        if len(rule.medications) == 2 and rule.medications[0] == first.medication:
            span = _span(doses, intakes.get(rule.medications[1], []), rule)
            spans += [span] if span else []
            notes += [_without_name(rule.says, first.label)] if span is None else []
        elif rule.medications == (first.medication,):
            notes.append(_without_name(rule.says, first.label))
    minutes = tuple(minute(d.at) for d in doses)
    return TimeRow(first.medication, first.label, minutes, first.days, first.dose, tuple(dict.fromkeys(notes)), tuple(spans))


def _without_name(says: str, label: str) -> str:
    return says.removeprefix(label).strip(" ,")


def _span(mine: list[Intake], theirs: list[Intake], rule: TimeRule) -> Span | None:
    """The closest two doses on a day that both are taken; None where there is no such day."""
    pairs = [
        (abs(minute(a.at) - minute(b.at)), Span(minute(a.at), minute(b.at), b.label, rule))
        for a in mine
        for b in theirs
        if {*a.days} & {*b.days}
    ]
    return min(pairs, key=lambda p: p[0])[1] if pairs else None


def week_of(table: Timetable) -> dict[int, tuple[Intake, ...]]:
    """For each ISO weekday what is not taken every day."""
    special = [i for at in table.times for i in at.intakes if i.days != EVERY_DAY]
    return {d: tuple(i for i in special if d in i.days) for d in EVERY_DAY} if special else {}


def parse_time(written: str) -> time:
    """``7``, ``7:30``, ``07.30``, ``0730``, ``6:30 pm`` as a time of day. Raises UserError."""
    found = re.fullmatch(r"\s*(\d{1,2})\s*(?:[:.h]?\s*(\d{2}))?\s*(am|pm)?\s*", written.casefold())
    if not found:
        raise UserError(f"'{written.strip()}' is no time of day: write it like 07:30.")
    hour, minutes, half = int(found[1]), int(found[2] or 0), found[3]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minutes > 59:
        raise UserError(f"'{written.strip()}' is no time of day: write it like 07:30.")
    return time(hour, minutes)


def timed(medication: Medication, table: Timetable) -> Medication:
    """An entry with the times of a timetable written into its dosage; the weekdays too where it is not taken daily."""
    mine = [i for at in table.times for i in at.intakes if i.medication == medication.id]
    if not mine:
        return medication
    times = tuple(f"{i.at:%H:%M}" for i in mine)
    dosage = replace(medication.statement.dosage, times=times)
    if mine[0].days != EVERY_DAY:
        dosage = replace(dosage, days=mine[0].days)
    return replace(medication, statement=replace(medication.statement, dosage=dosage))


def grouped(sentences: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Sentences ``name: what`` as what with all its names; a sentence without a name stands alone."""
    groups: dict[str, list[str]] = {}
    for sentence in sentences:
        name, colon, what = sentence.partition(": ")
        groups.setdefault(what if colon else sentence, []).extend([name] if colon else [])
    return tuple((what, tuple(names)) for what, names in groups.items())
