"""The pipeline of the program, imported and opened at its first use and never on the interface thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from regimen_review.progress import Progress, silent
from ui.session import Confirmed

if TYPE_CHECKING:
    from exports.pdf.ward import DoNotAdd as WardLine
    from regimen_review.findings import Review
    from regimen_review.knowledge import Knowledge, Measure, Substance
    from regimen_review.patient import MedicationList, Patient
    from regimen_review.plans.alternatives import Alternatives
    from regimen_review.plans.dont_add import DoNotAdd
    from regimen_review.plans.sandbox import Sandbox
    from regimen_review.plans.smallest import Plans
    from regimen_review.readers.columns import ColumnMapping
    from regimen_review.regimen import Regimen, SubstanceId
    from ui.opened_table import OpenedTable
    from ui.pipeline import Pipeline
    from ui.unsafe_events import UnsafeEvent


def program_pipeline(report: Progress) -> Pipeline:
    """The pipeline over the shipped base; building it, where that is needed, tells ``report`` how far it is."""
    from ui.pipeline import Pipeline

    return Pipeline(report=report)


class LatePipeline:
    """One question at a time, whichever thread asks."""

    def __init__(self, make: Callable[[Progress], Pipeline] = program_pipeline) -> None:
        self._make = make
        self._report: Progress = silent
        self._made: Pipeline | None = None
        self._turn = threading.Lock()
        self._measures: Mapping[str, Measure] = {}

    def _pipeline(self) -> Pipeline:
        if self._made is None:
            self._made = self._make(self._report)
            self._measures = self._made.vocabulary.measures
        return self._made

    def known_measures(self) -> Mapping[str, Measure]:
        """Units and factors of every measure; none while the base is not open yet, and never waits for it."""
        return self._measures

    def warm(self, report: Progress = silent) -> None:
        """Open (or build) the base and bring in what a review needs, before anybody asks."""
        self._report = report
        with self._turn:
            pipeline = self._pipeline()
            # A misspelt name too: the index of spellings is the dearest thing to build.
            pipeline.review(pipeline.read_text("asprin 81 mg daily\nwarfarinn"))

    def open_list(self, path: Path) -> MedicationList:
        """Read a file."""
        with self._turn:
            return self._pipeline().open_list(path)

    def read_text(self, text: str) -> MedicationList:
        """Read a pasted list or note."""
        with self._turn:
            return self._pipeline().read_text(text)

    def open_table(self, path: Path) -> OpenedTable | None:
        """The table in a file, before it is read."""
        with self._turn:
            return self._pipeline().open_table(path)

    def paste_table(self, text: str) -> OpenedTable | None:
        """The table in a pasted text."""
        with self._turn:
            return self._pipeline().paste_table(text)

    def list_of(self, table: OpenedTable) -> MedicationList:
        """The list that a table holds."""
        with self._turn:
            return self._pipeline().list_of(table)

    def remember_columns(self, mapping: ColumnMapping) -> None:
        """Keep the columns for every table with this header."""
        with self._turn:
            self._pipeline().memory.remember_columns(mapping)

    def forget_columns(self, key: str) -> bool:
        """Guess the columns of a header again."""
        with self._turn:
            return self._pipeline().memory.forget_columns(key)

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        """Resolve and review."""
        with self._turn:
            return self._pipeline().review(listing, confirmed, patient)

    def review_after(self, before: Review, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        """Review a list that differs a little from one that was reviewed."""
        with self._turn:
            return self._pipeline().review_after(before, listing, confirmed, patient)

    def knowledge_of(self, review: Review) -> Knowledge:
        """What the base knows of the drugs of a review."""
        with self._turn:
            return self._pipeline().knowledge_of(review)

    def events(self) -> tuple[UnsafeEvent, ...]:
        """Every kind of unsafe event that the base knows."""
        from ui.unsafe_events import unsafe_events

        with self._turn:
            return unsafe_events(self._pipeline().store.all_rules())

    def _sandbox(self, review: Review) -> tuple[Sandbox, Mapping[SubstanceId, Substance]]:
        """The list to try drugs on, and all drugs; the turn is only held while the base is asked, so that nobody waits."""
        from regimen_review.plans.sandbox import Sandbox

        with self._turn:
            pipeline = self._pipeline()
            substances = pipeline.vocabulary.substances

        def knowledge_for(regimen: Regimen) -> Knowledge:
            with self._turn:
                return pipeline.store.knowledge_for(regimen, review.patient)

        return Sandbox(review.regimen, review.patient, knowledge_for), substances

    def alternatives(self, review: Review, medication_id: str, report: Progress) -> Alternatives:
        """Alternatives to one entry, by the findings that they would cause."""
        from regimen_review.plans.alternatives import alternatives_to

        sandbox, substances = self._sandbox(review)
        return alternatives_to(sandbox, medication_id, substances, report=report)

    def do_not_add(self, review: Review, report: Progress) -> DoNotAdd:
        """Common drugs that would bring a finding to decide today."""
        from regimen_review.plans.dont_add import do_not_add

        sandbox, substances = self._sandbox(review)
        return do_not_add(sandbox, substances, report=report)

    def not_to_add(self, review: Review, report: Progress) -> Sequence[WardLine]:
        """The lines of the ward card: what must not be added, in the spelling of the whole base."""
        from ui.prints import ward_lines

        return ward_lines(*self._sandbox(review), report)

    def smallest(self, review: Review, goal: str, kept: frozenset[str], report: Progress) -> Plans:
        """Every smallest set of changes for a goal: no pair with a Warning (``pairs``), nothing to decide today (``act``)."""
        from regimen_review.plans.sandbox import Sandbox
        from regimen_review.plans.smallest import ACT_TODAY, PAIRWISE_MAJORS, smallest_changes
        from regimen_review.regimen import SubstanceId

        with self._turn:
            store = self._pipeline().store
            sandbox = Sandbox(review.regimen, review.patient, lambda regimen: store.knowledge_for(regimen, review.patient))
            wanted = ACT_TODAY if goal == "act" else PAIRWISE_MAJORS
            return smallest_changes(sandbox, wanted, protected=[SubstanceId(s) for s in sorted(kept)], report=report)
