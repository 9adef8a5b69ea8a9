"""A dose beyond or below what the drug, the age, the weight or the indication allows."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_doses(situation: Situation) -> Said:
    """Each drug against its dose rules, all entries that hold the substance added up."""
    return check_singles(situation, "dose")
