"""The FHIR bundle: whole, without dangling references, and read back in as the list and patient that went out."""

import base64
import json
from dataclasses import replace
from datetime import date

from exports.decided import Decided
from exports.fhir import fhir_bundle
from interaction_db.examples import patient_of
from regimen_review.patient import Allergy, Condition, Observation
from regimen_review.readers import read_bytes
from regimen_review.regimen import (
    Dosage,
    Frequency,
    MedicationStatement,
    Quantity,
    Regimen,
)
from regimen_review.resolve import resolve_patient, resolve_regimen
from regimen_review.review import review_regimen
from tests.conftest import a_regimen

REQUIRED = {
    "Patient": (), "Condition": ("subject",), "AllergyIntolerance": ("patient",), "Observation": ("status", "code"),
    "MedicationStatement": ("status", "subject", "medicationCodeableConcept"), "DetectedIssue": ("status",), "Device": (),
    "DocumentReference": ("status", "content"), "Provenance": ("target", "recorded", "agent"),
}  # fmt: skip


def resources(review, **more) -> list[dict]:
    return [e["resource"] for e in json.loads(fhir_bundle(review, **more))["entry"]]


def of_kind(review, kind: str, **more) -> list[dict]:
    return [r for r in resources(review, **more) if r["resourceType"] == kind]


def _walk(value):
    yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _walk(part)


def test_nothing_in_the_bundle_is_empty_and_every_reference_leads_somewhere(review):
    bundle = json.loads(fhir_bundle(review, pdf=b"%PDF-1.7"))
    addresses = {e["fullUrl"] for e in bundle["entry"]}
    assert len(addresses) == len(bundle["entry"])
    for value in _walk(bundle):
        assert value not in (None, "", [], {})
        if isinstance(value, dict) and "reference" in value and str(value["reference"]).startswith("urn:"):
            assert value["reference"] in addresses


def test_every_resource_has_its_required_elements(review):
    for resource in resources(review, pdf=b"%PDF-1.7"):
        assert all(name in resource for name in REQUIRED[resource["resourceType"]]), resource


def test_every_finding_is_an_issue_with_what_implicates_it(review):
    issues = of_kind(review, "DetectedIssue")
    every = [m for f in review.findings for m in (f, *f.members)]
    assert [i["identifier"][0]["value"] for i in issues] == [f.id for f in every]
    for issue, finding in zip(issues, every, strict=True):
        assert len(issue.get("implicated", ())) == len(finding.medications)
        assert issue["severity"] in {"high", "moderate", "low"}
        assert issue["status"] == ("preliminary" if finding.rule_status == "draft" else "final")
        assert all(step in issue["detail"] for step in finding.management)
        sources = [e["code"][0]["text"] for e in issue.get("evidence", ())]
        assert all(any(s.title in text for text in sources) for s in finding.sources)


def test_only_what_was_decided_or_protects_is_a_mitigation(review):
    finding = review.in_tier("act")[0]
    made = {finding.id: Decided("accept", who="Kim", by="2026-03-09", note="INR on Thursday")}
    issues = {i["identifier"][0]["value"]: i for i in of_kind(review, "DetectedIssue", decisions=made)}
    assert "INR on Thursday" in issues[finding.id]["mitigation"][0]["action"]["text"]
    assert "mitigation" not in {i["identifier"][0]["value"]: i for i in of_kind(review, "DetectedIssue")}[finding.id]


def test_the_print_and_where_it_comes_from_are_in_it(review):
    document = of_kind(review, "DocumentReference", pdf=b"%PDF-1.7 x")[0]
    assert base64.b64decode(document["content"][0]["attachment"]["data"]) == b"%PDF-1.7 x"
    provenance = of_kind(review, "Provenance")[0]
    assert provenance["entity"][0]["what"]["identifier"]["value"] == review.knowledge_sha256
    assert len(provenance["target"]) == len(of_kind(review, "DetectedIssue"))


def test_the_same_review_gives_the_same_bundle(review):
    assert fhir_bundle(review) == fhir_bundle(review)


# --- back in


def _again(review, vocabulary):
    listing = read_bytes(fhir_bundle(review), "own.fhir.json", vocabulary)
    return listing, resolve_regimen(listing, vocabulary), resolve_patient(listing.patient, vocabulary)


def test_the_list_reads_back_in_as_it_went_out(store):
    drugs = ("warfarin | 5 mg | 1/d | oral", "methotrexate | 12.5 mg | 1/wk | oral", "tramadol | 50 mg | 4/d | prn", "diclofenac | topical",
             "digoxin | stopped 2025-11-03", "prednisone | 20 mg | 1/d | for lupus", "vancomycin | 1 g | 2/d | intravenous")  # fmt: skip
    regimen = a_regimen(*drugs)
    patient = patient_of({"age": 60})
    review = review_regimen(regimen, patient, store.knowledge_for(regimen, patient))
    _, again, _ = _again(review, store.vocabulary())
    for before, after in zip(regimen.medications, again.medications, strict=True):
        assert after.substances == before.substances
        assert after.route == before.route
        one, two = before.statement, after.statement
        assert (one.dosage.dose, one.dosage.frequency, one.dosage.prn) == (two.dosage.dose, two.dosage.frequency, two.dosage.prn)
        assert (one.start, one.stop, one.indication) == (two.start, two.stop, two.indication)
        assert after.current == before.current
    assert again.as_of == regimen.as_of


def test_clock_times_weekdays_ranges_and_limits_survive(store):
    dosage = Dosage(
        dose=Quantity(1, "{tablet}", 2), frequency=Frequency(3, 1, "wk"), days=(1, 3, 5), times=("08:00",), max_daily=Quantity(4, "g"),
        route="oral", duration_days=10,
    )  # fmt: skip
    entry = replace(
        a_regimen("acetaminophen").medications[0], statement=MedicationStatement("acetaminophen", "acetaminophen", dosage=dosage)
    )
    regimen = Regimen((entry,), date(2026, 1, 1))
    review = review_regimen(regimen, patient_of({}), store.knowledge_for(regimen))
    back = _again(review, store.vocabulary())[1].medications[0].statement.dosage
    for part in ("dose", "frequency", "days", "times", "max_daily", "route", "duration_days"):
        assert getattr(back, part) == getattr(dosage, part), part


def test_an_unknown_name_comes_back_unknown_and_in_the_same_words(review, store):
    _, again, _ = _again(review, store.vocabulary())
    last = again.medications[-1]
    assert last.resolution.state in ("confirm", "unresolved")
    assert not last.substances
    assert last.as_written == "xqzzy forte 5 mg daily"


def test_the_patients_facts_come_back(store):
    patient = replace(
        patient_of({"sex": "male"}),
        birth_date=date(1950, 4, 5), weight_kg=81.5, name="Žofie Ångström", identifier="77-1", conditions=(Condition("gout"), Condition("old fracture", active=False)),
        allergies=(Allergy("penicillin", "hives", severity="severe"),), observations=(Observation("potassium", 5.6, "mmol/L", when=date(2025, 12, 30)),),
        tobacco="current",
    )  # fmt: skip
    regimen = a_regimen("warfarin")
    review = review_regimen(regimen, patient, store.knowledge_for(regimen, patient))
    listing, _, back = _again(review, store.vocabulary())
    assert (back.sex, back.birth_date, back.weight_kg, back.name, back.identifier, back.tobacco) == (
        "male",
        date(1950, 4, 5),
        81.5,
        "Žofie Ångström",
        "77-1",
        "current",
    )
    assert [(c.text, c.active) for c in back.conditions] == [("gout", True), ("old fracture", False)]
    assert [(a.text, a.reaction, a.severity) for a in back.allergies] == [("penicillin", "hives", "severe")]
    assert ("potassium", 5.6, "mmol/L", date(2025, 12, 30)) in [(o.text, o.value, o.unit, o.when) for o in back.observations]
    assert not listing.left_out


def test_no_known_allergies_is_not_the_same_as_not_asked(store):
    for known in (True, False):
        patient = replace(patient_of({}), allergies_known=known)
        regimen = a_regimen("warfarin")
        review = review_regimen(regimen, patient, store.knowledge_for(regimen, patient))
        assert _again(review, store.vocabulary())[2].allergies_known is known
