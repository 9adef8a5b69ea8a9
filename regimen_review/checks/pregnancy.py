"""A drug that can harm a pregnancy or a nursling."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_pregnancy(situation: Situation) -> Said:
    """Each drug against the pregnancy rules, for a patient who is or could be pregnant or who breastfeeds."""
    return Said() if situation.patient.sex == "male" else check_singles(situation, "pregnancy")
