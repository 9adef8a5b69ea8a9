"""A drug in a patient with a condition."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_conditions(situation: Situation) -> Said:
    """Each drug against the conditions on record; without a list of conditions the check says that it could not run."""
    return check_singles(situation, "drug-condition")
