"""What a decision can carry out by itself: the change of the list that it names, or the day on which a test is due. No Qt.

Every change goes through :class:`ui.trial.Trial`, as one that is tried in What if does, and is one edit that can be undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from regimen_review.findings import Finding, Review
from regimen_review.regimen import Medication
from ui.decisions import Decision
from ui.trial import Trial

Act = Literal["stop", "dose", "swap", "add", "monitor", "space"]
ACTS: tuple[Act, ...] = ("stop", "dose", "swap", "add", "monitor", "space")
ASKS: frozenset[Act] = frozenset({"dose", "swap", "add"})
"""Acts that need words: the entry as it is to be written."""


@dataclass(frozen=True)
class Offer:
    """One act that a decision names. ``medications`` are the entries it changes; ``tests`` and ``by`` are those of monitoring,
    ``text`` is what an entry says now, to be edited.
    """

    act: Act
    medications: tuple[Medication, ...] = ()
    text: str = ""
    tests: tuple[str, ...] = ()
    by: date | None = None


def holders(drug: str, review: Review) -> tuple[Medication, ...]:
    """The current entries that hold a substance, combinations too."""
    return tuple(m for m in review.regimen.current() if drug in m.substances)


def offer_of(decision: Decision | None, finding: Finding, review: Review, today: date) -> Offer | None:
    """What an accepted or modified decision offers to do now; None where there is nothing left for the list to change."""
    if decision is None or decision.verdict not in ("accept", "modify"):
        return None
    code, _, drug = decision.reason.partition(":")
    act = next((a for a in ACTS if a == code), None)
    if act is None:
        return None
    if act == "monitor":
        return _monitoring(decision, finding, today)
    if act in ("add", "space"):
        return Offer(act)
    entries = holders(drug, review)
    changed = act == "dose" and decision.was and all(m.as_written != decision.was for m in entries)
    if not entries or changed:
        return None
    return Offer(act, entries if act == "stop" else entries[:1], " ".join(entries[0].as_written.split()) if act == "dose" else "")


def _monitoring(decision: Decision, finding: Finding, today: date) -> Offer | None:
    """The tests of a finding and its parts, and the day on which the first of them is due."""
    items = [item for part in (finding, *finding.members) for item in part.monitoring]
    days = [d for item in items for d in (item.first_days, item.every_days) if d is not None]
    if not items or decision.by is not None:
        return None
    by = today + timedelta(days=round(min(days))) if days else None
    return Offer("monitor", tests=tuple(dict.fromkeys(item.test for item in items)), by=by) if by else None


def trial_of(offer: Offer, places: Sequence[int], text: str = "") -> Trial:
    """The change of the list; ``places`` are the indices of the offer's entries, ``text`` what was written where it asks."""
    if offer.act == "stop":
        return Trial(frozenset(places))
    if offer.act == "add":
        return Trial(adds=(text,))
    return Trial(swaps={places[0]: text})


def planned(decision: Decision, offer: Offer) -> Decision:
    """The decision with the day and the tests of monitoring written into it; a note that is there stays."""
    note = "; ".join(filter(None, (decision.note, ", ".join(offer.tests))))
    return replace(decision, by=offer.by, note=note)


def as_decided(decision: Decision, finding: Finding, review: Review, before: Decision | None) -> Decision:
    """A decision with what the list and the values said when it was made, so that a later look can compare."""
    if before is not None and before.reason == decision.reason:
        return replace(decision, was=before.was, watch=before.watch)
    code, _, drug = decision.reason.partition(":")
    entries = holders(drug, review) if drug else ()
    parts = (finding, *finding.members)
    watch: list[str] = []
    if code == "monitor":
        watch = [item.measure for part in parts for item in part.monitoring if item.measure]
    elif code == "measure":
        known = {o.measure for o in review.patient.observations}
        watch = [q for part in parts for q in part.questions if " " not in q and q not in known]
    return replace(decision, was=entries[0].as_written if entries else "", watch=tuple(dict.fromkeys(watch)))
