"""What the benchmark runs on: lists and files of its own making."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from regimen_review.patient import MedicationList, Patient
from regimen_review.regimen import Regimen
from ui.pipeline import Pipeline

FOUNDING = [
    "prednisone", "methotrexate", "folic acid", "hydroxychloroquine", "pentoxifylline", "warfarin", "budesonide", "fluticasone",
    "fexofenadine", "epoetin alfa", "sildenafil", "amlodipine", "gabapentin", "acetaminophen", "codeine", "tramadol", "famciclovir",
    "tolterodine", "calcium", "vitamin e", "alendronate", "esomeprazole",
]  # fmt: skip

NOTE = (
    "A 41-year-old woman with systemic lupus erythematosus, pulmonary fibrosis, pulmonary hypertension on oxygen, Raynaud phenomenon and deep "
    "venous thrombosis. Her medications included prednisone (5 mg/d), methotrexate (12.5 mg/wk), folic acid, hydroxychloroquine, "
    "pentoxyphilline, coumadin, budesonide inhaler, fluticasone inhaler, fexofenadine, erythropoietin, sildenafil, amlodipine, gabapentin, "
    "acetaminophen-codeine, tramadol hydrochloride, famciclovir, tolterodine, calcium supplement, vitamin E supplement, alendronate, and "
    "esomeprazole. Laboratory tests: hemoglobin, 8.8 g/dL; iron, 13 ug/dL."
)

WHOLE_PATIENT = """A 78-year-old woman, 58 kg, with atrial fibrillation, heart failure, type 2 diabetes, chronic kidney disease, hypertension,
osteoporosis, gout, depression and COPD.

Medications:
warfarin 3 mg daily
digoxin 0.125 mg daily
furosemide 40 mg twice daily
spironolactone 25 mg daily
lisinopril 10 mg daily
metoprolol 50 mg twice daily
metformin 1000 mg twice daily
insulin glargine 14 units at bedtime
allopurinol 300 mg daily
colchicine 0.5 mg daily
sertraline 100 mg daily
trazodone 50 mg at bedtime
tramadol 50 mg every 6 hours as needed
ibuprofen 400 mg three times daily
omeprazole 20 mg daily
alendronate 70 mg once a week
calcium carbonate 500 mg twice daily
levothyroxine 75 mcg daily
atorvastatin 40 mg daily
amiodarone 200 mg daily
tiotropium 18 mcg inhaled daily
ciprofloxacin 500 mg twice daily

Labs: creatinine 1.6 mg/dL, potassium 5.3 mmol/L, sodium 131 mmol/L, INR 3.4, hemoglobin 10.1 g/dL, platelets 140 10*3/uL, albumin 3.1 g/dL,
magnesium 1.6 mg/dL, digoxin 1.4 ng/mL, TSH 6.2 mIU/L, HbA1c 8.1 %, uric acid 7.9 mg/dL
"""
"""Twenty-two drugs, nine conditions, twelve laboratory values."""


def whole_patient(pipeline: Pipeline) -> tuple[MedicationList, Regimen, Patient]:
    """The patient with everything told, read and settled."""
    listing = pipeline.read_text(WHOLE_PATIENT)
    return (listing, *pipeline.settle(listing))


def founding_regimen(pipeline: Pipeline) -> tuple[MedicationList, Regimen, Patient]:
    """The founding list, read and settled."""
    listing = pipeline.read_text(NOTE)
    return (listing, *pipeline.settle(listing))


def a_long_list(pipeline: Pipeline, count: int) -> str:
    """The most used drugs of the base, as many as asked, as somebody would paste them."""
    ranked = sorted((s for s in pipeline.vocabulary.substances.values() if s.usage_rank), key=lambda s: s.usage_rank or 0)
    return "Medications:\n" + "\n".join(f"{s.name} 10 mg daily" for s in ranked[:count])


def a_large_regimen(pipeline: Pipeline, count: int) -> tuple[Regimen, Patient]:
    """The same, settled."""
    return pipeline.settle(pipeline.read_text(a_long_list(pipeline, count)))


def report_sizes() -> Iterator[tuple[str, Callable[[], object], Callable[[], object], str]]:
    """The printed review of the founding patient and of sixty drugs, and plain documents of as many pages."""
    from pypdfium2 import PdfDocument

    from exports.pdf import render_review

    pipeline = Pipeline()
    _, regimen, patient = founding_regimen(pipeline)
    for what, settled, aim in (
        ("founding patient", (regimen, patient), "under 400 ms"),
        ("60 drugs", a_large_regimen(pipeline, 60), "under 1,500 ms"),
    ):
        review = pipeline.review_of(*settled)
        pages = len(PdfDocument(render_review(review)))
        yield f"{what}, {pages} pages", lambda review=review: render_review(review), lambda pages=pages: _plain_document(pages), aim


def _plain_document(pages: int) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    body, style = [], getSampleStyleSheet()["BodyText"]
    for _ in range(pages):
        body += [Paragraph("Plain words that fill a line of an ordinary page of text. " * 4, style) for _ in range(12)]
        body.append(PageBreak())
    out = BytesIO()
    SimpleDocTemplate(out).build(body)
    return out.getvalue()


def _resource(number: int) -> dict[str, Any]:
    """One resource as exports write it: identity, provenance and narrative take most of the room."""
    name = FOUNDING[number % len(FOUNDING)]
    common: dict[str, Any] = {
        "id": f"resource-{number:06d}",
        "meta": {"versionId": "1", "lastUpdated": "2026-01-02T08:00:00.000Z", "profile": ["profile/of/the/exporting/system"]},
        "text": {"status": "generated", "div": "<div><p>" + "Generated narrative of this resource. " * 14 + "</p></div>"},
        "identifier": [{"system": "urn:oid:2.16.840.1.113883.3.9999", "value": f"{number:012d}"}],
        "subject": {"reference": "Patient/resource-000000", "display": "A patient"},
        "encounter": {"reference": f"Encounter/resource-{number % 50:06d}"},
    }
    if number % 3 == 0:
        coding = {"system": "http://loinc.org", "code": "2823-3", "display": "Potassium"}
        value = {"value": 3.5 + number % 20 / 10, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L"}
        return common | {
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [coding]},
            "valueQuantity": value,
            "effectiveDateTime": "2026-01-02",
        }
    if number % 3 == 1:
        return common | {"resourceType": "Condition", "code": {"text": "gout"}, "recordedDate": "2020-01-02"}
    dose = {"doseQuantity": {"value": number % 9 + 1, "unit": "mg", "code": "mg"}}
    dosage = {"text": "once daily", "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}, "doseAndRate": [dose]}
    return common | {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": {"text": f"{name} tablet"},
        "dosage": [dosage],
    }


def _bundle(megabytes: float) -> str:
    entries: list[dict[str, Any]] = []
    size = 0
    while size < megabytes * 1e6:
        entries.append({"fullUrl": f"urn:uuid:{len(entries)}", "resource": _resource(len(entries))})
        size += len(json.dumps(entries[-1]))
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


def _sheet(path: Path, rows: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Medication", "Dose", "Frequency", "Route", "Start"])
        for n in range(rows):
            page.write_row(n + 1, 0, [FOUNDING[n % len(FOUNDING)], f"{n % 90 + 1} mg", "daily", "oral", "2025-01-02"])


def _entry(number: int) -> str:
    """One medication entry as exports write it: identifiers, codes with translations, a reference into the narrative."""
    name = FOUNDING[number % len(FOUNDING)]
    translations = "".join(
        f'<translation code="{number}{n}" codeSystem="2.16.840.1.113883.6.{n}" codeSystemName="System {n}" displayName="{name} tablet"/>'
        for n in range(60, 66)
    )
    return (
        '<entry typeCode="DRIV"><substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16" extension="2014-06-09"/>'
        f'<id root="1.2.3.4" extension="{number:09d}"/><text><reference value="#sig{number}"/></text><statusCode code="active"/>'
        '<effectiveTime xsi:type="IVL_TS"><low value="20250101"/></effectiveTime><effectiveTime xsi:type="PIVL_TS" operator="A"><period value="12" unit="h"/></effectiveTime>'
        '<routeCode code="C38288" codeSystem="2.16.840.1.113883.3.26.1.1" displayName="ORAL"/><doseQuantity value="1" unit="mg"/>'
        f'<consumable><manufacturedProduct classCode="MANU"><manufacturedMaterial><code code="{number}" codeSystem="2.16.840.1.113883.6.88" displayName="{name}">'
        f'<originalText><reference value="#med{number}"/></originalText>{translations}</code></manufacturedMaterial></manufacturedProduct></consumable>'
        '<author><time value="20250101"/><assignedAuthor><id extension="1" root="2.16.840.1.113883.4.6"/></assignedAuthor></author></substanceAdministration></entry>'
    )


def _document(megabytes: float) -> str:
    """A C-CDA document whose medication section fills the size."""
    entries: list[str] = []
    rows: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        number = len(entries)
        entries.append(_entry(number))
        rows.append(
            f'<tr><td ID="med{number}">{FOUNDING[number % len(FOUNDING)]} {number % 9 + 1} mg tablet</td><td ID="sig{number}">one tablet twice daily</td></tr>'
        )
        size += len(entries[-1]) + len(rows[-1])
    return (
        '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><effectiveTime value="20260101"/>'
        '<component><structuredBody><component><section><code code="10160-0"/><title>MEDICATIONS</title><text><table><thead><tr><th>Medication</th><th>Directions</th></tr>'
        f"</thead><tbody>{''.join(rows)}</tbody></table></text>{''.join(entries)}</section></component></structuredBody></component></ClinicalDocument>"
    )


def imports(folder: Path) -> Iterator[tuple[str, Callable[[], object], str, Callable[[], object] | None, str]]:
    """Large files of our own against the bare parser of their format."""
    from xml.etree import ElementTree as ET

    from python_calamine import CalamineWorkbook

    from regimen_review.resolve import resolve_name

    pipeline = Pipeline()
    bundle, sheet = folder / "bundle.json", folder / "sheet.xlsx"
    bundle.write_text(_bundle(1.0), encoding="utf-8")
    _sheet(sheet, 20_000)
    yield (
        "read a 1 MB FHIR bundle (ms)",
        lambda: pipeline.open_list(bundle),
        "json (ms)",
        lambda: json.loads(bundle.read_text(encoding="utf-8")),
        "4 x",
    )
    document = folder / "document.xml"
    document.write_text(_document(0.9), encoding="utf-8")
    yield (
        "read a 0.9 MB C-CDA (ms)",
        lambda: pipeline.open_list(document),
        "ElementTree (ms)",
        lambda: ET.parse(document),
        "4 x",
    )
    yield (
        "read a 20,000-row XLSX (ms)",
        lambda: pipeline.open_list(sheet),
        "calamine (ms)",
        lambda: CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python(),
        "4 x",
    )
    names = [f"{name[: n % 3 + 3]}{'x' * (n % 2)}{name[n % 3 + 3 :]} {n} mg" for n, name in enumerate(FOUNDING * 46)][:1000]
    yield "resolve 1,000 names (ms)", lambda: [resolve_name(n, pipeline.vocabulary) for n in names], "", None, "under 1,000 ms"
