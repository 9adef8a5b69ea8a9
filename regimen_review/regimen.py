"""What was written on the list, and what it was resolved to.

The words are FHIR's: a MedicationStatement is what somebody wrote; a Medication is what it turned out to be.
All values are frozen; dates are ``datetime.date``; units are UCUM codes (``mg``, ``ug``, ``[IU]``, ``mL``, ``h``, ``d``, ``wk``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NewType

SubstanceId = NewType("SubstanceId", str)
"""Lower-case US adopted name without the salt, for example ``warfarin``."""
RxCui = NewType("RxCui", str)
AtcCode = NewType("AtcCode", str)

Status = Literal["active", "prn", "planned", "given", "stopped", "completed", "cancelled", "not-taken", "on-hold", "unknown"]
CURRENT: frozenset[Status] = frozenset({"active", "prn", "planned", "given", "unknown"})
"""Statuses that take part in the review; the others are shown, and count only as long as their half-life says."""

State = Literal["resolved", "confirm", "unresolved", "not-a-medicine"]
How = Literal["exact", "synonym", "brand", "code", "abbreviation", "spelling", "combination", "remembered", "confirmed"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its UCUM unit; ``high`` is set for a range (``1 to 2 tablets``)."""

    value: float
    unit: str
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Frequency:
    """``times`` in every ``per`` ``unit`` (UCUM ``h``, ``d``, ``wk``, ``mo``): twice daily is 2 per 1 ``d``."""

    times: float
    per: float
    unit: str

    def per_day(self) -> float | None:
        """Times a day, or None for a unit that is not a span of time."""
        days = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}.get(self.unit)
        return self.times / (self.per * days) if days and self.per else None


@dataclass(frozen=True, slots=True)
class Dosage:
    """How it is taken, as far as it was written; every gap is None and is shown as a gap.

    ``dose`` is what is taken each time, in mass or activity where the list allows it (``12.5 mg``), else in
    pieces (``1 {tablet}``); ``strength`` is that of one piece. ``total_daily`` is set only where the list wrote a
    daily total (``5 mg/d``). ``days`` are ISO weekdays (1 Monday to 7 Sunday); ``times`` are ``"08:00"`` or one of
    ``morning noon evening bedtime``. ``duration_days`` is the planned length of a course.
    """

    text: str = ""
    dose: Quantity | None = None
    strength: Quantity | None = None
    total_daily: Quantity | None = None
    frequency: Frequency | None = None
    route: str | None = None
    form: str | None = None
    prn: bool = False
    max_daily: Quantity | None = None
    duration_days: float | None = None
    days: tuple[int, ...] = ()
    times: tuple[str, ...] = ()
    with_food: bool | None = None
    taper: bool = False


NO_DOSAGE = Dosage()
"""Nothing was written of how it is taken."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stood in the source: line (from 1), character span in that line's text, or a path."""

    line: int | None = None
    span: tuple[int, int] | None = None
    path: str | None = None


NOWHERE = Place()
"""The place of something that stood nowhere: a value typed in by hand."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code with its system: ``rxnorm``, ``ndc``, ``snomed``, ``atc``, ``cvx``, ``icd10``, ``loinc``, ``dm+d`` or a URI."""

    system: str
    code: str
    display: str | None = None


@dataclass(frozen=True, slots=True)
class MedicationStatement:
    """One entry as the person or the system wrote it, with its place; nothing is corrected here.

    ``as_written`` is what the person sees as theirs; ``name`` is the part of it that names the product, cleaned of
    dose and directions, and is what :func:`regimen_review.resolve.resolve_name` is asked. ``sources`` are the other
    places where the same medication stood. ``flags`` are error-prone spellings that were read (``"U for units"``).
    """

    as_written: str
    name: str
    place: Place = NOWHERE
    status: Status = "active"
    dosage: Dosage = NO_DOSAGE
    start: date | None = None
    stop: date | None = None
    indication: str | None = None
    prescriber: str | None = None
    codes: tuple[Coding, ...] = ()
    flags: tuple[str, ...] = ()
    sources: tuple[Place, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One active substance of a medication, as the base names it."""

    name: SubstanceId
    rxcui: RxCui | None = None
    atc: tuple[AtcCode, ...] = ()
    unspecified: bool = False
    """True where the list named only a kind of product (``calcium supplement``, ``erythropoietin``)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible meaning of a written name; ``score`` is from 0 to 1 and orders the candidates."""

    ingredients: tuple[SubstanceId, ...]
    score: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a written name was taken for. Ingredients are empty unless ``state`` is ``resolved``."""

    state: State
    ingredients: tuple[Ingredient, ...] = ()
    how: How | None = None
    candidates: tuple[Candidate, ...] = ()
    why: str | None = None
    """One clause for the person: why it is not settled, or what it was recognised as."""
    form: str | None = None
    route: str | None = None
    """Route implied by the name itself (``Voltarol Emulgel``: topical), used where the list gives none."""


@dataclass(frozen=True, slots=True)
class Medication:
    """A statement with what it was resolved to: the unit of the regimen."""

    id: str
    """``m1``, ``m2`` … in the order of the list; stable within one list."""
    statement: MedicationStatement
    resolution: Resolution

    @property
    def as_written(self) -> str:
        """The person's spelling."""
        return self.statement.as_written

    @property
    def ingredients(self) -> tuple[Ingredient, ...]:
        """The settled ingredients; empty while the name is not settled."""
        return self.resolution.ingredients

    @property
    def substances(self) -> tuple[SubstanceId, ...]:
        """Names of the settled ingredients."""
        return tuple(i.name for i in self.resolution.ingredients)

    @property
    def route(self) -> str | None:
        """The written route, else the one that the product's name implies."""
        return self.statement.dosage.route or self.resolution.route

    @property
    def current(self) -> bool:
        """Whether it takes part in the review today."""
        return self.statement.status in CURRENT

    @property
    def label(self) -> str:
        """Generic names joined by `` + `` where settled, else as written."""
        return " + ".join(self.substances) or self.as_written


@dataclass(frozen=True, slots=True)
class Regimen:
    """All medications of one list at one date."""

    medications: tuple[Medication, ...] = ()
    as_of: date | None = None

    def current(self) -> tuple[Medication, ...]:
        """Medications that take part in the review."""
        return tuple(m for m in self.medications if m.current)

    def substances(self) -> frozenset[SubstanceId]:
        """Every settled substance, stopped medications included (they may still count)."""
        return frozenset(s for m in self.medications for s in m.substances)

    def unsettled(self) -> tuple[Medication, ...]:
        """Medications whose name is not settled: each is shown as not checked."""
        return tuple(m for m in self.medications if m.resolution.state in ("confirm", "unresolved"))
