"""Tests that a drug asks for and that are not on record, or are too old."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_monitoring(situation: Situation) -> Said:
    """Each drug against its monitoring rules; what is asked for feeds the monitoring calendar."""
    return check_singles(situation, "monitoring")
