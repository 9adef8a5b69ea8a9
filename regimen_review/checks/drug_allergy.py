"""A drug in a patient who reacted to it or to a relative of it."""

from __future__ import annotations

from regimen_review.rules.binding import rules_of, singles, taken
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Situation


def check_allergies(situation: Situation) -> Said:
    """Each drug against the recorded allergies and intolerances, with cross-reactivity as the rules state it; by the rules
    that name no drug, each drug against a record of the drug itself. Those give way, when all is folded, to a rule that
    speaks of its class.
    """
    said = Said()
    for rule in rules_of(situation, "drug-allergy"):
        every = ({"drug": exposures} for exposures in taken(situation).values())
        for binding in every if rule.every_drug else singles(rule, situation):
            said.add(fire(rule, binding, situation))
    return said
