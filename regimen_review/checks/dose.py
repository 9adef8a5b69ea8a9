"""A dose beyond or below what the drug, the age, the weight or the indication allows."""

from __future__ import annotations

from regimen_review.findings import NotChecked
from regimen_review.rules.binding import pairs, rules_of, singles
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Situation

ADULT = 18
"""Years from which the base's dose limits hold."""
ADULTS_ONLY = "the base's dose limits are for adults; check each dose by age and weight"


def check_doses(situation: Situation) -> Said:
    """Each drug against its dose rules, all entries that hold the substance added up. A limit that another drug sets
    (citalopram beside a CYP2C19 inhibitor) has the roles of a pair and names both.
    """
    said = Said()
    for rule in rules_of(situation, "dose"):
        for binding in (pairs if len(rule.roles) == 2 else singles)(rule, situation):
            said.add(fire(rule, binding, situation))
    if situation.age is not None and situation.age < ADULT and situation.exposures:
        said.not_checked.append(NotChecked("dose limits: all drugs", ADULTS_ONLY))
    return said
