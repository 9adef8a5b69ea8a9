"""What all panes of one window share: the session, the one selection, the tasks, and the signals between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from regimen_review.findings import Finding, Review
from regimen_review.patient import MedicationList, Observation
from regimen_review.progress import Progress
from regimen_review.regimen import Medication, SubstanceId
from regimen_review.unit_system import shown_in
from ui.carrying_out import as_decided
from ui.decisions import Decision
from ui.desktop.tasks import Tasks, sentence_of
from ui.desktop.words import tr
from ui.follow_up import Promise, promises_due
from ui.recovery import RecoveryCopy
from ui.session import ReviewSession, SessionState
from ui.session_file import open_session, save_session
from ui.settings import Settings, Units
from ui.trial import Trial, compared_trial, tried

if TYPE_CHECKING:
    from regimen_review.knowledge import Measure
    from regimen_review.plans.comparison import Comparison
    from regimen_review.plans.smallest import Plans
    from ui.local_rules import LocalRules
    from ui.opened_table import OpenedTable, TableReader
    from ui.unsafe_events import UnsafeEvent


Planner = Callable[["Review", str, frozenset[str], Progress], "Plans"]
"""Smallest sets of changes for a goal (``pairs`` or ``act``) that leave some substances alone."""


class Desk(QObject):
    """The one place through which panes act; they listen to ``changed`` and ``selected`` and draw themselves anew."""

    changed = Signal()
    selected = Signal()
    said = Signal(str)
    wants = Signal(str)
    """A page is asked for by its name: ``patient``, ``medication``, ``paste``, ``settings``, ``about`` …"""
    saved = Signal()
    opened = Signal(str)
    """A file was asked for, by its path."""
    tried = Signal()
    """The trial or its review changed."""

    def __init__(self, session: ReviewSession, settings: Settings, recovery: RecoveryCopy | None = None) -> None:
        super().__init__()
        self.session = session
        self.settings = settings
        self.tasks = Tasks(self)
        self.finding_id: str | None = None
        self.medication_id: str | None = None
        self.member_id: str | None = None
        self.saved_at = ""
        self._recovery = recovery
        self._autosave = QTimer(self)
        self._autosave.setSingleShot(True)
        self._autosave.setInterval(600)
        self._autosave.timeout.connect(self.save_now)
        session.listeners.append(self._session_changed)
        session.keepers.append(self._autosave.start)
        self._reviewing = self._look_at_promises = False
        self._asked: object = None
        self.trial = session.state.trial
        self._tried_on = session.state.listing.statements
        self.trial_review: Review | None = None
        self._compared: tuple[Review, Comparison] | None = None
        self.trying = False
        self.planner: Planner | None = None
        self.local_rules: LocalRules | None = None
        self.tables: TableReader | None = None
        self.table: OpenedTable | None = None
        self.events: Callable[[], tuple[UnsafeEvent, ...]] | None = None
        self.measures: Callable[[], Mapping[str, Measure]] = dict

    # --- what is shown -----------------------------------------------------------------------------------------

    @property
    def review(self) -> Review | None:
        """The review as it stands; None while there is none."""
        return self.session.review

    @property
    def finding(self) -> Finding | None:
        """The selected finding."""
        return next((f for f in self.review.findings if f.id == self.finding_id), None) if self.review else None

    @property
    def member(self) -> Finding | None:
        """The selected part of the selected finding."""
        found = self.finding
        return next((m for m in found.members if m.id == self.member_id), None) if found else None

    @property
    def medication(self) -> Medication | None:
        """The selected medication."""
        meds = self.review.regimen.medications if self.review else ()
        return next((m for m in meds if m.id == self.medication_id), None)

    def lit_medications(self) -> frozenset[str]:
        """Entry ids that belong to the selected finding; other views mark them too."""
        if self.medication_id is not None:
            return frozenset({self.medication_id})
        found = self.member or self.finding
        if not found or not self.review:
            return frozenset()
        if found.medications:
            return frozenset(found.medications)
        drugs = set(found.drugs)
        return frozenset(m.id for m in self.review.regimen.current() if drugs & set(m.substances))

    @property
    def busy(self) -> bool:
        """Whether a review is being made."""
        return self._reviewing

    def in_units(self, observation: Observation) -> Observation:
        """A result in the units that the person set; what cannot be turned stays as it is written."""
        return shown_in(observation, self.measures().get(observation.measure or ""), self.units)

    @property
    def units(self) -> Units:
        """The units in which this review is looked at, else those of the workstation."""
        return self.session.state.units or self.settings.units

    def fact(self, text: str) -> str:
        """A fact of the review with the units in use behind each value; what was written stays."""
        if self.review is None or self.units == "as-written":
            return text
        from ui.shown_units import in_units

        return in_units(self.review.patient, self.measures(), self.units)(text)

    def set_units(self, units: Units) -> None:
        """Look at the values in other units; the review keeps it."""
        if self.session.state.empty:
            self.changed.emit()
        else:
            self.session.change("change the units", units=units)

    # --- selecting ---------------------------------------------------------------------------------------------

    def select_finding(self, finding_id: str | None, member_id: str | None = None) -> None:
        """Select a finding (and a part of it) in every view."""
        if (finding_id, member_id) == (self.finding_id, self.member_id) and self.medication_id is None:
            return
        self.finding_id, self.member_id, self.medication_id = finding_id, member_id, None
        self.selected.emit()

    def select_medication(self, medication_id: str | None) -> None:
        """Select a medication; the finding pane then shows the medication, the list keeps its place."""
        if medication_id == self.medication_id:
            return
        self.medication_id = medication_id
        self.selected.emit()

    def step_finding(self, by: int) -> None:
        """Go to the next or the previous finding in reading order."""
        order = [f.id for f in self.review.findings] if self.review else []
        if not order:
            return
        here = order.index(self.finding_id) if self.finding_id in order else -1 if by > 0 else len(order)
        self.select_finding(order[min(len(order) - 1, max(0, here + by))])

    # --- acting ------------------------------------------------------------------------------------------------

    def open_path(self, path: Path) -> None:
        """Open a list or a saved review, reading it off the interface thread."""
        self.opened.emit(str(path))
        if path.suffix.lower() == ".regimen":
            self.tasks.start(lambda _: open_session(path), lambda kept: self._resumed(kept[0], path), self._failed)
            return
        pipeline, tables = self.session.pipeline, self.tables
        self.tasks.start(
            lambda _: (tables and tables.open_table(path)) or pipeline.open_list(path), lambda got: self._came(got, path), self._failed
        )

    def open_text(self, text: str) -> None:
        """Start a review from a pasted list or note; of a table the columns are shown first."""
        pipeline, tables = self.session.pipeline, self.tables
        self.tasks.start(
            lambda _: (tables and tables.paste_table(text)) or pipeline.read_text(text), lambda got: self._came(got, None), self._failed
        )

    def _came(self, got: MedicationList | OpenedTable, path: Path | None) -> None:
        if isinstance(got, MedicationList):
            self.table = None
            self._started(got, path)
            return
        self.table = got
        if got.remembered and got.readable:
            self.read_table(got)
            self.said.emit(tr("The columns were read as you set them earlier. Change them under “Columns of the table” (Ctrl+K)."))
        else:
            self.wants.emit("columns")

    def read_table(self, table: OpenedTable) -> None:
        """Start a review from a table with its columns as they are set, and remember them for its header."""
        tables = self.tables
        if tables is None:
            return
        self.table = replace(table, remembered=True)

        def read(_: object) -> MedicationList:
            tables.remember_columns(table.mapping)
            return tables.list_of(table)

        self.tasks.start(read, lambda listing: self._started(listing, table.path), self._failed)

    def _started(self, listing: MedicationList, path: Path | None) -> None:
        if not listing.statements:
            self.said.emit(tr("No medication was found in it. Write one medication a line, or paste the note whole."))
            return
        self.finding_id = self.medication_id = self.member_id = None
        self._tried_on, self.trial = listing.statements, Trial()
        self.session.start(listing, path)
        if self.session.path is not None and self.session.path.suffix.lower() != ".regimen":
            self.session.path = None

    def _resumed(self, state: SessionState, path: Path) -> None:
        self.resume(state, path)
        self._look_at_promises = True

    def resume(self, state: SessionState, path: Path | None) -> None:
        """Go on with a kept review, and with what was tried on it."""
        self.session.resume(state, path)
        self._tried_on = state.listing.statements
        self.try_out(state.trial)

    def _failed(self, error: Exception) -> None:
        self.said.emit(sentence_of(error))

    def decide(self, decision: Decision) -> None:
        """Record a decision on the selected finding, with what the list said when it was made."""
        if self.finding and self.review:
            before = self.session.decision(self.finding.id)
            self.session.decide(self.finding, as_decided(decision, self.finding, self.review, before))

    def statement_index(self, medication: Medication) -> int:
        """Where a medication's entry stands in the list as written."""
        statements = self.session.state.listing.statements
        for index, statement in enumerate(statements):
            if statement is medication.statement or statement == medication.statement:
                return index
        return min(len(statements), int(medication.id.lstrip("m") or 1)) - 1

    def settle(self, medication: Medication, choice: int) -> None:
        """Settle a written name by the number of a candidate (from 1); past the candidates: not a medicine."""
        candidates = medication.resolution.candidates
        taken: tuple[SubstanceId, ...] = candidates[choice - 1].ingredients if choice <= len(candidates) else ()
        self.session.settle(medication.statement.name, taken)

    def rename(self, medication: Medication, name: str) -> None:
        """Name an entry by hand; what was written stays as it is."""
        self.session.set_statement(self.statement_index(medication), replace(medication.statement, name=name.strip(), codes=()))

    # --- trying out --------------------------------------------------------------------------------------------

    def set_trying(self, *, trying: bool) -> None:
        """Whether the what-if view is in front: stopping then only tries."""
        self.trying = trying
        self.tried.emit()

    def try_out(self, trial: Trial) -> None:
        """Review the list with the changes of a trial, off the interface thread."""
        self.trial = trial
        self.trial_review = None
        self.session.try_out(trial)
        self.tried.emit()
        if trial.empty:
            return
        state, pipeline = self.session.state, self.session.pipeline
        before = None if self.session.stale else self.review
        self.tasks.start(
            lambda _: compared_trial(pipeline, state, before, trial), lambda answer: self._was_tried(trial, *answer), self._failed
        )

    def _was_tried(self, trial: Trial, review: Review, compared: tuple[Review, Comparison] | None) -> None:
        if trial is self.trial:
            self.trial_review, self._compared = review, compared
            self.tried.emit()

    @property
    def trial_comparison(self) -> Comparison | None:
        """What the trial makes of the findings of the list as it stands; None where there is no such answer."""
        if self.trial_review is None or self._compared is None or self._compared[0] is not self.review:
            return None
        return self._compared[1]

    def keep_trial(self) -> None:
        """Make the changes of the trial on the list: one edit, which can be undone."""
        trial, self.trial = self.trial, Trial()
        self.trial_review = None
        self.session.try_out(self.trial)
        self.make(trial)
        self.tried.emit()

    def make(self, trial: Trial) -> None:
        """Make changes on the list: one edit, which can be undone. What is being tried stays."""
        state, pipeline = self.session.state, self.session.pipeline
        self.tasks.start(lambda _: tried(state.listing, trial, pipeline.read_text), self.session.set_listing, self._failed)

    def drop(self, medication: Medication) -> None:
        """Stop an entry in the trial, or take it off the list."""
        index = self.statement_index(medication)
        if self.trying:
            self.try_out(self.trial.stop(index))
        else:
            self.session.remove(index)

    # --- reviewing and saving ----------------------------------------------------------------------------------

    def _move_trial(self) -> None:
        """An edit of the list moves its entries: what is tried stays with its entry."""
        before, self._tried_on = self._tried_on, self.session.state.listing.statements
        if before is not self._tried_on and not self.trial.empty:
            self.try_out(self.trial.moved(before, self._tried_on))

    def _session_changed(self) -> None:
        self._move_trial()
        if self.session.stale:
            self._ask_review()
        self.changed.emit()
        self._keep_selection()
        self._autosave.start()

    def _ask_review(self) -> None:
        state, ask = self.session.question()
        wanted = (state.listing, state.confirmed, state.patient)
        if self._reviewing and wanted == self._asked:
            return
        self._reviewing, self._asked = True, wanted
        self.tasks.start(lambda _: ask(), lambda review: self._answered(state, review), self._review_failed)

    def _answered(self, state: object, review: Review) -> None:
        self._reviewing = False
        self.session.answer(state, review)  # type: ignore[arg-type]
        if self._look_at_promises and not self.session.stale:
            self._look_at_promises = False
            if self.due():
                self.wants.emit("follow-up")

    def due(self) -> tuple[Promise, ...]:
        """What was promised and is to be followed up today, held against the list as it stands."""
        review = None if self.session.stale else self.review
        return promises_due(self.session.state, self.session.now().date(), review)

    def _review_failed(self, error: Exception) -> None:
        self._reviewing = False
        self.session.fail(sentence_of(error))
        self.said.emit(tr("The review failed. {why}").format(why=sentence_of(error)))

    def _keep_selection(self) -> None:
        ids = [f.id for f in self.review.findings] if self.review else []
        if self.review and self.finding_id not in ids:
            self.finding_id, self.member_id = (ids[0] if ids else None), None
        self.selected.emit()

    def save_now(self) -> None:
        """Write the recovery copy, and the file where the review has one."""
        session, recovery = self.session, self._recovery
        if session.state.empty:
            return
        now, state, path = session.now(), session.state, session.path

        def write(_: object) -> str:
            if recovery:
                recovery.keep(state, now)
            if path is not None:
                save_session(path, state, now.replace(microsecond=0).isoformat())
            return now.strftime("%H:%M")

        self.tasks.start(write, self._was_saved, self._failed)

    def _was_saved(self, at: str) -> None:
        self.saved_at = at
        self.saved.emit()

    def save_as(self, path: Path) -> None:
        """Give the review a file; it is kept up to date from now on."""
        self.session.path = path
        self.save_now()

    def later(self, call: Callable[[], None]) -> None:
        """Call after the events now waiting."""
        QTimer.singleShot(0, call)

    def close(self) -> None:
        """The window closes in good order: the file is written, and nothing is left to recover."""
        self._autosave.stop()
        state, path = self.session.state, self.session.path
        self.tasks.stop()
        if path is not None and not state.empty:
            save_session(path, state, self.session.now().replace(microsecond=0).isoformat())
        if self._recovery:
            self._recovery.drop()
