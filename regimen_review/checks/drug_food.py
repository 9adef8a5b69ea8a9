"""A drug and what is eaten, drunk or smoked."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_food(situation: Situation) -> Said:
    """Each drug with its food rules; shown as notes unless a rule says otherwise."""
    return check_singles(situation, "drug-food")
