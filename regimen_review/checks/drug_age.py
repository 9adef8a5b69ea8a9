"""A drug in a patient of an age at which it is used otherwise or not at all."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_ages(situation: Situation) -> Said:
    """Each drug against the age rules; each rule gates itself by age."""
    return check_singles(situation, "drug-age")
