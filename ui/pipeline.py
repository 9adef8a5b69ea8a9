"""The straight line from a file to a review: the five calls in a row, for the command line and the window alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from interaction_db.location import base_path
from interaction_db.sources.collection import OutsideSources
from interaction_db.store import KnowledgeStore
from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.knowledge import Knowledge, Vocabulary, name_key
from regimen_review.patient import MedicationList, Patient
from regimen_review.progress import Progress, silent
from regimen_review.regimen import Regimen, SubstanceId
from regimen_review.review import review_regimen
from ui.local_rules import LocalRules
from ui.remembered import Memory

if TYPE_CHECKING:
    from exports.pdf.ward import DoNotAdd
    from regimen_review.plans.sandbox import Sandbox
    from ui.opened_table import OpenedTable

Confirmed = Mapping[str, tuple[SubstanceId, ...]]
"""What the person settled: the written name (as the list has it) to the substances it stands for."""


OUTSIDE = "outside.sqlite"
"""The file of the user's imported sources, in the user's data folder."""


class Pipeline:
    """One opened base and everything that is asked of it. Opening is late: nothing is read before it is needed."""

    def __init__(self, base: Path | None = None, report: Progress = silent) -> None:
        self._base = base
        self._report = report
        self._unread: tuple[str, ...] = ()
        self._tried: tuple[Review, Sandbox] | None = None

    @cached_property
    def memory(self) -> Memory:
        """What this workstation's user once settled."""
        return Memory()

    @cached_property
    def local_rules(self) -> LocalRules:
        """The rules that this workstation switched off."""
        return LocalRules()

    @cached_property
    def store(self) -> KnowledgeStore:
        """The base; built first where it is missing. Raises UserError."""
        return KnowledgeStore(self._base or base_path(self._report), self.outside)

    @cached_property
    def outside(self) -> OutsideSources | None:
        """What the user imported; None where there is nothing, or nothing readable, which every review then says."""
        from ui import remembered

        path = remembered.user_folder() / OUTSIDE
        if not path.is_file():
            return None
        from interaction_db.sources.collection import OutsideSources

        imported = OutsideSources(path)
        try:
            imported.sources()
        except UserError as error:
            self._unread = (error.sentence,)
            return None
        return imported

    @property
    def vocabulary(self) -> Vocabulary:
        """The base's names."""
        return self.store.vocabulary()

    def open_list(self, path: Path) -> MedicationList:
        """A file as written. Raises UserError with the file's name."""
        from regimen_review import readers
        from ui.own_files import printed_list, saved_state

        saved = saved_state(path)
        if saved is not None:
            return saved.listing
        return printed_list(path) or readers.read_medication_list(path, self.vocabulary, self.memory.kept.columns)

    def read_text(self, text: str) -> MedicationList:
        """A pasted text as written."""
        from regimen_review import readers

        return readers.read_text(text, self.vocabulary, self.memory.kept.columns)

    def open_table(self, path: Path) -> OpenedTable | None:
        """The table in a file, before it is read; None where the file is no table. Raises UserError."""
        from regimen_review import readers
        from ui.opened_table import opened

        columns = self.memory.kept.columns
        return opened(readers.sheets_in_file(path, columns), columns.__contains__, path)

    def paste_table(self, text: str) -> OpenedTable | None:
        """The table in a pasted text; None where it is no table."""
        from regimen_review import readers
        from ui.opened_table import opened

        columns = self.memory.kept.columns
        return opened(readers.sheets_in_text(text, "the pasted text", columns), columns.__contains__)

    def list_of(self, table: OpenedTable) -> MedicationList:
        """The list that a table holds with its columns as they are set."""
        from regimen_review import readers

        return readers.read_sheet(table.sheet, self.vocabulary)

    def settle(
        self, listing: MedicationList, confirmed: Confirmed | None = None, patient: Patient | None = None
    ) -> tuple[Regimen, Patient]:
        """The regimen with its names resolved, and the patient with the base's ids. ``patient`` replaces the one of
        the list where a person edited it.
        """
        from regimen_review import narrative, resolve

        self.store.switched_off = self.local_rules.reasons()
        here = {name_key(name): substances or None for name, substances in (confirmed or {}).items()}
        regimen = resolve.resolve_regimen(listing, self.vocabulary, self.memory.settled(), here)
        told = resolve.resolve_patient(patient or listing.patient, self.vocabulary)
        if patient is None:
            told = narrative.resolve_context(listing, told, self.vocabulary)
        return Regimen(regimen.medications, regimen.as_of or latest_date(listing) or date.today()), told

    def review_of(self, regimen: Regimen, patient: Patient, *, source_name: str = "", left_out: tuple[str, ...] = ()) -> Review:
        """The review of a settled regimen."""
        knowledge = self.store.knowledge_for(regimen, patient)
        return review_regimen(regimen, patient, knowledge, source_name=source_name, left_out=(*left_out, *self.faults()))

    def not_to_add(self, review: Review, report: Progress) -> Sequence[DoNotAdd]:
        """The lines of the ward card: what must not be added, in the spelling of the whole base."""
        from regimen_review.plans.sandbox import Sandbox
        from ui.prints import ward_lines

        sandbox = Sandbox(review.regimen, review.patient, lambda regimen: self.store.knowledge_for(regimen, review.patient))
        return ward_lines(sandbox, self.vocabulary.substances, report)

    def knowledge_of(self, review: Review) -> Knowledge:
        """What the base knows of the drugs of a review."""
        return self.store.knowledge_for(review.regimen, review.patient)

    def review(
        self, listing: MedicationList, confirmed: Confirmed | None = None, patient: Patient | None = None, *, source_name: str = ""
    ) -> Review:
        """A list to its review."""
        regimen, told = self.settle(listing, confirmed, patient)
        return self.review_of(regimen, told, source_name=source_name, left_out=listing.left_out)

    def review_after(self, before: Review, listing: MedicationList, confirmed: Confirmed | None, patient: Patient | None) -> Review:
        """The review of a list that differs a little from one that was reviewed: only what the change touches is asked again."""
        from regimen_review.plans.sandbox import Sandbox

        regimen, told = self.settle(listing, confirmed, patient)
        if told != before.patient or regimen.as_of != before.as_of:
            return self.review_of(regimen, told, left_out=listing.left_out)
        if self._tried is None or self._tried[0] is not before:
            self._tried = (before, Sandbox(before.regimen, before.patient, lambda r: self.store.knowledge_for(r, before.patient)))
        return replace(self._tried[1].review_of(regimen), source_name=before.source_name, left_out=before.left_out)

    def faults(self) -> tuple[str, ...]:
        """What the base itself had to leave out."""
        count = int(self.store.meta.get("faults", "0"))
        built = (f"The knowledge base was built without {count} faulty entries. Run 'regimen-review knowledge check'.",) if count else ()
        return (*built, *self._unread)


def latest_date(listing: MedicationList) -> date | None:
    """The newest date that the list itself shows: the day it is about, where it does not say."""
    days = [o.when for o in listing.patient.observations] + [s.start for s in listing.statements]
    known = [d for d in days if d is not None]
    return max(known) if known else None
