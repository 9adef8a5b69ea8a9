"""FHIR's datatypes, read tolerantly: one or many, any version, JSON or XML already turned into dictionaries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from regimen_review.readers.decoding import clean
from regimen_review.readers.units import dose_unit
from regimen_review.regimen import Coding, Quantity

Json = dict[str, Any]

SYSTEMS: dict[str, str] = {
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "2.16.840.1.113883.6.88": "rxnorm",
    "http://hl7.org/fhir/sid/ndc": "ndc",
    "2.16.840.1.113883.6.69": "ndc",
    "http://snomed.info/sct": "snomed",
    "2.16.840.1.113883.6.96": "snomed",
    "http://www.whocc.no/atc": "atc",
    "https://www.whocc.no/atc": "atc",
    "2.16.840.1.113883.6.73": "atc",
    "http://hl7.org/fhir/sid/cvx": "cvx",
    "2.16.840.1.113883.12.292": "cvx",
    "2.16.840.1.113883.6.59": "cvx",
    "http://hl7.org/fhir/sid/icd-10": "icd10",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10",
    "2.16.840.1.113883.6.90": "icd10",
    "2.16.840.1.113883.6.3": "icd10",
    "http://hl7.org/fhir/sid/icd-9-cm": "icd9",
    "2.16.840.1.113883.6.103": "icd9",
    "http://loinc.org": "loinc",
    "2.16.840.1.113883.6.1": "loinc",
    "https://dmd.nhs.uk": "dm+d",
    "http://fdasis.nlm.nih.gov": "unii",
    "2.16.840.1.113883.4.9": "unii",
    "2.16.840.1.113883.3.26.1.5": "ndfrt",
    "2.16.840.1.113883.6.253": "medispan",
    "2.16.840.1.113883.6.68": "gpi",
    "2.16.840.1.113883.6.162": "gcn",
}
_NO_DISPLAY = re.compile(
    r"^\W*(?:unknown|null|n/?a|no display|none|\?+|\d{4,}|drug|medication|not available|no information)?\W*$", re.IGNORECASE
)


def many(value: object) -> list[Any]:
    """The value as a list: nothing, one, or many."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: object) -> list[Json]:
    """The objects in the value; anything else that stood there is passed over."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [value]
    return [v for v in many(value) if isinstance(v, dict)]


def one(value: object) -> Json:
    """The first object in the value, or an empty one."""
    if isinstance(value, dict):
        return value
    return next((v for v in value if isinstance(v, dict)), {}) if isinstance(value, list) else {}


def string(value: object) -> str | None:
    """The value as text where it is a plain value; None for objects and empty text."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return (value if value.isprintable() else clean(value)).strip() or None  # JSON may write what hides as an escape
    return None if value is None or isinstance(value, (bool, dict, list)) else str(value)


def flag(value: object) -> bool | None:
    """A boolean, also one that XML wrote as text."""
    first = many(value)[0] if many(value) else None
    if isinstance(first, bool):
        return first
    return {"true": True, "false": False, "y": True, "n": False}.get(str(first).lower()) if isinstance(first, str) else None


def number(value: object) -> float | None:
    """A decimal, also one written as text; None for anything that is no finite number."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        result = float(value)
    except (ValueError, OverflowError):
        return None
    return result if abs(result) < 1e15 else None


def choice(resource: Json, stem: str) -> tuple[str, Any]:
    """The element ``value[x]``: (``Quantity``, its content); ('', None) where it is absent."""
    for key in resource:
        if key.startswith(stem) and (len(key) == len(stem) or key[len(stem)].isupper()):
            return key[len(stem) :], resource[key]
    return "", None


def system_of(uri: str | None) -> str:
    """The short name of a code system where it has one, else the URI or OID as written."""
    if not uri:
        return ""
    bare = uri.strip().removeprefix("urn:oid:")
    return SYSTEMS.get(bare, SYSTEMS.get(bare.rstrip("/"), bare))


def codings(concept: object) -> tuple[Coding, ...]:
    """The codes of a CodeableConcept, CodeableReference or Coding."""
    if concept is None:
        return ()
    found: list[Coding] = []
    for value in objects(concept):
        for coding in objects(value.get("coding")) or ([value] if "code" in value and "coding" not in value else []):
            code = string(coding.get("code"))
            if code:
                found.append(Coding(system_of(string(coding.get("system"))), code, string(coding.get("display"))))
        if "concept" in value:
            found.extend(codings(value["concept"]))
    return tuple(dict.fromkeys(found))


def displays(concept: object) -> Iterator[str]:
    """Every wording of a concept: its text first, then the displays of its codes that say anything."""
    for value in objects(concept):
        written = string(value.get("text"))
        if written and not _NO_DISPLAY.match(written):
            yield written
        for coding in (*objects(value.get("coding")), value):
            display = string(coding.get("display"))
            if display and not _NO_DISPLAY.match(display):
                yield display
        if "concept" in value:
            yield from displays(value["concept"])
    for plain in many(concept):
        if isinstance(plain, str) and (said := string(plain)) and not _NO_DISPLAY.match(said):
            yield said


def wording(concept: object) -> str | None:
    """The first wording of a concept; None where it has codes only."""
    return None if concept is None else next(displays(concept), None)


def code_words(concept: object) -> set[str]:
    """Lower-case codes of a status or category, whether it is a string or a concept."""
    if concept is None or isinstance(concept, str):
        return {concept.strip().lower()} if concept else set()
    words = {c.code.lower() for c in codings(concept)}
    words |= {v.strip().lower() for v in many(concept) if isinstance(v, str)}
    return words | {t.lower() for t in displays(concept)}


def quantity(value: object) -> Quantity | None:
    """A Quantity or Range with its unit as UCUM; None without a number."""
    content = one(value)
    if not content:
        return None
    if "low" in content or "high" in content:
        low, high = quantity(content.get("low")), quantity(content.get("high"))
        if low and high:
            return Quantity(low.value, low.unit or high.unit, high.value)
        return low or high
    amount = number(content.get("value"))
    if amount is None:
        return None
    written = string(content.get("unit")) or ""
    coded = string(content.get("code")) or ""
    ucum = "unitsofmeasure" in (string(content.get("system")) or "")
    unit = dose_unit(written) or dose_unit(coded) or (coded if ucum and coded else written or coded)
    return Quantity(amount, unit or "{piece}")
