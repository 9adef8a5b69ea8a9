"""Two preparations that must not meet: in one line, or on one wound."""

from __future__ import annotations

from regimen_review.rules.binding import check_pairs
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_incompatibilities(situation: Situation) -> Said:
    """Each pair of preparations against the incompatibility rules."""
    return check_pairs(situation, "incompatibility")
