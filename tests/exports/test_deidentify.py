"""What is given away without identity: every format is searched for everything that could tell who it is."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pikepdf
import pytest

from exports.calendar import monitoring_ics
from exports.deidentify import secret_offset, without_identity
from exports.digest import review_json
from exports.fhir import fhir_bundle
from exports.markdown import chart_note
from exports.pdf import render
from exports.plain import line
from exports.plain import review as plain_review
from exports.spreadsheet import findings_csv, workbook
from exports.svg import graph_svg, matrix_svg
from regimen_review.patient import Allergy, Condition, Observation, Patient
from regimen_review.regimen import Coding, Medication, MedicationStatement, Place, Regimen, Resolution
from regimen_review.review import review_regimen
from tests.conftest import a_regimen
from tests.exports.conftest import text_of

OFFSET = timedelta(weeks=-131)
SECRETS = (
    "Zebulon", "Quackenbush", "MRN-90210", "Dr. Vogelsang", "St. Elsewhere", "coumadine", "Mrs Quackenbush says", "family farm", "Xylographer",
    "LOCAL-77", "secret-list.txt", "bundle.entry[4]", "told by daughter", "ward 9 west", "wheezing at her wedding",
)  # fmt: skip
DAYS = (date(2025, 11, 30), date(2025, 12, 24), date(2026, 1, 17), date(1931, 7, 8), date(2026, 2, 3), date(2025, 10, 2))


@pytest.fixture(scope="module")
def identified() -> tuple[Regimen, Patient]:
    """A list full of what must not leave."""
    plain = a_regimen("warfarin", "ciprofloxacin", "tramadol | stopped 2025-12-24", "methotrexate | 12.5 mg | 1/wk", as_of=DAYS[2])
    first = plain.medications[0]
    marked = MedicationStatement(
        "coumadine 5 mg, Mrs Quackenbush says daily", "coumadine", Place(3, (0, 8), "secret-list.txt bundle.entry[4]"), start=DAYS[0],
        indication="clot after family farm accident", prescriber="Dr. Vogelsang, St. Elsewhere", codes=(Coding("https://st-elsewhere.example", "LOCAL-77", "Zebulon"),),
        note="told by daughter", dosage=replace(first.statement.dosage, text="as Dr. Vogelsang said on 30 November 2025"),
    )  # fmt: skip
    unknown = Medication(
        "m9", MedicationStatement("Zebulon Quackenbush ward 9 west", "Zebulon Quackenbush ward 9 west"), Resolution("unresolved")
    )
    patient = Patient(
        sex="female", birth_date=DAYS[3], name="Zebulon Quackenbush", identifier="MRN-90210",
        conditions=(Condition("heart failure, Xylographer", concepts=("heart-failure",), onset=DAYS[5]), Condition("fell at the family farm")), conditions_known=True,
        allergies=(Allergy("penicillin", "wheezing at her wedding", targets=("class:penicillins",), recorded=DAYS[5]),), allergies_known=True,
        observations=(Observation("Potassium (St. Elsewhere)", 3.0, "mmol/L", when=DAYS[4], measure="potassium"), Observation("Note", text_value="Xylographer", when=DAYS[4])),
    )  # fmt: skip
    entries = (replace(first, statement=marked), *plain.medications[1:], unknown)
    return Regimen(entries, plain.as_of), patient


@pytest.fixture(scope="module")
def clean(identified, store):
    regimen, patient = without_identity(*identified, OFFSET)
    return review_regimen(regimen, patient, store.knowledge_for(regimen, patient))


def _unpacked(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            attached = "\n".join(a.get_file().read_bytes().decode() for a in pdf.attachments.values())
            described = f"{dict(pdf.docinfo)} {pdf.Root.Metadata.read_bytes().decode()}"
        return f"{text_of(content)}\n{attached}\n{described}"
    return content.decode()


@pytest.fixture(scope="module")
def given_away(clean) -> dict[str, str]:
    made = {kind: render(kind, clean) for kind in ("conference", "full", "patient", "ward")}
    made |= {
        "xlsx": workbook(clean), "csv": findings_csv(clean), "md": chart_note(clean), "ics": monitoring_ics(clean), "graph": graph_svg(clean),
        "matrix": matrix_svg(clean), "fhir": fhir_bundle(clean), "json": line(plain_review("", clean)).encode(), "review": review_json(clean),
    }  # fmt: skip
    return {name: _unpacked(content) for name, content in made.items()}


def test_no_export_holds_a_name_an_id_a_place_or_free_text(given_away):
    leaks = [
        (name, secret) for name, text in given_away.items() for secret in SECRETS for word in [secret.casefold()] if word in text.casefold()
    ]
    assert not leaks


def test_no_export_holds_a_day_of_the_chart_in_any_usual_form(given_away):
    forms = ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%d %B %Y", "%B %d, %Y", "%d %b %Y")
    leaks = [
        (name, day.strftime(form)) for name, text in given_away.items() for day in DAYS for form in forms if day.strftime(form) in text
    ]
    assert not leaks


def test_ages_from_ninety_are_one_group(clean):
    assert clean.patient.age(clean.as_of) == 90
    assert clean.patient.birth_date is None


def test_the_search_would_find_what_was_left_in(identified, store):
    regimen, patient = identified
    open_review = review_regimen(regimen, patient, store.knowledge_for(regimen, patient), source_name="secret-list.txt")
    text = _unpacked(render("full", open_review)).casefold()
    assert sum(s.casefold() in text for s in SECRETS) >= 12


def test_intervals_and_weekdays_stay(identified, clean):
    before, after = identified[0], clean.regimen
    assert after.as_of == before.as_of + OFFSET
    for one, two in zip(before.medications, after.medications, strict=True):
        for old, new in ((one.statement.start, two.statement.start), (one.statement.stop, two.statement.stop)):
            assert new == (old + OFFSET if old else None)
    assert after.as_of.weekday() == before.as_of.weekday()


def test_the_findings_stay(identified, clean, store):
    regimen, patient = identified
    found = review_regimen(regimen, patient, store.knowledge_for(regimen, patient))
    assert {f.id for f in clean.findings} == {f.id for f in found.findings}


def test_secret_offsets_differ_and_are_whole_weeks():
    offsets = {secret_offset() for _ in range(40)}
    assert len(offsets) > 10
    assert all(o <= timedelta(days=-364) and o.days % 7 == 0 for o in offsets)


def test_dates_in_the_json_are_moved_with_the_rest(clean):
    own = json.loads(review_json(clean))["regimen"]
    years = {int(y) for y in re.findall(r"\b((?:19|20)\d\d)-\d\d-\d\d\b", json.dumps(own))}
    assert years <= {2022, 2023}
