"""Drugs that must be taken apart, or at their own time of day or of the week."""

from __future__ import annotations

from regimen_review.rules.binding import pairs, rules_of, singles
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Situation


def check_timing(situation: Situation) -> Said:
    """Spacing rules of two drugs held against each pair, rules of one drug against each drug."""
    said = Said()
    for rule in rules_of(situation, "timing"):
        for binding in (pairs if len(rule.roles) == 2 else singles)(rule, situation):
            said.add(fire(rule, binding, situation))
    return said
