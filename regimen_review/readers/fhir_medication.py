"""FHIR's medication resources of every version -> :class:`MedicationStatement`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from regimen_review.readers.dates import read_date
from regimen_review.readers.dosage import read_directions
from regimen_review.readers.entry import product_name
from regimen_review.readers.error_prone import error_prone
from regimen_review.readers.fhir_values import (
    Json,
    choice,
    code_words,
    codings,
    displays,
    flag,
    many,
    number,
    objects,
    one,
    quantity,
    string,
    wording,
)
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.product import Product
from regimen_review.readers.routes_written import route_of
from regimen_review.readers.schedule import first_schedule
from regimen_review.readers.sig_tokens import Amount, scan
from regimen_review.readers.units import TIME_CODES
from regimen_review.regimen import Dosage, Frequency, MedicationStatement, Place, Quantity, Status

STATEMENTS = ("MedicationStatement", "MedicationUsage")
ORDERS = ("MedicationRequest", "MedicationOrder", "MedicationPrescription")
ADMINISTRATIONS = ("MedicationAdministration",)
DISPENSES = ("MedicationDispense",)
Resolve = Callable[[Json, Json], Json | None]
"""(reference, the resource it stands in) -> the resource referred to, or None."""

_STATUSES: dict[str, Status] = {
    "active": "active", "recorded": "active", "in-progress": "active", "intended": "planned", "draft": "planned", "proposed": "planned",
    "completed": "completed", "ended": "completed", "stopped": "stopped", "on-hold": "on-hold", "suspended": "on-hold",
    "cancelled": "cancelled", "entered-in-error": "cancelled", "nullified": "cancelled", "declined": "cancelled",
    "not-taken": "not-taken", "not-done": "not-taken", "aborted": "stopped", "superceded": "stopped", "inactive": "stopped", "unknown": "unknown",
}  # fmt: skip
_ADHERENCE: dict[str, Status] = {
    "not-taking": "not-taken",
    "stopped": "stopped",
    "on-hold": "on-hold",
    "not-started": "planned",
    "cancelled": "cancelled",
}
_DAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_WHEN = {
    "morn": "morning",
    "noon": "noon",
    "aft": "noon",
    "eve": "evening",
    "night": "bedtime",
    "hs": "bedtime",
    "acm": "morning",
    "cm": "morning",
    "pcm": "morning",
    "cd": "noon",
    "acd": "noon",
    "pcd": "noon",
    "cv": "evening",
    "acv": "evening",
    "pcv": "evening",
    "wake": "morning",
    "am": "morning",
    "pm": "evening",
}


def _of_medication(medication: Json) -> Product:
    """A Medication resource: its code, or its ingredients where it has none."""
    code = medication.get("code") or one(medication.get("product")).get("code")
    name = wording(code) or string(medication.get("name"))
    codes = codings(code)
    parts = []
    for ingredient in [*objects(medication.get("ingredient")), *objects(one(medication.get("product")).get("ingredient"))]:
        _, item = choice(ingredient, "item")
        parts.append(wording(item))
        codes = codes or (*codes, *codings(item))
    if not name:
        name = " / ".join(dict.fromkeys(p for p in parts if p))
    return Product(name or "", codes, wording(medication.get("form") or medication.get("doseForm")))


def product_of(resource: Json, resolve: Resolve) -> Product | None:
    """The product that a medication resource speaks of; None where it only points at something that is not there."""
    _, content = choice(resource, "medication")
    medication = one(content)
    reference = (
        medication if "reference" in medication and not isinstance(medication.get("reference"), dict) else one(medication.get("reference"))
    )
    concept = one(medication.get("concept")) or ({} if reference is medication else medication)
    if concept and (codings(concept) or wording(concept)):
        return Product(wording(concept) or "", codings(concept))
    target = resolve(reference, resource) if reference else None
    if target is not None:
        product = _of_medication(target)
        display = string(reference.get("display"))
        return replace(product, name=product.name or display or "")
    display = string(reference.get("display")) or wording(medication)
    narrative = _narrative_name(resource) if not display else None
    return Product(display or narrative or "") if display or narrative else None


def _narrative_name(resource: Json) -> str | None:
    """The generated text of a resource whose reference leads nowhere, where it is short enough to be a name."""
    text = one(resource.get("text"))
    words = " ".join(re.sub(r"<[^>]{0,200}>", " ", string(text.get("div")) or "").split())
    return words if string(text.get("status")) == "generated" and 2 < len(words) <= 80 else None


def _timing(timing: Json) -> Dosage:
    if not timing:
        return Dosage()
    repeat = one(timing.get("repeat"))
    per, unit = number(repeat.get("period")), string(repeat.get("periodUnit") or repeat.get("periodUnits") or repeat.get("units"))
    unit = TIME_CODES.get(unit.lower(), unit) if unit else None
    count = number(repeat.get("frequencyMax")) or number(repeat.get("frequency")) or (1.0 if per else None)
    times, slots, days = _moments(repeat)
    frequency = Frequency(count, per, unit) if count and per and unit else None
    if frequency is None and (times or slots):
        frequency = Frequency(float(len(times) or slots), 1, "d")
    if frequency is None and "code" in timing:
        frequency = _coded_frequency(timing["code"])
    return Dosage(frequency=frequency, times=times, days=days, duration_days=_length(repeat))


def _moments(repeat: Json) -> tuple[tuple[str, ...], int, tuple[int, ...]]:
    """(times of the day, how many slots were written, days of the week)."""
    if not ("when" in repeat or "timeOfDay" in repeat or "dayOfWeek" in repeat):
        return (), 0, ()
    slots = [str(w).lower() for w in many(repeat.get("when"))]
    times = tuple(dict.fromkeys([*(str(t)[:5] for t in many(repeat.get("timeOfDay"))), *(_WHEN[w] for w in slots if w in _WHEN)]))
    days = tuple(sorted(_DAYS[d] for d in (str(x).lower()[:3] for x in many(repeat.get("dayOfWeek"))) if d in _DAYS))
    return times, len(slots), days


def _coded_frequency(code: object) -> Frequency | None:
    coded = first_schedule(wording(code) or "") or next((s for s in (first_schedule(c.code) for c in codings(code)) if s), None)
    return coded.frequency if coded else None


def _length(repeat: Json) -> float | None:
    """Days for which the repeat is bounded by a duration."""
    bounds = one(repeat.get("boundsDuration")) or one(repeat.get("boundsQuantity"))
    if not bounds:
        return None
    length, code = number(bounds.get("value")), string(bounds.get("code") or bounds.get("unit")) or ""
    span = {"d": 1.0, "wk": 7.0, "mo": 30.0, "h": 1 / 24, "a": 365.0, "day": 1.0, "days": 1.0, "week": 7.0, "weeks": 7.0}.get(code)
    return length * span if length and span else None


_DOSES = ("doseQuantity", "doseRange", "quantityQuantity", "quantityRange", "quantity", "doseSimpleQuantity", "dose")


def _dose(instruction: Json) -> Quantity | None:
    for rate in [*objects(instruction.get("doseAndRate")), instruction]:
        for key in _DOSES:
            found = quantity(rate[key]) if key in rate else None
            if found is not None:
                return found
    return None


def _as_needed(instruction: Json) -> bool:
    kind, content = choice(instruction, "asNeeded")
    if kind in {"", "Boolean"}:
        return bool(flag(content)) or bool(instruction.get("asNeededFor"))
    return content is not None


def dosage_of(instructions: Iterable[Json], said: str) -> Dosage:
    """The dosage of a resource: structured parts first, then what its texts and the product's wording say."""
    dosages = [_one_dosage(i) for i in instructions]
    text = "; ".join(dict.fromkeys(d.text for d in dosages if d.text))
    spoken = read_directions(f"{said} {text}".strip()).dosage
    first = dosages[0] if dosages else Dosage()
    total = _several(dosages)
    return Dosage(
        text=text or said,
        dose=first.dose or spoken.dose,
        strength=spoken.strength or (read_directions(said).dosage.dose if first.dose and first.dose.unit.startswith("{") else None),
        total_daily=total or (spoken.total_daily if first.dose is None else None),
        frequency=first.frequency or spoken.frequency,
        route=next((d.route for d in dosages if d.route), None) or spoken.route,
        form=spoken.form,
        prn=any(d.prn for d in dosages) or spoken.prn,
        max_daily=first.max_daily or spoken.max_daily,
        duration_days=first.duration_days or spoken.duration_days,
        days=first.days or spoken.days,
        times=tuple(dict.fromkeys(t for d in dosages for t in d.times)) or spoken.times,
        with_food=spoken.with_food,
        taper=spoken.taper or len({d.dose for d in dosages if d.dose}) > 2,
    )


def _several(dosages: list[Dosage]) -> Quantity | None:
    """Two doses a day of different size in two instructions are a daily sum, unless each has its own bounds."""
    amounts = [(d.dose, d.frequency) for d in dosages if d.dose and d.frequency]
    if len(dosages) != 2 or len(amounts) != 2 or amounts[0][0] == amounts[1][0]:
        return None
    (a, fa), (b, fb) = amounts
    if a is None or b is None or fa is None or fb is None or a.unit != b.unit or any(d.duration_days for d in dosages):
        return None
    if fa.per_day() != 1 or fb.per_day() != 1 or not all(d.times for d in dosages):
        return None
    return Quantity(a.value + b.value, a.unit)


def _one_dosage(instruction: Json) -> Dosage:
    timing = _timing(one(instruction.get("timing")))
    route = instruction.get("route")
    limit = one(instruction.get("maxDosePerPeriod"))
    top, below = quantity(limit.get("numerator")), quantity(limit.get("denominator"))
    daily = top if top and below and below.unit in {"d", "day", "24.h"} else None
    return Dosage(
        text=string(instruction.get("text")) or "",
        dose=_dose(instruction),
        frequency=timing.frequency,
        route=route_of(wording(route), tuple(c.code for c in codings(route))) if route is not None else None,
        prn=_as_needed(instruction),
        max_daily=daily,
        duration_days=timing.duration_days,
        days=timing.days,
        times=timing.times,
    )


def _status(resource: Json) -> Status:
    kind = resource.get("resourceType")
    words = code_words(resource.get("status"))
    status = next((_STATUSES[w] for w in sorted(words) if w in _STATUSES), "active" if kind in ORDERS else "unknown")
    adherence = code_words(one(resource.get("adherence")).get("code"))
    status = next((s for w, s in _ADHERENCE.items() if w in adherence), status)
    if (
        flag(resource.get("wasNotTaken"))
        or flag(resource.get("wasNotGiven"))
        or flag(resource.get("notGiven"))
        or string(resource.get("taken")) in {"n", "no"}
    ):
        return "not-taken"
    if flag(resource.get("doNotPerform")):
        return "cancelled"
    if kind in ADMINISTRATIONS and status in {"completed", "active", "unknown"}:
        return "given"
    if kind in DISPENSES and status == "completed":
        return "active"
    if status == "active" and code_words(resource.get("intent")) & {"proposal"} and kind in ORDERS:
        return "planned"
    return status


_PERIODS = ("effective", "dateAsserted", "occurrence", "occurence")


def _period(resource: Json) -> tuple[date | None, date | None]:
    for stem in _PERIODS if any(key.startswith(_PERIODS) for key in resource) else ():
        kind, content = choice(resource, stem)
        if kind in {"Period", "Timing"}:
            bounds = one(content)
            return read_date(string(bounds.get("start"))), read_date(string(bounds.get("end")))
        if kind == "DateTime":
            return read_date(string(content)), None
    return None, None


def _bounds(resource: Json, instructions: list[Json]) -> tuple[date | None, date | None]:
    start, stop = _period(resource)
    for instruction in instructions:
        bounds = one(one(one(instruction.get("timing")).get("repeat")).get("boundsPeriod"))
        start = start or read_date(string(bounds.get("start")))
        stop = stop or read_date(string(bounds.get("end")))
    written = string(resource.get("authoredOn")) or string(resource.get("dateWritten"))
    ended = string(resource.get("dateEnded"))
    return start or read_date(written), stop or read_date(ended)


def _people(resource: Json) -> str | None:
    for key in ("requester", "prescriber", "informationSource", "performer"):
        for person in objects(resource.get(key)):
            agent = one(person.get("agent")) or one(person.get("actor")) or person
            display = string(agent.get("display"))
            if display and key in {"requester", "prescriber"}:
                return display
    return None


def _reason(resource: Json) -> str | None:
    for key in ("reasonCode", "reasonForUseCodeableConcept", "reasonCodeableConcept", "reason", "reasonReference"):
        for reason in objects(resource.get(key)):
            words = wording(reason) or string(one(reason.get("reference")).get("display"))
            if words:
                return words
    return None


def _readable_name(product: Product, known: KnownNames) -> str:
    """A wording that holds directions (``prednisone (5 mg/d)``) is cut to the product; a product's own wording stays."""
    tokens = scan(product.name)
    directed = any(
        t.kind in {"schedule", "prn", "duration", "pieces"} or (isinstance(t.value, Amount) and t.value.per in {"d", "day", "wk", "week"})
        for t in tokens
    )
    if not directed:
        return product.name
    name, _ = product_name(product.name, tokens, known)
    return name or product.name


def statement_of(resource: Json, product: Product, path: str, known: KnownNames) -> MedicationStatement:
    """One medication resource with its product resolved -> a statement; ``path`` is where it stood."""
    instructions = objects(resource.get("dosage")) + objects(resource.get("dosageInstruction"))
    dosage = dosage_of(instructions, product.name)
    if product.form and dosage.form is None:
        dosage = replace(dosage, form=product.form.lower())
    status = _status(resource)
    start, stop = _bounds(resource, instructions)
    note = "; ".join(t for t in (string(n.get("text")) for n in objects(resource.get("note"))) if t)
    written = product.name or ", ".join(f"{c.system} {c.code}" for c in product.codes[:3])
    return MedicationStatement(
        as_written=written,
        name=_readable_name(product, known),
        place=Place(path=path),
        status="prn" if dosage.prn and status == "active" else status,
        dosage=dosage,
        start=start,
        stop=stop,
        indication=_reason(resource),
        prescriber=_people(resource),
        codes=product.codes,
        flags=error_prone(dosage.text),
        note=note or None,
    )


def display_names(product: Product) -> tuple[str, ...]:
    """All wordings that the codes of a product carry."""
    return tuple(dict.fromkeys([product.name, *(c.display for c in product.codes if c.display)]))


__all__ = [
    "ADMINISTRATIONS",
    "DISPENSES",
    "ORDERS",
    "STATEMENTS",
    "displays",
    "product_of",
    "statement_of",
]
