"""A drug in a patient with a known genotype."""

from __future__ import annotations

from regimen_review.rules.binding import check_singles
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation


def check_genes(situation: Situation) -> Said:
    """Each drug against the genotypes on record."""
    return check_singles(situation, "pharmacogenomic")
