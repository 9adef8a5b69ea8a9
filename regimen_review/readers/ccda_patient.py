"""C-CDA problems, allergies, results, vital signs and the record target -> :class:`Patient`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree.ElementTree import Element

from regimen_review.patient import Allergy, Condition, Observation, Patient, Sex
from regimen_review.readers.cda_values import Narrative, codings, interval, kind_of_value, meaningful, physical, plain_text, stamp
from regimen_review.regimen import Place

_NONE_CODES = {"716186003", "409137002", "429625007", "160244002", "160245001", "no-known-allergies"}
_ALLERGY_KINDS = {
    "419199007",
    "416098002",
    "414285001",
    "426232007",
    "418038007",
    "235719002",
    "59037007",
    "420134006",
    "419511003",
    "418471000",
    "232347008",
    "ALG",
    "DALG",
}
_INTOLERANCE = {"59037007", "235719002", "DINT", "OINT"}
_WEIGHT, _HEIGHT = {"29463-7", "3141-9"}, {"8302-2", "8301-4"}


def _observations(section: Element) -> Iterator[Element]:
    yield from section.iter("observation")


def _negated(observation: Element) -> bool:
    return (observation.get("negationInd") or "").lower() == "true"


def _value_text(value: Element | None, narrative: Narrative) -> str | None:
    if value is None:
        return None
    translated = next((t for t in (meaningful(x.get("displayName")) for x in value.findall("translation")) if t), None)
    return meaningful(value.get("displayName")) or narrative.said(value.find("originalText")) or translated


def _finished(observation: Element) -> bool:
    for inner in observation.findall("entryRelationship/observation"):
        code, value = inner.find("code"), inner.find("value")
        if code is not None and code.get("code") == "33999-4" and value is not None:
            return (value.get("code") in {"413322009", "73425007"}) or bool(
                re.search(r"resolved|inactive", value.get("displayName") or "", re.IGNORECASE)
            )
    return False


def problems(section: Element, narrative: Narrative, path: str) -> tuple[Condition, ...]:
    """The problems of a problem section; negated ones and "no known problems" are none."""
    found: list[Condition] = []
    for index, observation in enumerate(_observations(section)):
        value = observation.find("value")
        templates = {t.get("root") for t in observation.findall("templateId")}
        if kind_of_value(value) not in {"CD", "CE", "CO"} or _negated(observation) or "2.16.840.1.113883.10.20.22.4.6" in templates:
            continue
        code = observation.find("code")
        if code is not None and code.get("code") in {"33999-4", "11323-3", "SEV", "445518008", "263490005"}:
            continue
        codes = codings(value)
        text = _value_text(value, narrative) or narrative.said(observation.find("text"))
        if not text or any(c.code in _NONE_CODES for c in codes) or re.match(r"no (?:known )?(?:problem|active)", text, re.IGNORECASE):
            continue
        low, high = interval(observation.find("effectiveTime"))
        found.append(
            Condition(
                text, codes, active=high is None and not _finished(observation), onset=low, place=Place(path=f"{path}.observation[{index}]")
            )
        )
    return tuple(dict.fromkeys(found))


def allergies(section: Element, narrative: Narrative, path: str) -> tuple[tuple[Allergy, ...], bool]:
    """(allergies, whether the section says anything of them)."""
    found: list[Allergy] = []
    said = False
    for index, observation in enumerate(_observations(section)):
        value = observation.find("value")
        entity = observation.find("participant/participantRole/playingEntity")
        kinds = {c.code for c in codings(value)}
        if entity is None and not kinds & (_ALLERGY_KINDS | _NONE_CODES):
            continue
        if _negated(observation) or kinds & _NONE_CODES:
            said = True
            continue
        allergy = _allergy(observation, entity, kinds, narrative, f"{path}.observation[{index}]")
        if allergy is not None:
            said = True
            if not _finished(observation):
                found.append(allergy)
    if not said and re.search(r"\bno (?:known )?(?:drug |medication )?allerg", narrative.text, re.IGNORECASE):
        said = True
    return tuple(dict.fromkeys(found)), said


def _allergy(observation: Element, entity: Element | None, kinds: set[str], narrative: Narrative, path: str) -> Allergy | None:
    code = entity.find("code") if entity is not None else None
    named = meaningful(plain_text(entity.find("name"))) if entity is not None else None
    text = _value_text(code, narrative) or named
    codes = codings(code)
    if not text or any(c.code in _NONE_CODES for c in codes) or re.match(r"no (?:known )?", text, re.IGNORECASE):
        return None
    reaction = severity = None
    for inner in observation.iter("observation"):
        if inner is observation:
            continue
        kind = inner.find("code")
        words = _value_text(inner.find("value"), narrative)
        if kind is not None and kind.get("code") == "SEV":
            severity = words
        elif words and kind is not None and kind.get("code") not in {"33999-4", "82606-5"}:
            reaction = reaction or words
    graded = re.search(r"severe|moderate|mild|fatal", severity or "", re.IGNORECASE)
    low, _ = interval(observation.find("effectiveTime"))
    word = graded[0].lower() if graded else None
    return Allergy(
        text=text,
        reaction=reaction,
        kind="intolerance" if kinds & _INTOLERANCE else "allergy" if kinds & _ALLERGY_KINDS else "unknown",
        severity="severe" if word == "fatal" else word,  # type: ignore[arg-type]
        recorded=low,
        codes=codes,
        place=Place(path=path),
    )


def results(section: Element, narrative: Narrative, path: str) -> tuple[Observation, ...]:
    """The measured values of a results or vital signs section."""
    found: list[Observation] = []
    for index, observation in enumerate(_observations(section)):
        code, value = observation.find("code"), observation.find("value")
        codes = codings(code)
        text = _value_text(code, narrative)
        if value is None or not (text or codes):
            continue
        kind = kind_of_value(value)
        measured = physical(value) if kind in {"PQ", "IVL_PQ", "INT", "REAL", ""} else None
        words = None if measured else (_value_text(value, narrative) or meaningful(plain_text(value)))
        if (measured is None and words is None) or text == "Status":
            continue
        if text is None or text == "ASSERTION":
            text = "tobacco use" if re.search(r"smok|tobacco", words or "", re.IGNORECASE) else text
        low, high = _range(observation)
        found.append(
            Observation(
                text=text or codes[0].code,
                value=measured.value if measured else _leading_number(words),
                unit=(value.get("unit") if measured and value.get("unit") not in {"1", None} else None),
                text_value=words,
                when=stamp(observation.find("effectiveTime")) or interval(observation.find("effectiveTime"))[0],
                low=low,
                high=high,
                codes=codes,
                place=Place(path=f"{path}.observation[{index}]"),
            )
        )
    return tuple(found)


def _leading_number(words: str | None) -> float | None:
    m = re.fullmatch(r"\s*(\d{1,6}(?:\.\d+)?)\s*", words or "")
    return float(m[1]) if m else None


def _range(observation: Element) -> tuple[float | None, float | None]:
    value = observation.find("referenceRange/observationRange/value")
    if value is None:
        return None, None
    low, high = physical(value.find("low")), physical(value.find("high"))
    return (low.value if low else None), (high.value if high else None)


def _latest(observations: Iterable[Observation], codes: set[str]) -> Observation | None:
    fitting = [o for o in observations if {c.code for c in o.codes} & codes and o.value is not None]
    return max(fitting, key=lambda o: o.when or date.min, default=None)


def person(root: Element) -> Patient:
    """Sex, birth date, name and identifier of the record target."""
    role = root.find("recordTarget/patientRole")
    patient = role.find("patient") if role is not None else None
    if role is None or patient is None:
        return Patient()
    gender = patient.find("administrativeGenderCode")
    letter = (gender.get("code") or "").upper() if gender is not None else ""
    sex: Sex | None = {"F": "female", "M": "male", "UN": "other"}.get(letter)  # type: ignore[assignment]
    identifier = role.find("id")
    return Patient(
        sex=sex,
        birth_date=stamp(patient.find("birthTime")),
        name=meaningful(plain_text(patient.find("name"))),
        identifier=identifier.get("extension") if identifier is not None else None,
    )


def body_size(observations: tuple[Observation, ...]) -> tuple[float | None, float | None]:
    """(weight in kg, height in cm) of the vital signs."""
    weight, height = _latest(observations, _WEIGHT), _latest(observations, _HEIGHT)
    kilos = (
        {"kg": 1.0, "g": 0.001, "[lb_av]": 0.45359237, "lb": 0.45359237, "lbs": 0.45359237}.get((weight.unit or "").lower())
        if weight
        else None
    )
    centimetres = {"cm": 1.0, "m": 100.0, "[in_i]": 2.54, "[in_us]": 2.54, "in": 2.54}.get((height.unit or "").lower()) if height else None
    return (
        round((weight.value or 0.0) * kilos, 2) if weight and kilos else None,
        round((height.value or 0.0) * centimetres, 1) if height and centimetres else None,
    )
