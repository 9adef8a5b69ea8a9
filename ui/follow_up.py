"""What was promised, and whether it was done: accepted and modified decisions held against the list and the values. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from regimen_review.findings import Review
from ui.carrying_out import holders
from ui.decisions import Decision
from ui.session_state import SessionState

Outcome = Literal["done", "not-done", "unknown"]
"""What the list shows of a promise; ``unknown`` where it cannot tell: then it is the person's word."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One promised action, with the headline of the finding as it was last seen. ``days_late`` is 0 where no day has passed;
    ``visit`` names the earlier list on which it was promised, empty for the list in work.
    """

    headline: str
    decision: Decision
    days_late: int
    outcome: Outcome = "unknown"
    visit: str = ""


def outcome_of(decision: Decision, review: Review | None) -> Outcome:
    """What the reviewed list shows of a promise. A drug that is not to be found counts as gone only where every name is
    settled: an open name could be that drug.
    """
    code, _, drug = decision.reason.partition(":")
    if review is None:
        return "unknown"
    if code in ("monitor", "measure"):
        return _measured(decision, review)
    if code not in ("stop", "swap", "dose") or not drug:
        return "unknown"
    entries = holders(drug, review)
    if not entries:
        open_names = any(m.resolution.state in ("confirm", "unresolved") for m in review.regimen.medications)
        return "unknown" if open_names else "done"
    if code == "dose":
        if not decision.was:
            return "unknown"
        return "not-done" if any(m.as_written == decision.was for m in entries) else "done"
    return "not-done"


def _measured(decision: Decision, review: Review) -> Outcome:
    """Whether every value that was to be looked at has a result after the day of the decision."""
    since = decision.decided[:10]
    if not decision.watch or not since:
        return "unknown"
    newer = {o.measure for o in review.patient.observations if o.when is not None and o.when.isoformat() > since}
    return "done" if set(decision.watch) <= newer else "not-done"


def _kept(state: SessionState) -> Iterator[tuple[Mapping[str, str], Decision, str]]:
    """Decisions of the review in work, then those of earlier reviews beside it on findings that were not decided again."""
    for decision in state.decisions.values():
        yield state.headlines, decision, ""
    for visit in state.visits:
        for key, decision in visit.decisions.items():
            if key not in state.decisions:
                yield state.headlines, decision, visit.name


def promises(state: SessionState, today: date, review: Review | None = None) -> tuple[Promise, ...]:
    """Every promise that nobody called done, the longest overdue first."""
    found = []
    for headlines, decision, visit in _kept(state):
        if decision.verdict not in ("accept", "modify") or decision.done is not None:
            continue
        late = max(0, (today - decision.by).days) if decision.by is not None else 0
        headline = headlines.get(decision.finding, decision.headline or decision.finding)
        found.append(Promise(headline, decision, late, outcome_of(decision, review), visit))
    return tuple(sorted(found, key=lambda p: (-p.days_late, p.headline)))


def promises_due(state: SessionState, today: date, review: Review | None = None) -> tuple[Promise, ...]:
    """What is to be followed up: promises past their day, and promised changes without a day that the list of a later day
    does not show. What the list shows as done is not asked about.
    """
    return tuple(p for p in promises(state, today, review) if p.outcome != "done" and (p.days_late or _overlooked(p, today)))


def _overlooked(promise: Promise, today: date) -> bool:
    decided, by = promise.decision.decided[:10], promise.decision.by
    return promise.outcome == "not-done" and by is None and bool(decided) and decided < today.isoformat()
