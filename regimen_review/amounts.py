"""Doses as amounts of one substance: milligrams (or units) each time, a day, a week, as far as the list tells."""

from __future__ import annotations

import re

from regimen_review.regimen import Dosage, Frequency, Medication, Quantity, SubstanceId

_TO_MG = {"kg": 1e6, "g": 1e3, "mg": 1.0, "ug": 1e-3, "mcg": 1e-3, "ng": 1e-6}
_OTHER = {"[iu]": "[IU]", "[iU]": "[IU]", "iu": "[IU]", "u": "[IU]", "units": "[IU]", "meq": "meq", "mmol": "mmol"}


def in_base_unit(quantity: Quantity) -> tuple[float, str] | None:
    """(value, ``mg`` | ``[IU]`` | ``meq`` | ``mmol``), the upper end of a range; None for pieces and volumes."""
    value = quantity.high if quantity.high is not None else quantity.value
    unit = quantity.unit
    if unit in _TO_MG:
        return value * _TO_MG[unit], "mg"
    other = _OTHER.get(unit) or _OTHER.get(unit.lower())
    return (value, other) if other else None


def _pieces(dosage: Dosage) -> float | None:
    if dosage.dose is None or not dosage.dose.unit.startswith("{"):
        return None
    return dosage.dose.high if dosage.dose.high is not None else dosage.dose.value


_NUMBER = r"(\d+(?:\.\d+)?)"
_STRENGTHS = re.compile(
    rf"(?<![\w./-])(?!1/2\b(?!\s*mg)){_NUMBER}\s*(?:mg)?\s*[/-]\s*{_NUMBER}(?![\d./-])"
    r"(?!\s*(?:tab|cap|pill|piece|puff|spray|drop|lozenge|patch|tsp|ml|time|x\b|h\b|hr|hour|d\b|day|wk|week|mo\b|month|min))",
    re.IGNORECASE,
)
"""Two strengths (``30/500``, ``300-30 mg``), and not ``1-2 tablets``, ``4-6 hours``, ``1/2`` or a date."""


def _part_strength(medication: Medication, substance: SubstanceId) -> Quantity | None:
    """The strength of one ingredient of a combination written as ``30/500``: by the order of its ingredients where
    the product states them, the larger number for acetaminophen, which is always the larger part.
    """
    written = _STRENGTHS.search(medication.statement.as_written)
    names = medication.substances
    if written is None or len(names) != 2:
        return None
    numbers = [float(written.group(1)), float(written.group(2))]
    if "acetaminophen" in names:
        largest = max(numbers)
        return Quantity(largest if substance == "acetaminophen" else min(numbers), "mg")
    return Quantity(numbers[list(names).index(substance)], "mg")


def single_amount(medication: Medication, substance: SubstanceId) -> tuple[float, str] | None:
    """How much of the substance is taken each time."""
    dosage = medication.statement.dosage
    several = len(medication.substances) > 1
    strength = _part_strength(medication, substance) if several else dosage.strength
    pieces = _pieces(dosage)
    if strength is not None and (several or pieces is not None):
        one = in_base_unit(strength)
        return (one[0] * (pieces or 1.0), one[1]) if one else None
    if several:
        return None
    if dosage.dose is not None and pieces is None:
        return in_base_unit(dosage.dose)
    return None


def daily_amount(medication: Medication, substance: SubstanceId) -> tuple[float, str] | None:
    """How much of the substance is taken a day at most, PRN counted at its maximum where one is written."""
    dosage = medication.statement.dosage
    if dosage.total_daily is not None and len(medication.substances) == 1:
        return in_base_unit(dosage.total_daily)
    if dosage.max_daily is not None and len(medication.substances) == 1:
        limit = in_base_unit(dosage.max_daily)
        if limit is not None:
            return limit
    each = single_amount(medication, substance)
    if each is None or dosage.frequency is None:
        return None
    often = _per_day(dosage, dosage.frequency)
    return None if often is None else (each[0] * often, each[1])


def _per_day(dosage: Dosage, frequency: Frequency) -> float | None:
    """How often a day on average: a daily frequency with named weekdays holds on those days alone."""
    often = frequency.per_day()
    return often * len(dosage.days) / 7 if often is not None and dosage.days and frequency.unit == "d" else often


def times_per_week(dosage: Dosage) -> float | None:
    """How often a week it is taken; a list of weekdays counts as one taking a day named."""
    if dosage.frequency is None:
        return float(len(dosage.days)) if dosage.days else None
    often = _per_day(dosage, dosage.frequency)
    return None if often is None else often * 7
