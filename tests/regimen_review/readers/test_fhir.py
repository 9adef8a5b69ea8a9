"""FHIR in its versions and its faults."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regimen_review.errors import UserError
from regimen_review.patient import MedicationList
from regimen_review.readers import read_text
from regimen_review.regimen import Frequency, Quantity

NOISE = {
    "resource": {"resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": {"text": "Noisoline 5 mg tablet"}}
}


def bundle(*resources: dict[str, Any]) -> MedicationList:
    entries = [r if "resource" in r else {"resource": r} for r in resources]
    return read_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [*entries, NOISE]}))


def only(found: MedicationList) -> Any:
    return next(s for s in found.statements if "Noisoline" not in s.name)


def statement(**fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": {"text": "Zelphar 10 mg tablet"},
        **fields,
    }


def test_a_contained_medication_is_found_by_its_local_reference() -> None:
    found = bundle(
        {
            "resourceType": "MedicationRequest",
            "status": "active",
            "medicationReference": {"reference": "#m"},
            "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Zelphar"}}],
        }
    )
    assert only(found).name == "Zelphar"


@pytest.mark.parametrize(
    "reference", ["Medication/m1", "urn:uuid:m1", "https://example.org/fhir/Medication/m1", "Medication/m1/_history/2"]
)
def test_a_medication_elsewhere_in_the_bundle_is_found(reference: str) -> None:
    medication = {"fullUrl": "urn:uuid:m1", "resource": {"resourceType": "Medication", "id": "m1", "code": {"text": "Zelphar"}}}
    assert (
        only(
            bundle({"resourceType": "MedicationRequest", "status": "active", "medicationReference": {"reference": reference}}, medication)
        ).name
        == "Zelphar"
    )


def test_a_dangling_reference_is_said_and_the_rest_is_read() -> None:
    found = bundle(
        {
            "resourceType": "MedicationRequest",
            "status": "active",
            "medicationReference": {"reference": "Medication/gone"},
            "dosageInstruction": [{"text": "1 drop daily"}],
        }
    )
    assert [s.name for s in found.statements] == ["Noisoline 5 mg tablet"]
    assert "Medication/gone" in found.left_out[0]
    assert "1 drop daily" in found.left_out[0]


def test_a_reference_with_a_display_is_enough() -> None:
    assert (
        only(
            bundle(
                {
                    "resourceType": "MedicationRequest",
                    "status": "active",
                    "medicationReference": {"reference": "Medication/gone", "display": "Zelphar"},
                }
            )
        ).name
        == "Zelphar"
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "active"}, "active"),
        ({"status": "stopped"}, "stopped"),
        ({"status": "on-hold"}, "on-hold"),
        ({"status": "entered-in-error"}, "cancelled"),
        ({"status": "active", "wasNotTaken": True}, "not-taken"),
        ({"status": "active", "taken": "n"}, "not-taken"),
        ({"status": "recorded"}, "active"),
        ({"status": "recorded", "adherence": {"code": {"coding": [{"code": "not-taking"}]}}}, "not-taken"),
        ({"status": "active", "dosage": [{"asNeededBoolean": True}]}, "prn"),
        ({"status": "intended"}, "planned"),
    ],
)
def test_statuses_of_every_version(fields: dict[str, Any], status: str) -> None:
    assert only(bundle(statement(**fields))).status == status


def test_an_order_not_to_give_is_cancelled() -> None:
    found = bundle(
        {"resourceType": "MedicationRequest", "status": "active", "doNotPerform": True, "medicationCodeableConcept": {"text": "Zelphar"}}
    )
    assert only(found).status == "cancelled"


def test_a_statement_and_an_order_for_one_drug_are_one_medication_with_two_places() -> None:
    order = {"resourceType": "MedicationRequest", "status": "active", "medicationCodeableConcept": {"text": "Zelphar 10 mg tablet"}}
    found = bundle(statement(), order)
    assert len([s for s in found.statements if s.name.startswith("Zelphar")]) == 1
    assert len(only(found).sources) == 1


def test_a_structured_dosage_is_read() -> None:
    dosage = {
        "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon"]}},
        "doseAndRate": [{"doseQuantity": {"value": 15, "unit": "mg"}}],
        "route": {"coding": [{"system": "http://snomed.info/sct", "code": "34206005"}]},
    }
    read = only(bundle(statement(dosage=[dosage]))).dosage
    assert (read.dose, read.frequency, read.days, read.route) == (Quantity(15, "mg"), Frequency(1, 1, "wk"), (1,), "subcutaneous")


def test_no_known_medications_is_no_medication() -> None:
    found = bundle(
        statement(medicationCodeableConcept={"coding": [{"code": "no-known-medications"}], "text": "No known current medications"})
    )
    assert len(found.statements) == 1


def test_the_patient_is_read_with_all_components() -> None:
    found = bundle(
        {"resourceType": "Patient", "gender": "female", "birthDate": "1950-02-03"},
        {"resourceType": "Condition", "clinicalStatus": {"coding": [{"code": "resolved"}]}, "code": {"text": "Gout"}},
        {"resourceType": "Condition", "verificationStatus": {"coding": [{"code": "refuted"}]}, "code": {"text": "Asthma"}},
        {
            "resourceType": "AllergyIntolerance",
            "code": {"text": "Dorvex"},
            "criticality": "high",
            "reaction": [{"manifestation": [{"text": "Wheeze"}]}],
        },
        {
            "resourceType": "Observation",
            "status": "final",
            "effectiveDateTime": "2026-01-02",
            "code": {"text": "BP"},
            "component": [
                {"code": {"text": "Systolic"}, "valueQuantity": {"value": 140, "unit": "mm[Hg]"}},
                {"code": {"text": "Diastolic"}, "valueQuantity": {"value": 80, "unit": "mm[Hg]"}},
            ],
        },
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
            "valueQuantity": {"value": 60, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
        },
    )
    patient = found.patient
    assert (patient.sex, patient.birth_date, patient.weight_kg) == ("female", date(1950, 2, 3), 60)
    assert [(c.text, c.active) for c in patient.conditions] == [("Gout", False)]
    assert [(a.text, a.reaction, a.severity) for a in patient.allergies] == [("Dorvex", "Wheeze", "severe")]
    assert [(o.text, o.value) for o in patient.observations][:2] == [("Systolic", 140), ("Diastolic", 80)]


def test_xml_says_the_same_as_json() -> None:
    xml = '<MedicationStatement xmlns="http://hl7.org/fhir"><status value="stopped"/><medicationCodeableConcept><text value="Zelphar"/></medicationCodeableConcept><dosage><asNeededBoolean value="true"/><text value="5 mg twice daily"/></dosage></MedicationStatement>'
    found = read_text(xml)
    assert [(s.name, s.status, s.dosage.dose) for s in found.statements] == [("Zelphar", "stopped", Quantity(5, "mg"))]


def test_a_bundle_that_breaks_off_gives_its_whole_entries_and_says_so() -> None:
    text = json.dumps({"resourceType": "Bundle", "entry": [{"resource": statement()}, NOISE, {"resource": statement(status="stopped")}]})
    found = read_text(text[:-60])
    assert len(found.statements) == 2
    assert "damaged" in found.left_out[0]


def test_one_broken_entry_leaves_the_others() -> None:
    found = bundle(statement(medicationCodeableConcept=7), statement(dosage="x", effectivePeriod=[None]))
    assert any("Noisoline" in s.name for s in found.statements)
    assert any("Zelphar" in s.name for s in found.statements)


def test_deep_nesting_is_refused_with_a_sentence() -> None:
    with pytest.raises(UserError, match="nested too deeply"):
        read_text('{"resourceType":"Bundle","entry":' + "[" * 100_000)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda c: (
        st.lists(c, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "text",
                    "coding",
                    "code",
                    "value",
                    "status",
                    "reference",
                    "dosage",
                    "timing",
                    "repeat",
                    "period",
                    "contained",
                    "entry",
                    "resource",
                    "display",
                ]
            ),
            c,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    JSON,
    JSON,
    JSON,
    st.sampled_from(
        ["MedicationStatement", "MedicationRequest", "Condition", "AllergyIntolerance", "Observation", "Patient", "List", "Medication"]
    ),
)
def test_no_content_breaks_the_reader(a: Any, b: Any, c: Any, kind: str) -> None:
    odd = {
        "resourceType": kind,
        "status": a,
        "code": b,
        "medicationCodeableConcept": b,
        "dosage": c,
        "valueQuantity": c,
        "reaction": a,
        "entry": c,
        "name": a,
        "contained": c,
        "component": b,
        "medicationReference": a,
    }
    found = read_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": odd}, NOISE]}))
    assert any("Noisoline" in s.name for s in found.statements)
