"""Several lists of one patient over time as lanes: what was started, stopped and changed, and which findings came and went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from regimen_review.errors import UserError
from regimen_review.findings import Finding, Review
from regimen_review.knowledge import TIER_RANK, Tier
from regimen_review.plans.comparison import NAMING_ALL
from regimen_review.plans.elementary import elementary
from regimen_review.regimen import Medication
from regimen_review.rules.firing import joined
from regimen_review.wording import dose

Event = Literal["absent", "started", "kept", "changed", "stopped"]
FindingEvent = Literal["absent", "new", "kept", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One list: its date, a label for the head of its column, and its counts."""

    when: date | None
    label: str
    medications: int
    act: int
    started: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    findings_new: int = 0
    findings_gone: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One drug at one visit. ``dose`` is as written; ``says`` is what is different from the visit before."""

    event: Event
    medication: str | None = None
    dose: str = ""
    route: str | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One drug through all visits, one cell a visit."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FindingCell:
    """One finding at one visit, as it was then; None where it is absent."""

    event: FindingEvent
    tier: Tier | None = None
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class FindingLane:
    """One finding through all visits, with its latest wording."""

    finding: Finding
    cells: tuple[FindingCell, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """All visits, oldest first, with a lane for each drug and each elementary finding, and one sentence a step."""

    visits: tuple[Visit, ...]
    lanes: tuple[Lane, ...]
    findings: tuple[FindingLane, ...]
    steps: tuple[str, ...]
    says: str


def course_of(reviews: Sequence[Review], labels: Sequence[str] = ()) -> Course:
    """The reviews in order of their date (those without a date stay where they stand, last). Raises UserError for fewer
    than two.
    """
    if len(reviews) < 2:
        raise UserError("Two lists or more are needed to compare.")
    named = [(r, labels[n] if n < len(labels) else r.source_name or f"list {n + 1}") for n, r in enumerate(reviews)]
    named.sort(key=lambda pair: pair[0].as_of or date.max)
    ordered = [r for r, _ in named]
    lanes = _lanes(ordered)
    findings = _finding_lanes(ordered)
    visits = tuple(_visit(n, review, label, lanes, findings) for n, (review, label) in enumerate(named))
    steps = tuple(_step(a, b) for a, b in pairwise(visits))
    first, last = visits[0], visits[-1]
    says = (
        f"From {first.label} to {last.label}: {first.medications} medications became {last.medications}, "
        f"and {first.act} findings to decide on the day became {last.act}."
    )
    return Course(visits, lanes, findings, steps, says)


def _entries(review: Review) -> dict[str, Medication]:
    """Current entries by what they are; two entries of one product with different routes stay apart."""
    found: dict[str, Medication] = {}
    for entry in review.regimen.current():
        label = entry.label if entry.route in (None, "oral") else f"{entry.label} ({entry.route})"
        found.setdefault(label, entry)
    return found


def _lanes(reviews: Sequence[Review]) -> tuple[Lane, ...]:
    lists = [_entries(r) for r in reviews]
    labels = dict.fromkeys(label for entries in lists for label in entries)
    return tuple(Lane(label, tuple(_cells([entries.get(label) for entries in lists]))) for label in labels)


def _cells(entries: Sequence[Medication | None]) -> list[Cell]:
    cells = []
    for n, entry in enumerate(entries):
        before = entries[n - 1] if n else None
        cells.append(_cell(before, entry, first=n == 0))
    return cells


def _cell(before: Medication | None, now: Medication | None, *, first: bool) -> Cell:
    if now is None:
        return Cell("stopped", says="stopped") if before is not None else Cell("absent")
    taken = dose(now.statement.dosage)
    if before is None:
        return Cell("kept" if first else "started", now.id, taken, now.route, "" if first else "started")
    was = dose(before.statement.dosage)
    differences = [f"{taken or 'dose not written'}, was {was or 'not written'}"] if was != taken else []
    return Cell("changed" if differences else "kept", now.id, taken, now.route, "; ".join(differences))


def _finding_lanes(reviews: Sequence[Review]) -> tuple[FindingLane, ...]:
    at_visit = [elementary(r.findings) for r in reviews]
    one_lane = _one_lane(at_visit)
    by_lane = [{one_lane.get(f.id, f.id): f for f in found} for found in at_visit]
    latest: dict[str, Finding] = {}
    for found in by_lane:
        latest |= found
    lanes = [FindingLane(f, _finding_cells([v.get(i) for v in by_lane])) for i, f in latest.items()]
    return tuple(sorted(lanes, key=lambda lane: (-max(TIER_RANK[c.tier] for c in lane.cells if c.tier), lane.finding.id)))


def _one_lane(at_visit: Sequence[tuple[Finding, ...]]) -> dict[str, str]:
    """Findings that name every drug that fits stay in one lane when a drug more or less fits: by their rule and the drug
    that they are about, where no list has two of them.
    """
    by_visit = [Counter(_whole(f) for f in found if f.kind in NAMING_ALL) for found in at_visit]
    twice = {key for counts in by_visit for key, count in counts.items() if count > 1}
    return {f.id: key for found in at_visit for f in found if f.kind in NAMING_ALL and (key := _whole(f)) not in twice}


def _whole(finding: Finding) -> str:
    return f"{finding.kind}/{finding.rule_id}/{finding.object or ''}"


def _finding_cells(found: Sequence[Finding | None]) -> tuple[FindingCell, ...]:
    cells = []
    for n, finding in enumerate(found):
        before = found[n - 1] if n else None
        if finding is None:
            cells.append(FindingCell("gone" if before is not None else "absent"))
        elif before is None:
            cells.append(FindingCell("new" if n else "kept", finding.tier, finding))
        else:
            same = all(getattr(before, part) == getattr(finding, part) for part in ("tier", "severity", "drugs", "score"))
            cells.append(FindingCell("kept" if same else "changed", finding.tier, finding))
    return tuple(cells)


def _visit(n: int, review: Review, label: str, lanes: tuple[Lane, ...], findings: tuple[FindingLane, ...]) -> Visit:
    def having(event: Event) -> tuple[str, ...]:
        return tuple(lane.label for lane in lanes if lane.cells[n].event == event)

    changed = tuple(f"{lane.label} ({lane.cells[n].says})" for lane in lanes if lane.cells[n].event == "changed")
    return Visit(
        when=review.as_of,
        label=label,
        medications=len(review.regimen.current()),
        act=len(review.in_tier("act")),
        started=having("started"),
        stopped=having("stopped"),
        changed=changed,
        findings_new=sum(lane.cells[n].event == "new" for lane in findings),
        findings_gone=sum(lane.cells[n].event == "gone" for lane in findings),
    )


def _step(before: Visit, now: Visit) -> str:
    parts = [
        f"{word} {joined(names)}" for word, names in (("started", now.started), ("stopped", now.stopped), ("changed", now.changed)) if names
    ]
    drugs = "; ".join(parts) or "the same drugs"
    return (
        f"{before.label} to {now.label}: {drugs}; findings that came: {now.findings_new}, that went: {now.findings_gone}; "
        f"to decide on the day: {now.act} (were {before.act})."
    )
