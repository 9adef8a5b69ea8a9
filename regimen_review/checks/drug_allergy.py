"""A drug in a patient who reacted to it or to a relative of it."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_allergies(situation: Situation) -> Said:
    """Each drug against the recorded allergies and intolerances, with cross-reactivity as the rules state it."""
    return check_singles(situation, "drug-allergy")
