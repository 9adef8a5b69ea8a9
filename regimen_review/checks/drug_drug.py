"""Two drugs together, by the rules that somebody wrote."""

from __future__ import annotations

from regimen_review.rules.binding import pairs, rules_of
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Situation


def check_drug_pairs(situation: Situation) -> Said:
    """Each pair against each written rule that fits it, modifying factors weighed on this patient."""
    said = Said()
    for rule in rules_of(situation, "drug-drug"):
        if not rule.inferred:
            for binding in pairs(rule, situation):
                said.add(fire(rule, binding, situation))
    return said
