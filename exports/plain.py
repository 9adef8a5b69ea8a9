"""The public JSON of the commands: plain dicts in the shapes that other programs rely on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from exports.decided import Decisions
from regimen_review.findings import Finding, NotChecked, Quiet, Review
from regimen_review.knowledge import Evidence, Kind
from regimen_review.patient import MedicationList
from regimen_review.regimen import Candidate, Frequency, Ingredient, Medication, Quantity, Regimen, Resolution

Plain = dict[str, Any]

_ENDS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}
"""Signs that some readers take for the end of a line; JSON has them in texts only."""


def line(plain: Mapping[str, Any]) -> str:
    """One line of JSON Lines."""
    return json.dumps(plain, ensure_ascii=False, default=_other).translate(_ENDS)


def _other(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no JSON form")


def _quantity(amount: Quantity | None) -> Plain | None:
    if amount is None:
        return None
    plain: Plain = {"value": amount.value, "unit": amount.unit}
    return plain | ({"high": amount.high} if amount.high is not None else {})


def _frequency(often: Frequency | None) -> Plain | None:
    return None if often is None else {"times": often.times, "per": often.per, "unit": often.unit}


def _ingredient(part: Ingredient) -> Plain:
    plain: Plain = {"name": part.name, "rxcui": part.rxcui, "atc": list(part.atc)}
    return plain | ({"unspecified": True} if part.unspecified else {})


def _candidate(candidate: Candidate) -> Plain:
    return {"ingredients": list(candidate.ingredients), "score": round(candidate.score, 3), "label": candidate.label}


def resolution(as_written: str, settled: Resolution) -> Plain:
    """The answer of ``resolve`` for one name."""
    return {
        "as_written": as_written,
        "state": settled.state,
        "how": settled.how,
        "ingredients": [_ingredient(i) for i in settled.ingredients],
        "candidates": [_candidate(c) for c in settled.candidates],
        "why": settled.why,
    }


def medication(entry: Medication) -> Plain:
    """One entry of ``medications``."""
    statement, dosage = entry.statement, entry.statement.dosage
    return {
        "id": entry.id,
        "as_written": entry.as_written,
        "line": statement.place.line,
        "state": entry.resolution.state,
        "ingredients": [_ingredient(i) for i in entry.ingredients],
        "how": entry.resolution.how,
        "candidates": [_candidate(c) for c in entry.resolution.candidates],
        "why": entry.resolution.why,
        "status": statement.status,
        "dose": _quantity(dosage.dose or dosage.total_daily),
        "strength": _quantity(dosage.strength),
        "frequency": _frequency(dosage.frequency),
        "route": entry.route,
        "form": dosage.form,
        "prn": dosage.prn,
        "days": list(dosage.days),
        "times": list(dosage.times),
        "start": statement.start,
        "stop": statement.stop,
        "indication": statement.indication,
        "prescriber": statement.prescriber,
        "flags": list(statement.flags),
        "missing": [what for what, there in (("dose", dosage.dose or dosage.total_daily), ("frequency", dosage.frequency or dosage.total_daily), ("route", entry.route)) if not there],
    }  # fmt: skip


def medications(file: str, listing: MedicationList, regimen: Regimen) -> Plain:
    """The answer of ``medications`` for one file."""
    return {
        "file": file,
        "format": listing.format,
        "as_of": regimen.as_of,
        "medications": [medication(m) for m in regimen.medications],
        "left_out": list(listing.left_out),
        "asked": list(listing.asked),
    }


def _source(source: Evidence) -> Plain:
    return {"title": source.title, "section": source.section, "date": source.date, "url": source.url, "says": source.says}


_PUBLISHED: Mapping[Kind, Kind] = {"symptom": "drug-condition", "cascade": "drug-drug", "no-indication": "drug-condition"}
"""The kinds that other programs know are a closed list; a later kind goes by the nearest of them, and ``check`` names it."""


def finding(f: Finding) -> Plain:
    """One finding, its members in the same shape."""
    return {
        "id": f.id,
        "kind": _PUBLISHED.get(f.kind, f.kind),
        "check": f.kind,
        "tier": f.tier,
        "severity": f.severity,
        "action": f.action,
        "evidence": f.evidence,
        "basis": f.basis,
        "intended": f.intended,
        "protects": f.protects,
        "drugs": list(f.drugs),
        "object": f.object,
        "precipitant": f.precipitant,
        "members": [finding(m) for m in f.members],
        "headline": f.headline,
        "consequence": f.consequence,
        "mechanism": f.mechanism,
        "management": list(f.management),
        "urgency": f.urgency,
        "because": [{"fact": b.fact, "date": b.when} for b in f.because],
        "questions": list(f.questions),
        "factors": [{"says": x.says, "holds": x.holds, "effect": x.effect} for x in f.factors],
        "steps": [{"says": s.says, "source": s.source} for s in f.steps],
        "contributions": [{"what": c.what, "points": c.points, "why": c.why} for c in f.contributions],
        "score": f.score,
        "onset": f.onset,
        "frequency": f.frequency,
        "problem": f.problem,
        "conditions": list(f.condition_labels),
        "monitoring": [{"test": m.test, "when": m.when, "every_days": m.every_days, "act": m.act} for m in f.monitoring],
        "rule": {"id": f.rule_id, "version": f.rule_version, "status": f.rule_status, "updated": f.rule_updated},
        "sources": [_source(s) for s in f.sources],
        "disagreement": list(f.disagreement),
    }


def _quiet(q: Quiet) -> Plain:
    return {"drugs": list(q.drugs), "why": q.why, "rule": q.rule_id or None}


def _not_checked(n: NotChecked) -> Plain:
    return {"what": n.what, "why": n.why, "missing": n.missing, "decides": n.decides}


def review(file: str, answer: Review) -> Plain:
    """The answer of ``check`` for one file."""
    patient = answer.patient
    return {
        "file": file,
        "knowledge": {"version": answer.knowledge_version, "sha256": answer.knowledge_sha256},
        "as_of": answer.as_of,
        "patient": {
            "age": patient.age(answer.as_of),
            "sex": patient.sex,
            "weight_kg": patient.weight_kg,
            "conditions": [{"text": c.text, "concepts": list(c.concepts)} for c in patient.conditions],
            "allergies": [{"text": a.text, "targets": list(a.targets)} for a in patient.allergies],
            "observations": [{"text": o.text, "measure": o.measure, "value": o.value, "unit": o.unit, "date": o.when} for o in patient.observations],
        },
        "medications": [medication(m) for m in answer.regimen.medications],
        "findings": [finding(f) for f in answer.findings],
        "quiet": [_quiet(q) for q in answer.quiet],
        "not_checked": [_not_checked(n) for n in answer.not_checked],
        "left_out": list(answer.left_out),
    }  # fmt: skip


def saved(decisions: Decisions, question: str, knowledge: str, changed: tuple[str, ...]) -> Plain:
    """What a saved review adds: decisions, the question, the base it was saved with, and what another base changed since."""
    made = [{"finding": key, "decision": d.word, "who": d.who, "by": d.by, "note": d.note} for key, d in decisions.items()]
    return {"decisions": made, "question": question, "knowledge": knowledge, "changed": list(changed)}
