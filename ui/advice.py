"""Drugs that are not on the list, judged for this patient: alternatives to one, and those not to add. No Qt."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from regimen_review.findings import Review
from regimen_review.plans.alternatives import Alternatives
from regimen_review.plans.dont_add import DoNotAdd
from regimen_review.progress import Progress


@runtime_checkable
class Advises(Protocol):
    """A pipeline that can judge drugs beyond the list; both calls may be stopped through ``report``."""

    def alternatives(self, review: Review, medication_id: str, report: Progress) -> Alternatives:
        """Alternatives to one entry, the best first. Raises UserError, Cancelled."""

    def do_not_add(self, review: Review, report: Progress) -> DoNotAdd:
        """Common drugs that would bring a finding to decide today. Raises Cancelled."""
