"""A regimen and its patient without what could tell who it is: dates moved by one secret number of days, names, places and
free text out. The review is then made anew from these, so that no finding can carry what was taken out.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, timedelta

from exports.safe_words import safe_codes, safe_dosage, safe_form, safe_unit
from regimen_review import wording
from regimen_review.patient import Allergy, Condition, Observation, Patient
from regimen_review.regimen import NOWHERE, Medication, MedicationStatement, Regimen

OLDEST = 90.0
"""Ages from here on are one group (45 CFR 164.514(b)(2)(i)(C))."""


def secret_offset() -> timedelta:
    """A random shift of one to about ten years back, in whole weeks, so that weekdays stay."""
    return timedelta(weeks=-(52 + secrets.randbelow(470)))


def _moved(day: date | None, offset: timedelta) -> date | None:
    return None if day is None else day + offset


def _entry(entry: Medication, offset: timedelta) -> Medication:
    """An entry whose words come from the base and the parsed dose only."""
    written = entry.statement
    dosage = safe_dosage(written.dosage)
    name = " + ".join(entry.substances) or f"name {entry.id}"
    shown = f"{name} {wording.dose(dosage)}".strip() if entry.substances else f"entry {entry.id}, name withheld"
    statement = MedicationStatement(
        as_written=shown,
        name=name,
        status=written.status,
        dosage=dosage,
        start=_moved(written.start, offset),
        stop=_moved(written.stop, offset),
        codes=safe_codes(written.codes),
    )
    resolution = replace(entry.resolution, why=None, candidates=(), form=safe_form(entry.resolution.form))
    return Medication(entry.id, statement, resolution)


def _words(concepts: tuple[str, ...], otherwise: str) -> str:
    return ", ".join(c.replace("-", " ") for c in concepts) or otherwise


def _condition(n: int, condition: Condition, offset: timedelta) -> Condition:
    return Condition(
        text=_words(condition.concepts, f"condition {n}, not coded"),
        codes=safe_codes(condition.codes),
        active=condition.active,
        onset=_moved(condition.onset, offset),
        concepts=condition.concepts,
        recorded=_moved(condition.recorded, offset),
    )


def _allergy(n: int, allergy: Allergy, offset: timedelta) -> Allergy:
    targets = tuple(t.removeprefix("class:") for t in allergy.targets)
    return Allergy(
        text=_words(targets, f"allergy {n}, not coded"),
        kind=allergy.kind,
        severity=allergy.severity if allergy.severity in ("mild", "moderate", "severe") else None,
        recorded=_moved(allergy.recorded, offset),
        codes=safe_codes(allergy.codes),
        targets=allergy.targets,
    )


def _observation(n: int, o: Observation, offset: timedelta) -> Observation:
    """A value with its measure; a result in words is free text and goes, and so does a number of an unknown unit."""
    known = safe_unit(o.unit)
    return Observation(
        text=(o.measure or f"value {n}").replace("-", " "),
        value=o.value if known else None,
        unit=o.unit if known else None,
        when=_moved(o.when, offset),
        low=o.low if known else None,
        high=o.high if known else None,
        codes=safe_codes(o.codes),
        place=NOWHERE,
        measure=o.measure,
    )


def without_identity(regimen: Regimen, patient: Patient, offset: timedelta) -> tuple[Regimen, Patient]:
    """Regimen and patient to be reviewed and given away. Kept: substances, doses, routes, coded conditions, allergies and
    values, sex, age (90 and above as one group), intervals between dates. Taken out: names, ids, places in the source,
    prescribers, indications, notes, as-written text, results in words, local codes.
    """
    age = patient.age(regimen.as_of)
    moved = Regimen(tuple(_entry(m, offset) for m in regimen.medications), _moved(regimen.as_of, offset))
    told = replace(
        patient,
        name=None,
        identifier=None,
        birth_date=None,
        age_years=min(age, OLDEST) if age is not None else None,
        conditions=tuple(_condition(n, c, offset) for n, c in enumerate(patient.conditions, 1)),
        allergies=tuple(_allergy(n, a, offset) for n, a in enumerate(patient.allergies, 1)),
        observations=tuple(_observation(n, o, offset) for n, o in enumerate(patient.observations, 1)),
        genotypes=tuple(replace(g, when=_moved(g.when, offset)) for g in patient.genotypes),
    )
    return moved, told
