"""A complaint on record that a drug of the list is known to cause."""

from __future__ import annotations

from itertools import chain

from regimen_review.changing import changed
from regimen_review.findings import Because, Finding, Quiet
from regimen_review.rules.binding import rules_of, singles
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.matching import first_day
from regimen_review.rules.outcome import Binding
from regimen_review.rules.situation import Situation


def check_symptoms(situation: Situation) -> Said:
    """Each drug against the complaints it is known for. A drug that came after the complaint did not cause it; where a date
    is missing, the order is a question.
    """
    said = Said()
    for rule in rules_of(situation, "symptom"):
        for binding in singles(rule, situation):
            finding = fire(rule, binding, situation)
            said.add(_in_order(finding, binding, situation) if isinstance(finding, Finding) else finding)
    return said


def _in_order(finding: Finding, binding: Binding, situation: Situation) -> Finding | Quiet:
    complaint = next((situation.conditions[c] for c in finding.conditions if c in situation.conditions), None)
    if complaint is None:
        return finding
    name = situation.name(finding.drugs[0])
    started = first_day(tuple(chain.from_iterable(binding.values())))
    there = complaint.onset or complaint.recorded
    if started and there and there < started:
        return Quiet(finding.drugs, f"{complaint.text} was there ({there}) before {name} was started ({started})")
    if started and complaint.onset:
        return changed(finding, because=(*finding.because, Because(f"{name} was started before", started)))
    missing = () if started else (f"start of {finding.drugs[0]}",)
    unknown = () if complaint.onset else (f"onset of {complaint.text}",)
    return changed(finding, questions=(*finding.questions, *missing, *unknown))
