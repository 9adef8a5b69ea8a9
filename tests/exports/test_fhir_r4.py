"""Every bundle that leaves is valid FHIR R4 (4.0.1) by HL7's own definitions, and comes back in as the list that went out."""

import json
from datetime import date
from pathlib import Path

import pytest

from exports.decided import Decided
from exports.fhir import fhir_bundle
from regimen_review.patient import Patient
from regimen_review.readers import read_bytes
from regimen_review.regimen import Regimen
from regimen_review.resolve import resolve_regimen
from regimen_review.review import review_regimen
from tests.conftest import SHARED, a_regimen
from tests.exports.conftest import unknown
from tests.exports.r4 import NotHereError, definitions
from ui.pipeline import Pipeline

OWN = sorted(p for p in (Path(__file__).parents[1] / "cases").iterdir() if p.suffix == ".txt" or p.name.endswith(".fhir.json"))
VISITS = [SHARED / "cases" / "founding" / f"{visit}.fhir.json" for visit in ("T0", "T1", "T2", "T3")]


@pytest.fixture(scope="session")
def r4():
    try:
        return definitions()
    except NotHereError as why:
        pytest.skip(str(why))


@pytest.fixture(scope="session")
def pipeline(base_file):
    return Pipeline(base_file)


@pytest.fixture(scope="session")
def sixty(store):
    """The first sixty substances of the base with one unknown name, in a patient of whom nothing is known."""
    known = sorted(store.vocabulary().substances)[:60]
    regimen = Regimen((*a_regimen(*known).medications, unknown("m61", "xqzzy <forte> & 5 µg")), date(2026, 1, 1))
    return review_regimen(regimen, Patient(), store.knowledge_for(regimen))


def test_the_definitions_are_those_of_r4(r4):
    assert r4.version.startswith("4.0.1")


@pytest.mark.parametrize("path", OWN, ids=lambda p: p.name)
def test_the_bundle_of_each_patient_of_ours_is_valid(r4, pipeline, path):
    review = pipeline.review(pipeline.open_list(path), source_name=path.name)
    assert r4.faults(json.loads(fhir_bundle(review))) == []


@pytest.mark.parametrize("path", VISITS, ids=lambda p: p.name)
def test_the_bundle_of_each_visit_of_the_founding_patient_is_valid_and_reads_back(r4, pipeline, path):
    if not path.is_file():
        pytest.skip("The founding patient lies beside the project and is not here.")
    review = pipeline.review(pipeline.open_list(path), source_name=path.name)
    content = fhir_bundle(review, pdf=b"%PDF-1.7")
    assert r4.faults(json.loads(content)) == []
    again = resolve_regimen(read_bytes(content, path.name, pipeline.vocabulary), pipeline.vocabulary)
    assert [(m.as_written, m.substances) for m in again.medications] == [(m.as_written, m.substances) for m in review.regimen.medications]


def test_the_bundle_of_sixty_drugs_is_valid(r4, sixty):
    assert r4.faults(json.loads(fhir_bundle(sixty))) == []


def test_the_bundle_of_an_empty_regimen_is_valid(r4, store):
    regimen = Regimen((), None)
    review = review_regimen(regimen, Patient(), store.knowledge_for(regimen))
    assert r4.faults(json.loads(fhir_bundle(review))) == []


def test_a_bundle_with_decisions_and_the_print_is_valid(r4, review):
    words = ("accept", "modify", "reject", "defer")
    made = {f.id: Decided(words[n % 4], "Kim", "2026-03-09", "as said") for n, f in enumerate(review.findings)}
    assert r4.faults(json.loads(fhir_bundle(review, made, b"%PDF-1.7"))) == []


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"status": None}, "status"),
        ({"status": "guessed"}, "status"),
        ({"severity": "terrible"}, "severity"),
        ({"colour": "red"}, "colour"),
        ({"patient": "p1"}, "patient"),
        ({"identifiedDateTime": "yesterday"}, "identifiedDateTime"),
        ({"mitigation": [{"date": "2026-01-01"}]}, "mitigation"),
    ],
)
def test_the_check_would_see_what_does_not_fit(r4, review, change, about):
    issue = next(e["resource"] for e in json.loads(fhir_bundle(review))["entry"] if e["resource"]["resourceType"] == "DetectedIssue")
    broken = {k: v for k, v in {**issue, **change}.items() if v is not None}
    assert any(about in fault for fault in r4.faults(broken)), r4.faults(broken)
