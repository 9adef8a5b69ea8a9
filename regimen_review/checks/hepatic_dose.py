"""A drug whose dose depends on the liver."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_liver_doses(situation: Situation) -> Said:
    """Each drug against the Child-Pugh class or the liver conditions on record."""
    return check_singles(situation, "hepatic-dose")
