"""Whole patients and what an expert expects of their review.

``NAME.txt`` or ``NAME.fhir.json`` is the patient as written; ``NAME.toml`` beside it says what is expected:

    must = ["drug + drug | kind | word"]     a finding of this family of kinds names these drugs (of four or more: seven
                                             tenths) and holds the word, where one is given; kind ``any`` takes every kind
    quiet = ["drug + drug | why"]            no finding of act or review about exactly these drugs, unless marked as
                                             intended; ``| allow-review`` at the end: not at act
    unknown = ["name as written"]            names that must stay visible under "not checked"
    act_at_most, review_at_most              how many findings a tired reader is shown
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

from exports.plain import finding as as_plain
from regimen_review.findings import Finding, Review

HERE = Path(__file__).parent
TOGETHER = {"drug-drug", "multi-drug", "timing", "duplicate", "burden", "incompatibility"}
ABOUT_PATIENT = {"drug-condition", "drug-lab", "drug-age", "pregnancy", "renal-dose", "hepatic-dose", "dose"}
FAMILIES = {
    "drug-drug": TOGETHER,
    "multi-drug": {"multi-drug", "burden"},
    "burden": {"burden", "multi-drug", "duplicate", "drug-drug"},
    "timing": {"timing", "drug-drug"},
    "duplicate": TOGETHER,
    "incompatibility": {"incompatibility", "drug-drug"},
    "dose": {"dose", "renal-dose", "high-alert", "drug-age"},
    "renal-dose": ABOUT_PATIENT,
    "hepatic-dose": ABOUT_PATIENT,
    "drug-lab": ABOUT_PATIENT | {"monitoring"},
    "drug-condition": ABOUT_PATIENT | {"symptom", "no-indication"},
    "symptom": {"symptom"},
    "cascade": {"cascade", "drug-drug"},
    "no-indication": {"no-indication"},
    "drug-age": ABOUT_PATIENT | {"burden"},
    "pregnancy": {"pregnancy", "drug-condition"},
    "drug-allergy": {"drug-allergy"},
    "drug-food": {"drug-food"},
    "omitted": {"omitted", "monitoring"},
    "high-alert": {"high-alert", "dose", "monitoring"},
}
SHOWN = ("act", "review", "note")


@dataclass(frozen=True)
class Expectation:
    """One line of ``must`` or ``quiet``."""

    drugs: frozenset[str]
    rest: tuple[str, ...]
    written: str


@dataclass(frozen=True)
class ExpectedReview:
    """A patient's file and what its review must and must not say."""

    name: str
    file: Path
    must: tuple[Expectation, ...]
    quiet: tuple[Expectation, ...]
    unknown: tuple[str, ...]
    act_at_most: int
    review_at_most: int


def expectation(line: str) -> Expectation:
    drugs, *rest = (part.strip().lower() for part in line.split("|"))
    return Expectation(frozenset(d.strip() for d in drugs.split(" + ")), tuple(rest), line)


def patients() -> list[ExpectedReview]:
    return [_patient(path) for path in sorted(HERE.glob("*.toml"))]


def _patient(path: Path) -> ExpectedReview:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    file = next(f for ending in (".txt", ".fhir.json") if (f := path.with_name(path.stem + ending)).exists())
    return ExpectedReview(
        name=path.stem,
        file=file,
        must=tuple(expectation(m) for m in told["must"]),
        quiet=tuple(expectation(q) for q in told["quiet"]),
        unknown=tuple(told.get("unknown", ())),
        act_at_most=told.get("act_at_most", 10),
        review_at_most=told.get("review_at_most", 36),
    )


def words_of(finding: Finding) -> str:
    return str(as_plain(finding)).lower()


def meets(finding: Finding, wanted: Expectation) -> bool:
    kind, word = wanted.rest[0], wanted.rest[1] if len(wanted.rest) > 1 else ""
    if finding.tier not in SHOWN or (kind != "any" and finding.kind not in FAMILIES[kind]):
        return False
    least = math.ceil(0.7 * len(wanted.drugs)) if len(wanted.drugs) > 3 else len(wanted.drugs)
    return len(wanted.drugs & set(finding.drugs)) >= least and (not word or word in words_of(finding))


def missed(review: Review, patient: ExpectedReview) -> list[str]:
    return [m.written for m in patient.must if not any(meets(f, m) for f in review.findings)]


def loud(review: Review, patient: ExpectedReview) -> list[str]:
    """Quiet pairs that speak, each with the rule that does."""
    return [f"{q.written} <- {f.rule_id} {f.tier}" for q in patient.quiet for f in review.findings if _breaks(f, q)]


def _breaks(finding: Finding, quiet: Expectation) -> bool:
    tiers = ("act",) if "allow-review" in quiet.rest else ("act", "review")
    exactly = set(finding.drugs) == quiet.drugs and finding.kind in TOGETHER
    return exactly and finding.tier in tiers and not finding.intended and not ("allow-timing" in quiet.rest and finding.kind == "timing")
