"""HL7 v2 messages: RDE, RDS, ORM, OMP, RAS and VXU orders; PID, AL1, DG1, OBX as the patient's context.

Segments and fields by the HL7 v2.x standard, chapters 3 (PID, AL1), 4 (ORC, TQ1, RXO, RXE, RXD, RXA, RXR), 6 (DG1), 7 (OBX).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from regimen_review.errors import UserError
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import Allergy, Condition, MedicationList, Observation, Patient, Sex
from regimen_review.readers.dates import read_date
from regimen_review.readers.dosage import read_directions
from regimen_review.readers.error_prone import error_prone
from regimen_review.readers.folding import fold_duplicates
from regimen_review.readers.hl7_segments import Segment, codings, looks_like_hl7, segments, wording
from regimen_review.readers.product import Product, says_no_medication
from regimen_review.readers.routes_written import route_of
from regimen_review.readers.schedule import Schedule, first_schedule
from regimen_review.readers.units import dose_unit
from regimen_review.regimen import Dosage, Frequency, MedicationStatement, Place, Quantity, Status

_CONTROL: dict[str, Status] = {
    "CA": "cancelled",
    "OC": "cancelled",
    "CR": "cancelled",
    "DC": "stopped",
    "OD": "stopped",
    "DR": "stopped",
    "HD": "on-hold",
    "OH": "on-hold",
    "HR": "on-hold",
    "UA": "cancelled",
    "DE": "cancelled",
}
_ORDER_STATUS: dict[str, Status] = {
    "CA": "cancelled",
    "DC": "stopped",
    "CM": "completed",
    "HD": "on-hold",
    "RP": "stopped",
    "ER": "cancelled",
}
_REPEAT = re.compile(r"^Q(\d+)([SMHDWLJ])(?:\d*)$")
_SPANS = {"M": "min", "H": "h", "D": "d", "W": "wk", "L": "mo"}
_DRUG_SEGMENTS = {"RXO": 1, "RXE": 2, "RXD": 2, "RXA": 5, "RXG": 4}
_PREFERRED = ("RXE", "RXO", "RXD", "RXG", "RXA")


@dataclass(slots=True)
class _Order:
    """The segments of one order: ORC, its timing, drug, route and components."""

    orc: Segment | None = None
    drugs: dict[str, Segment] = field(default_factory=dict)
    timing: list[Segment] = field(default_factory=list)
    route: Segment | None = None


def _orders(found: list[Segment]) -> Iterator[_Order]:
    current: _Order | None = None
    for segment in found:
        if segment.name == "ORC" or (segment.name == "MSH" and current is not None):
            if current is not None and current.drugs:
                yield current
            current = _Order(orc=segment) if segment.name == "ORC" else None
        elif segment.name in _DRUG_SEGMENTS:
            current = current or _Order()
            if segment.name in current.drugs:
                yield current
                current = _Order(orc=current.orc)
            current.drugs[segment.name] = segment
        elif segment.name == "TQ1" and current is not None:
            current.timing.append(segment)
        elif segment.name == "RXR" and current is not None:
            current.route = segment
    if current is not None and current.drugs:
        yield current


def repeat_pattern(written: str) -> Schedule | None:
    """``Q6H``, ``BID``, ``QAM``, ``Q24H&0600`` (HL7 table 0335), or words (``3 times daily``)."""
    pattern = written.split("&", maxsplit=1)[0].strip().upper()
    m = _REPEAT.match(pattern)
    if m and m[2] in _SPANS and int(m[1]) > 0:
        count, unit = int(m[1]), _SPANS[m[2]]
        return Schedule(Frequency(1, count, unit))
    clock = re.fullmatch(r"(\d{4})\d{0,2}(?:~(\d{4})\d{0,2})*", written.strip())
    if clock:
        times = tuple(f"{t[:2]}:{t[2:4]}" for t in written.split("~"))
        return Schedule(Frequency(float(len(times)), 1, "d"), times=times)
    return first_schedule(written.replace("&", " ")) if written.strip() else None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _quantity(value: str, unit: tuple[str, ...]) -> Quantity | None:
    amount = _number(value)
    words = [u for u in (*unit[:2],) if u]
    if amount is None or not words:
        return None
    code = next((c for c in (dose_unit(w) for w in words) if c), None)
    return Quantity(amount, code or words[0])


def _timed(order: _Order) -> tuple[Schedule | None, Quantity | None, date | None, date | None]:
    """(schedule, dose, start, end) from TQ1, else from the quantity/timing of ORC-7 or RXE-1."""
    for timing in reversed(order.timing):
        clock = "~".join(r[0] for r in timing.repeats(4) if r and r[0])
        schedule = repeat_pattern(timing.part(3, 1)) or repeat_pattern(clock)
        dose = _composite(timing, 2)
        if schedule or dose:
            return schedule, dose, read_date(timing.text(7)[:8]), read_date(timing.text(8)[:8])
    for segment, number in ((order.drugs.get("RXE"), 1), (order.orc, 7)):
        if segment is None or not segment.text(number):
            continue
        schedule = repeat_pattern(segment.part(number, 2))
        start = read_date(segment.part(number, 4)[:8]) or read_date(segment.part(number, 3)[:8])
        return schedule, _composite(segment, number), start, read_date(segment.part(number, 5)[:8])
    return None, None, None, None


def _composite(segment: Segment, number: int) -> Quantity | None:
    """A CQ such as ``2^Tab&Tablets&99FCS``."""
    parts = segment.parts(number)
    unit = tuple(parts[1].split(segment.subcomponent)) if len(parts) > 1 else ()
    return _quantity(parts[0], unit) if parts else None


def _amount(name: str, segment: Segment) -> tuple[Quantity | None, str]:
    """(dose, directions) of a drug segment."""
    places = {"RXO": (2, 4, 7), "RXE": (3, 5, 7), "RXD": (4, 5, 9), "RXA": (6, 7, 9), "RXG": (5, 7, 13)}[name]
    dose = _quantity(segment.part(places[0], 1), segment.parts(places[1]))
    words = " ".join(w for w in (wording(p) or p[0] for p in segment.repeats(places[2])) if w and not re.fullmatch(r"\W*", w))
    return dose, words


def _status(order: _Order, name: str) -> Status:
    if name == "RXA":
        state = order.drugs["RXA"].part(20, 1).upper()
        return "not-taken" if state in {"RE", "NA"} else "given"
    if order.orc is None:
        return "active"
    control, state = order.orc.part(1, 1).upper(), order.orc.part(5, 1).upper()
    return _CONTROL.get(control) or _ORDER_STATUS.get(state) or "active"


def _statement(order: _Order, *, vaccines: bool) -> MedicationStatement | None:
    name = next(n for n in _PREFERRED if n in order.drugs)
    segment = order.drugs[name]
    parts = segment.parts(_DRUG_SEGMENTS[name])
    words, codes = wording(parts), codings(parts)
    if name != "RXO" and "RXO" in order.drugs and not words:
        parts = order.drugs["RXO"].parts(1)
        words, codes = wording(parts), (*codes, *codings(parts))
    if not (words or codes) or says_no_medication(Product(words, codes)) or (vaccines and name == "RXA" and not words):
        return None
    dose, said = _amount(name, segment)
    schedule, timed_dose, start, stop = _timed(order)
    spoken = read_directions(f"{words} {said}".strip()).dosage
    route = order.route
    dosage: Dosage = replace(
        spoken,
        text=said or words,
        dose=dose or timed_dose or spoken.dose,
        frequency=(schedule.frequency if schedule else None) or spoken.frequency,
        times=(schedule.times if schedule else ()) or spoken.times,
        route=(route_of(route.part(1, 2) or route.part(1, 1), (route.part(1, 1),)) if route else None) or spoken.route,
    )
    status = _status(order, name)
    orc = order.orc
    doctor = orc.parts(12) if orc is not None else ()
    prescriber = " ".join(p for p in (*(doctor[2:3]), *(doctor[1:2])) if p)
    given = read_date(segment.text(3)[:8]) if name == "RXA" else None
    return MedicationStatement(
        as_written=words or codes[0].code,
        name=words,
        place=Place(line=segment.line, path=name),
        status="prn" if dosage.prn and status == "active" else status,
        dosage=dosage,
        start=given or start,
        stop=stop,
        prescriber=prescriber or None,
        codes=codes,
        flags=error_prone(said),
    )


def _allergies(found: list[Segment]) -> tuple[tuple[Allergy, ...], bool]:
    allergies: list[Allergy] = []
    said = False
    for segment in found:
        if segment.name not in {"AL1", "IAM"}:
            continue
        said = True
        text, codes = wording(segment.parts(3)), codings(segment.parts(3))
        if not (text or codes) or re.search(r"\bno known\b|\bnkd?a\b", text, re.IGNORECASE):
            continue
        severity = {"SV": "severe", "MO": "moderate", "MI": "mild"}.get(segment.part(4, 1).upper())
        reactions = [" ".join(p for p in r if p) for r in segment.repeats(5)]
        allergies.append(
            Allergy(text or codes[0].code, ", ".join(reactions) or None, severity=severity, codes=codes, place=Place(line=segment.line))  # type: ignore[arg-type]
        )
    return tuple(allergies), said


def _conditions(found: list[Segment]) -> tuple[Condition, ...]:
    listed = []
    for segment in found:
        if segment.name not in {"DG1", "PRB"}:
            continue
        codes = codings(segment.parts(3))
        text = wording(segment.parts(3)) or segment.text(4) or (codes[0].code if codes else "")
        if text:
            listed.append(Condition(text, codes, onset=read_date(segment.text(5)[:8]), place=Place(line=segment.line)))
    return tuple(dict.fromkeys(listed))


def _observation(segment: Segment) -> Observation | None:
    text, codes, written = wording(segment.parts(3)), codings(segment.parts(3)), segment.part(5, 1)
    if not (text or codes) or not written or segment.text(11).upper() in {"X", "D", "W"}:
        return None
    numeric = re.fullmatch(r"([<>]=?)?\s*(-?\d+(?:\.\d+)?)", written)
    if segment.text(2).upper() in {"TX", "FT", "ED", "RP"} and not numeric:
        return None
    if segment.text(2).upper() == "SN":
        numeric = re.fullmatch(r"([<>]=?)?(-?\d+(?:\.\d+)?)", "".join(segment.parts(5)[:2]))
    bounds = re.match(r"\s*(-?\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)", segment.text(7))
    words = None if numeric and not numeric[1] else wording(segment.parts(5)) or written
    return Observation(
        text=text or codes[0].code,
        value=float(numeric[2]) if numeric else None,
        unit=segment.part(6, 1) or None,
        text_value=words,
        when=read_date(segment.text(14)[:8]) or read_date(segment.text(12)[:8]),
        low=float(bounds[1]) if bounds else None,
        high=float(bounds[2]) if bounds else None,
        codes=codes,
        place=Place(line=segment.line),
    )


def _patient(found: list[Segment]) -> Patient:
    pid = next((s for s in found if s.name == "PID"), None)
    allergies, said = _allergies(found)
    conditions = _conditions(found)
    observations = tuple(o for o in (_observation(s) for s in found if s.name == "OBX") if o is not None)
    sex: Sex | None = {"F": "female", "M": "male", "O": "other"}.get(pid.part(8, 1).upper()) if pid else None  # type: ignore[assignment]
    return Patient(
        sex=sex,
        birth_date=read_date(pid.text(7)[:8]) if pid else None,
        conditions=conditions,
        conditions_known=bool(conditions),
        allergies=allergies,
        allergies_known=said,
        observations=observations,
        weight_kg=next(
            (o.value for o in reversed(observations) if o.value and o.unit == "kg" and re.search("weight", o.text, re.IGNORECASE)), None
        ),
        height_cm=next(
            (o.value for o in reversed(observations) if o.value and o.unit == "cm" and re.search("height", o.text, re.IGNORECASE)), None
        ),
        name=" ".join(p for p in (pid.part(5, 2), pid.part(5, 1)) if p) or None if pid else None,
        identifier=pid.part(3, 1) or None if pid else None,
    )


def read_hl7(text: str, name: str, vocabulary: Vocabulary | None = None) -> MedicationList:
    """One message or several -> the orders in them and the patient of the first PID."""
    del vocabulary
    found = list(segments(text))
    header = next((s for s in found if s.name == "MSH"), None)
    if header is None:
        raise UserError("The file begins like an HL7 message, but has no MSH segment.", file=name)
    vaccines = header.part(9, 1).upper() == "VXU"
    statements: list[MedicationStatement] = []
    left_out: list[str] = []
    for order in _orders(found):
        try:
            statement = _statement(order, vaccines=vaccines)
        except (ValueError, IndexError, OverflowError):
            line = next(iter(order.drugs.values())).line
            left_out.append(f"The order on line {line} could not be read and was left out.")
            continue
        if statement is not None:
            statements.append(statement)
    if len({s.part(3, 1) for s in found if s.name == "PID"}) > 1:
        left_out.append("The file holds messages of several patients; age, sex and name are those of the first.")
    return MedicationList("hl7v2", fold_duplicates(statements), _patient(found), read_date(header.text(7)[:8]), left_out=tuple(left_out))


__all__ = ["looks_like_hl7", "read_hl7", "repeat_pattern", "segments"]
