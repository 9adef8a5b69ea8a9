"""Drugs with which an error does the most harm."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_high_alert(situation: Situation) -> Said:
    """Each high-alert drug with what to write down about it."""
    return check_singles(situation, "high-alert")
