"""What belongs beside a drug or a condition and is not on the list."""

from __future__ import annotations

from regimen_review.rules.binding import rules_of
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Situation
from regimen_review.rules.terms import ruled_out


def check_omissions(situation: Situation) -> Said:
    """One finding a rule with all drugs that call for the missing one; none where one of the missing is taken. A rule
    that speaks of a condition alone needs no drug.
    """
    said = Said()
    for rule in rules_of(situation, "omitted"):
        if ruled_out(rule, situation):
            continue
        found = tuple(e for e in situation.filling(rule.roles[0]) if not e.lingering)
        if (found or rule.alone) and not any(not e.lingering for e in situation.fitting_texts(rule.missing)):
            said.add(fire(rule, {rule.roles[0].name: found}, situation))
    return said
