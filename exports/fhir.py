"""The review as a FHIR R4 (4.0.1) Bundle: the list, the patient's facts, a DetectedIssue for each finding, the print, provenance."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from exports.decided import OPEN, Decided, Decisions
from exports.digest import review_digest
from exports.fhir_list import Json, coding, concept, medication_statement, quantity, without_gaps
from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.knowledge import Kind, Severity
from regimen_review.patient import Allergy, Condition, Observation, Patient
from regimen_review.rules.firing import missing_words

_NAMESPACE = uuid.UUID("6b1e0a0e-6f1c-5f0f-9a3b-0a7f4c5d2e11")
_SEVERITY: dict[Severity, str] = {"contraindicated": "high", "major": "high", "moderate": "moderate", "minor": "low", "none": "low"}
_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_CODES: dict[Kind, tuple[str, str]] = {
    "drug-drug": ("DRG", "Drug Interaction Alert"), "multi-drug": ("DRG", "Drug Interaction Alert"), "duplicate": ("DUPTHPY", "Duplicate Therapy Alert"),
    "drug-condition": ("COND", "Condition Alert"), "drug-allergy": ("ALGY", "Allergy Alert"), "drug-lab": ("LABPT", "Lab Results Issue"),
    "drug-age": ("AGE", "Age Alert"), "dose": ("DOSE", "Dosage problem"), "timing": ("TIME", "timing detected issue"), "drug-food": ("FOOD", "Food Interaction Alert"),
    "pregnancy": ("COND", "Condition Alert"), "symptom": ("COND", "Condition Alert"), "cascade": ("DRG", "Drug Interaction Alert"),
}  # fmt: skip
DRAFT = "Draft rule: no professional has signed it."


@dataclass(frozen=True)
class _Bundle:
    """Names of resources within the bundle: ``urn:uuid`` addresses that are the same for the same review."""

    digest: str

    def url(self, name: str) -> str:
        """The address of a resource by its local name."""
        return f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{self.digest}/{name}')}"

    def reference(self, name: str, display: str = "") -> Json:
        """A reference to it."""
        return without_gaps({"reference": self.url(name), "display": display})

    def entry(self, name: str, resource: Json) -> Json:
        """Its entry in the bundle."""
        return {"fullUrl": self.url(name), "resource": without_gaps(resource)}


def _patient(patient: Patient) -> Json:
    return {
        "resourceType": "Patient",
        "identifier": [{"value": patient.identifier}] if patient.identifier else None,
        "name": [{"text": patient.name}] if patient.name else None,
        "gender": patient.sex,
        "birthDate": patient.birth_date.isoformat() if patient.birth_date else None,
    }


def _condition(condition: Condition, subject: Json) -> Json:
    status = "active" if condition.active else "inactive"
    return {
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": status}]},
        "code": concept(condition.text, condition.codes),
        "subject": subject,
        "onsetDateTime": condition.onset.isoformat() if condition.onset else None,
        "recordedDate": condition.recorded.isoformat() if condition.recorded else None,
    }


def _allergy(allergy: Allergy, subject: Json) -> Json:
    reaction = without_gaps({"manifestation": [{"text": allergy.reaction}] if allergy.reaction else None, "severity": allergy.severity})
    if reaction and "manifestation" not in reaction:
        reaction["manifestation"] = [{"text": "not told"}]
    return {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active"}]},
        "type": allergy.kind if allergy.kind != "unknown" else None,
        "code": concept(allergy.text, allergy.codes),
        "patient": subject,
        "recordedDate": allergy.recorded.isoformat() if allergy.recorded else None,
        "reaction": [reaction] if reaction else None,
    }


_NO_ALLERGY = {
    "coding": [{"system": "http://snomed.info/sct", "code": "716186003", "display": "No known allergy"}],
    "text": "No known allergies",
}


def _observation(o: Observation, subject: Json) -> Json:
    limits = without_gaps({"low": quantity(o.low, o.unit), "high": quantity(o.high, o.unit)})
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": concept(o.text, o.codes),
        "subject": subject,
        "effectiveDateTime": o.when.isoformat() if o.when else None,
        "valueQuantity": quantity(o.value, o.unit),
        "valueString": o.text_value if o.value is None else None,
        "referenceRange": [limits] if limits else None,
    }


def _said(patient: Patient) -> Iterator[Observation]:
    """Facts of the patient that FHIR keeps as observations, where the list's own observations do not hold them."""
    codes = {c.code for o in patient.observations for c in o.codes}
    loinc = [
        ("29463-7", "Body weight", patient.weight_kg, "kg", None),
        ("8302-2", "Body height", patient.height_cm, "cm", None),
        ("30525-0", "Age", patient.age_years if patient.birth_date is None else None, "a", None),
        ("82810-3", "Pregnancy status", None, None, {"pregnant": "pregnant", "not-pregnant": "not pregnant"}.get(patient.pregnancy or "")),
        ("72166-2", "Tobacco smoking status", None, None, {"current": "current smoker", "former": "former smoker", "never": "never smoker", "stopped-recently": "former smoker, stopped recently"}.get(patient.tobacco or "")),
    ]  # fmt: skip
    for code, text, value, unit, words in loinc:
        if (value is not None or words) and code not in codes:
            yield Observation(text, value, unit, words, codes=(coding("loinc", code),))
    for gene in patient.genotypes:
        shown = gene.phenotype if gene.phenotype in {"positive", "negative"} else f"{gene.phenotype} metabolizer"
        if not any(o.text_value and gene.gene in f"{o.text} {o.text_value}".lower() for o in patient.observations):
            yield Observation(gene.gene.upper(), text_value=shown, when=gene.when)


def _detail(f: Finding, review: Review) -> str:
    drugs = ", ".join(wording.drug(d, review.tall_man) for d in f.drugs)
    steps = " ".join(f"{n}. {s}" for n, s in enumerate(f.management, 1))
    missing = "; ".join(dict.fromkeys(map(missing_words, f.questions)))
    parts = (
        f"{f.headline}: {drugs}.", f"May happen: {f.consequence}." if f.consequence else "", f"Mechanism: {f.mechanism}." if f.mechanism else "",
        f"Suggested ({f.urgency or 'no date'}): {steps}" if steps else "", f"Not told: {missing}." if missing else "",
        f"Rule {f.rule_id} version {f.rule_version}.", DRAFT if f.rule_status == "draft" else "",
    )  # fmt: skip
    return " ".join(p for p in parts if p)


def _evidence(f: Finding) -> list[Json]:
    facts = [{"code": [{"text": text}]} for text in wording.because(f)]
    sources = [
        {
            "code": [
                {
                    "text": ("Source against: " if s.says == "refutes" else "Source: ")
                    + ", ".join(x for x in (s.title, s.section, s.date) if x)
                }
            ]
        }
        for s in f.sources
    ]
    return [*facts, *sources]


def _mitigation(f: Finding, made: Decided | None) -> list[Json]:
    """What was decided, or what is known to protect; suggestions are none, they stand in ``detail``."""
    found: list[Json] = []
    if f.intended and f.protects:
        found.append({"action": {"text": f"Known mitigating factor: intended, protects {f.protects}"}})
    if made and made.word in ("accept", "modify"):
        words = made.note or " ".join(f.management) or "accepted"
        who = f" ({', '.join(x for x in (made.who, f'by {made.by}' if made.by else '') if x)})" if made.who or made.by else ""
        found.append({"action": {"text": f"{made.word.capitalize()}ed: {words}{who}".replace("Modifyed", "Modified")}})
    return found


def _issue(f: Finding, review: Review, bundle: _Bundle, made: Decided | None) -> Json:
    code = _CODES.get(f.kind)
    concept_of = {"text": f.headline}
    known = {m.id for m in review.regimen.medications}
    # a mark of FHIR R4: status final for what was concluded, preliminary while the rule behind it is unsigned
    return {
        "resourceType": "DetectedIssue",
        "identifier": [{"system": "urn:regimen-review:finding", "value": f.id}],
        "status": "preliminary" if f.rule_status == "draft" else "final",
        "code": {"coding": [{"system": _ACT, "code": code[0], "display": code[1]}], **concept_of} if code else concept_of,
        "severity": _SEVERITY[f.severity],
        "patient": bundle.reference("patient"),
        "identifiedDateTime": review.as_of.isoformat() if review.as_of else None,
        "author": bundle.reference("device", "Regimen Review"),
        "implicated": [bundle.reference(m) for m in f.medications if m in known] or None,
        "evidence": _evidence(f) or None,
        "detail": _detail(f, review),
        "reference": next((s.url for s in f.sources if s.url.startswith("https://")), None),
        "mitigation": _mitigation(f, made) or None,
    }


def _facts(review: Review, bundle: _Bundle) -> Iterator[Json]:
    subject, patient = bundle.reference("patient"), review.patient
    yield bundle.entry("patient", _patient(patient))
    for n, condition in enumerate(patient.conditions, 1):
        yield bundle.entry(f"condition-{n}", _condition(condition, subject))
    for n, allergy in enumerate(patient.allergies, 1):
        yield bundle.entry(f"allergy-{n}", _allergy(allergy, subject))
    if patient.allergies_known and not patient.allergies:
        yield bundle.entry("no-allergy", {"resourceType": "AllergyIntolerance", "code": _NO_ALLERGY, "patient": subject})
    for n, o in enumerate((*patient.observations, *_said(patient)), 1):
        if o.value is not None or o.text_value:
            yield bundle.entry(f"observation-{n}", _observation(o, subject))
    for m in review.regimen.medications:
        yield bundle.entry(m.id, medication_statement(m, subject, review.as_of))


def _document(pdf: bytes, subject: Json, day: str, title: str) -> Json:
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "docStatus": "preliminary",
        "type": {"text": "Medication review"},
        "subject": subject,
        "date": day,
        "content": [
            {
                "attachment": {
                    "contentType": "application/pdf",
                    "data": base64.b64encode(pdf).decode(),
                    "title": title,
                    "size": len(pdf),
                    "hash": base64.b64encode(hashlib.sha1(pdf, usedforsecurity=False).digest()).decode(),
                }
            }
        ],
    }


def _provenance(review: Review, targets: list[str], day: str, bundle: _Bundle) -> Json:
    base = f"Knowledge base {review.knowledge_version}, sha256 {review.knowledge_sha256}"
    return {
        "resourceType": "Provenance",
        "target": [{"reference": t} for t in targets],
        "recorded": day,
        "activity": {"text": "Medication review by rules; a professional decides"},
        "agent": [{"type": {"text": "assembler"}, "who": bundle.reference("device", "Regimen Review")}],
        "entity": [
            {
                "role": "source",
                "what": {"identifier": {"system": "urn:regimen-review:base", "value": review.knowledge_sha256}, "display": base},
            }
        ],
    }


def _device(review: Review) -> Json:
    return {
        "resourceType": "Device",
        "deviceName": [{"name": "Regimen Review", "type": "user-friendly-name"}],
        "version": [{"value": f"base {review.knowledge_version}"}],
    }


def fhir_bundle(review: Review, decisions: Decisions = OPEN, pdf: bytes | None = None) -> bytes:
    """A Bundle of type collection, as JSON. ``pdf`` is the print that goes with it. Times of day are not known and are
    given as midnight UTC of the review's date; the same review gives the same bytes.
    """
    digest = review_digest(review)
    bundle, day = _Bundle(digest), f"{(review.as_of or review.knowledge_compiled or date(2000, 1, 1)).isoformat()}T00:00:00Z"
    entries = [bundle.entry("device", _device(review)), *_facts(review, bundle)]
    issues = [
        bundle.entry(f"issue-{n}", _issue(f, review, bundle, decisions.get(f.id)))
        for n, f in enumerate((m for top in review.findings for m in (top, *top.members)), 1)
    ]
    entries += issues
    targets = [e["fullUrl"] for e in issues]
    if pdf is not None:
        entries.append(bundle.entry("document", _document(pdf, bundle.reference("patient"), day, "Case-conference review")))
        targets.append(bundle.url("document"))
    if targets:
        entries.append(bundle.entry("provenance", _provenance(review, targets, day, bundle)))
    whole = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": day,
        "identifier": {"system": "urn:regimen-review:review", "value": digest},
        "entry": entries,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
