"""FHIR Patient, Condition, AllergyIntolerance and Observation -> :class:`Patient`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal

from regimen_review.patient import Allergy, Condition, Observation, Patient, Pregnancy, Sex
from regimen_review.readers.dates import read_date
from regimen_review.readers.fhir_values import Json, choice, code_words, codings, flag, many, number, objects, one, string, wording
from regimen_review.readers.genes import genotypes_of
from regimen_review.regimen import Place

_NOT_SO = {"refuted", "entered-in-error", "ruled-out"}
_NO_ALLERGY_CODES = {"716186003", "409137002", "429625007", "no-known-allergies", "no-known-drug-allergies", "428607008", "716184000"}
_NO_INFORMATION = {"no-allergy-info", "1631000175102", "no-problem-info", "no-known-problems", "160245001", "no-known-diagnosis", "2667000"}
_WEIGHT_CODES, _HEIGHT_CODES = {"29463-7", "3141-9", "27113001", "8335-2", "8341-0"}, {"8302-2", "8301-4", "50373000", "3137-7"}
_AGE_CODES = {"30525-0", "21612-7"}
_PREGNANCY_CODES, _SMOKING_CODES = {"82810-3", "11449-6"}, {"72166-2", "11367-0", "39240-7"}


def _sex(patient: Json) -> Sex | None:
    word = next(iter(code_words(patient.get("gender"))), "")
    return {"female": "female", "f": "female", "male": "male", "m": "male", "other": "other"}.get(word)  # type: ignore[return-value]


def _name(patient: Json) -> str | None:
    name = one(patient.get("name"))
    written = string(name.get("text"))
    if written:
        return written
    parts = [*many(name.get("given")), *many(name.get("family"))]
    return " ".join(str(p) for p in parts if isinstance(p, str)) or None


def _when(resource: Json, stems: tuple[str, ...]) -> date | None:
    for stem in stems:
        kind, content = choice(resource, stem)
        text = string(content) if kind != "Period" else string(one(content).get("start")) or string(one(content).get("end"))
        day = read_date(text) if kind in {"DateTime", "Instant", "Period", "Date", ""} else None
        if day is not None:
            return day
    return None


def condition_of(resource: Json, path: str) -> Condition | None:
    """A Condition that is held true; None for a refuted one or a statement that there is none."""
    codes = codings(resource.get("code"))
    text = wording(resource.get("code"))
    if code_words(resource.get("verificationStatus")) & _NOT_SO or any(c.code in _NO_INFORMATION for c in codes):
        return None
    if not text and not codes:
        return None
    status = code_words(resource.get("clinicalStatus")) | code_words(resource.get("status"))
    active = not status & {"resolved", "inactive", "remission", "abatement"} and choice(resource, "abatement")[1] in (None, False)
    return Condition(
        text=text or codes[0].code,
        codes=codes,
        active=active,
        onset=_when(resource, ("onset",)),
        place=Place(path=path),
        recorded=read_date(string(resource.get("recordedDate") or resource.get("dateRecorded") or resource.get("assertedDate"))),
    )


def allergy_of(resource: Json, path: str) -> Allergy | None:
    """An allergy that stands; None for a refuted or resolved one and for "no known allergies"."""
    reactions = objects(resource.get("reaction"))
    concept = resource.get("code") or resource.get("substance") or one(reactions[0].get("substance") if reactions else None)
    codes, text = codings(concept), wording(concept)
    status = (
        code_words(resource.get("verificationStatus")) | code_words(resource.get("clinicalStatus")) | code_words(resource.get("status"))
    )
    if status & (_NOT_SO | {"resolved", "inactive"}) or (not text and not codes) or no_allergy(resource):
        return None
    if any(c.code in _NO_INFORMATION for c in codes):
        return None
    manifestations = [wording(m) for r in reactions for m in many(r.get("manifestation"))]
    described = [string(r.get("description")) for r in reactions]
    severities = {w for r in reactions for w in code_words(r.get("severity"))}
    kinds = code_words(resource.get("type"))
    kind: Literal["allergy", "intolerance", "unknown"] = (
        "allergy" if "allergy" in kinds else "intolerance" if "intolerance" in kinds else "unknown"
    )
    severe = "severe" in severities or bool(code_words(resource.get("criticality")) & {"high", "crith"})
    return Allergy(
        text=text or codes[0].code,
        reaction=", ".join(dict.fromkeys(m for m in [*manifestations, *described] if m)) or None,
        kind=kind,
        severity="severe" if severe else next((s for s in ("moderate", "mild") if s in severities), None),
        recorded=read_date(string(resource.get("recordedDate") or resource.get("assertedDate"))),
        codes=codes,
        place=Place(path=path),
    )


def no_allergy(resource: Json) -> bool:
    """Whether the resource says that there are no known allergies."""
    codes = codings(resource.get("code") or resource.get("substance"))
    text = wording(resource.get("code") or resource.get("substance")) or ""
    return any(c.code in _NO_ALLERGY_CODES for c in codes) or bool(
        re.search(r"\bno (?:known )?(?:drug |medication |food )?allerg", text, re.IGNORECASE)
    )


def _value(part: Json) -> tuple[float | None, str | None, str | None]:
    """(value, unit, text) of ``value[x]``."""
    kind, content = choice(part, "value")
    if kind in {"Quantity", "SimpleQuantity"}:
        found = one(content)
        comparator = string(found.get("comparator"))
        unit = string(found.get("code")) if "unitsofmeasure" in (string(found.get("system")) or "") else None
        value = number(found.get("value"))
        return (
            value,
            unit or string(found.get("unit")) or string(found.get("code")),
            f"{comparator}{value:g}" if comparator and value is not None else None,
        )
    if kind in {"Integer", "Decimal"}:
        return number(content), None, None
    if kind == "Boolean":
        return None, None, "yes" if flag(content) else "no"
    if kind == "Range":
        low = number(one(one(content).get("low")).get("value"))
        return low, string(one(one(content).get("low")).get("unit")), None
    if kind == "Ratio":
        top, below = (number(one(one(content).get(k)).get("value")) for k in ("numerator", "denominator"))
        return None, None, f"{top:g}:{below:g}" if top is not None and below is not None else None
    return (None, None, wording(content)) if content is not None else (None, None, None)


def _range(part: Json) -> tuple[float | None, float | None]:
    reference = one(part.get("referenceRange"))
    return number(one(reference.get("low")).get("value")), number(one(reference.get("high")).get("value"))


def observations_of(resource: Json, path: str) -> tuple[Observation, ...]:
    """The value of an Observation and of each of its components."""
    if code_words(resource.get("status")) & {"entered-in-error", "cancelled"}:
        return ()
    when = _when(resource, ("effective", "applies", "issued"))
    found: list[Observation] = []
    for part in (resource, *objects(resource.get("component"))):
        value, unit, words = _value(part)
        codes, text = codings(part.get("code")), wording(part.get("code"))
        if (value is None and words is None) or not (text or codes):
            continue
        low, high = _range(part)
        found.append(Observation(text or codes[0].code, value, unit, words, when, low, high, codes, Place(path=path)))
    return tuple(found)


@lru_cache(maxsize=2_000)
def _is_called(words: str, text: str) -> bool:
    """The same few names of results come again and again."""
    return bool(re.fullmatch(words, text, re.IGNORECASE))


def _latest(observations: Iterable[Observation], codes: set[str], words: str) -> Observation | None:
    fitting = [o for o in observations if any(c.code in codes for c in o.codes) or _is_called(words, o.text)]
    return max(fitting, key=lambda o: o.when or date.min, default=None)


def _kilograms(weight: Observation | None) -> float | None:
    if weight is None or weight.value is None:
        return None
    factor = {"kg": 1.0, "g": 0.001, "[lb_av]": 0.45359237, "lb": 0.45359237, "lbs": 0.45359237}.get((weight.unit or "kg").lower())
    return round(weight.value * factor, 2) if factor else None


def _years(age: Observation | None) -> float | None:
    """An age that stands as a value; used where there is no birth date."""
    if age is None or age.value is None or (age.unit or "a") not in {"a", "years", "year", "y", "yr"}:
        return None
    return age.value


def _centimetres(height: Observation | None) -> float | None:
    if height is None or height.value is None:
        return None
    factor = {"cm": 1.0, "m": 100.0, "[in_i]": 2.54, "in": 2.54, "inches": 2.54}.get((height.unit or "cm").lower())
    return round(height.value * factor, 1) if factor else None


def _pregnancy(observation: Observation | None) -> Pregnancy | None:
    if observation is None:
        return None
    words = (observation.text_value or "").lower()
    if not words:
        return None
    if re.search(r"not pregnant|negative|\bno\b", words):
        return "not-pregnant"
    return "pregnant" if re.search(r"pregnan|positive|yes", words) else None


def _tobacco(observation: Observation | None) -> Literal["current", "former", "never", "stopped-recently"] | None:
    words = (observation.text_value or "").lower() if observation else ""
    if re.search(r"never|non-?smoker", words):
        return "never"
    if re.search(r"former|ex-|stopped|quit", words):
        return "former"
    return "current" if re.search(r"current|smok|every day|some days|daily|heavy|light", words) else None


def patient_of(person: Json, resources: Iterable[tuple[str, Json]]) -> Patient:
    """The patient with everything that the resources say of them; ``resources`` are (path, resource)."""
    conditions: list[Condition] = []
    allergies: list[Allergy] = []
    observations: list[Observation] = []
    listed = spoken = False
    for path, resource in resources:
        kind = resource.get("resourceType")
        if kind in {"Condition", "Problem"}:
            found = condition_of(resource, path)
            listed = True
            conditions += [found] if found else []
        elif kind in {"AllergyIntolerance", "AdverseReaction"}:
            allergy = allergy_of(resource, path)
            spoken = spoken or allergy is not None or no_allergy(resource)
            allergies += [allergy] if allergy else []
        elif kind == "Observation":
            observations.extend(observations_of(resource, path))
    return Patient(
        sex=_sex(person),
        birth_date=read_date(string(person.get("birthDate"))),
        age_years=_years(_latest(observations, _AGE_CODES, r"age")),
        weight_kg=_kilograms(_latest(observations, _WEIGHT_CODES, r"(?:body )?weight(?: measured)?")),
        height_cm=_centimetres(_latest(observations, _HEIGHT_CODES, r"(?:body )?height")),
        conditions=tuple(dict.fromkeys(conditions)),
        conditions_known=listed,
        allergies=tuple(dict.fromkeys(allergies)),
        allergies_known=spoken,
        observations=tuple(observations),
        pregnancy=_pregnancy(_latest(observations, _PREGNANCY_CODES, r"pregnancy(?: status)?|pregnant")),
        tobacco=_tobacco(_latest(observations, _SMOKING_CODES, r"(?:tobacco )?smoking(?: status)?(?: nhis)?")),
        genotypes=genotypes_of(observations),
        name=_name(person),
        identifier=string(one(person.get("identifier")).get("value")) or string(person.get("id")),
    )
