"""What if: stops, replacements and additions tried out on the list, without touching it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from regimen_review.findings import Review
from regimen_review.patient import MedicationList, Patient
from regimen_review.regimen import MedicationStatement, Place

if TYPE_CHECKING:
    from regimen_review.plans.comparison import Comparison
    from ui.session import Confirmed, Pipeline, SessionState

ReadText = Callable[[str], MedicationList]


@dataclass(frozen=True)
class Trial:
    """Changes by the index of the entry (from 0): ``stops`` are taken off, ``swaps`` are replaced by what is written,
    ``adds`` come at the end.
    """

    stops: frozenset[int] = frozenset()
    swaps: Mapping[int, str] = field(default_factory=dict)
    adds: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is tried."""
        return not (self.stops or self.swaps or self.adds)

    @property
    def count(self) -> int:
        """How many changes there are."""
        return len(self.stops) + len(self.swaps) + len(self.adds)

    def stop(self, index: int) -> Trial:
        """Stop an entry, or take the stop back."""
        swaps = {k: v for k, v in self.swaps.items() if k != index}
        return replace(self, stops=self.stops ^ {index}, swaps=swaps)

    def swap(self, index: int, written: str) -> Trial:
        """Replace an entry by what is written."""
        return replace(self, stops=self.stops - {index}, swaps={**self.swaps, index: written})

    def add(self, written: str) -> Trial:
        """Add what is written."""
        return replace(self, adds=(*self.adds, written))

    def without(self, index: int) -> Trial:
        """Take back what was tried on an entry; an index past the list is an addition."""
        swaps = {k: v for k, v in self.swaps.items() if k != index}
        return replace(self, stops=self.stops - {index}, swaps=swaps)

    def without_add(self, place: int) -> Trial:
        """Take an addition back."""
        return replace(self, adds=(*self.adds[:place], *self.adds[place + 1 :]))

    def moved(self, before: Sequence[MedicationStatement], after: Sequence[MedicationStatement]) -> Trial:
        """The same changes on a list that was edited meanwhile: each stays with its entry; one whose entry is gone is dropped.
        In a list of the same length an entry was corrected in its place.
        """
        if len(before) == len(after):
            return self
        places = {id(statement): index for index, statement in enumerate(after)}
        to = {index: places[id(statement)] for index, statement in enumerate(before) if id(statement) in places}
        swaps = {to[index]: written for index, written in self.swaps.items() if index in to}
        return replace(self, stops=frozenset(to[index] for index in self.stops if index in to), swaps=swaps)


def _read_one(written: str, read: ReadText) -> MedicationStatement:
    found = read(written).statements
    return found[0] if found else MedicationStatement(written, written)


def tried(listing: MedicationList, trial: Trial, read: ReadText) -> MedicationList:
    """The list with the changes made; entries keep their order and their places, additions come at the end."""
    made = []
    for index, statement in enumerate(listing.statements):
        if index in trial.stops:
            made.append(replace(statement, status="stopped"))
        elif index in trial.swaps:
            fresh = _read_one(trial.swaps[index], read)
            route = fresh.dosage.route or statement.dosage.route
            made.append(replace(fresh, place=statement.place, dosage=replace(fresh.dosage, route=route)))
        else:
            made.append(statement)
    line = max((s.place.line or 0 for s in listing.statements), default=0)
    for place, written in enumerate(trial.adds, start=1):
        made.append(replace(_read_one(written, read), place=Place(line=line + place), status="planned"))
    return replace(listing, statements=tuple(made))


@runtime_checkable
class Rechecks(Protocol):
    """A pipeline that reviews a small change faster than a whole list."""

    def review_after(self, before: Review, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        """The review of a list that differs a little from one that was reviewed."""


def review_trial(pipeline: Pipeline, state: SessionState, before: Review | None, trial: Trial) -> Review:
    """The review of a list with the changes of a trial; ``before`` is the review of the list as it is, where it is known."""
    listing = tried(state.listing, trial, pipeline.read_text)
    if before is not None and isinstance(pipeline, Rechecks):
        return pipeline.review_after(before, listing, state.confirmed, state.patient)
    return pipeline.review(listing, state.confirmed, state.patient)


def compared_trial(
    pipeline: Pipeline, state: SessionState, before: Review | None, trial: Trial
) -> tuple[Review, tuple[Review, Comparison] | None]:
    """The review of a trial and, where the list was reviewed, what became of its findings, with the review held against."""
    from regimen_review.plans.comparison import compare

    after = review_trial(pipeline, state, before, trial)
    return after, (before, compare(before, after)) if before is not None else None
