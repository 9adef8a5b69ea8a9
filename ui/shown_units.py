"""Laboratory values in the units that the workstation is set to: what was written stays, the other unit stands behind it. No Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from regimen_review.findings import Finding, Review
from regimen_review.knowledge import Measure
from regimen_review.patient import Patient
from regimen_review.rules.situation import readable_unit
from regimen_review.unit_system import shown_in
from ui.settings import Units


def in_units(patient: Patient, measures: Mapping[str, Measure], units: Units) -> Callable[[str], str]:
    """A call that takes a sentence of a review and writes the other unit behind each of the patient's values in it:
    ``hemoglobin 8.8 g/dL`` becomes ``hemoglobin 8.8 g/dL (88 g/L)``.
    """
    pairs = tuple((re.compile(re.escape(old) + r"(?![\w.]|\s\()"), new) for old, new in _values(patient, measures, units))

    def said(text: str) -> str:
        for old, new in pairs:
            text = old.sub(lambda _, new=new: new, text)  # type: ignore[misc]
        return text

    return said


def _values(patient: Patient, measures: Mapping[str, Measure], units: Units) -> Iterator[tuple[str, str]]:
    for observation in patient.observations:
        measure = measures.get(observation.measure or "")
        shown = shown_in(observation, measure, units)
        if measure is None or shown == observation or observation.value is None or shown.value is None:
            continue
        old = f"{measure.title} {observation.value:g} {readable_unit(observation.unit or measure.unit)}".strip()
        yield old, f"{old} ({shown.value:g} {readable_unit(shown.unit or '')})"


def review_in_units(review: Review, measures: Mapping[str, Measure], units: Units) -> Review:
    """A copy of a review for showing: its facts with the other unit behind the value. It is never kept or exported as data."""
    said = in_units(review.patient, measures, units)

    def shown(finding: Finding) -> Finding:
        because = tuple(replace(b, fact=said(b.fact)) for b in finding.because)
        members = tuple(shown(m) for m in finding.members)
        return replace(finding, because=because, condition_labels=tuple(map(said, finding.condition_labels)), members=members)

    return replace(review, findings=tuple(shown(f) for f in review.findings))
