"""Whole patients, from the note as a clinician wrote it to the review: what must be found is found, what belongs together
stays quiet, few things ask for a decision today, and nothing that was written gets lost unseen.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from regimen_review.narrative import concepts_in
from tests.cases.expected import ExpectedReview, loud, missed, patients
from tests.conftest import SHARED
from ui.pipeline import Pipeline

ALL = patients()
SCORE = SHARED / "score" / "score_cases.py"


@pytest.fixture(scope="session")
def pipeline(base_file):
    return Pipeline(base_file)


@pytest.fixture(scope="session")
def review_of(pipeline):
    done = {}

    def review(patient: ExpectedReview):
        if patient.name not in done:
            done[patient.name] = pipeline.review(pipeline.open_list(patient.file), source_name=patient.name)
        return done[patient.name]

    return review


every_patient = pytest.mark.parametrize("patient", ALL, ids=lambda p: p.name)


@every_patient
def test_what_an_expert_expects_is_found(review_of, patient):
    assert missed(review_of(patient), patient) == []


@every_patient
def test_what_belongs_together_stays_quiet(review_of, patient):
    assert loud(review_of(patient), patient) == []


@every_patient
def test_few_findings_ask_for_a_decision_today(review_of, patient):
    tiers = [f.tier for f in review_of(patient).findings]
    assert tiers.count("act") <= patient.act_at_most
    assert tiers.count("review") <= patient.review_at_most


@every_patient
def test_a_name_that_was_not_recognised_is_said(review_of, patient):
    review = review_of(patient)
    said = " ".join(n.what for n in review.not_checked)
    unsettled = [m.as_written for m in review.regimen.unsettled() if m.current]
    assert [name for name in (*unsettled, *patient.unknown) if name not in said] == []


@every_patient
def test_no_line_with_a_dose_is_lost(pipeline, patient):
    """Every known medicine that stands at the start of a line is in the regimen, in whatever state."""
    listing = pipeline.open_list(patient.file)
    lines = {s.place.line for s in listing.statements}
    vocabulary = pipeline.vocabulary
    for number, line in enumerate(patient.file.read_text(encoding="utf-8").splitlines(), 1):
        first = line.strip(" -*\t").lower().split(" ")[0].strip(",:")
        names_a_drug = any(e.ingredients for e in vocabulary.names.get(first, ()))
        if names_a_drug and re.search(r"\d ?mg\b(?!/)", line) and not concepts_in(line, vocabulary):
            assert number in lines, line


def test_on_average_few_findings_are_shown(review_of):
    counts = [[f.tier for f in review_of(p).findings] for p in ALL]
    assert sum(c.count("act") for c in counts) / len(counts) <= 8
    assert sum(c.count("review") for c in counts) / len(counts) <= 20


@pytest.mark.skipif(not SCORE.exists(), reason="the reference patients are not beside this tree")
@pytest.mark.parametrize("form", [[], ["--text"]], ids=["fhir", "text"])
def test_the_reference_patients_are_met(form):
    command = [sys.executable, str(SCORE), str(SHARED / "cases"), "--min-must", "0.95", "--max-quiet", "0", *form]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parents[2])
    assert done.returncode == 0, done.stdout
