"""Further lists of the same patient, read and reviewed, so that they stand beside the list in work. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.patient import Patient
from regimen_review.plans.visits import Course, FindingLane, course_of
from ui.decisions import Decision
from ui.session import Confirmed, Pipeline
from ui.session_file import open_session
from ui.session_state import KeptList


@dataclass(frozen=True)
class OtherList:
    """One further list with its review."""

    kept: KeptList
    review: Review

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.kept.name

    @property
    def nameless(self) -> bool:
        """Whether the file does not say whose list it is."""
        told = self.review.patient
        return not (told.identifier or told.name or told.birth_date)


def read_other(path: Path, pipeline: Pipeline, confirmed: Confirmed) -> OtherList:
    """A list or a saved review from a file, reviewed with the names that were settled for this patient. Raises UserError."""
    if path.suffix.lower() == ".regimen":
        state, _ = open_session(path)
        kept = KeptList(path.name, state.listing, state.patient, state.decisions)
        return review_other(kept, pipeline, {**state.confirmed, **confirmed})
    listing = pipeline.open_list(path)
    if not listing.statements:
        raise UserError("No medication was found in it.", file=path.name)
    return review_other(KeptList(path.name, listing), pipeline, confirmed)


def review_other(kept: KeptList, pipeline: Pipeline, confirmed: Confirmed) -> OtherList:
    """The review of a further list: when it comes in, when a kept review is opened, and after more names were settled."""
    return OtherList(kept, pipeline.review(kept.listing, confirmed, kept.patient))


def another_person(mine: Patient, other: Patient) -> str:
    """What shows that two lists are not of one person (``born 1970-01-01, not 1965-01-01``); empty where nothing does.
    What was not told on either side shows nothing.
    """
    if mine.identifier and other.identifier:
        return "" if mine.identifier == other.identifier else "another patient number"
    if mine.birth_date and other.birth_date and mine.birth_date != other.birth_date:
        return f"born {other.birth_date.isoformat()}, not {mine.birth_date.isoformat()}"
    if mine.sex and other.sex and mine.sex != other.sex:
        return f"{other.sex}, not {mine.sex}"
    return ""


@dataclass(frozen=True)
class Lists:
    """The lists of one patient as columns, oldest first; ``here`` is the column of the list in work."""

    course: Course
    reviews: tuple[Review, ...]
    decisions: tuple[Mapping[str, Decision], ...]
    others: tuple[OtherList | None, ...]
    here: int


def lists_of(review: Review, decisions: Mapping[str, Decision], others: Sequence[OtherList], word: str = "") -> Lists | None:
    """The list in work and the others in the order of their dates; None while there is only the one. ``word`` is what the
    list in work is called where it has no date.
    """
    if not others:
        return None
    columns: list[tuple[Review, Mapping[str, Decision], OtherList | None]] = [(o.review, o.kept.decisions, o) for o in others]
    columns.append((review, decisions, None))
    columns.sort(key=lambda c: c[0].as_of or date.max)
    labels = _labels([(r, Path(o.name).stem if o else word) for r, _, o in columns])
    reviews = tuple(r for r, _, _ in columns)
    return Lists(
        course_of(reviews, labels),
        reviews,
        tuple(d for _, d, _ in columns),
        tuple(o for _, _, o in columns),
        next(i for i, c in enumerate(columns) if c[2] is None),
    )


def _labels(columns: Sequence[tuple[Review, str]]) -> list[str]:
    """Dates; where two lists have one date (or none) the name of the file tells them apart."""
    days = [r.as_of for r, _ in columns]
    return [
        (day.isoformat() if days.count(day) == 1 else f"{day.isoformat()} {name}".strip()) if day else name
        for day, (_, name) in zip(days, columns, strict=True)
    ]


def at_work(lists: Lists, lane: FindingLane) -> tuple[str, str | None] | None:
    """Where the list in work shows the finding of a lane; None where it is not there."""
    now = lane.cells[lists.here].finding
    return shown_in(lists.reviews[lists.here], now.id) if now else None


def shown_in(review: Review, finding_id: str) -> tuple[str, str | None] | None:
    """Where a review shows an elementary finding: the finding's id and the id of the part; None where it is not there."""
    for finding in review.findings:
        if finding.id == finding_id:
            return finding.id, None
    for finding in review.findings:
        if any(m.id == finding_id for m in finding.members):
            return finding.id, finding_id
    return None
