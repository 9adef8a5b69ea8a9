"""Reviews to export: an ordinary one with gaps and unknown names, and hard ones; and how a print is read back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from interaction_db.examples import patient_of
from regimen_review.findings import Finding, Review
from regimen_review.patient import Allergy, Condition, Observation
from regimen_review.regimen import Medication, MedicationStatement, Place, Regimen, Resolution
from regimen_review.review import review_regimen
from tests.conftest import a_regimen

DRUGS = (
    "warfarin", "ciprofloxacin", "tramadol", "gabapentin", "prednisone | 5 mg | 1/d | oral", "methotrexate | 12.5 mg | 1/wk | oral", "folic acid",
    "calcium", "amiodarone", "simvastatin | 40 mg | 1/d", "omeprazole", "furosemide", "digoxin",
)  # fmt: skip


def unknown(identity: str, written: str) -> Medication:
    """An entry whose name no base knows."""
    return Medication(identity, MedicationStatement(written, written, Place(line=9)), Resolution("unresolved"))


@pytest.fixture(scope="session")
def review(store) -> Review:
    """A woman of 71 on thirteen drugs and one that nobody knows, with two values and a condition."""
    regimen = Regimen((*a_regimen(*DRUGS, as_of=date(2026, 3, 2)).medications, unknown("m14", "xqzzy forte 5 mg daily")), date(2026, 3, 2))
    patient = replace(
        patient_of({"age": 71, "sex": "female"}),
        name="Aurélie Παπαδοπούλου",
        identifier="MRN-4711-X",
        conditions=(Condition("heart failure", concepts=("heart-failure",)),),
        conditions_known=True,
        allergies=(Allergy("penicillin", "rash"),),
        allergies_known=True,
        observations=(Observation("potassium", 3.1, "mmol/L", when=date(2026, 2, 27), measure="potassium"),),
    )
    return review_regimen(regimen, patient, store.knowledge_for(regimen, patient), source_name="ward list.txt")


@pytest.fixture(scope="session")
def act_finding(review) -> Finding:
    """One finding to decide, with steps and sources."""
    return max(review.in_tier("act"), key=lambda f: (len(f.management), -len(f.members)))


def with_act(review: Review, finding: Finding, count: int) -> Review:
    """The review with exactly ``count`` findings to decide, each with its own headline."""
    made = tuple(
        replace(finding, id=f"made-{n}:x", headline=f"Made-up problem number {n} of this list", members=()) for n in range(1, count + 1)
    )
    return replace(review, findings=(*made, *(f for f in review.findings if f.tier != "act")))


def pages_of(pdf: bytes, password: str = "") -> list[str]:
    """The text of each page with single spaces, as another library reads it."""
    reader = pypdf.PdfReader(io.BytesIO(pdf), password=password or None)
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(pdf: bytes) -> str:
    """The text of all pages."""
    return " ".join(pages_of(pdf))


def squeezed(text: str) -> str:
    """Without spaces, for words that a column broke."""
    return "".join(text.split())
