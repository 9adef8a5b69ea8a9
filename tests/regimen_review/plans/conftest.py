"""Regimens for the plans: small ones of our own, and a strategy that draws from common drugs."""

from __future__ import annotations

import pytest

from interaction_db.examples import patient_of
from regimen_review.plans.sandbox import Sandbox
from tests.conftest import a_regimen


@pytest.fixture
def sandbox(store):
    """A function: drugs in the notation of the examples, the patient's facts as keywords."""

    def make(*drugs: str, **told: object) -> Sandbox:
        patient = patient_of(told)
        return Sandbox(a_regimen(*drugs), patient, lambda regimen: store.knowledge_for(regimen, patient))

    return make


COMMON = (
    "warfarin", "tramadol", "gabapentin", "ciprofloxacin", "calcium", "iron", "alendronate", "methotrexate | 10 mg | 1/wk", "folic acid",
    "omeprazole", "amiodarone", "digoxin", "furosemide", "lisinopril", "spironolactone", "ibuprofen", "sertraline", "metoprolol",
    "simvastatin", "clarithromycin", "prednisone | 10 mg", "levothyroxine", "codeine + acetaminophen", "diclofenac | topical", "haloperidol",
    "amiodarone | stopped 2025-12-20", "ondansetron", "insulin glargine", "metformin | 500 mg | 2/d", "aspirin",
)  # fmt: skip
