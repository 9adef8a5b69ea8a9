"""A drug that treats what another drug of the list causes."""

from __future__ import annotations

from regimen_review.changing import changed
from regimen_review.findings import Because, Finding, Quiet
from regimen_review.rules.binding import pairs, rules_of
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.matching import first_day
from regimen_review.rules.outcome import Binding
from regimen_review.rules.situation import Situation


def check_cascades(situation: Situation) -> Said:
    """Each drug that causes something (``object``) with each that treats it (``precipitant``). What was taken first did not
    treat what came later: that pair is left quiet, and says so.
    """
    said = Said()
    for rule in rules_of(situation, "cascade"):
        for binding in pairs(rule, situation):
            finding = fire(rule, binding, situation)
            said.add(_in_order(finding, binding, situation) if isinstance(finding, Finding) else finding)
    return said


def _in_order(finding: Finding, binding: Binding, situation: Situation) -> Finding | Quiet:
    drugs = [binding[role][0].substance for role in ("object", "precipitant")]
    cause, remedy = (first_day(binding[role]) for role in ("object", "precipitant"))
    if cause is None or remedy is None:
        missing = (f"start of {drug}" for drug, day in zip(drugs, (cause, remedy), strict=True) if day is None)
        return changed(finding, questions=(*(q for q in finding.questions if q != "start dates"), *missing))
    names = [situation.name(drug) for drug in drugs]
    if remedy < cause:
        return Quiet(finding.drugs, f"{names[1]} was taken ({remedy}) before {names[0]} ({cause}): it does not treat an effect of it")
    started = tuple(Because(f"{name} started", day) for name, day in zip(names, (cause, remedy), strict=True))
    return changed(finding, because=tuple(dict.fromkeys((*finding.because, *started))))
