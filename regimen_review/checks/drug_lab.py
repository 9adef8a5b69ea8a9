"""A drug beside a laboratory value or vital sign."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_values(situation: Situation) -> Said:
    """Each drug against the latest values, converted to the base's units."""
    return check_singles(situation, "drug-lab")
