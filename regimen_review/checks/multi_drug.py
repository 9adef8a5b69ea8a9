"""Three drugs and more that share one problem, or two in a patient with the third part: one finding."""

from __future__ import annotations

from regimen_review.rules.binding import parts, rules_of
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Situation


def check_combinations(situation: Situation) -> Said:
    """Each rule of several parts against the regimen; everything that fits a part is named in the one finding."""
    said = Said()
    for rule in rules_of(situation, "multi-drug"):
        for binding in parts(rule, situation):
            said.add(fire(rule, binding, situation))
    return said
