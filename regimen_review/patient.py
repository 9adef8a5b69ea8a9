"""Who the regimen is for: everything the checks may look at, each with its place and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from regimen_review.regimen import NOWHERE, Coding, MedicationStatement, Place

Sex = Literal["female", "male", "other"]
Pregnancy = Literal["pregnant", "not-pregnant", "not-possible", "trying"]
"""None on the patient means: nobody recorded it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A diagnosis or a state (oxygen at home, falls). ``concepts`` are ids of the base, filled when resolved."""

    text: str
    codes: tuple[Coding, ...] = ()
    active: bool = True
    onset: date | None = None
    place: Place = NOWHERE
    concepts: tuple[str, ...] = ()
    recorded: date | None = None


@dataclass(frozen=True, slots=True)
class Allergy:
    """An allergy or intolerance as written; ``targets`` are substances or ``class:`` ids, filled when resolved."""

    text: str
    reaction: str | None = None
    kind: Literal["allergy", "intolerance", "unknown"] = "unknown"
    severity: Literal["mild", "moderate", "severe"] | None = None
    recorded: date | None = None
    codes: tuple[Coding, ...] = ()
    place: Place = NOWHERE
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """A measured value with its UCUM unit and date; ``measure`` is the base's id (``potassium``), filled when resolved.

    ``value`` is None for a result in words, which then stands in ``text_value``.
    """

    text: str
    value: float | None = None
    unit: str | None = None
    text_value: str | None = None
    when: date | None = None
    low: float | None = None
    high: float | None = None
    codes: tuple[Coding, ...] = ()
    place: Place = NOWHERE
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Genotype:
    """A pharmacogene with its phenotype word (``poor``, ``intermediate``, ``normal``, ``rapid``, ``ultrarapid``, ``positive``)."""

    gene: str
    phenotype: str
    when: date | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """The person. None and empty mean *not told*, never *no*; ``conditions_known`` and ``allergies_known`` say
    whether a list was given at all (an explicit "no known allergies" makes the latter True with an empty list).
    """

    sex: Sex | None = None
    birth_date: date | None = None
    age_years: float | None = None
    weight_kg: float | None = None
    height_cm: float | None = None
    conditions: tuple[Condition, ...] = ()
    conditions_known: bool = False
    allergies: tuple[Allergy, ...] = ()
    allergies_known: bool = False
    observations: tuple[Observation, ...] = ()
    pregnancy: Pregnancy | None = None
    breastfeeding: bool | None = None
    tobacco: Literal["current", "former", "never", "stopped-recently"] | None = None
    alcohol: Literal["none", "moderate", "heavy"] | None = None
    genotypes: tuple[Genotype, ...] = ()
    name: str | None = None
    identifier: str | None = None

    def age(self, as_of: date | None) -> float | None:
        """Age in completed years at the date: from the birth date where there is one, else as stated."""
        if self.birth_date is None or as_of is None:
            return self.age_years
        before = (as_of.month, as_of.day) < (self.birth_date.month, self.birth_date.day)
        return float(as_of.year - self.birth_date.year - before)


@dataclass(frozen=True, slots=True)
class MedicationList:
    """What a reader found in one file: the list as written, the patient as far as told, and what was left out.

    ``format`` is one of ``text csv xlsx fhir ccda hl7v2 pdf regimen``. ``narrative`` is the free text that may still
    hold conditions and values, for :func:`regimen_review.narrative.read_patient`. ``left_out`` are finished
    sentences about entries that could not be read. ``as_of`` is the date of the list where it states one.
    """

    format: str
    statements: tuple[MedicationStatement, ...] = ()
    patient: Patient = Patient()
    as_of: date | None = None
    narrative: str = ""
    left_out: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    """Questions that reading raised (``"100 what? 'synthroid 100' has no unit."``)."""
