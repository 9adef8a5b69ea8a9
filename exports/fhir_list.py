"""FHIR R4 datatypes as written out, and a medication of the list as MedicationStatement."""

from __future__ import annotations

from datetime import date
from typing import Any

from regimen_review.regimen import Coding, Dosage, Medication, Quantity, Status

Json = dict[str, Any]
_UCUM = "http://unitsofmeasure.org"
_URIS = {
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm", "ndc": "http://hl7.org/fhir/sid/ndc", "snomed": "http://snomed.info/sct",
    "atc": "http://www.whocc.no/atc", "cvx": "http://hl7.org/fhir/sid/cvx", "icd10": "http://hl7.org/fhir/sid/icd-10",
    "icd9": "http://hl7.org/fhir/sid/icd-9-cm", "loinc": "http://loinc.org", "dm+d": "https://dmd.nhs.uk", "unii": "http://fdasis.nlm.nih.gov",
}  # fmt: skip
_STATUS: dict[Status, str] = {
    "active": "active", "prn": "active", "given": "active", "planned": "intended", "stopped": "stopped", "completed": "completed",
    "cancelled": "not-taken", "not-taken": "not-taken", "on-hold": "on-hold", "unknown": "unknown",
}  # fmt: skip
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WHEN = {"morning": "MORN", "noon": "NOON", "evening": "EVE", "bedtime": "HS"}


def without_gaps(resource: Json) -> Json:
    """Without elements that have no value: FHIR knows no null and no empty list."""
    return {k: v for k, v in resource.items() if v is not None and v not in ([], {}, "")}


def coding(system: str, code: str) -> Coding:
    """A code of a system by its short name."""
    return Coding(system, code)


def _coding(code: Coding) -> Json:
    uri = _URIS.get(code.system, code.system if ":" in code.system else None)
    return without_gaps({"system": uri, "code": code.code, "display": code.display})


def concept(text: str, codes: tuple[Coding, ...]) -> Json:
    """A CodeableConcept: the words as written, and every code."""
    return without_gaps({"coding": [_coding(c) for c in codes], "text": text})


def quantity(value: float | None, unit: str | None) -> Json | None:
    """A Quantity with its UCUM unit."""
    if value is None:
        return None
    shown = int(value) if float(value).is_integer() else value
    return {"value": shown, "unit": unit, "system": _UCUM, "code": unit} if unit else {"value": shown}


def _dose(amount: Quantity) -> Json:
    low = quantity(amount.value, amount.unit)
    if amount.high is None:
        return {"doseQuantity": low}
    return {"doseRange": {"low": low, "high": quantity(amount.high, amount.unit)}}


def _repeat(dosage: Dosage) -> Json:
    often = dosage.frequency
    repeat: Json = {}
    if dosage.duration_days:
        repeat["boundsDuration"] = {"value": dosage.duration_days, "unit": "d", "system": _UCUM, "code": "d"}
    if often is not None and often.unit in {"min", "h", "d", "wk", "mo", "a"}:
        # frequency is a whole number in FHIR: half a time a day is once in two days
        whole = float(often.times).is_integer()
        repeat |= (
            {"frequency": int(often.times), "period": often.per} if whole else {"frequency": 1, "period": round(often.per / often.times, 4)}
        )
        repeat["periodUnit"] = often.unit
    if dosage.days and len(dosage.days) < 7:
        repeat["dayOfWeek"] = [_WEEKDAYS[d - 1] for d in dosage.days]
    clock = [f"{t}:00" for t in dosage.times if ":" in t]
    slots = [_WHEN[t] for t in dosage.times if t in _WHEN]
    if clock:
        repeat["timeOfDay"] = clock
    elif slots:
        repeat["when"] = slots
    return repeat


def _dosage(dosage: Dosage, route: str | None) -> Json:
    limit = (
        without_gaps({"numerator": quantity(dosage.max_daily.value, dosage.max_daily.unit), "denominator": quantity(1, "d")})
        if dosage.max_daily
        else None
    )
    repeat = _repeat(dosage)
    return without_gaps(
        {
            "text": dosage.text,
            "timing": {"repeat": repeat} if repeat else None,
            "asNeededBoolean": True if dosage.prn else None,
            "route": {"text": route} if route else None,
            "doseAndRate": [_dose(dosage.dose)] if dosage.dose else None,
            "maxDosePerPeriod": limit,
        }
    )


def _codes(entry: Medication) -> tuple[Coding, ...]:
    """The list's own codes; else those of its one settled substance."""
    if entry.statement.codes or len(entry.ingredients) != 1 or entry.ingredients[0].unspecified:
        return entry.statement.codes
    only = entry.ingredients[0]
    found = (Coding("rxnorm", only.rxcui, only.name),) if only.rxcui else ()
    return (*found, *(Coding("atc", a) for a in only.atc))


def medication_statement(entry: Medication, subject: Json, as_of: date | None) -> Json:
    """An entry of the list; what it was taken for stands in its codes and in a note, its own words stay first."""
    statement = entry.statement
    period = without_gaps(
        {"start": statement.start.isoformat() if statement.start else None, "end": statement.stop.isoformat() if statement.stop else None}
    )
    note = f"Taken for: {' + '.join(entry.substances)}" if entry.substances else f"Name not settled ({entry.resolution.state}): not checked"
    notes = [{"text": note}, *([{"text": statement.note}] if statement.note else [])]
    if statement.status in {"given", "cancelled"}:
        notes.append({"text": f"Status on the list: {statement.status}"})
    return {
        "resourceType": "MedicationStatement",
        "identifier": [{"system": "urn:regimen-review:entry", "value": entry.id}],
        "status": _STATUS[statement.status],
        "medicationCodeableConcept": concept(statement.as_written, _codes(entry)),
        "subject": subject,
        "effectivePeriod": period or None,
        "dateAsserted": as_of.isoformat() if as_of else None,
        "reasonCode": [{"text": statement.indication}] if statement.indication else None,
        "note": notes,
        "dosage": [_dosage(statement.dosage, entry.route)] if _dosage(statement.dosage, entry.route) else None,
    }
