"""One small whole file of every format, of our own making; fuzzing and property tests break them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

DRUGS = ("Noisoline", "Quorvane", "Zelphar")
"""Names of no medicine: what the readers find, they find by the shape of the file."""

NOTE = b"""Mrs. X is a 71-year-old woman with gout. ALLERGIES: Dorvex (rash).
MEDICATIONS:
1. Noisoline 10 mg p.o. b.i.d.
2. Quorvane 2,5 mg one-half tablet every other day, as needed for pain
3) Zelphar 5 mg 1-0-0-1 until 03/04/2025
LABS: potassium 4.1 mmol/L, creatinine 1.2 mg/dL
"""
ROWS = b"""Drug;Dose;Unit;Frequency;Route;Start;Status
Noisoline;10;mg;BID;oral;2025-03-04;active
Quorvane;2,5;mg;q.4h.;oral;04/03/2025;stopped
"Zelphar ""XR"" ";5;mg;daily;;;
"""
MESSAGE = (
    b"MSH|^~\\&|A|B|C|D|20250102||RDE^O11|1|P|2.5\rPID|1||7^^^X||Y^Z||19500203|F\rAL1|1|DA|^DORVEX|SV|RASH\r"
    b"ORC|NW|1\rRXE|1^BID^^20250101|1^Noisoline 10 mg^L|10||mg\rRXR|PO\rTQ1|1||Q6H\r"
    b"ORC|DC|2\rRXO|2^Quorvane^L|5||mg\rOBX|1|NM|2823-3^Potassium^LN||5.6|mmol/L|3.5-5.1|H|||F|||20250101\r"
    b"ORC|RE|3\rRXA|0|1|20250101||88^Zelphar^CVX|1|mL\r"
)


def fhir_json() -> bytes:
    """A bundle with a statement, a request with a contained medication, and the patient's context."""
    statement = {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": {"text": "Noisoline 10 mg"},
        "effectivePeriod": {"start": "2025-01-02"},
        "dosage": [
            {
                "text": "1 tablet twice daily",
                "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d", "dayOfWeek": ["mon"], "when": ["HS"]}},
                "doseAndRate": [{"doseQuantity": {"value": 10, "unit": "mg"}}],
            }
        ],
    }
    request = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "contained": [{"resourceType": "Medication", "id": "m", "code": {"coding": [{"display": "Quorvane"}]}}],
        "medicationReference": {"reference": "#m"},
    }
    listed = {"resourceType": "List", "entry": [{"item": {"display": "Zelphar"}}]}
    seen = {
        "resourceType": "Observation",
        "code": {"text": "Potassium"},
        "valueQuantity": {"value": 4.1, "unit": "mmol/L"},
        "effectiveDateTime": "2025-01-02",
    }
    person = {"resourceType": "Patient", "gender": "female", "birthDate": "1950-02-03", "name": [{"family": "X"}]}
    allergy = {"resourceType": "AllergyIntolerance", "code": {"text": "Dorvex"}, "reaction": [{"manifestation": [{"text": "rash"}]}]}
    entries = [
        {"resource": r}
        for r in (person, statement, request, listed, seen, allergy, {"resourceType": "Condition", "code": {"text": "gout"}})
    ]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


FHIR_XML = b"""<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><entry><resource><MedicationStatement><status value="active"/>
<medicationCodeableConcept><text value="Noisoline 10 mg"/></medicationCodeableConcept><dosage><text value="daily"/></dosage>
</MedicationStatement></resource></entry><entry><resource><MedicationOrder><status value="active"/><medicationCodeableConcept>
<coding><display value="Quorvane"/></coding></medicationCodeableConcept></MedicationOrder></resource></entry></Bundle>"""


def _administration(name: str) -> str:
    return (
        '<entry><substanceAdministration classCode="SBADM" moodCode="EVN"><statusCode code="active"/><effectiveTime><low value="20250101"/>'
        '</effectiveTime><routeCode displayName="ORAL"/><doseQuantity value="10" unit="mg"/><consumable><manufacturedProduct>'
        f'<manufacturedMaterial><code code="1" displayName="{name}"><originalText><reference value="#{name}"/></originalText></code>'
        "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>"
    )


CDA = (
    '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><effectiveTime value="20260101"/><recordTarget><patientRole><patient>'
    '<administrativeGenderCode code="F"/><birthTime value="19500203"/></patient></patientRole></recordTarget><component><structuredBody><component>'
    '<section><code code="10160-0"/><title>MEDICATIONS</title><text><table><thead><tr><th>Medication</th><th>Directions</th></tr></thead><tbody>'
    '<tr ID="Noisoline"><td>Noisoline 10 mg</td><td>twice daily</td></tr></tbody></table></text>'
    f"{''.join(map(_administration, DRUGS))}</section></component></structuredBody></component></ClinicalDocument>"
).encode()


def sheet() -> bytes:
    """A workbook with a title above the header, a formula and a link, and a second sheet."""
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        page = book.add_worksheet("Medications")
        for number, row in enumerate([["My list"], ["Drug", "Dose", "How often"], *([d, "10 mg", "daily"] for d in DRUGS)]):
            page.write_row(number, 0, row)
        page.write_formula(5, 0, "=1+1", value="Noisoline")
        page.write_url(6, 0, "https://example.org/", string="Quorvane")
        book.add_worksheet("Other").write_row(0, 0, ["a", "b"])
    return held.getvalue()


SHEET_PART = "xl/worksheets/sheet1.xml"


def sheet_part() -> bytes:
    """The first page of :func:`sheet` as XML, which is what a fuzzer can break: the zip around it only has checksums."""
    with zipfile.ZipFile(io.BytesIO(sheet())) as archive:
        return archive.read(SHEET_PART)


def sheet_with(part: bytes) -> bytes:
    """:func:`sheet` with another first page."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet())) as archive, zipfile.ZipFile(held, "w") as fresh:
        for entry in archive.infolist():
            fresh.writestr(entry.filename, part if entry.filename == SHEET_PART else archive.read(entry))
    return held.getvalue()


def printed() -> bytes:
    """A page with a text layer."""
    from reportlab.pdfgen.canvas import Canvas

    held = io.BytesIO()
    canvas = Canvas(held, pageCompression=0)
    for number, line in enumerate(NOTE.decode().splitlines()):
        canvas.drawString(50, 750 - 15 * number, line)
    canvas.save()
    return held.getvalue()


def seeds() -> Mapping[str, bytes]:
    """A file of each format, by the format's short name."""
    return {
        "text": NOTE,
        "csv": ROWS,
        "hl7": MESSAGE,
        "fhir-json": fhir_json(),
        "fhir-xml": FHIR_XML,
        "cda": CDA,
        "xlsx": sheet(),
        "pdf": printed(),
    }
