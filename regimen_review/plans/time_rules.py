"""From a review to the rules of its timetable: spacing, food, posture, times of day, how often, named days, waking hours.

Every rule stands for itself, so that any of them can be left out to see whether the others can be kept. Hours come from
the rules of the base. What the base leaves open is read cautiously: an empty stomach lasts until two hours after a meal, a
spacing that names only one side holds on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from itertools import combinations, pairwise
from typing import Literal

from regimen_review.findings import Finding
from regimen_review.knowledge import Spacing
from regimen_review.plans.placing import ALL_DAYS, SLOTS, Choice, Conflicts
from regimen_review.plans.timetable import Day, TimeRule
from regimen_review.regimen import Dosage, Frequency, Medication
from regimen_review.wording import WEEKDAYS, number

AFTER_FOOD_H = 2.0
"""A stomach counts as empty again so long after a meal (US labels: "1 hour before or 2 hours after meals")."""
BEFORE_FOOD_H = 1.0
SPREAD = 0.5
"""Doses "n times a day" lie at least this share of an even interval apart (twice a day: six hours)."""
STRICT_SPREAD = 0.75
"""Doses "every n hours" at least this share of it (every twelve hours: nine)."""
WINDOWS: Mapping[str, str] = {"morning": "in the morning", "noon": "at noon", "evening": "in the evening", "bedtime": "at bedtime"}
NOT_THE_SAME_DAY = Conflicts((0,) * SLOTS, same_day=True)

Part = Literal["awake", "often", "days", "slots", "apart", "other-days", "alone-first"]


@dataclass(frozen=True)
class Piece:
    """One rule in the form that the search uses. ``slots`` are those allowed to the first drug (``some``: at least one dose
    must lie there); ``wish`` are slots that are better than the others; ``conflict`` is between the first and the second drug.
    """

    part: Part
    rule: TimeRule
    drugs: tuple[int, ...]
    slots: int = 0
    some: bool = False
    wish: int = 0
    conflict: Conflicts | None = None


@dataclass(frozen=True)
class Placed:
    """One entry that gets a place: how often it is taken, and what its list says of days and times."""

    entry: Medication
    doses: int
    every_h: float | None
    per_week: int
    days: tuple[int, ...]
    liked: int
    interval_days: float = 1.0


def slot_of(at: time) -> int:
    """The nearest half hour."""
    return min(SLOTS - 1, round((at.hour * 60 + at.minute) / 30))


def time_of(slot: int) -> time:
    """The time of a slot."""
    return time(slot // 2, slot % 2 * 30)


def span(first: float, last: float) -> int:
    """The slots from one to the other, both included, as a mask."""
    return sum(1 << s for s in range(max(0, round(first)), min(SLOTS - 1, round(last)) + 1))


def awake(day: Day) -> int:
    """The slots between getting up and bedtime."""
    return span(slot_of(day.wake), slot_of(day.bed))


def window(word: str, day: Day) -> int:
    """The slots of a word of the day, or of a written time (``08:00``); 0 for any other word."""
    wake, bed, lunch = slot_of(day.wake), slot_of(day.bed), slot_of(day.lunch)
    known = {
        "morning": span(wake, max(wake, min(lunch - 1, 23))),
        "noon": span(lunch - 2, lunch + 2),
        "evening": span(max(lunch + 1, slot_of(day.supper) - 3), bed),
        "bedtime": span(bed - 2, bed),
    }
    if word in known:
        return known[word]
    hours, _, minutes = word.partition(":")
    if hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60:
        return 1 << slot_of(time(int(hours), int(minutes)))
    return 0


def base_pieces(drugs: tuple[Placed, ...], day: Day) -> Iterator[Piece]:
    """Waking hours, how often, and days that the list itself names."""
    waking = f"doses between {day.wake:%H:%M} and {day.bed:%H:%M}"
    yield Piece("awake", TimeRule(waking), tuple(range(len(drugs))), awake(day))
    for n, drug in enumerate(drugs):
        ids = (drug.entry.id,)
        if drug.doses > 1:
            often = f"every {number(drug.every_h)} hours" if drug.every_h else f"{drug.doses} times a day"
            yield Piece("often", TimeRule(f"{drug.entry.label} {often}", ids), (n,))
        if drug.days and len(drug.days) < 7:
            named = ", ".join(WEEKDAYS[d - 1] for d in drug.days)
            yield Piece("days", TimeRule(f"{drug.entry.label} on {named}", ids), (n,))


def finding_pieces(findings: Iterable[Finding], drugs: tuple[Placed, ...], day: Day) -> Iterator[Piece]:
    """The rules that timing findings (and any other finding with a spacing) set."""
    number_of = {d.entry.id: n for n, d in enumerate(drugs)}
    for finding in findings:
        spacing = finding.spacing
        if spacing is None:
            continue
        if finding.object and finding.precipitant:
            yield from _pair_pieces(finding, spacing, drugs, number_of)
        else:
            for n in sorted({number_of[m] for m in finding.medications if m in number_of}):
                if {*drugs[n].entry.substances} & {*finding.drugs}:
                    yield from _single_pieces(finding, spacing, n, drugs, day)


def _pair_pieces(finding: Finding, spacing: Spacing, drugs: tuple[Placed, ...], number_of: Mapping[str, int]) -> Iterator[Piece]:
    objects = [number_of[m] for m in finding.medications if m in number_of and finding.object in drugs[number_of[m]].entry.substances]
    others = [number_of[m] for m in finding.medications if m in number_of and finding.precipitant in drugs[number_of[m]].entry.substances]
    for a in objects:
        for b in others:
            if a == b:
                continue
            ids = (drugs[a].entry.id, drugs[b].entry.id)
            names = f"{drugs[a].entry.label} and {drugs[b].entry.label}"
            if spacing.different_days:
                rule = TimeRule(f"{names} on different days", ids, finding.id)
                yield Piece("other-days", rule, (a, b), conflict=NOT_THE_SAME_DAY)
            elif spacing.before_h is not None or spacing.after_h is not None:
                once = drugs[a].doses == 1 and drugs[b].doses == 1
                rule = TimeRule(_apart_words(drugs[a].entry.label, drugs[b].entry.label, spacing, once=once), ids, finding.id)
                yield Piece("apart", rule, (a, b), conflict=apart(spacing.before_h, spacing.after_h, once=once))


def _apart_words(first: str, second: str, spacing: Spacing, *, once: bool) -> str:
    before, after = spacing.before_h, spacing.after_h
    sides = [f"{number(before)} h before"] if before is not None else []
    sides += [f"{number(after)} h after"] if after is not None else []
    if len(sides) == 1 and not once:
        sides = [f"{number(before or after or 0)} h apart from"]
    return f"{first} at least {' or '.join(sides)} {second}"


def apart(before_h: float | None, after_h: float | None, *, once: bool = False) -> Conflicts:
    """The conflict of a drug that is taken at least so many hours before, or so many after, the other one. It holds over
    midnight too. Where only one side is named, drugs taken ``once`` a day keep to that order; else the same hours hold on
    both sides, since between several doses there is no order.
    """
    before = _slots(before_h if before_h is not None else after_h)
    after = _slots(after_h if after_h is not None else before_h)
    same, next_, previous = [], [], []
    for s in range(SLOTS):
        near = sum(1 << t for t in range(SLOTS) if s - after < t < s + before)
        if once and before_h is None:
            near |= span(s, SLOTS - 1)
        if once and after_h is None:
            near |= span(0, s)
        same.append(near | 1 << s)
        next_.append(sum(1 << t for t in range(SLOTS) if t + SLOTS < s + before))
        previous.append(sum(1 << t for t in range(SLOTS) if t - SLOTS > s - after))
    return Conflicts(tuple(same), tuple(next_), tuple(previous))


def _slots(hours: float | None) -> int:
    """Half hours, rounded up: a spacing is never shortened."""
    return -int(-2 * (hours or 0.0) // 1)


def _single_pieces(finding: Finding, spacing: Spacing, n: int, drugs: tuple[Placed, ...], day: Day) -> Iterator[Piece]:
    label, ids = drugs[n].entry.label, (drugs[n].entry.id,)

    def piece(says: str, slots: int, *, some: bool = False, wish: int = 0) -> Piece:
        return Piece("slots", TimeRule(f"{label} {says}", ids, finding.id), (n,), slots, some, wish)

    if spacing.different_days:
        return
    if spacing.food == "with":
        yield piece("with food", sum(1 << slot_of(at) for _, at in day.meals()))
    if spacing.food == "without":
        before, after = spacing.before_h if spacing.before_h is not None else BEFORE_FOOD_H, spacing.after_h or AFTER_FOOD_H
        wish = _before_meals(before, day) if spacing.before_h is not None else 0
        yield piece(f"at least {number(before)} h before or {number(after)} h after food", _empty_stomach(before, after, day), wish=wish)
    if spacing.first_thing:
        lead = spacing.before_h if spacing.before_h is not None else 0.5
        yield piece("first thing, before breakfast", span(slot_of(day.wake), slot_of(day.breakfast) - _slots(lead)))
        if spacing.upright_h is not None:
            yield from _alone_first(finding, n, drugs, lead)
    if spacing.upright_h is not None:
        yield piece(f"{number(spacing.upright_h)} h before lying down", span(0, slot_of(day.bed) - _slots(spacing.upright_h)))
    for word in spacing.at:
        slots = window(word, day)
        if slots:
            yield piece(WINDOWS.get(word, f"at {word}"), slots, some=drugs[n].doses > 1)


def _empty_stomach(before: float, after: float, day: Day) -> int:
    allowed = span(0, SLOTS - 1)
    for _, at in day.meals():
        meal = slot_of(at)
        allowed &= ~span(meal - _slots(before) + 1, meal + _slots(after) - 1)
    return allowed


def _before_meals(before: float, day: Day) -> int:
    """The hour that ends where the empty stomach before a meal has to begin."""
    wish = 0
    for _, at in day.meals():
        latest = slot_of(at) - _slots(before)
        wish |= span(latest - 2, latest)
    return wish


def _alone_first(finding: Finding, n: int, drugs: tuple[Placed, ...], lead: float) -> Iterator[Piece]:
    """A drug that is taken before any other: whatever is swallowed that day comes later by so many hours."""
    gap = _slots(lead)
    conflict = Conflicts(tuple(span(0, s + gap - 1) for s in range(SLOTS)))
    for other, drug in enumerate(drugs):
        swallowed = drug.entry.route in (None, "oral", "enteral")
        if other != n and swallowed and not _also_first(finding, drug):
            says = f"{drugs[n].entry.label} alone, {number(lead)} h before {drug.entry.label}"
            rule = TimeRule(says, (drugs[n].entry.id, drug.entry.id), finding.id)
            yield Piece("alone-first", rule, (n, other), conflict=conflict)


def _also_first(finding: Finding, drug: Placed) -> bool:
    return bool({*drug.entry.substances} & {*finding.drugs})


def choices_of(drug: Placed, pieces: Iterable[Piece], *, n: int, day: Day) -> tuple[Choice, ...]:
    """Every way to take one drug under some of its own rules. A rule that is not among the pieces is not kept: without
    "how often" one dose is placed, without waking hours the night is open.
    """
    own = [p for p in pieces if n in p.drugs and p.conflict is None]
    allowed = span(0, SLOTS - 1)
    for piece in own:
        if piece.part in ("awake", "slots") and not piece.some:
            allowed &= piece.slots
    somewhere = [p.slots for p in own if p.some]
    often = any(p.part == "often" for p in own)
    day_sets = _day_sets(drug, named=any(p.part == "days" for p in own))
    slot_sets = [s for s in _slot_sets(drug, allowed, often=often) if all(s & w for w in somewhere)]
    wishes = [p.wish for p in own if p.wish]
    liked = {s: _dislike(s, drug, day) + 2.0 * sum((s & ~w).bit_count() for w in wishes) for s in slot_sets}
    return tuple(Choice(s, d, liked[s] + 0.01 * k) for s in slot_sets for k, d in enumerate(day_sets))


def _slot_sets(drug: Placed, allowed: int, *, often: bool) -> list[int]:
    free = [s for s in range(SLOTS) if allowed >> s & 1]
    if not often:
        return [1 << s for s in free]
    interval = drug.every_h or 24 / drug.doses
    gap = _slots_down(interval * (STRICT_SPREAD if drug.every_h else SPREAD))
    found: list[tuple[int, ...]] = [(s,) for s in free]
    for _ in range(drug.doses - 1):
        found = [(*t, s) for t in found for s in free if s >= t[-1] + gap and s - t[0] <= SLOTS - gap]
    return [sum(1 << s for s in t) for t in found]


def _slots_down(hours: float) -> int:
    return max(1, int(2 * hours))


def _day_sets(drug: Placed, *, named: bool) -> list[int]:
    if drug.days and named:
        return [sum(1 << (d - 1) for d in drug.days)]
    if drug.per_week >= 7:
        return [ALL_DAYS]
    sets = [c for c in combinations(range(7), drug.per_week) if _even(c)]
    return [sum(1 << d for d in c) for c in sets]


def _even(days: tuple[int, ...]) -> bool:
    """Days spread over the week as evenly as their number allows."""
    gaps = [(b - a) % 7 or 7 for a, b in zip(days, (*days[1:], days[0]), strict=True)]
    return min(gaps) >= 7 // len(days)


def _dislike(slots: int, drug: Placed, day: Day) -> float:
    """How far a placement is from the patient's own times; where there are none, from meals and bedtime."""
    mine = [s for s in range(SLOTS) if slots >> s & 1]
    if drug.liked:
        own = [s for s in range(SLOTS) if drug.liked >> s & 1]
        return float(sum(min(abs(s - o) for o in own) for s in mine))
    meals = [slot_of(day.breakfast), slot_of(day.supper), slot_of(day.lunch), slot_of(day.bed)]
    habit = sum(0.1 * min(abs(s - m) for m in meals) for s in mine)
    first = 0.02 * abs(mine[0] - slot_of(day.breakfast))
    uneven = sum(abs((b - a) - SLOTS / len(mine)) for a, b in pairwise(mine))
    even = uneven * (0.3 if drug.every_h else 0.03)
    return round(habit + first + even, 4)


def placed_of(entry: Medication, often: Frequency | None, day: Day) -> Placed | str:
    """How an entry takes part, or one clause that says why it has no place in a timetable."""
    dosage: Dosage = entry.statement.dosage
    if dosage.prn or entry.statement.status == "prn":
        return "taken as needed"
    if entry.statement.status == "given":
        return "given by others"
    if often is None:
        return "how often it is taken is not written"
    per_day = often.per_day()
    if per_day is None or per_day <= 0:
        return "how often it is taken could not be read"
    if per_day > 6:
        return "taken more than six times a day, round the clock"
    liked = 0
    for word in dosage.times:
        liked |= window(word, day)
    per_week = 7 if per_day >= 1 or (often.unit == "d" and often.per < 7) else max(1, round(per_day * 7))
    every = often.per / often.times if often.unit == "h" and per_day > 1 else None
    interval = 1 / per_day if per_day < 1 else 1.0
    return Placed(entry, max(1, round(per_day)), every, per_week, dosage.days, liked, interval)
