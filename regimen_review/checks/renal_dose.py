"""A drug whose dose depends on the kidneys."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_kidney_doses(situation: Situation) -> Said:
    """Each drug against creatinine clearance (Cockcroft-Gault) or eGFR, as its rule asks."""
    return check_singles(situation, "renal-dose")
