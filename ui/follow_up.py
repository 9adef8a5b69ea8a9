"""What was promised and is past its day: accepted and modified decisions that nobody has called done. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ui.decisions import Decision
from ui.session import SessionState


@dataclass(frozen=True, slots=True)
class Promise:
    """One decision that is past its day, with the headline of the finding as it was last seen."""

    headline: str
    decision: Decision
    days_late: int


def promises_due(state: SessionState, today: date) -> tuple[Promise, ...]:
    """The promised actions whose day lies before ``today``, the longest overdue first. A finding that a later base or
    list no longer shows is still named: the promise was made all the same.
    """
    due = [
        Promise(state.headlines.get(key, key), decision, (today - decision.by).days)
        for key, decision in state.decisions.items()
        if decision.verdict in ("accept", "modify") and decision.by is not None and decision.by < today and decision.done is None
    ]
    return tuple(sorted(due, key=lambda p: (-p.days_late, p.headline)))
