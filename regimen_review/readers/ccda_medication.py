"""C-CDA substance administrations -> statements; the narrative decides where it disagrees with the codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element

from regimen_review.readers.cda_values import Narrative, Row, codings, interval, kind_of_value, meaningful, physical, plain_text
from regimen_review.readers.dates import read_date
from regimen_review.readers.dosage import read_directions
from regimen_review.readers.entry import Entry, product_name, read_entry
from regimen_review.readers.error_prone import error_prone
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.product import Product, says_no_medication
from regimen_review.readers.routes_written import route_of
from regimen_review.readers.sig_tokens import Amount, scan
from regimen_review.readers.units import TIME_CODES
from regimen_review.regimen import Coding, Dosage, Frequency, MedicationStatement, Place, Quantity, Status

_STATUS_WORDS: tuple[tuple[str, Status], ...] = (
    (r"\b(?:on[- ]hold|held|suspended)\b", "on-hold"),
    (r"\b(?:cancell?ed|voided|error|nullified)\b", "cancelled"),
    (r"\b(?:refused|declined|not taken|not taking)\b", "not-taken"),
    (r"\b(?:no longer active|discontinued|stopped|inactive|aborted|expired|ended|past|historical|previous)\b", "stopped"),
    (r"^\W*(?:completed|finished)\W*$", "completed"),
    (r"\b(?:planned|pending|proposed|future)\b", "planned"),
    (r"\b(?:active|current|continue[d]?|taking)\b", "active"),
)
_CODED: dict[str, Status] = {
    "55561003": "active",
    "421139008": "on-hold",
    "392521001": "stopped",
    "73425007": "stopped",
    "7087005": "active",
    "410546004": "stopped",
    "385654001": "planned",
}
_GENERIC_CODES = {"410942007", "373873005", "763158003"}
"""SNOMED CT "drug or medicament", "pharmaceutical product": negated, they say that there are none."""
_NAME_COLUMN = r"^(?:medication|drug|medicine|product|name|description|item|prescription|brand|generic)"
_SIG_COLUMN = r"sig|direction|instruction|dos(?:e|age)|how to|frequency|admin"
_EIVL = {
    "HS": "bedtime",
    "ACM": "morning",
    "PCM": "morning",
    "ACD": "noon",
    "PCD": "noon",
    "ACV": "evening",
    "PCV": "evening",
    "CM": "morning",
    "CD": "noon",
    "CV": "evening",
    "WAKE": "morning",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A medication section: its narrative, what it holds (``current given planned discharge``), the document's day."""

    narrative: Narrative
    role: str
    day: date | None
    codes_tell: bool = False
    """Whether ``completed`` means it: only where other entries of the section are ``active``; some systems write
    ``completed`` on everything."""


def status_from_words(words: str | None) -> Status | None:
    """The status that a word of a status column or code means; None for words that say nothing (``Posted``)."""
    if not words:
        return None
    return next((status for pattern, status in _STATUS_WORDS if re.search(pattern, words, re.IGNORECASE)), None)


def _observed_status(administration: Element) -> Status | None:
    """The medication status observation (LOINC 33999-4), where there is one."""
    for observation in (part for relation in administration.findall("entryRelationship") for part in relation.findall("observation")):
        code = observation.find("code")
        templates = {t.get("root") for t in observation.findall("templateId")}
        if code is None or (
            code.get("code") != "33999-4"
            and "2.16.840.1.113883.10.20.1.47" not in templates
            and "2.16.840.1.113883.10.20.22.4.113" not in templates
        ):
            continue
        value = observation.find("value")
        if value is not None:
            return status_from_words(value.get("displayName") or plain_text(value)) or _CODED.get(value.get("code") or "")
    return None


def _times(administration: Element) -> tuple[date | None, date | None, Dosage]:
    start = stop = None
    timing = Dosage()
    for element in administration.findall("effectiveTime"):
        kind = kind_of_value(element)
        period = element.find("period")
        if period is not None or kind == "PIVL_TS":
            timing = _periodic(period, institution=element.get("institutionSpecified") == "true") or timing
        elif kind == "EIVL_TS" or element.find("event") is not None:
            event = element.find("event")
            slot = _EIVL.get((event.get("code") or "") if event is not None else "")
            timing = replace(timing, times=(slot,), frequency=Frequency(1, 1, "d")) if slot else timing
        else:
            low, high = interval(element)
            start, stop = start or low, stop or high
    return start, stop, timing


def _periodic(period: Element | None, *, institution: bool) -> Dosage | None:
    found = physical(period)
    if found is None or found.value <= 0:
        return None
    unit = TIME_CODES.get(found.unit, found.unit)
    if unit == "h" and found.value in {4, 6, 8, 12, 24} and (institution or found.value == 24):
        return Dosage(frequency=Frequency(24 / found.value, 1, "d"))
    return Dosage(frequency=Frequency(1, found.value, unit))


def _name_text(code: Element | None, material: Element | None, section: Section, row: Row | None) -> tuple[str, str | None]:
    """(name, narrative name): the narrative's wording where it names a product, else display, name, translation."""
    original = code.find("originalText") if code is not None else None
    said = section.narrative.said(original)
    shown = meaningful(code.get("displayName")) if code is not None else None
    named = meaningful(plain_text(material.find("name"))) if material is not None else None
    translated = next(
        (
            meaningful(t.get("displayName"))
            for t in (code.findall("translation") if code is not None else [])
            if meaningful(t.get("displayName"))
        ),
        None,
    )
    cell = row.cell(_NAME_COLUMN) if row else None
    narrative = next((t for t in (said, cell) if t and len(t) <= 160), None)
    return shown or named or narrative or translated or "", narrative


_BRACKET_CODE = re.compile(r",?\s*\[(?:RxNorm|NDC|SNOMED)[^\]]*\]", re.IGNORECASE)


def _chosen_name(coded: str, narrative: str | None, known: KnownNames) -> tuple[str, str]:
    """(as written, name). The narrative is what people read and sign, so it wins where it names a product."""
    written = _BRACKET_CODE.sub("", narrative or "").strip()
    if not written or len(written) < 3:
        return coded, coded
    tokens = scan(written)
    directed = any(t.kind in {"schedule", "prn", "duration", "pieces"} for t in tokens)
    name = product_name(written, tokens, known)[0] if directed else written
    sensible = bool(re.search(r"[^\W\d_]{3}", name)) and len(name.split()) <= 14
    if not sensible or (
        directed and any(isinstance(t.value, Amount) and t.start == 0 for t in tokens) and not known.starts_with_name(name)
    ):
        return (coded or written), (coded or written)
    return written, name


def _sig(administration: Element, section: Section, row: Row | None, written: str) -> str:
    text = section.narrative.said(administration.find("text"))
    parts = [text if text and text != written and len(text) < 400 else None, row.cell(_SIG_COLUMN) if row else None]
    for inner in (part for relation in administration.findall("entryRelationship") for part in relation):
        code = inner.find("code")
        if (
            inner.tag in {"substanceAdministration", "act"}
            and code is not None
            and code.get("code") in {"76662-6", "PINSTRUCT", "409073007", "311401005"}
        ):
            parts.append(section.narrative.said(inner.find("text")))
    return "; ".join(dict.fromkeys(p for p in parts if p and len(p) < 500))


def _structured_dose(administration: Element) -> Quantity | None:
    dose = physical(administration.find("doseQuantity"))
    unit = administration.find("administrationUnitCode")
    if dose is not None and dose.unit == "{piece}" and unit is not None:
        word = meaningful(unit.get("displayName"))
        return Quantity(dose.value, f"{{{word.lower()}}}") if word else dose
    return dose


def _dosage(administration: Element, sig: str, written: str, timing: Dosage) -> Dosage:
    spoken = read_directions(f"{written} {sig}".strip()).dosage
    route = administration.find("routeCode")
    coded = route_of(route.get("displayName"), (route.get("code") or "",)) if route is not None else None
    prn = spoken.prn or (
        administration.find("precondition/criterion") is not None
        and bool(re.search(r"need|prn|required", plain_text(administration.find("precondition")) + sig, re.IGNORECASE))
    )
    dose = _structured_dose(administration)
    # a dose in pieces says less than the mass the words give, and a unit that fits no such form is left to the words
    better = spoken.dose if dose is None or (spoken.dose and (dose.unit.startswith("{") or dose.unit == "mL")) else dose
    return replace(
        spoken,
        text=sig or written,
        dose=better,
        frequency=spoken.frequency or timing.frequency,
        times=spoken.times or timing.times,
        route=coded or spoken.route,
        prn=prn,
    )


def _status(administration: Element, section: Section, row: Row | None, stop: date | None, *, prn: bool) -> Status:
    """Refusals first; then what an observation or the narrative says; then dates; ``completed`` alone says nothing."""
    if (administration.get("negationInd") or "").lower() == "true":
        return "not-taken"
    status_code = administration.find("statusCode")
    code = (status_code.get("code") or "").lower() if status_code is not None else ""
    narrated = status_from_words(row.cell(r"status") if row else None) or (status_from_words(row.caption) if row and row.caption else None)
    observed = _observed_status(administration)
    ended = stop is not None and section.day is not None and stop < section.day
    for said in (narrated, observed):
        if said in {"stopped", "cancelled", "on-hold", "not-taken", "completed"}:
            return said
    if code in {"aborted", "cancelled", "nullified", "suspended", "held"}:
        return {"aborted": "stopped", "suspended": "on-hold", "held": "on-hold"}.get(code, "cancelled")  # type: ignore[return-value]
    if section.role == "given":
        return "given"
    active = code == "active" or "active" in {narrated, observed}
    if (ended and not active) or (code == "completed" and section.codes_tell and "active" not in {narrated, observed}):
        return "completed"
    if section.role == "planned" or narrated == "planned":
        return "planned"
    return "prn" if prn else "active"


def _prescriber(administration: Element) -> str | None:
    for path in (
        "author/assignedAuthor/assignedPerson/name",
        "entryRelationship/supply/author/assignedAuthor/assignedPerson/name",
        "performer/assignedEntity/assignedPerson/name",
    ):
        if administration.find(path.partition("/")[0]) is None:
            continue  # a plain look for the first step costs a tenth of the whole path
        name = meaningful(plain_text(administration.find(path)))
        if name:
            return name
    return None


def _indication(administration: Element) -> str | None:
    for relation in administration.findall("entryRelationship"):
        value = relation.find("observation/value")
        if relation.get("typeCode") == "RSON" and value is not None:
            return meaningful(value.get("displayName")) or meaningful(plain_text(value))
    return None


def _material(administration: Element) -> Element | None:
    """What is given: the material or labelled drug of the first product that has one."""
    for consumable in administration.findall("consumable"):
        for product in consumable.findall("manufacturedProduct"):
            for tag in ("manufacturedMaterial", "manufacturedLabeledDrug"):
                found = product.find(tag)
                if found is not None:
                    return found
    return None


def statement_of(administration: Element, section: Section, path: str, known: KnownNames) -> MedicationStatement | None:
    """One substance administration; None where it says that there are no medications."""
    material = _material(administration)
    code = material.find("code") if material is not None else None
    row = section.narrative.row(code.find("originalText") if code is not None else None, administration.find("text"))
    coded, narrative = _name_text(code, material, section, row)
    codes: tuple[Coding, ...] = codings(code)
    written, name = _chosen_name(coded, narrative, known)
    act = administration.find("code")
    product = Product(" ".join((written, coded, plain_text(administration.find("text")) if not written else "")), (*codes, *codings(act)))
    refused = (administration.get("negationInd") or "").lower() == "true"
    if says_no_medication(product) or not (name or codes) or (refused and _GENERIC_CODES & {c.code for c in codes}):
        return None
    start, stop, timing = _times(administration)
    if row is not None:
        start = start or read_date(row.cell(r"start|begin|from|order(?:ed)? date"), month_first=True)
        stop = stop or read_date(row.cell(r"\bend|stop|until"), month_first=True)
    sig = _sig(administration, section, row, written)
    dosage = _dosage(administration, sig, written, timing)
    shown = written or name or codes[0].code
    return MedicationStatement(
        as_written=shown,
        name=name or written,
        place=Place(path=path),
        status=_status(administration, section, row, stop, prn=dosage.prn),
        dosage=dosage,
        start=start,
        stop=stop,
        indication=_indication(administration),
        prescriber=_prescriber(administration),
        codes=codes,
        flags=error_prone(sig),
        note=f"the code says {coded}" if coded and written and coded.lower() != written.lower() else None,
    )


def narrated_statements(section: Section, path: str, known: KnownNames) -> list[MedicationStatement]:
    """Medications that stand only in the narrative: rows of a table, else items of a list."""
    found: list[MedicationStatement] = []
    for index, row in enumerate(section.narrative.all_rows):
        named = row.cell(_NAME_COLUMN) or next(iter(row.cells.values()), "")
        sig = row.cell(_SIG_COLUMN) or ""
        if len(named) < 3 or says_no_medication(Product(named)):
            continue
        dosage = read_directions(f"{named} {sig}".strip()).dosage
        status = (
            status_from_words(row.cell(r"status"))
            or status_from_words(row.caption)
            or ("given" if section.role == "given" else "planned" if section.role == "planned" else "active")
        )
        found.append(
            MedicationStatement(
                named,
                product_name(named, scan(named), known)[0] or named,
                Place(path=f"{path}.text.row[{index}]"),
                "prn" if dosage.prn and status == "active" else status,
                replace(dosage, text=sig or named),
            )
        )
    if found or section.narrative.all_rows:
        return found
    for index, item in enumerate(section.narrative.items):
        if says_no_medication(Product(item)):
            continue
        statement = read_entry(Entry(item, heading="planned" if section.role == "planned" else None), known)
        if statement is not None:
            found.append(replace(statement, place=Place(path=f"{path}.text.item[{index}]")))
    return found
