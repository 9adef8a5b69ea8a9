"""Drugs with which an error does the most harm."""

from __future__ import annotations

from regimen_review.rules.binding import pairs, rules_of, singles
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Situation


def check_high_alert(situation: Situation) -> Said:
    """Each high-alert drug with what to write down about it; pairs where the danger lies in stopping the partner."""
    said = Said()
    for rule in rules_of(situation, "high-alert"):
        for binding in (pairs if len(rule.roles) == 2 else singles)(rule, situation):
            said.add(fire(rule, binding, situation))
    return said
