"""The day and the week of a regimen: the fewest taking times that keep every rule, or a smallest set of rules that clash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from regimen_review.errors import UserError

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Day:
    """When the patient gets up, eats and goes to bed. Times off the half hour are taken as the nearest half hour."""

    wake: time = time(7, 0)
    breakfast: time = time(8, 0)
    lunch: time = time(12, 30)
    supper: time = time(18, 30)
    bed: time = time(22, 30)
    snack: time | None = None

    def meals(self) -> tuple[tuple[str, time], ...]:
        """The meals by name, in the order of the day."""
        named = [("breakfast", self.breakfast), ("lunch", self.lunch), ("supper", self.supper)]
        named += [("snack", self.snack)] if self.snack else []
        return tuple(sorted(named, key=lambda m: m[1]))

    def check(self) -> None:
        """Raise UserError where the times contradict each other."""
        order = [("getting up", self.wake), ("breakfast", self.breakfast), ("lunch", self.lunch), ("supper", self.supper)]
        order.append(("bedtime", self.bed))
        for (earlier, a), (later, b) in pairwise(order):
            if a > b or (a == b and earlier != "getting up"):
                raise UserError(f"{later.capitalize()} ({b:%H:%M}) must come after {earlier} ({a:%H:%M}).")
        if self.snack and not self.wake <= self.snack <= self.bed:
            raise UserError(f"The snack ({self.snack:%H:%M}) must lie between getting up and bedtime.")


USUAL_DAY = Day()
"""A day that nobody asked about; every answer that rests on it says so."""


@dataclass(frozen=True, slots=True)
class TimeRule:
    """One rule that a timetable keeps, or that takes part in a clash: in words, with the finding it comes from (empty for
    how often a drug is taken and for the waking hours).
    """

    says: str
    medications: tuple[str, ...] = ()
    finding_id: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """One dose at one time. ``days`` are ISO weekdays; ``usual`` says that it is a time the patient has already."""

    medication: str
    label: str
    at: time
    days: tuple[int, ...] = EVERY_DAY
    dose: str = ""
    usual: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakingTime:
    """Everything that is taken at one time of day; ``name`` is how people call it (``with breakfast``)."""

    at: time
    name: str
    intakes: tuple[Intake, ...]


@dataclass(frozen=True)
class Timetable:
    """A week that keeps every rule with the fewest taking times.

    ``assumed`` are sentences about what was not written and had to be assumed; ``not_placed`` about entries without a
    place (as needed, how often unknown), each with its reason.
    """

    day: Day
    times: tuple[TakingTime, ...]
    rules: tuple[TimeRule, ...] = ()
    assumed: tuple[str, ...] = ()
    not_placed: tuple[str, ...] = ()
    says: str = ""
    fewest: bool = True
    """Whether it is proved that fewer taking times do not do; else fewer were not found."""

    def on(self, weekday: int) -> tuple[TakingTime, ...]:
        """The taking times of one ISO weekday, without what is not taken that day."""
        found = []
        for at in self.times:
            intakes = tuple(i for i in at.intakes if weekday in i.days)
            if intakes:
                found.append(TakingTime(at.at, at.name, intakes))
        return tuple(found)


@dataclass(frozen=True)
class Clash:
    """No timetable exists. ``rules`` cannot be kept together, and any one of them less could be."""

    day: Day
    rules: tuple[TimeRule, ...]
    assumed: tuple[str, ...] = ()
    not_placed: tuple[str, ...] = ()
    says: str = ""
